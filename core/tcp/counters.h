#pragma once

#include <cstdint>

namespace hark::tcp {

/// What the reassembler did, for all connections together.
struct Counters {
    std::uint64_t segments = 0;
    std::uint64_t malformed = 0;       ///< no TCP header could be read
    std::uint64_t afterClose = 0;      ///< segments of connections that had ended
    std::uint64_t evicted = 0;         ///< connections given up at a limit of number or memory
    std::uint64_t waitingGivenUp = 0;  ///< times that Limits::waitingBytes was reached
    std::uint64_t resetsIgnored = 0;   ///< no receiver would have believed them
    std::uint64_t straySyns = 0;       ///< in the middle of a connection; nobody answered
    /// Numbers further ahead than any window allowed, in data, FINs and acknowledgments; some were
    /// believed when another packet agreed.
    std::uint64_t beyondWindow = 0;
    std::uint64_t clockJumps = 0;  ///< times further off than Limits::clockJump, believed or not
    std::uint64_t checksumsVerified = 0;  ///< of the first segments of each connection
    std::uint64_t checksumsWrong = 0;     ///< of those; kept: offloading writes them after capture
};

}  // namespace hark::tcp
