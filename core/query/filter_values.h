#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/query/filter_names.h"

namespace hark::query {

/// Whole numbers from `least` to `most`.
struct NumberRange {
    std::int64_t least = 0;
    std::int64_t most = 0;
};

/// What a value of that kind stands for: "404", "4xx" (Number), "200..299", "1.5M", "1Ki" (Bytes,
/// in bytes), "500ms", "2s" (Duration, in nanoseconds; milliseconds where it names no unit).
/// Nothing where it is no such value.
[[nodiscard]] std::optional<NumberRange> parseNumberRange(std::string_view text, ValueKind kind);

}  // namespace hark::query
