#pragma once

#include <cstddef>
#include <cstdint>

#include "core/link/network_packet.h"

namespace hark::link {

/// The parts that several link types and tunnels share. Each takes what follows a header as
/// `packet.payload` and `packet.wireLength`, removes its own header from both, and sets protocol,
/// EtherType and scope. The decoders of whole frames are in link_types.h.

/// Whether the field of Ethernet is an EtherType; up to 1500 it is a length, and LLC follows (IEEE
/// 802.3 section 3.2.6), or what else a link type has there.
[[nodiscard]] constexpr bool isEtherType(std::uint16_t lengthOrType) {
    constexpr std::uint16_t kMaximumLength = 1500;
    return lengthOrType > kMaximumLength;
}
/// Goes on from an EtherType: through VLAN tags, MPLS labels or a PPPoE session to the network
/// protocol.
void decodeEtherType(NetworkPacket& packet, std::uint16_t etherType);
/// Goes on from IEEE 802.2 LLC, with or without SNAP.
void decodeLogicalLink(NetworkPacket& packet);
void decodeEthernet(NetworkPacket& packet);
/// No header: the first four bits tell IPv4 from IPv6.
void decodeRaw(NetworkPacket& packet);

/// Goes on from a PPP frame: address and control, where they are there, and the protocol (RFC 1661
/// section 2, RFC 1662 section 3.1), or from the protocol.
void decodePppFrame(NetworkPacket& packet);
void decodePppProtocol(NetworkPacket& packet);
/// Goes on from an octet that names a network protocol, as ISO/IEC TR 9577 has them.
void decodeNetworkProtocolId(NetworkPacket& packet);

/// Goes on as with the link type that a wrapping one names. Wrappers don't nest.
void decodeWrapped(NetworkPacket& packet, capture::LinkType linkType);

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

/// Cuts off what comes after `length` bytes on the wire.
inline void limitTo(NetworkPacket& packet, std::uint32_t length) {
    if (length >= packet.wireLength) return;
    packet.wireLength = length;
    if (packet.payload.size() > length) packet.payload = packet.payload.first(length);
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

[[nodiscard]] inline std::uint32_t networkU32(base::Bytes bytes, std::size_t at) {
    return std::uint32_t{networkU16(bytes, at)} << 16U | networkU16(bytes, at + 2);
}

/// Numbers of little-endian formats, and of the machines that most captures come from.
[[nodiscard]] inline std::uint16_t littleU16(base::Bytes bytes, std::size_t at) {
    return static_cast<std::uint16_t>(std::to_integer<unsigned>(bytes[at + 1]) << 8U |
                                      std::to_integer<unsigned>(bytes[at]));
}
[[nodiscard]] inline std::uint32_t littleU32(base::Bytes bytes, std::size_t at) {
    return std::uint32_t{littleU16(bytes, at + 2)} << 16U | littleU16(bytes, at);
}

/// One octet; it must be there.
[[nodiscard]] inline unsigned octetAt(base::Bytes bytes, std::size_t at) {
    return std::to_integer<unsigned>(bytes[at]);
}

}  // namespace hark::link
