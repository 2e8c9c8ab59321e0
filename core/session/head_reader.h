#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/content/media_type.h"
#include "core/exchange/exchange.h"
#include "core/ip/address.h"
#include "core/session/facts.h"
#include "core/session/limits.h"
#include "core/session/use_writer.h"

namespace hark::session {

/// What the field lines of a request say. Most requests of a connection repeat them, and share it.
struct RequestFields {
    std::uint32_t client = 0;
    std::uint32_t usesPassedOver = 0;
    content::MediaKind type = content::MediaKind::Other;  ///< of the request's content
    bool hasCredentials = false;                          ///< Cookie or Authorization
    bool takesPages = false;  ///< may be answered by a document that a person asked for
    bool isAsset = false;     ///< the user agent says so
    SharedUses uses;
    std::string user;
};

/// What a connection's requests have in common with the one before.
struct RepeatedFields {
    ip::Address address;  ///< of the client
    std::shared_ptr<const http::UriOrigin> origin;
    std::uint32_t service = 0;  ///< of the origin
    base::ExchangeId last;      ///< whose fields were read last
    std::shared_ptr<const RequestFields> read;
};

/// Reads the heads of exchanges: who asks which service for what, with which credentials, and what
/// the response sets.
class HeadReader {
public:
    HeadReader(const Limits& limits, const Books& books);

    /// The exchange must have a request head. `fields.read` is that of this request afterwards.
    void readRequest(const exchange::Exchange& exchange, RepeatedFields& fields, Facts& facts);
    /// The exchange must have both heads; the request's was read into these facts. Returns the type
    /// of the response's content.
    content::MediaKind readResponse(const exchange::Exchange& exchange, Facts& facts);

private:
    void readService(const exchange::Exchange& exchange, RepeatedFields& fields);
    [[nodiscard]] RequestFields readFields(const http::Fields& fields,
                                           const RepeatedFields& repeated);
    [[nodiscard]] std::uint32_t readClient(const http::Fields& fields, const ip::Address& address);
    void readAuthorization(std::string_view value, Facts& facts);
    void readOwnFields(const http::Fields& fields, Facts& facts);
    void readTarget(std::string_view method, std::string_view target, Facts& facts);
    void readSetCookie(std::string_view value, std::string_view target, Facts& facts);
    void readLocation(std::string_view location, Facts& facts);
    [[nodiscard]] content::MediaKind mediaKindOf(std::string_view type);

    const Limits& limits_;
    Books books_;
    UseWriter uses_;
    std::array<std::pair<std::string, content::MediaKind>, 8> mediaKinds_;  // met last
    std::size_t nextMediaKind_ = 0;
};

}  // namespace hark::session
