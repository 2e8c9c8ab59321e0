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

/// Whether the session of `exchange x` meets a condition, which stands between these. For sessions
/// that have a good part of all exchanges: it costs the same whatever they are.
inline constexpr std::string_view kSessionOfExchange =
    "coalesce((SELECT m.last_exchange >= x.id AND m.session";
inline constexpr std::string_view kSessionOfExchangeEnd =
    " FROM members m WHERE m.connection = x.connection AND m.first_exchange <= x.id "
    "ORDER BY m.first_exchange DESC LIMIT 1), FALSE)";

}  // namespace hark::query
