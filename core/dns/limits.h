#pragma once

#include <cstddef>

#include "core/base/time.h"

namespace hark::dns {

/// Everything here that traffic can make grow.
struct Limits {
    /// Records read of one message; the longest answers in use have some dozens.
    std::size_t recordsPerMessage = 256;
    /// Queries that wait for their answer, per generation, of which there are two. Some 400 bytes
    /// each.
    std::size_t pendingQueries = 4096;
    /// How long an answer is waited for: resolver libraries have given up by then (glibc asks three
    /// servers twice, 5 s each).
    base::Duration queryTime = std::chrono::seconds(30);
    /// The longest message read from a TCP stream; it carries those that don't fit into a datagram.
    std::size_t streamMessage = 16'384;
    /// Bytes of messages in all TCP streams together that are not whole yet.
    std::size_t streamBytes = std::size_t{4} << 20U;
};

}  // namespace hark::dns
