#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <utility>

#include <absl/container/flat_hash_map.h>

#include "core/base/ids.h"
#include "core/base/packet_clock.h"
#include "core/ip/endpoint.h"
#include "core/stream/event.h"
#include "core/udp/datagram.h"
#include "core/udp/limits.h"
#include "core/udp/quic_header.h"

namespace hark::udp {

using ip::Endpoint;

/// A QUIC connection as far as it can be told without its keys; grows until it is closed.
struct QuicConnection {
    struct Side {
        std::uint64_t packets = 0;  ///< datagrams
        std::uint64_t bytes = 0;    ///< of UDP payload
    };
    base::ConnectionId id;
    Endpoint client;
    Endpoint server;
    std::string tunnels;        ///< in which its first packet travelled, as ip::describe() has it
    std::uint32_t scope = 0;    ///< ip::Datagram::scope
    bool startSeen = false;     ///< the client's first packet was captured
    std::uint32_t version = 0;  ///< that the server spoke last, else the client's
    stream::Origin first;       ///< its first packet
    stream::Origin last;        ///< its last packet so far
    std::array<Side, 2> counters;  ///< by stream::index(Direction)
    /// Idle, Evicted, Reused or CaptureEnded, which it is while open: how QUIC ends is encrypted.
    stream::EndReason endReason = stream::EndReason::CaptureEnded;
};

class QuicListener {
public:
    virtual ~QuicListener() = default;
    /// At a connection's first packet. References live during the call.
    virtual void quicOpened(const QuicConnection& connection) = 0;
    /// Exactly once, last.
    virtual void quicClosed(const QuicConnection& connection) = 0;
};

/// Finds QUIC connections among UDP datagrams, without reading them (RFC 9000, RFC 9369, drafts and
/// Google's). One begins with an Initial in a datagram as large as it must be, or with a Version
/// Negotiation; what its endpoints send after that belongs to it. Connections that change their
/// endpoints (RFC 9000 section 9) are not followed, and those whose first packets were not captured
/// not seen.
///
/// Sans-IO and deterministic. Not thread-safe.
class QuicConnections {
public:
    /// All references must outlive this.
    QuicConnections(const Limits& limits, base::ConnectionIds& ids, QuicListener& listener);

    void onDatagram(const Datagram& datagram);
    /// The capture has ended: closes what is open, in the order of the connections' ids.
    void finish();

    /// That have begun.
    [[nodiscard]] std::uint64_t seen() const { return seen_; }
    [[nodiscard]] std::uint64_t evicted() const { return evicted_; }

private:
    using Key = ip::EndpointPair;
    struct State {
        Key key;
        QuicConnection connection;
        base::Timestamp touched;
        std::uint64_t touchedBy = 0;        // the number of that datagram, as the clock counts
        QuicConnectionId firstDestination;  // of the client's first packet
        QuicConnectionId clientId;
        /// The last two that the server chose: one may come with a Retry.
        std::array<QuicConnectionId, 2> serverIds;
        bool serverSeen = false;
        bool refused = false;  // by a Version Negotiation, after which a client begins anew
    };
    using States = std::list<State>;  // the longest silent one first

    [[nodiscard]] static bool isAnotherStart(const State& state, const Datagram& datagram,
                                             const QuicHeader& header);
    void open(const Key& key, const Datagram& datagram, const QuicHeader& header);
    static void learnClient(State& state, const QuicHeader& header);
    void take(State& state, const Datagram& datagram, const std::optional<QuicHeader>& header);
    void moveClock(base::Timestamp time);
    void close(States::iterator at, stream::EndReason reason);

    Limits limits_;
    base::ConnectionIds& ids_;
    QuicListener& listener_;
    base::PacketClock clock_;
    States states_;
    absl::flat_hash_map<Key, States::iterator> open_;
    std::uint64_t seen_ = 0;
    std::uint64_t evicted_ = 0;
};

}  // namespace hark::udp
