#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/query/case.h"

namespace hark::query {

/// A value that occurs in a case, as a filter would name it. Text is from traffic.
struct SeenValue {
    std::string text;
    /// How often, for an order: in exchanges, or in connections or sessions where the name asks
    /// about these, or in heads; 0 for a word of the filter language.
    std::uint64_t count = 0;
};

struct SeenLimits {
    /// No more distinct values are told apart; of what is typed further there are fewer.
    static constexpr std::size_t kDistinct = std::size_t{1} << 16U;
    /// Of field names and values the heads of so many exchanges, of both kinds, are looked at.
    static constexpr std::size_t kHeads = 20'000;
    /// Nobody picks a longer value from a list.
    static constexpr std::size_t kBytes = 512;
};

/// The values that a name of the filter language (`field`: of header[field]) takes in this case:
/// first those that begin with what is typed, then those that contain it, the most frequent first;
/// without regard to case. At most `most`; empty where values are amounts, or secret as those of
/// cookies are, or content.
[[nodiscard]] base::Result<std::vector<SeenValue>> seenValues(Case& from, const FilterName& name,
                                                              std::string_view field,
                                                              std::string_view typed,
                                                              std::size_t most);

}  // namespace hark::query
