#pragma once

#include <string_view>

namespace hark::query {

/// A name for the server of `connection c`: what the client asked for, else the newest name that
/// was known when it began, else any. Both are one step in the index, however many names an address
/// has.
inline constexpr std::string_view kServerNameSql =
    "coalesce(tls_sni, (SELECT name FROM host_name h WHERE h.address = c.server_address "
    "AND h.first_ns <= c.started_ns ORDER BY h.first_ns DESC, name DESC LIMIT 1), "
    "(SELECT name FROM host_name h WHERE h.address = c.server_address "
    "ORDER BY h.first_ns, name LIMIT 1))";

}  // namespace hark::query
