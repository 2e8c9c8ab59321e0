#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/bytes.h"

namespace hark::tcp {

/// Where a copy of bytes has others than the first one.
struct Difference {
    std::uint64_t offset = 0;
    std::string first;  ///< as many bytes of either copy as fit an anomaly
    std::string later;
};

/// The first difference where two runs of bytes at these offsets of a stream overlap.
[[nodiscard]] std::optional<Difference> differenceBetween(std::uint64_t firstOffset,
                                                          base::Bytes first,
                                                          std::uint64_t laterOffset,
                                                          base::Bytes later);

}  // namespace hark::tcp
