#pragma once

#include <variant>

#include "core/query/filter.h"

namespace hark::query {

/// The tree as an SQL condition on the subject, as Filter::condition() names it, which uses the
/// functions of functions.h. A problem is a value that its name can't take.
[[nodiscard]] std::variant<Condition, FilterProblem> toSql(const FilterNode& node, Subject subject);

}  // namespace hark::query
