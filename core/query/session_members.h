#pragma once

#include <string_view>

namespace hark::query {

/// The exchanges of sessions: a query between which a condition on members.session stands, such as
/// " = ?". It steps from the last exchange of each run back to the first, always to smaller ids.
inline constexpr std::string_view kExchangesOfSessions =
    "WITH RECURSIVE run(exchange, first) AS (SELECT m.last_exchange, m.first_exchange "
    "FROM members m WHERE m.session";
inline constexpr std::string_view kExchangesOfSessionsEnd =
    " UNION ALL SELECT at.previous, run.first FROM run JOIN exchange at ON at.id = run.exchange "
    "WHERE run.exchange > run.first AND at.previous < at.id) SELECT exchange FROM run";

}  // namespace hark::query
