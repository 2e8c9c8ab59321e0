#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/time.h"

namespace hark::tcp {

/// Everything here that traffic can make grow, and how long things are waited for in packet time.
struct Limits {
    /// Open connections. An onlooker can't send a RST to whoever floods, so the one that was silent
    /// the longest is given up; 100,000 of them with little buffered take about 80 MB.
    std::size_t connections = 100'000;
    /// Bytes of one direction waiting behind a hole. A receiver takes up to 6 MB (Linux tcp_rmem)
    /// behind a lost segment, but sends ACKs all the time; a peer that acknowledges nothing for 2
    /// MiB is most probably not in the capture.
    std::size_t waitingBytesPerDirection = 2U << 20U;
    /// Segments of one direction waiting behind a hole, so that tiny segments can't cost more in
    /// bookkeeping than in bytes.
    std::size_t waitingSegmentsPerDirection = 4096;
    /// Bytes waiting in all connections together.
    std::size_t waitingBytes = 32U << 20U;
    /// How long a late packet may still come once the peer has acknowledged past a hole: captures
    /// of several queues are off by milliseconds, a second is generous.
    base::Duration lateness = std::chrono::seconds(1);
    /// The same, in packets of the connection: a busy one need not wait a second.
    std::uint64_t latePackets = 256;
    /// A connection without a packet for so long is over (RFC 5382 lets NATs forget after 2 h 4
    /// min).
    base::Duration idle = std::chrono::hours(2) + std::chrono::minutes(4);
    /// Packets of ended connections that are recognised as such, so that a last ACK or a late
    /// retransmission doesn't look like a new connection.
    std::size_t rememberedConnections = 65'536;
    /// Anomalies kept for one connection; the rest is counted.
    std::size_t anomaliesPerConnection = 32;
    /// An acknowledgment further ahead than the largest window there is (RFC 7323 section 2.2) is
    /// not believed.
    std::uint64_t largestWindow = 1U << 30U;
};

}  // namespace hark::tcp
