#pragma once

#include <chrono>
#include <string>

namespace hark::base {

using Duration = std::chrono::nanoseconds;
/// Packet time: nanoseconds since 1970-01-01T00:00:00 UTC, as the capture says. Never the wall
/// clock.
using Timestamp = std::chrono::time_point<std::chrono::system_clock, Duration>;

/// "2026-11-21T08:43:12.123456789Z", always with nine decimals.
[[nodiscard]] std::string toIso8601(Timestamp time);

}  // namespace hark::base
