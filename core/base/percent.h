#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hark::base {

/// The value of one hexadecimal digit, in any case.
[[nodiscard]] constexpr std::optional<std::uint8_t> hexDigit(char c) {
    if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<std::uint8_t>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') return static_cast<std::uint8_t>(c - 'A' + 10);
    return std::nullopt;
}

/// Takes one character from a text that isn't empty, or the octet for which a percent sign and two
/// hexadecimal digits stand (RFC 3986 section 2.1). Other percent signs stand for themselves.
[[nodiscard]] inline char takePercentDecoded(std::string_view& text) {
    char c = text.front();
    std::size_t length = 1;
    if (c == '%' && text.size() > 2) {
        const auto high = hexDigit(text[1]);
        const auto low = hexDigit(text[2]);
        if (high && low) {
            c = static_cast<char>(*high << 4U | *low);
            length = 3;
        }
    }
    text.remove_prefix(length);
    return c;
}

/// What a plus sign stands for: itself (RFC 3986), or a space (forms and their queries).
enum class Plus : std::uint8_t { Literal, Space };

/// Undoes percent-encoding as takePercentDecoded does. Where there is nothing to undo, the result
/// is `text` itself; else it is a view of `room`, which is overwritten and may be used again for
/// the next text.
[[nodiscard]] std::string_view percentDecoded(std::string_view text, std::string& room,
                                              Plus plus = Plus::Literal);

}  // namespace hark::base
