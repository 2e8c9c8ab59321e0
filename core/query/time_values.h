#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace hark::query {

/// A moment as somebody writes it in a filter.
struct TimeValue {
    bool isRelative = false;  ///< since the capture's first packet; else since 1970-01-01 UTC
    std::int64_t ns = 0;
};

/// "12.4s", "1m30s", "12418ms" (milliseconds where no unit is named), or a time of ISO 8601 in the
/// extended format of RFC 3339, of which all behind the date may be left out piece by piece from
/// the right: "2026-11-21", "2026-11-21T08:43:12.5+01:00". UTC where it names no offset. Nothing
/// where it is neither, or no time that nanoseconds in 64 bits can tell (1677 to 2262).
[[nodiscard]] std::optional<TimeValue> parseTime(std::string_view text);

}  // namespace hark::query
