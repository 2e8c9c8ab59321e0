#pragma once

#include <string>
#include <string_view>

namespace hark::base {

/// Appends `text` as a JSON string that SQLite's own functions read. Bytes that are not UTF-8 stay
/// as they are.
void appendJsonString(std::string_view text, std::string& out);

/// Reads the strings of JSON that was written with appendJsonString(), in their order and to the
/// byte, whatever stands between them.
class JsonStrings {
public:
    explicit JsonStrings(std::string_view json) : json_(json) {}
    /// False at the end.
    bool next(std::string& out);

private:
    std::string_view json_;
};

}  // namespace hark::base
