#include "core/link/frame.h"
#include "core/link/link_types.h"

namespace hark::link {
namespace {

constexpr unsigned kArcnetHeader = 3;  ///< source, destination and type

/// The types of RFC 1051 have the packet at once. Those of RFC 1201 have a flag and a sequence
/// number before it, and the packet in fragments where it is too long; those are not put together.
void decodeArcnetType(NetworkPacket& packet, unsigned type) {
    constexpr unsigned kOldIpv4 = 240;
    constexpr unsigned kIpv4 = 212;
    constexpr unsigned kIpv6 = 196;
    constexpr std::size_t kSplitHeader = 3;
    constexpr unsigned kException = 0xff;
    packet.protocol = NetworkProtocol::Other;
    if (type == kOldIpv4) packet.protocol = NetworkProtocol::Ipv4;
    if (type != kIpv4 && type != kIpv6) return;
    packet.protocol = NetworkProtocol::Malformed;
    if (packet.payload.size() < kSplitHeader) return;
    unsigned flag = octetAt(packet.payload, 0);
    removeHeader(packet, kSplitHeader);
    if (flag == kException) {  // padding, with the real header behind it
        constexpr std::size_t kRepeated = 1 + kSplitHeader;
        if (packet.payload.size() < kRepeated) return;
        flag = octetAt(packet.payload, 1);
        removeHeader(packet, kRepeated);
    }
    if (flag != 0) {
        packet.protocol = NetworkProtocol::Other;
    } else {
        packet.protocol = type == kIpv4 ? NetworkProtocol::Ipv4 : NetworkProtocol::Ipv6;
    }
}

/// A header of `length` octets that ends with an EtherType, and `behind` more after it.
void decodeWithEtherType(NetworkPacket& packet, std::size_t length, std::size_t behind = 0) {
    if (packet.payload.size() < length + behind) return;
    const std::uint16_t etherType = networkU16(packet.payload, length - 2);
    removeHeader(packet, length + behind);
    if (isEtherType(etherType)) {
        decodeEtherType(packet, etherType);
    } else {
        packet.protocol = NetworkProtocol::Other;
    }
}

}  // namespace

/// LINKTYPE_IEEE802_5: access and frame control, addresses, and a route where the first bit of the
/// source says so, whose length is in its first octet.
void decodeTokenRing(NetworkPacket& packet) {
    constexpr std::size_t kHeader = 14;
    constexpr std::size_t kSourceAt = 8;
    constexpr unsigned kHasRoute = 0x80;
    constexpr unsigned kRouteLength = 0x1f;
    constexpr unsigned kFrameType = 0xc0;
    constexpr unsigned kLlcFrame = 0x40;
    const base::Bytes bytes = packet.payload;
    if (bytes.size() < kHeader) return;
    if ((octetAt(bytes, 1) & kFrameType) != kLlcFrame) {
        packet.protocol = NetworkProtocol::Other;
        return;
    }
    std::size_t length = kHeader;
    if ((octetAt(bytes, kSourceAt) & kHasRoute) != 0) {
        if (bytes.size() <= kHeader) return;
        const std::size_t route = octetAt(bytes, kHeader) & kRouteLength;
        constexpr std::size_t kRouteControl = 2;
        if (route < kRouteControl || kHeader + route > bytes.size()) return;
        length += route;
    }
    removeHeader(packet, length);
    decodeLogicalLink(packet);
}

/// LINKTYPE_FDDI: frame control and addresses.
void decodeFddi(NetworkPacket& packet) {
    constexpr std::size_t kHeader = 13;
    constexpr unsigned kFormat = 0x70;
    constexpr unsigned kLlcFrame = 0x50;
    if (packet.payload.size() < kHeader) return;
    const unsigned control = octetAt(packet.payload, 0);
    if ((control & kFormat) != kLlcFrame) {
        packet.protocol = NetworkProtocol::Other;
        return;
    }
    removeHeader(packet, kHeader);
    decodeLogicalLink(packet);
}

/// LINKTYPE_ARCNET_BSD.
void decodeArcnet(NetworkPacket& packet) {
    if (packet.payload.size() < kArcnetHeader) return;
    const unsigned type = octetAt(packet.payload, kArcnetHeader - 1);
    removeHeader(packet, kArcnetHeader);
    decodeArcnetType(packet, type);
}

/// LINKTYPE_ARCNET_LINUX: with an offset of two octets before the type.
void decodeArcnetLinux(NetworkPacket& packet) {
    constexpr std::size_t kHeader = kArcnetHeader + 2;
    if (packet.payload.size() < kHeader) return;
    const unsigned type = octetAt(packet.payload, kHeader - 1);
    removeHeader(packet, kHeader);
    decodeArcnetType(packet, type);
}

/// LINKTYPE_IP_OVER_FC: the network header of RFC 2625 section 3.1, then LLC.
void decodeFibreChannelIp(NetworkPacket& packet) {
    constexpr std::size_t kHeader = 16;
    if (packet.payload.size() < kHeader) return;
    removeHeader(packet, kHeader);
    decodeLogicalLink(packet);
}

/// LINKTYPE_APPLE_IP_OVER_IEEE1394: two addresses of eight octets and an EtherType.
void decodeFirewireIp(NetworkPacket& packet) {
    decodeWithEtherType(packet, 18);
}

/// LINKTYPE_IPOIB: two addresses of 20 octets, then RFC 4391 section 6.
void decodeInfinibandIp(NetworkPacket& packet) {
    decodeWithEtherType(packet, 42, 2);
}

}  // namespace hark::link
