#pragma once

#include <cstddef>

namespace hark::http1 {

/// What traffic can make a decoder keep.
struct Limits {
    /// Servers refuse heads over 8 to 64 KiB; clients accept responses' heads of 256 KiB.
    std::size_t headBytes = 256U << 10U;
    /// Servers refuse more than 100 to 1,000.
    std::size_t fieldLines = 4096;
    /// A chunk size line with its extensions; servers refuse over 4 to 16 KiB.
    std::size_t chunkLineBytes = 16U << 10U;
    std::size_t trailerBytes = 64U << 10U;
    /// Pipelined requests awaiting their responses; no client sends as many.
    std::size_t outstanding = 1'000;
    /// Bytes behind a CONNECT whose answer has not been seen.
    std::size_t heldBytes = 64U << 10U;
};

}  // namespace hark::http1
