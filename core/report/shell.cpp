#include "core/report/shell.h"

#include <algorithm>

#include "core/base/text.h"

namespace hark::report {

namespace {

bool isPlain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-_./:,+").find(c) != std::string_view::npos;
}

// What a terminal would not show as it is, such as line ends and bidirectional controls, must not
// change what somebody sees before running it.
std::string escaped(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out = "$'";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\'' || c == '\\') {
            out += {'\\', c};
        } else if (byte >= 0x20 && byte < 0x7f) {
            out += c;
        } else {
            // Octal, always of three digits: a hexadecimal digit behind \x would be taken along.
            out += {'\\', kDigits[byte >> 6U], kDigits[byte >> 3U & 7U], kDigits[byte & 7U]};
        }
    }
    return out + '\'';
}

}  // namespace

std::string shellWord(std::string_view text) {
    if (!text.empty() && std::all_of(text.begin(), text.end(), isPlain)) return std::string(text);
    if (base::printable(text) != text) return escaped(text);
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'') {
            out += "'\\''";
        } else {
            out += c;
        }
    }
    return out + '\'';
}

}  // namespace hark::report
