#pragma once

#include <string_view>
#include <variant>

#include "core/query/filter.h"

namespace hark::query {

/// The text as a tree; names and bounds are checked, values are not yet looked into.
[[nodiscard]] std::variant<FilterNode, FilterProblem> parseFilterTree(std::string_view text);

}  // namespace hark::query
