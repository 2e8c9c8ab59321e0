#pragma once

#include <vector>

#include "cli/list_columns.h"
#include "core/query/session_rows.h"

namespace hark::cli {

/// The columns of `hark sessions`, of its `--events`, and of `hark cookies`.
[[nodiscard]] const std::vector<ListColumn<query::SessionRow>>& sessionColumns();
[[nodiscard]] const std::vector<ListColumn<query::LifeEventRow>>& lifeEventColumns();
[[nodiscard]] const std::vector<ListColumn<query::CookieRow>>& cookieColumns();

}  // namespace hark::cli
