#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/time.h"

namespace hark::tcp {

/// Everything here that traffic can make grow, and how long things are waited for in packet time.
struct Limits {
    /// Open connections. An onlooker can't send a RST to whoever floods, so the one that was silent
    /// the longest is given up.
    std::size_t connections = 100'000;
    /// What the open connections may take together, as Reassembler::memory() counts it; the one
    /// that was silent the longest is given up. Idle, 100,000 of them take a fifth of it; the rest
    /// is for bytes that wait and for anomalies, which hostile traffic can cause on every
    /// connection.
    std::size_t memory = 256U << 20U;
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
    /// How far packet time may go at once, forward or backward, before several packets have to
    /// agree: one packet with a wrong time must not make every connection look idle.
    base::Duration clockJump = std::chrono::minutes(10);
    /// Packets in a row, each within clockJump of the one before, that make a jump believable.
    std::uint64_t clockWitnesses = 8;
    /// Ended connections that are recognised, so that a last ACK or a late retransmission doesn't
    /// look like a new connection.
    std::size_t rememberedConnections = 65'536;
    /// How long late segments without data may come whatever their numbers are, and how long a
    /// connection must have been silent for a SYN to need no answer: twice the MSL of RFC 9293
    /// section 3.4.2.
    base::Duration timeWait = std::chrono::minutes(4);
    /// How far from a connection's end the number of a late segment may lie; Linux has up to 6 MB
    /// in flight (tcp_rmem). Segments elsewhere belong to a new connection whose start was not
    /// captured.
    std::int64_t lateReach = 8 << 20;
    /// Anomalies kept for one connection; the rest is counted.
    std::size_t anomaliesPerConnection = 32;
    /// Segments that all connections together handed on last, of which RecentBytes keeps the
    /// beginnings for comparing retransmissions with them: 512 KiB, on top of `memory`. One ring
    /// for all, since a buffer for each direction of 100,000 connections would take more than
    /// `memory`; half of what many processors have as second cache, so that writing costs little. A
    /// power of two, or the next one is taken.
    std::size_t recentSegments = 2048;
    /// Segments of a direction that a retransmission is compared with: what 100 ms are at 30
    /// Mbit/s. Hostile retransmissions can't make the search longer.
    std::size_t comparedSegments = 256;
    /// What a sender can have in flight where the receiver's windows are not known to the byte
    /// because a SYN with its window scale (RFC 7323 section 2.2) was not captured: more than Linux
    /// and Windows grow their windows to. A number further ahead needs a second packet that agrees.
    std::uint64_t unknownFlight = 16U << 20U;
    /// The same at least, where windows are known: the largest that needs no scale.
    std::uint64_t smallestFlight = 64U << 10U;
};

}  // namespace hark::tcp
