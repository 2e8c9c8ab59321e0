#pragma once

#include <cstdint>
#include <string_view>

namespace hark::content {

/// What a value with a signature, or sealed as a whole, shows.
enum class SignedValue : std::uint8_t {
    No,            ///< it is no such value
    OpaqueSigned,  ///< an opaque id and its signature: the state is at the server, the id stays
    ClientState,   ///< the state itself, signed or encrypted: another value whenever it changes
};

/// A cookie's value without the quotes around it, which some servers write and clients keep.
[[nodiscard]] inline std::string_view withoutQuotes(std::string_view value) {
    const bool quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
    return quoted ? value.substr(1, value.size() - 2) : value;
}

/// Tells by its form what a cookie or token is, without decoding it. Percent-encoded or not.
/// OpaqueSigned: `s:id.signature` of Express. ClientState: JSON Web Tokens;
/// `payload.time.signature` of Flask; `payload:time:signature` of Django; `base64--hex` and
/// `base64--iv--tag` of Rails; sealed ones of Laravel, ASP.NET and iron. Longer than
/// kMaximumTokenOctets is none.
[[nodiscard]] SignedValue looksLikeSignedValue(std::string_view value);

/// The part of an OpaqueSigned value that is the id, as received; else the whole value.
[[nodiscard]] std::string_view signedId(std::string_view value);

}  // namespace hark::content
