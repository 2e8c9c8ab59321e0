#pragma once

#include <cstddef>
#include <cstdint>

#include "core/link/network_packet.h"

namespace hark::link {

/// The decoders of the link types. Each takes the whole frame as `packet.payload` and
/// `packet.wireLength`, removes its header from both, and sets protocol, EtherType and scope.
void decodeEthernet(NetworkPacket& packet);
void decodeCooked(NetworkPacket& packet);
void decodeCookedV2(NetworkPacket& packet);
/// BSD loopback: an address family, in the byte order of the machine or of the network.
void decodeLoopback(NetworkPacket& packet);
/// No header: the first four bits tell IPv4 from IPv6.
void decodeRaw(NetworkPacket& packet);
void decodeIpv4(NetworkPacket& packet);
void decodeIpv6(NetworkPacket& packet);

/// Goes on from an EtherType: through VLAN tags to the network protocol.
void decodeEtherType(NetworkPacket& packet, std::uint16_t etherType);
/// Goes on from IEEE 802.2 LLC, with or without SNAP.
void decodeLogicalLink(NetworkPacket& packet);

/// Removes the first `count` bytes; they must have been captured.
inline void removeHeader(NetworkPacket& packet, std::size_t count) {
    packet.payload = packet.payload.subspan(count);
    packet.wireLength -= static_cast<std::uint32_t>(count);
}

/// A 16-bit number in network byte order; the bytes must be there.
[[nodiscard]] inline std::uint16_t networkU16(base::Bytes bytes, std::size_t at) {
    return static_cast<std::uint16_t>(std::to_integer<unsigned>(bytes[at]) << 8U |
                                      std::to_integer<unsigned>(bytes[at + 1]));
}

}  // namespace hark::link
