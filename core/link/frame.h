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

/// Goes on from an EtherType: through VLAN tags, MPLS labels or a PPPoE session to the network
/// protocol.
void decodeEtherType(NetworkPacket& packet, std::uint16_t etherType);
/// Goes on from IEEE 802.2 LLC, with or without SNAP.
void decodeLogicalLink(NetworkPacket& packet);

/// Goes on from MPLS labels (RFC 3032) or a PPPoE session header (RFC 2516). Where they don't lead
/// to an IP packet nothing is removed, and the protocol is Other.
void decodeMpls(NetworkPacket& packet);
void decodePppoeSession(NetworkPacket& packet);

/// Whether the bytes can be an IP packet's of that version: a header that was captured, with
/// lengths that the wire had room for. For places that don't say for sure what follows.
[[nodiscard]] bool isPlausibleIp(const NetworkPacket& packet, unsigned version);

/// Mixes what tells tunnels of one kind apart into a scope; id 0 leaves it as it is.
[[nodiscard]] constexpr std::uint32_t scopeWith(std::uint32_t scope, std::uint32_t kind,
                                                std::uint32_t id) {
    constexpr std::uint32_t kOdd =
        0x9e3779b1;  // 2^32 over the golden ratio, which spreads the bits
    constexpr unsigned kRotation = 7;
    if (id == 0) return scope;
    return (scope << kRotation | scope >> (32 - kRotation)) ^ ((id ^ kind << 24U) * kOdd);
}

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
