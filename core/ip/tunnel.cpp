#include "core/ip/tunnel.h"

#include "core/link/frame.h"

namespace hark::ip {
namespace {

using link::NetworkPacket;
using link::NetworkProtocol;
using link::networkU16;
using link::removeHeader;

constexpr std::uint16_t kIpv4 = 0x0800;
constexpr std::uint16_t kIpv6 = 0x86dd;
constexpr std::uint16_t kMplsUnicast = 0x8847;
constexpr std::uint16_t kMplsMulticast = 0x8848;
constexpr std::uint16_t kBridgedEthernet = 0x6558;
constexpr std::uint16_t kErspan = 0x88be;  // types I and II
constexpr std::uint16_t kErspanIii = 0x22eb;

/// Kinds of ids for link::scopeWith(), behind PPPoE's 1.
constexpr std::uint32_t kGreScope = 2;
constexpr std::uint32_t kVxlanScope = 3;
constexpr std::uint32_t kGeneveScope = 4;

constexpr std::size_t kUdpHeader = 8;
constexpr std::size_t kOverlayHeader = 8;  ///< of VXLAN, and Geneve's fixed part

unsigned octet(const NetworkPacket& packet, std::size_t at) {
    return std::to_integer<unsigned>(packet.payload[at]);
}

std::uint32_t networkU24(const NetworkPacket& packet, std::size_t at) {
    return octet(packet, at) << 16U | networkU16(packet.payload, at + 1);
}

bool remove(NetworkPacket& packet, std::size_t count) {
    if (packet.payload.size() < count) return false;
    removeHeader(packet, count);
    return true;
}

/// Goes on from a protocol type of GRE or Geneve, which are EtherTypes.
bool decodeProtocolType(NetworkPacket& packet, std::uint16_t type) {
    switch (type) {
        case kIpv4:
        case kIpv6:
        case kMplsUnicast:
        case kMplsMulticast:
            link::decodeEtherType(packet, type);
            return true;
        case kBridgedEthernet:
            link::decodeEthernet(packet);
            return true;
        default:
            return false;
    }
}

/// draft-foschiano-erspan sections 4.1 and 4.2. Type I has no header; the others come with GRE's
/// sequence number.
bool decodeErspan(NetworkPacket& packet, bool hasSequence) {
    constexpr std::size_t kHeader = 8;
    constexpr unsigned kTypeIi = 1;
    if (hasSequence) {
        if (packet.payload.size() < kHeader || octet(packet, 0) >> 4U != kTypeIi) return false;
        removeHeader(packet, kHeader);
    }
    link::decodeEthernet(packet);
    return true;
}

/// draft-foschiano-erspan section 4.3: a frame type says what follows, a flag that there are eight
/// more bytes before it.
bool decodeErspanIii(NetworkPacket& packet) {
    constexpr std::size_t kHeader = 12;
    constexpr std::size_t kSubheader = 8;
    constexpr unsigned kTypeIii = 2;
    constexpr unsigned kFrameMask = 0x7c;
    constexpr unsigned kEthernetFrame = 0x00;
    constexpr unsigned kIpPacket = 0x08;
    if (packet.payload.size() < kHeader || octet(packet, 0) >> 4U != kTypeIii) return false;
    const unsigned frame = octet(packet, 10) & kFrameMask;
    const bool hasSubheader = (octet(packet, 11) & 1U) != 0;
    if (!remove(packet, hasSubheader ? kHeader + kSubheader : kHeader)) return false;
    if (frame == kEthernetFrame) {
        link::decodeEthernet(packet);
    } else if (frame == kIpPacket) {
        link::decodeRaw(packet);
    } else {
        return false;
    }
    return true;
}

/// RFC 2784 section 2 and RFC 2890 section 2. Routing, strict source route and recursion control
/// are those of RFC 1701, whose packets are to be discarded; version 1 is that of PPTP.
bool openGre(NetworkPacket& packet) {
    constexpr std::uint16_t kChecksum = 0x8000;
    constexpr std::uint16_t kKey = 0x2000;
    constexpr std::uint16_t kSequence = 0x1000;
    constexpr std::uint16_t kMustBeZero = 0x4c07;
    constexpr std::size_t kField = 4;
    if (packet.payload.size() < kField) return false;
    const std::uint16_t flags = networkU16(packet.payload, 0);
    const std::uint16_t type = networkU16(packet.payload, 2);
    if ((flags & kMustBeZero) != 0) return false;
    removeHeader(packet, kField);
    if ((flags & kChecksum) != 0 && !remove(packet, kField)) return false;
    if ((flags & kKey) != 0) {
        if (packet.payload.size() < kField) return false;
        const std::uint32_t key =
            std::uint32_t{networkU16(packet.payload, 0)} << 16U | networkU16(packet.payload, 2);
        packet.scope = link::scopeWith(packet.scope, kGreScope, key);
        removeHeader(packet, kField);
    }
    if ((flags & kSequence) != 0 && !remove(packet, kField)) return false;
    if (type == kErspan) return decodeErspan(packet, (flags & kSequence) != 0);
    if (type == kErspanIii) return decodeErspanIii(packet);
    return decodeProtocolType(packet, type);
}

/// RFC 7348 section 5: a flag says that the VNI is valid; what is reserved is ignored.
bool openVxlan(NetworkPacket& packet) {
    constexpr unsigned kHasVni = 0x08;
    if (packet.payload.size() < kOverlayHeader || (octet(packet, 0) & kHasVni) == 0) return false;
    packet.scope = link::scopeWith(packet.scope, kVxlanScope, networkU24(packet, 4));
    removeHeader(packet, kOverlayHeader);
    link::decodeEthernet(packet);
    return true;
}

/// draft-ietf-nvo3-vxlan-gpe section 3.1: version 0, a VNI and a next protocol that are valid, and
/// no packet of the tunnel's own maintenance.
bool openVxlanGpe(NetworkPacket& packet) {
    constexpr unsigned kFlags = 0x3d;  // version, I, P and O
    constexpr unsigned kValid = 0x0c;
    constexpr unsigned kNextIpv4 = 1;
    constexpr unsigned kNextIpv6 = 2;
    constexpr unsigned kNextEthernet = 3;
    if (packet.payload.size() < kOverlayHeader || (octet(packet, 0) & kFlags) != kValid) {
        return false;
    }
    const unsigned next = octet(packet, 3);
    packet.scope = link::scopeWith(packet.scope, kVxlanScope, networkU24(packet, 4));
    removeHeader(packet, kOverlayHeader);
    if (next == kNextEthernet) {
        link::decodeEthernet(packet);
        return true;
    }
    packet.protocol = next == kNextIpv4 ? NetworkProtocol::Ipv4 : NetworkProtocol::Ipv6;
    return next == kNextIpv4 || next == kNextIpv6;
}

/// RFC 8926 section 3.4: version 0; control packets carry no traffic; options are passed over.
bool openGeneve(NetworkPacket& packet) {
    constexpr unsigned kOptionUnits = 0x3f;
    constexpr unsigned kControl = 0x80;
    if (packet.payload.size() < kOverlayHeader || octet(packet, 0) >> 6U != 0) return false;
    if ((octet(packet, 1) & kControl) != 0) return false;
    const std::size_t options = std::size_t{4} * (octet(packet, 0) & kOptionUnits);
    const std::uint16_t type = networkU16(packet.payload, 2);
    packet.scope = link::scopeWith(packet.scope, kGeneveScope, networkU24(packet, 4));
    return remove(packet, kOverlayHeader + options) && decodeProtocolType(packet, type);
}

/// RFC 768; the length must be that of what IP carried, or less.
bool openUdp(NetworkPacket& packet, TunnelKind& kind) {
    if (packet.payload.size() < kUdpHeader) return false;
    const std::uint16_t port = networkU16(packet.payload, 2);
    const std::uint16_t length = networkU16(packet.payload, 4);
    if (length < kUdpHeader || length > packet.wireLength) return false;
    packet.wireLength = length;
    if (packet.payload.size() > length) packet.payload = packet.payload.first(length);
    removeHeader(packet, kUdpHeader);
    kind = port == kPortGeneve ? TunnelKind::Geneve : TunnelKind::Vxlan;
    if (port == kPortGeneve) return openGeneve(packet);
    return port == kPortVxlan ? openVxlan(packet) : openVxlanGpe(packet);
}

bool open(NetworkPacket& packet, std::uint8_t protocol, TunnelKind& kind) {
    switch (protocol) {
        case kProtocolUdp:
            return openUdp(packet, kind);
        case kProtocolGre:
            kind = TunnelKind::Gre;
            return openGre(packet);
        case kProtocolIpv4:
            packet.protocol = NetworkProtocol::Ipv4;
            return true;
        case kProtocolIpv6:
            packet.protocol = NetworkProtocol::Ipv6;
            return true;
        default:
            return false;
    }
}

/// Whether a whole header of the version that was promised is there.
bool isIp(const NetworkPacket& packet) {
    constexpr std::size_t kIpv4Header = 20;
    constexpr std::size_t kIpv6Header = 40;
    const std::size_t size = packet.payload.size();
    if (packet.protocol == NetworkProtocol::Ipv4) {
        return size >= kIpv4Header && octet(packet, 0) >> 4U == 4 &&
               (octet(packet, 0) & 0x0fU) * 4 >= kIpv4Header;
    }
    return packet.protocol == NetworkProtocol::Ipv6 && size >= kIpv6Header &&
           octet(packet, 0) >> 4U == 6;
}

}  // namespace

std::optional<Tunnel> openTunnel(const Datagram& datagram) {
    Tunnel tunnel{.kind = TunnelKind::Ip, .inner = {}};
    tunnel.inner.payload = datagram.payload;
    tunnel.inner.wireLength = datagram.payloadLength;
    tunnel.inner.scope = datagram.scope;
    tunnel.inner.ref = datagram.origin.packet;
    tunnel.inner.time = datagram.origin.time;
    if (!open(tunnel.inner, datagram.protocol, tunnel.kind) || !isIp(tunnel.inner)) {
        return std::nullopt;
    }
    return tunnel;
}

}  // namespace hark::ip
