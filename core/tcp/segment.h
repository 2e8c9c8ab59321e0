#pragma once

#include <cstdint>
#include <iterator>
#include <optional>

#include "core/base/bytes.h"
#include "core/ip/datagram.h"

namespace hark::tcp {

/// A TCP segment (RFC 9293 section 3.1). The payload is borrowed from the datagram.
struct Segment {
    std::uint16_t sourcePort = 0;
    std::uint16_t destinationPort = 0;
    std::uint32_t sequence = 0;
    std::uint32_t acknowledgment = 0;
    bool syn = false;
    bool ack = false;
    bool fin = false;
    bool rst = false;
    std::uint16_t window = 0;  ///< as it stands there, not scaled
    /// Of a SYN: the shift count of its window scale option (RFC 7323 section 2.2), if it has one.
    std::optional<std::uint8_t> windowScale;
    /// With URG: how far behind `sequence` the urgent bytes end (RFC 9293 section 3.8.5).
    std::optional<std::uint16_t> urgent;
    base::Bytes payload;
    std::uint32_t missing = 0;  ///< payload bytes on the wire that were not captured (snap length)

    /// Of the payload on the wire.
    [[nodiscard]] std::int64_t length() const { return std::ssize(payload) + missing; }
};

/// Nothing where the header is cut or its data offset is impossible.
[[nodiscard]] std::optional<Segment> parseSegment(const ip::Datagram& datagram);

/// Whether the checksum (RFC 9293 section 3.1) is right. Nothing where the segment was cut.
[[nodiscard]] std::optional<bool> checksumIsRight(const ip::Datagram& datagram);

}  // namespace hark::tcp
