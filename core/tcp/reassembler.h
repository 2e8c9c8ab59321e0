#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include <absl/container/flat_hash_map.h>

#include "core/base/packet_clock.h"
#include "core/ip/datagram.h"
#include "core/tcp/connection.h"
#include "core/tcp/connection_state.h"
#include "core/tcp/counters.h"
#include "core/tcp/limits.h"
#include "core/tcp/recent_bytes.h"

namespace hark::tcp {

/// Turns TCP datagrams into connections and ordered byte streams (RFC 9293), as an onlooker.
///
/// Sans-IO and deterministic: the same datagrams give the same calls. Not thread-safe.
class Reassembler {
public:
    /// The ids, which other transports take from too, and the listener must outlive the
    /// reassembler.
    Reassembler(const Limits& limits, base::ConnectionIds& ids, ConnectionListener& listener);
    ~Reassembler();
    Reassembler(const Reassembler&) = delete;
    Reassembler& operator=(const Reassembler&) = delete;

    /// `datagram.protocol` must be TCP.
    void onDatagram(const ip::Datagram& datagram);
    /// The capture has ended: closes what is open, in the order of the connections' ids.
    void finish();

    [[nodiscard]] const Counters& counters() const { return counters_; }
    [[nodiscard]] std::size_t openConnections() const { return open_.size(); }
    /// Bytes that wait in all connections together.
    [[nodiscard]] std::size_t waitingBytes() const { return waitingBytes_; }
    /// What the open connections take, their places in the table included; at most Limits::memory
    /// after every datagram.
    [[nodiscard]] std::size_t memory() const {
        return open_.size() * kMemoryOfConnection + memoryBeyond_;
    }

private:
    using Key = ip::EndpointPair;
    using Open = absl::flat_hash_map<Key, std::unique_ptr<ConnectionState>>;
    // The table grows by doubling at 7/8, so a place costs up to 16/7 of itself, and its old copy
    // lives while it grows.
    static constexpr std::size_t kMemoryOfConnection =
        sizeof(ConnectionState) + 16 + (sizeof(Open::value_type) + 1) * 24 / 7;

    // How a connection ended, for telling its late segments from a new connection's.
    struct Ended {
        base::Timestamp time;
        std::array<std::optional<std::uint32_t>, 2>
            next;  // sequence numbers after all that was sent
    };
    using EndedByKey = absl::flat_hash_map<Key, Ended>;

    ConnectionState& open(const Key& key, const ip::Datagram& datagram, const Segment& segment,
                          bool fromHigh);
    void close(Open::iterator at, stream::EndReason reason);
    void closeOldest(stream::EndReason reason);
    bool heedSyn(const Key& key, Open::iterator at, std::size_t side, const ip::Datagram& datagram,
                 const Segment& segment);
    void openStray(const Key& key, const StraySyn& syn);
    void take(ConnectionState& state, std::size_t side, const ip::Datagram& datagram,
              const Segment& segment);
    void moveClock(base::Timestamp time);
    void keepWitnesses();
    void closeIdle();
    void limitMemory();
    void limitWaiting(ConnectionState& state, std::size_t before, const stream::Origin& origin);
    void remember(const Key& key, const ConnectionState& state);
    [[nodiscard]] bool isLate(const Key& key, std::size_t side, const Segment& segment) const;
    void verifyChecksum(const ConnectionState& state, const ip::Datagram& datagram);
    void touch(ConnectionState& state);
    void unlink(ConnectionState& state);
    [[nodiscard]] static Key keyOf(const ConnectionState& state);

    Limits limits_;
    base::ConnectionIds& ids_;
    ConnectionListener& listener_;
    Counters counters_;
    RecentBytes recent_;
    Open open_;
    std::size_t waitingBytes_ = 0;
    std::size_t memoryBeyond_ = 0;  // of all ConnectionState::memory()
    ConnectionState* newest_ = nullptr;
    ConnectionState* oldest_ = nullptr;
    // Two generations of ended connections: the older one is dropped when the younger is full.
    EndedByKey endedYounger_;
    EndedByKey endedOlder_;
    base::PacketClock clock_;
};

}  // namespace hark::tcp
