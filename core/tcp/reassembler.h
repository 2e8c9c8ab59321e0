#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

#include <absl/container/flat_hash_map.h>
#include <absl/container/flat_hash_set.h>

#include "core/ip/datagram.h"
#include "core/tcp/connection.h"
#include "core/tcp/connection_state.h"
#include "core/tcp/limits.h"

namespace hark::tcp {

/// What the reassembler did, for all connections together.
struct Counters {
    std::uint64_t segments = 0;
    std::uint64_t malformed = 0;          ///< no TCP header could be read
    std::uint64_t afterClose = 0;         ///< segments of connections that had ended
    std::uint64_t evicted = 0;            ///< connections given up at Limits::connections
    std::uint64_t waitingGivenUp = 0;     ///< times that Limits::waitingBytes was reached
    std::uint64_t checksumsVerified = 0;  ///< of the first segments of each connection
    std::uint64_t checksumsWrong = 0;     ///< of those; kept: offloading writes them after capture
};

/// Turns TCP datagrams into connections and ordered byte streams (RFC 9293), as an onlooker.
///
/// Sans-IO and deterministic: the same datagrams give the same calls. Not thread-safe.
class Reassembler {
public:
    /// The listener must outlive the reassembler.
    Reassembler(const Limits& limits, ConnectionListener& listener);
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

private:
    // The two endpoints in a fixed order, so that both directions find the same connection.
    struct Key {
        Endpoint low;
        Endpoint high;
        std::uint32_t scope = 0;
        friend bool operator==(const Key&, const Key&) = default;
        template <typename H>
        friend H AbslHashValue(H state, const Key& key) {
            return H::combine(std::move(state), key.low.address, key.low.port, key.high.address,
                              key.high.port, key.scope);
        }
    };
    using Open = absl::flat_hash_map<Key, std::unique_ptr<ConnectionState>>;

    ConnectionState& open(const Key& key, const ip::Datagram& datagram, const Segment& segment,
                          bool fromHigh);
    void close(Open::iterator at, stream::EndReason reason);
    void closeOldest(stream::EndReason reason);
    void closeIdle(base::Timestamp now);
    void limitWaiting(ConnectionState& state, std::size_t before, const stream::Origin& origin);
    void remember(const Key& key);
    [[nodiscard]] bool isRemembered(const Key& key) const;
    void verifyChecksum(const ConnectionState& state, const ip::Datagram& datagram);
    void touch(ConnectionState& state);
    void unlink(ConnectionState& state);
    [[nodiscard]] static Key keyOf(const ConnectionState& state);

    Limits limits_;
    ConnectionListener& listener_;
    Counters counters_;
    Open open_;
    std::uint64_t lastId_ = 0;
    std::size_t waitingBytes_ = 0;
    ConnectionState* newest_ = nullptr;
    ConnectionState* oldest_ = nullptr;
    // Two generations of ended connections: the older one is dropped when the younger is full.
    absl::flat_hash_set<Key> endedYounger_;
    absl::flat_hash_set<Key> endedOlder_;
};

}  // namespace hark::tcp
