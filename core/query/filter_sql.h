#pragma once

#include <variant>

#include "core/query/filter.h"

namespace hark::query {

/// The tree as an SQL condition on `exchange x` or `connection c`, which uses the functions of
/// functions.h. A problem is a value that its name can't take.
[[nodiscard]] std::variant<Condition, FilterProblem> toSql(const FilterNode& node, Subject subject);

/// The target URI of `exchange x`, as the views make it.
extern const char* const kUrlSql;

}  // namespace hark::query
