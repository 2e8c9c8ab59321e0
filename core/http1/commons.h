#pragma once

#include <cstddef>

namespace hark::http1 {

/// What the decoders of all connections keep together; each adds what it takes and takes off what
/// it gives back. Not thread-safe.
struct Commons {
    std::size_t headBytes = 0;    ///< of unfinished heads, and behind unanswered CONNECTs
    std::size_t outstanding = 0;  ///< requests without their response
};

}  // namespace hark::http1
