#include "core/query/filter_text.h"

#include <algorithm>

namespace hark::query {

namespace {

// Means itself wherever a value may stand: in lists, between operators, behind a comparison.
bool isPlain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~/:;@%+?").find(c) != std::string_view::npos;
}

std::string quoted(std::string_view text) {
    std::string made = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') made += '\\';
        made += c;
    }
    return made += '"';
}

}  // namespace

std::string filterValue(std::string_view text) {
    const bool isSafe = !text.empty() && std::all_of(text.begin(), text.end(), isPlain);
    return isSafe ? std::string(text) : quoted(text);
}

}  // namespace hark::query
