#pragma once

#include <span>
#include <string_view>

#include "core/query/filter.h"

namespace hark::query {

/// The name of a column as lists show it, and what is sorted by: SQL on `exchange x`, `connection
/// c`, `user_session s`, `life_event e` or `credential_name n`.
struct SortColumn {
    std::string_view name;
    std::string_view sql;
};

/// In the order in which they are offered.
[[nodiscard]] std::span<const SortColumn> sortColumnsOf(Subject subject);

}  // namespace hark::query
