#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/time.h"

namespace hark::udp {

/// Everything here that traffic can make grow, and how long things are waited for in packet time.
struct Limits {
    /// Open QUIC connections; the one that was silent the longest is given up. Less than 400 bytes
    /// each.
    std::size_t quicConnections = 65'536;
    /// A connection without a packet for so long is over: longer than any endpoint's idle timeout
    /// in use, and what NATs keep UDP mappings for (RFC 4787 section 4.3, REQ-5).
    base::Duration quicIdle = std::chrono::minutes(5);
    /// As tcp::Limits has them.
    base::Duration clockJump = std::chrono::minutes(10);
    std::uint64_t clockWitnesses = 8;
};

}  // namespace hark::udp
