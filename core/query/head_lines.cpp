#include "core/query/head_lines.h"

#include "core/base/text.h"

namespace hark::query {

std::string_view trimmedValue(std::string_view text) {
    return base::trimmed(text);
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
