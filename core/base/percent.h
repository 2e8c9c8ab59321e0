#pragma once

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

/// What a plus sign stands for: itself (RFC 3986), or a space (forms and their queries).
enum class Plus : std::uint8_t { Literal, Space };

/// Undoes percent-encoding (RFC 3986 section 2.1). A percent sign that two hexadecimal digits don't
/// follow stays. Where there is nothing to undo, the result is `text` itself; else it is a view of
/// `room`, which is overwritten and may be used again for the next text.
[[nodiscard]] std::string_view percentDecoded(std::string_view text, std::string& room,
                                              Plus plus = Plus::Literal);

}  // namespace hark::base
