// A JSON text, its tree, and its first half, whose values must be those that the whole begins with.

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/content/json_outline.h"
#include "core/content/json_values.h"
#include "core/content/limits.h"
#include "tests/fuzz/memory_input.h"

namespace {

using namespace hark;

struct Read {
    std::string values;
    content::JsonEnd end = content::JsonEnd::Whole;
};

Read read(std::string_view text) {
    Read made;
    made.end = content::forEachJsonValue(text, [&](const content::JsonValue& value) {
        fuzz::require(value.path.size() <= content::kMaximumJsonPath);
        fuzz::require(value.key.size() <= value.path.size());
        made.values.append(value.path).append("=").append(value.text) += '\n';
    });
    return made;
}

// The tree of a text, which holds together and ends where the text does.
void outline(std::string_view text, bool isJson) {
    const content::JsonOutline made = content::outlineJson(text);
    fuzz::require(made.nodes.size() <= content::kMaximumJsonValues);
    fuzz::require(made.end == content::JsonEnd::Limit ||
                  isJson == (made.end == content::JsonEnd::Whole));
    for (std::size_t i = 1; i < made.nodes.size(); ++i) {
        const content::JsonNode& node = made.nodes[i];
        fuzz::require(node.parent < i);
        fuzz::require(made.nodes[node.parent].children[node.row] == i);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const Read whole = read(text);
    const bool isJson = content::isJson(text);
    fuzz::require(whole.end == content::JsonEnd::Limit ||
                  isJson == (whole.end == content::JsonEnd::Whole));
    outline(text, isJson);
    const Read half = read(text.substr(0, size / 2));
    // A number alone may go on, all else that is whole can't.
    if (half.end != content::JsonEnd::Whole) fuzz::require(whole.values.starts_with(half.values));
    return 0;
}
