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
    /// In all connections together: a decoder that has more than its part when they are reached
    /// gives up what it waits for. Real heads wait for milliseconds, and a hundred thousand of them
    /// at once are flooding.
    std::size_t allHeadBytes = 64U << 20U;
    std::size_t allOutstanding = 131'072;  ///< each costs about 1 KiB where exchanges are made
    /// What a decoder may have when allHeadBytes is reached, and how many requests.
    std::size_t partOfHeadBytes = 8U << 10U;
    std::size_t partOfOutstanding = 1;
};

}  // namespace hark::http1
