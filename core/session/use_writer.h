#pragma once

#include <optional>
#include <string_view>

#include "core/base/text_map.h"
#include "core/session/books.h"
#include "core/session/facts.h"
#include "core/session/limits.h"
#include "core/session/name_book.h"

namespace hark::session {

/// What the numbers in Facts stand for.
struct Books {
    TextBook& services;  ///< "http://shop.example:8443"
    TextBook& clients;   ///< address, LF, User-Agent
    ValueBook& values;
    NameBook& names;
    DomainBook& domains;
};

/// Adds uses of values to facts, as far as limits go.
class UseWriter {
public:
    UseWriter(const Limits& limits, const Books& books) : limits_(limits), books_(books) {}

    /// A value that counts whatever it looks like.
    void add(Facts& facts, Carrier carrier, Act act, std::string_view name, std::string_view value);
    /// A value of a parameter, a form or a JSON content: only where it looks like an identifier or
    /// its name is that of a credential.
    void addIfCredential(Facts& facts, Carrier carrier, Act act, std::string_view name,
                         std::string_view value);
    /// Path and query parameters of a target or of a link.
    void addParameters(Facts& facts, Act act, std::string_view target);
    void addPathParameters(Facts& facts, Act act, std::string_view target);
    void addQuery(Facts& facts, Act act, std::string_view query);

private:
    [[nodiscard]] std::optional<CredentialClass> classOf(std::string_view name);

    const Limits& limits_;
    Books books_;
    base::TextMap<std::optional<CredentialClass>> known_;  // what knownClass() said
};

}  // namespace hark::session
