#include "core/query/head_lines.h"

#include <charconv>

#include "core/base/text.h"

namespace hark::query {

std::string_view trimmedValue(std::string_view text) {
    return base::trimmed(text);
}

bool StoredLines::nextString(std::string& out) {
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

bool StoredLines::next(std::string& name, std::string& value) {
    return nextString(name) && nextString(value);
}

std::vector<std::pair<std::string, std::string>> splitHead(std::string_view bytes,
                                                           std::string_view lines,
                                                           bool startsWithStatusLine) {
    if (lines.empty() && startsWithStatusLine) {
        const std::size_t end = bytes.find('\n');
        bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
    }
    std::vector<std::pair<std::string, std::string>> split;
    anyHeadLine(bytes, lines, [&](std::string_view name, std::string_view value) {
        split.emplace_back(name, value);
        return false;
    });
    return split;
}

}  // namespace hark::query
