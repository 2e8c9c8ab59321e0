#pragma once

#include <string_view>

namespace hark::query {

/// When the first packet was captured: what times in filters and pictures count from. While the
/// first capture of a case is being read, the beginning of its first connection stands in.
inline constexpr std::string_view kFirstNsSql =
    "coalesce((SELECT min(first_ns) FROM input), (SELECT min(started_ns) FROM connection))";

/// When the last packet was captured. While a capture is being read, the end of the newest exchange
/// stands in.
inline constexpr std::string_view kLastNsSql =
    "(SELECT max(ns) FROM (SELECT last_ns AS ns FROM input UNION ALL SELECT * FROM (SELECT "
    "started_ns + coalesce(duration_ns, 0) FROM exchange ORDER BY id DESC LIMIT 1)))";

}  // namespace hark::query
