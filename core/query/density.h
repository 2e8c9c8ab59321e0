#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/query/case.h"

namespace hark::query {

/// How much happened when: the time of a case, cut into buckets of equal width.
struct Density {
    /// A picture has a bucket for each pixel at most.
    static constexpr std::size_t kBuckets = 16384;
    /// A case has a dozen kinds of life events; one that somebody made up may have any.
    static constexpr std::size_t kKinds = 64;

    struct Bucket {
        std::uint32_t exchanges = 0;  ///< that began in it
        std::uint32_t errors = 0;     ///< of these: 4xx, 5xx, and no response
    };
    /// Life events of one kind, for each bucket.
    struct Events {
        std::string kind;
        std::vector<std::uint32_t> counts;
    };

    std::int64_t beginNs = 0;  ///< of the first bucket: when the first packet was captured
    std::int64_t widthNs = 0;  ///< of a bucket; the last one holds the last packet
    std::vector<Bucket> buckets;
    std::vector<Events> events;  ///< by kind; those that there are
};

/// Of what the filter selects. The buckets are the same whatever it selects, as long as nothing is
/// written to the case: for a picture of all with a part in front. `buckets` is at least 1; empty
/// for a case without packets.
[[nodiscard]] base::Result<Density> density(Case& from, const Filter& filter, std::size_t buckets);

}  // namespace hark::query
