#pragma once

#include <string>
#include <string_view>

#include "core/base/text_map.h"
#include "core/exchange/exchange.h"
#include "core/session/facts.h"
#include "core/session/limits.h"
#include "core/session/use_writer.h"

namespace hark::session {

/// Reads the beginnings of contents: forms and JSON that clients send, pages and JSON that servers
/// answer with.
class ContentReader {
public:
    ContentReader(const Limits& limits, const Books& books);

    /// `bytes` as transferred, maybe cut; the exchange has the head.
    void readRequest(const exchange::Exchange& exchange, std::string_view bytes, Facts& facts);
    void readResponse(const exchange::Exchange& exchange, std::string_view bytes, Facts& facts);

private:
    struct Login;

    [[nodiscard]] std::string_view decoded(const http::Fields& fields, std::string_view bytes);
    void readField(std::string_view name, std::string_view value, bool isJson, Login& login,
                   Facts& facts);
    void readPage(std::string_view page, Facts& facts);
    void readTokens(std::string_view json, Facts& facts);

    const Limits& limits_;
    UseWriter uses_;
    std::string decoded_;
    base::TextSet passwordInputs_;  // names that pages have for passwords
};

}  // namespace hark::session
