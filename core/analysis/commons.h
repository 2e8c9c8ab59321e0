#pragma once

#include <cstddef>

#include "core/http1/commons.h"

namespace hark::analysis {

/// What the lines of all connections keep together, above TCP.
struct Commons {
    http1::Commons http1;
    std::size_t undecidedBytes = 0;  ///< of streams whose protocol is not known yet
};

}  // namespace hark::analysis
