#pragma once

#include <cstddef>
#include <cstdint>

#include <absl/container/flat_hash_set.h>

#include "core/ip/datagram.h"

namespace hark::udp {

/// Counts the QUIC connections that pass, without reading them: pairs of endpoints between which a
/// packet with a long header was seen (RFC 9000 section 17.2).
class QuicSightings {
public:
    /// `datagram.protocol` must be UDP.
    void onDatagram(const ip::Datagram& datagram);

    [[nodiscard]] std::uint64_t datagrams() const { return datagrams_; }
    [[nodiscard]] std::uint64_t connections() const { return connections_; }

private:
    struct Pair {
        ip::Address low;
        ip::Address high;
        std::uint32_t ports = 0;
        friend bool operator==(const Pair&, const Pair&) = default;
        template <typename H>
        friend H AbslHashValue(H state, const Pair& pair) {
            return H::combine(std::move(state), pair.low, pair.high, pair.ports);
        }
    };
    /// Pairs that are told apart; beyond it each further packet of a new pair counts.
    static constexpr std::size_t kMaximumPairs = 65'536;

    std::uint64_t datagrams_ = 0;
    std::uint64_t connections_ = 0;
    absl::flat_hash_set<Pair> seen_;
};

}  // namespace hark::udp
