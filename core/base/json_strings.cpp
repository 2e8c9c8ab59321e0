#include "core/base/json_strings.h"

#include <charconv>
#include <cstddef>
#include <iterator>

#include <fmt/format.h>

namespace hark::base {

void appendJsonString(std::string_view text, std::string& out) {
    out += '"';
    for (const char c : text) {
        const auto octet = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (octet < 0x20) {
            fmt::format_to(std::back_inserter(out), "\\u{:04x}", octet);
        } else {
            out += c;
        }
    }
    out += '"';
}

bool JsonStrings::next(std::string& out) {
    const std::size_t quote = json_.find('"');
    if (quote == std::string_view::npos) return false;
    out.clear();
    for (std::size_t i = quote + 1; i < json_.size(); ++i) {
        const char c = json_[i];
        if (c == '"') {
            json_.remove_prefix(i + 1);
            return true;
        }
        if (c != '\\' || i + 1 >= json_.size()) {
            out += c;
        } else if (json_[i + 1] != 'u') {
            out += json_[++i];
        } else {
            unsigned code = 0;
            const std::string_view digits = json_.substr(i + 2, 4);
            std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
            out += static_cast<char>(code);
            i += 5;
        }
    }
    return false;
}

}  // namespace hark::base
