#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/content/json_values.h"

namespace hark::content {

enum class JsonKind : std::uint8_t { Object, Array, Scalar };

/// One value of a JSON text.
struct JsonNode {
    std::uint32_t parent = 0;
    std::uint32_t row = 0;  ///< among its parent's children
    JsonKind kind = JsonKind::Scalar;
    JsonType type = JsonType::Null;       ///< of a scalar
    std::string key;                      ///< of an object's member; UTF-8
    std::string text;                     ///< of a scalar: as JsonValue::text
    std::vector<std::uint32_t> children;  ///< in order
};

/// A JSON text as a tree, for looking at it.
struct JsonOutline {
    std::vector<JsonNode> nodes;  ///< parents before their children; the first is the whole text
    JsonEnd end = JsonEnd::Whole;
};

/// Reads a JSON text (RFC 8259) up to where it is cut, malformed or has more than
/// kMaximumJsonValues values or kMaximumJsonDepth levels; what came before stays. Members of the
/// same name are all there. Without a single value there are no nodes. A byte order mark and the
/// line `)]}'` are passed over.
[[nodiscard]] JsonOutline outlineJson(std::string_view text);

}  // namespace hark::content
