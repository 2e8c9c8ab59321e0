#pragma once

#include <cstddef>
#include <cstdint>

#include "core/ip/datagram.h"
#include "core/stream/event.h"
#include "core/tcp/segment.h"

namespace hark::tcp {

/// Ethernet pads the payload of a frame to 46 bytes (the Pad field of IEEE 802.3), and may leave it
/// at 42 behind a VLAN tag (IEEE 802.1Q). Behind an IPv4 and a TCP header without options that
/// makes 6 bytes or 2.
inline constexpr std::size_t kFrame = 46;
inline constexpr std::size_t kTaggedFrame = 42;
inline constexpr std::size_t kLongestPadding = 6;

/// Zeros that are either data or padding which somebody on the way counted into the IP packet; only
/// the sequence numbers that follow can tell.
struct ZerosAside {
    Segment segment;            ///< its payload is not kept
    std::int64_t offset = 0;    ///< of the first of them
    std::size_t count = 0;      ///< at most kLongestPadding
    std::int64_t expected = 0;  ///< where the sender goes on if they are padding
    stream::Origin origin;

    [[nodiscard]] std::int64_t end() const { return offset + static_cast<std::int64_t>(count); }
};

[[nodiscard]] bool areZerosOfPadding(const ip::Datagram& datagram, const Segment& segment);

/// Whether a segment looks like a SYN, ACK or FIN without data in a padded frame: no other flag,
/// and zeros as many as it takes to fill the frame.
[[nodiscard]] inline bool mayBePadding(const ip::Datagram& datagram, const Segment& segment) {
    if (segment.payload.empty() || segment.payload.size() > kLongestPadding) return false;
    return areZerosOfPadding(datagram, segment);
}

}  // namespace hark::tcp
