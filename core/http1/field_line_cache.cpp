#include "core/http1/field_line_cache.h"

#include <algorithm>
#include <cstdint>

namespace hark::http1 {

namespace {

// The places of `lines` in a text that begins `offset` later (or earlier, by wrap-around).
void move(const std::vector<http::Fields::Line>& lines, std::uint32_t offset,
          std::vector<http::Fields::Line>& moved) {
    moved.resize(lines.size());
    std::transform(lines.begin(), lines.end(), moved.begin(), [&](http::Fields::Line line) {
        line.name.begin += offset;
        line.value.begin += offset;
        return line;
    });
}

}  // namespace

http::FieldLines FieldLineCache::split(std::string_view head, std::size_t begin,
                                       std::size_t maximumLines) {
    const std::string_view bytes = head.substr(begin);
    const auto offset = static_cast<std::uint32_t>(begin);
    if (!bytes_.empty() && bytes == bytes_) {
        http::FieldLines lines;
        move(lines_, offset, lines.lines);
        lines.repeated = true;
        return lines;
    }
    http::FieldLines lines = http::splitFieldLines(head, begin, maximumLines);
    if (lines.folded || lines.malformed || lines.tooMany || bytes.size() > kLongestBytes ||
        lines.lines.size() > kMostLines) {
        bytes_.clear();
    } else {
        bytes_ = bytes;
        move(lines.lines, -offset, lines_);
    }
    return lines;
}

}  // namespace hark::http1
