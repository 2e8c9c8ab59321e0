#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hark::content {

/// The smallest set of characters that a value is made of.
enum class Alphabet : std::uint8_t {
    None,       ///< an empty value
    Decimal,    ///< digits only
    Hex,        ///< in one case
    Uuid,       ///< RFC 9562 section 4, with hyphens
    Base64Url,  ///< letters and digits, also "-" and "_"; "=" only at the end
    Base64,     ///< also "+" and "/"
    Mixed,      ///< also other marks of tokens: ". : | ~ % ! * $ @"
    Text,       ///< blanks, brackets, commas, "=", "&", octets beyond ASCII: no token
};

/// What a value looks like, whatever its name.
struct TokenShape {
    std::size_t length = 0;
    Alphabet alphabet = Alphabet::None;
    /// How much of it can't be foreseen, in bits, as far as one value tells: at most what its
    /// characters hold; repetitions, runs like 12345, words, dates and times count little.
    unsigned entropyBits = 0;
};

/// Looks at the first 256 characters. One pass, no allocation.
[[nodiscard]] TokenShape shapeOf(std::string_view value);

/// Long enough, and of enough entropy, that nobody guesses it (OWASP asks for 64 bits of a session
/// id) and that two clients have it only by sharing it.
inline constexpr std::size_t kShortestIdentifier = 16;
inline constexpr unsigned kLeastIdentifierBits = 64;

/// Whether a value identifies whoever presents it: by its shape, as a UUID, or by its signed form.
[[nodiscard]] bool looksLikeIdentifier(std::string_view value);

}  // namespace hark::content
