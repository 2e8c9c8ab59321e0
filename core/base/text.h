#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/bytes.h"

namespace hark::base {

namespace detail {
/// The texts must be equally long.
[[nodiscard]] bool isSameInAnyCase(std::string_view a, std::string_view b);
}  // namespace detail
/// ASCII only, as field names compare (RFC 9110 section 5.1).
[[nodiscard]] inline bool equalsIgnoringCase(std::string_view a, std::string_view b) {
    return a.size() == b.size() && detail::isSameInAnyCase(a, b);
}
[[nodiscard]] std::string toLower(std::string_view text);

/// SP or HTAB.
[[nodiscard]] constexpr bool isBlank(char c) {
    return c == ' ' || c == '\t';
}

/// Without leading and trailing SP and HTAB (RFC 9110 section 5.6.3).
[[nodiscard]] inline std::string_view trimmed(std::string_view text) {
    while (!text.empty() && isBlank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back()))
        text.remove_suffix(1);
    return text;
}

/// Decimal digits only, nothing before or after; nothing on overflow.
[[nodiscard]] std::optional<std::uint64_t> parseDecimal(std::string_view text);

[[nodiscard]] bool isUtf8(std::string_view text);

/// Text from traffic made fit for one line of a terminal: control characters (C0, C1, DEL), line
/// and paragraph separators, and bidirectional controls become visible escapes (`\n`, `\x1b`,
/// `\u{202e}`), what is not UTF-8 becomes `\xNN`. The backslash stays as it is.
[[nodiscard]] std::string printable(std::string_view text);

/// The text with each ill-formed UTF-8 sequence replaced by U+FFFD.
[[nodiscard]] std::string toValidUtf8(std::string_view text);

/// RFC 4648 section 4, padded.
[[nodiscard]] std::string toBase64(Bytes bytes);
[[nodiscard]] std::string toHex(Bytes bytes);

}  // namespace hark::base
