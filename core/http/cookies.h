#pragma once

#include <cstddef>
#include <cstring>
#include <string_view>

namespace hark::http {

/// One cookie of a Cookie field. Views into the field's value, nothing decoded: quotes and percent
/// signs are part of a cookie.
struct CookiePair {
    std::string_view name;  ///< empty where the pair has no "=", or nothing before it
    std::string_view value;
    friend bool operator==(const CookiePair&, const CookiePair&) = default;
};

/// What stands between two semicolons of a Cookie field, without the white space around name and
/// value. Without "=" all of it is the value of a cookie without name, as browsers send such
/// (RFC 6265bis section 5.8.3).
[[nodiscard]] inline CookiePair readCookiePair(std::string_view text) {
    const auto trim = [](std::string_view part) {
        const auto isSpace = [](char c) {  // CR and LF where a field value is folded
            return c == ' ' || c == '\t' || c == '\r' || c == '\n';
        };
        while (!part.empty() && isSpace(part.front()))
            part.remove_prefix(1);
        while (!part.empty() && isSpace(part.back()))
            part.remove_suffix(1);
        return part;
    };
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) return {{}, trim(text)};
    return {trim(text.substr(0, equals)), trim(text.substr(equals + 1))};
}

/// Calls `take` with each CookiePair of a Cookie field, in order (RFC 6265bis section 4.2.1). Pairs
/// end in a semicolon, with or without a blank behind it; commas and quotes are part of the value,
/// as to browsers; pairs without name and value are passed over. Allocates nothing.
template <typename Take>
void forEachCookie(std::string_view cookieField, Take&& take) {
    const char* next = cookieField.data();
    const char* const end = next + cookieField.size();
    while (next < end) {
        const void* found = std::memchr(next, ';', static_cast<std::size_t>(end - next));
        const char* const pairEnd = found == nullptr ? end : static_cast<const char*>(found);
        const CookiePair pair = readCookiePair({next, static_cast<std::size_t>(pairEnd - next)});
        if (!pair.name.empty() || !pair.value.empty()) take(pair);
        next = pairEnd == end ? end : pairEnd + 1;
    }
}

}  // namespace hark::http
