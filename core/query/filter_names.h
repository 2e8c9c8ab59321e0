#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace hark::query {

/// What a name asks about; synonyms share one.
enum class FilterField : std::uint8_t {
    Id,
    Connection,
    Method,
    Status,
    Host,
    Path,
    Url,
    Target,
    Scheme,
    MediaType,
    Size,
    RequestSize,
    LargerThan,
    SmallerThan,
    Duration,
    Wait,
    Receive,
    Blocked,
    Protocol,
    HasHeader,
    HasRequestHeader,
    HasResponseHeader,
    Header,
    RequestHeader,
    ResponseHeader,
    CookieName,
    CookieValue,
    SetCookieName,
    SetCookieValue,
    SetCookieDomain,
    Body,
    Is,
    Packet,
    Anomaly,
    Client,
    Server,
    Address,
    Port,
    ClientPort,
    ServerPort,
    KeepAlive,
    End,
    EndedBy,
    Exchanges,
    TlsServerName,
    TlsProtocol,
    TlsVersion,
    Session,
    User,
    Visitor,
    Event,
    Marked,
    Note,
    After,
    Before,
    Service,
};

/// What the values of a name look like.
enum class ValueKind : std::uint8_t { Text, Number, Bytes, Duration, Time, Word };

/// One name of the filter language, for the parser, for help and for completion.
struct FilterName {
    std::string_view name;
    std::string_view synonyms;  ///< separated by spaces; may be empty
    FilterField field;
    ValueKind kind;
    bool ofConnection;        ///< asks about the connection, not about one exchange
    std::string_view words;   ///< the values of a Word, separated by spaces
    std::string_view header;  ///< the field that a Header name stands for, where it is one
    std::string_view help;
};

/// All names, in the order in which help shows them.
[[nodiscard]] std::span<const FilterName> filterNames();
/// By name or synonym, in any case; null where there is none.
[[nodiscard]] const FilterName* findFilterName(std::string_view name);
/// The known name that was probably meant; empty where none is near.
[[nodiscard]] std::string_view nearestFilterName(std::string_view name);

}  // namespace hark::query
