#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <utility>
#include <vector>

#include <absl/container/flat_hash_map.h>

#include "core/ip/counters.h"
#include "core/ip/event.h"
#include "core/ip/limits.h"

namespace hark::ip {

/// What fragments of one datagram have in common (RFC 791 section 3.2, RFC 8200 section 4.5).
struct FragmentKey {
    Address source;
    Address destination;
    std::uint32_t identification = 0;
    std::uint32_t scope = 0;
    std::uint8_t protocol = 0;  ///< 0 with IPv6, where fragments may differ in it

    friend bool operator==(const FragmentKey&, const FragmentKey&) = default;
    template <typename H>
    friend H AbslHashValue(H state, const FragmentKey& key) {
        return H::combine(std::move(state), key.source, key.destination, key.identification,
                          key.scope, key.protocol);
    }
};

struct Fragment {
    std::uint32_t offset = 0;  ///< in bytes
    bool isLast = false;
    std::uint8_t protocol = 0;  ///< of the payload; that of the first fragment holds
    base::Bytes payload;        ///< what was captured of it
    std::uint32_t length = 0;   ///< what it carried on the wire
};

/// Disjoint ranges of offsets in order.
class RangeSet {
public:
    void add(std::uint32_t begin, std::uint32_t end);
    /// How far the set reaches from `begin` without a hole.
    [[nodiscard]] std::uint32_t reachFrom(std::uint32_t begin) const;
    /// The first hole or covered range at or behind `begin`: where it ends, and whether covered.
    struct Run {
        std::uint32_t end;
        bool isCovered;
    };
    [[nodiscard]] Run runAt(std::uint32_t begin) const;

private:
    using Range = std::pair<std::uint32_t, std::uint32_t>;
    std::vector<Range> ranges_;
};

/// Puts fragments together, in any order. Where they overlap, what came first is kept.
class Reassembly {
public:
    Reassembly(const Limits& limits, Counters& counters, Sink& sink);

    struct Whole {
        std::vector<std::byte> bytes;  ///< from the beginning to the first byte not captured
        std::uint32_t length = 0;
        std::uint8_t protocol = 0;
    };
    /// Takes a fragment, and gives the datagram that it completes.
    std::optional<Whole> add(const FragmentKey& key, const Fragment& fragment,
                             stream::Origin origin);
    /// Gives up what is incomplete, at the end of the traffic.
    void finish();

private:
    struct Partial {
        FragmentKey key;
        base::Timestamp begun;
        std::vector<std::byte> bytes;
        RangeSet claimed;   ///< carried by fragments
        RangeSet captured;  ///< of that, what the capture holds
        std::optional<std::uint32_t> length;
        std::uint32_t furthest = 0;
        std::uint8_t protocol = 0;
        bool hasReportedOverlap = false;
    };
    using Order = std::list<Partial>;

    Partial& find(const FragmentKey& key, base::Timestamp now);
    bool fits(Partial& partial, const Fragment& fragment, stream::Origin origin);
    void store(Partial& partial, const Fragment& fragment, stream::Origin origin);
    void reserve(Partial& partial, std::size_t size);
    void expire(base::Timestamp now);
    void drop(Order::iterator partial);
    void report(base::AnomalyCode code, const Partial& partial, const Fragment& fragment,
                stream::Origin origin);

    Limits limits_;
    Counters& counters_;
    Sink& sink_;
    Order order_;  ///< by age
    absl::flat_hash_map<FragmentKey, Order::iterator> byKey_;
    std::size_t bytes_ = 0;
};

}  // namespace hark::ip
