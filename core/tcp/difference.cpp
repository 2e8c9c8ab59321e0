#include "core/tcp/difference.h"

#include <algorithm>
#include <cstddef>

namespace hark::tcp {

std::optional<Difference> differenceBetween(std::uint64_t firstOffset, base::Bytes first,
                                            std::uint64_t laterOffset, base::Bytes later) {
    constexpr std::uint64_t kQuoted = 32;
    const std::uint64_t begin = std::max(firstOffset, laterOffset);
    const std::uint64_t end = std::min(firstOffset + first.size(), laterOffset + later.size());
    if (begin >= end) return std::nullopt;
    const std::byte* a = first.data() + (begin - firstOffset);
    const std::byte* b = later.data() + (begin - laterOffset);
    const std::byte* unequal = std::mismatch(a, a + (end - begin), b).first;
    const auto equal = static_cast<std::uint64_t>(unequal - a);
    if (begin + equal == end) return std::nullopt;
    const auto quoted = static_cast<std::size_t>(std::min(end - begin - equal, kQuoted));
    return Difference{begin + equal, std::string(base::asText({a + equal, quoted})),
                      std::string(base::asText({b + equal, quoted}))};
}

}  // namespace hark::tcp
