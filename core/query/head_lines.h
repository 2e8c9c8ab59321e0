#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/json_strings.h"

namespace hark::query {

/// The field lines of a head as the case keeps it: a row of `head`.
///
/// `lines` is that row's own list where it has one, and empty where the bytes say it all. A status
/// line in front of the field lines is stepped over where `startsWithStatusLine`.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> splitHead(std::string_view bytes,
                                                                         std::string_view lines,
                                                                         bool startsWithStatusLine);

/// Calls `visit(name, value)` for each line until it returns true; says whether it did. A status
/// line comes along as a line with an odd name, which no field name equals.
template <typename Visitor>
bool anyHeadLine(std::string_view bytes, std::string_view lines, Visitor visit);

/// Reads the writer's JSON: an array of [name, value]. False at the end.
class StoredLines {
public:
    explicit StoredLines(std::string_view json) : strings_(json) {}
    bool next(std::string& name, std::string& value) {
        return strings_.next(name) && strings_.next(value);
    }

private:
    base::JsonStrings strings_;
};

[[nodiscard]] std::string_view trimmedValue(std::string_view text);

template <typename Visitor>
bool anyHeadLine(std::string_view bytes, std::string_view lines, Visitor visit) {
    if (!lines.empty()) {
        StoredLines stored(lines);
        std::string name;
        std::string value;
        while (stored.next(name, value)) {
            if (visit(std::string_view(name), std::string_view(value))) return true;
        }
        return false;
    }
    while (!bytes.empty()) {
        const std::size_t end = bytes.find("\r\n");
        const std::string_view line = bytes.substr(0, end);
        bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 2);
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) continue;
        if (visit(line.substr(0, colon), trimmedValue(line.substr(colon + 1)))) return true;
    }
    return false;
}

}  // namespace hark::query
