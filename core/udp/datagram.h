#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/base/byte_reader.h"
#include "core/ip/datagram.h"

namespace hark::udp {

/// A UDP datagram (RFC 768), borrowed from the packet that carried it.
struct Datagram {
    const ip::Datagram& ip;
    std::uint16_t sourcePort = 0;
    std::uint16_t destinationPort = 0;
    base::Bytes payload;            ///< what was captured of it
    std::size_t payloadLength = 0;  ///< on the wire
};

/// Nothing where the header was cut. `datagram.protocol` must be UDP.
[[nodiscard]] inline std::optional<Datagram> readDatagram(const ip::Datagram& datagram) {
    constexpr std::size_t kHeaderLength = 8;
    base::ByteReader reader(datagram.payload);
    const std::uint16_t source = reader.u16be();
    const std::uint16_t destination = reader.u16be();
    reader.skip(kHeaderLength - 4);
    if (reader.failed()) return std::nullopt;
    const std::size_t length = datagram.payloadLength > kHeaderLength
                                   ? datagram.payloadLength - kHeaderLength
                                   : reader.remaining();
    return Datagram{datagram, source, destination, reader.rest(), length};
}

}  // namespace hark::udp
