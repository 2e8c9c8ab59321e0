#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/anomaly.h"
#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/ip/endpoint.h"
#include "core/stream/event.h"

namespace hark::tcp {

using ip::Endpoint;

/// How one direction of a connection went. Packets count segments of that direction.
struct DirectionCounters {
    std::uint64_t packets = 0;
    std::uint64_t bytes = 0;                  ///< of stream data delivered, each byte once
    std::uint64_t retransmittedSegments = 0;  ///< segments with data, all of which was seen before
    std::uint64_t retransmittedBytes = 0;
    std::uint64_t outOfOrderSegments = 0;  ///< filled a hole behind which later bytes waited
    std::uint64_t gaps = 0;
    std::uint64_t gapBytes = 0;
};

/// When the three packets of the handshake were seen (RFC 9293 section 3.5).
struct Handshake {
    std::optional<base::Timestamp> syn;
    std::optional<base::Timestamp> synAck;
    std::optional<base::Timestamp> ack;

    /// From the client's SYN to its ACK of the server's: one round trip wherever the capture was
    /// taken, plus what the server took to answer.
    [[nodiscard]] std::optional<base::Duration> roundTrip() const {
        if (!syn || !synAck || !ack) return std::nullopt;
        return *ack - *syn;
    }
};

/// What is known of a connection; grows until the connection is closed.
struct Connection {
    base::ConnectionId id;
    Endpoint client;
    Endpoint server;
    std::uint32_t scope = 0;  ///< ip::Datagram::scope
    /// In which its first packet travelled, as ip::describe() has it.
    std::string tunnels;
    bool startSeen = false;  ///< a SYN was captured
    Handshake handshake;
    stream::Origin first;                       ///< its first packet
    stream::Origin last;                        ///< its last packet so far
    std::array<DirectionCounters, 2> counters;  ///< by stream::index(Direction)
    std::vector<base::Anomaly> anomalies;       ///< bounded; see Limits
    std::uint64_t anomaliesDropped = 0;         ///< beyond the bound

    /// How it ended; CaptureEnded while it is open.
    stream::EndReason endReason = stream::EndReason::CaptureEnded;
    /// Who sent the first FIN or the RST.
    std::optional<stream::Direction> endedBy;
    [[nodiscard]] const DirectionCounters& counter(stream::Direction d) const {
        return counters[stream::index(d)];
    }
};

/// Lets the consumer of a stream correct what the transport could only guess.
class RoleCorrection {
public:
    virtual ~RoleCorrection() = default;
    /// Client and server change places, in the Connection and in all events to come. Only for a
    /// connection whose start was not captured; allowed from within the sink's on().
    virtual void swapRoles() = 0;
};

/// Learns of connections and gives each a place for its stream.
class ConnectionListener {
public:
    virtual ~ConnectionListener() = default;
    /// At a connection's first packet.  The reference stays valid, and its content grows, until
    /// connectionClosed has returned.
    virtual void connectionOpened(const Connection& connection) = 0;
    /// Before the first byte, gap or end of its stream. The sink is destroyed after
    /// connectionClosed; the correction lives as long.
    virtual std::unique_ptr<stream::Sink> streamOpened(const Connection& connection,
                                                       RoleCorrection& roles) = 0;
    /// Both directions have had their End. The sink is the one that streamOpened gave, null where
    /// the connection carried nothing.
    virtual void connectionClosed(const Connection& connection, stream::Sink* sink) = 0;
};

}  // namespace hark::tcp
