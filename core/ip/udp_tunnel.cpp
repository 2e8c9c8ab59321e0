#include "core/ip/encapsulation.h"
#include "core/link/frame.h"

namespace hark::ip {
namespace {

using link::NetworkPacket;
using link::NetworkProtocol;
using link::networkU16;
using link::networkU32;
using link::octetAt;
using link::removeHeader;

constexpr std::size_t kUdpHeader = 8;
constexpr std::size_t kOverlayHeader = 8;  ///< of VXLAN, and Geneve's fixed part

/// RFC 7348 section 5: a flag says that the VNI is valid; what is reserved is ignored.
bool openVxlan(NetworkPacket& packet) {
    constexpr unsigned kHasVni = 0x08;
    if (packet.payload.size() < kOverlayHeader || (octetAt(packet.payload, 0) & kHasVni) == 0)
        return false;
    packet.scope = link::scopeWith(packet.scope, kVxlanScope, networkU32(packet.payload, 4) >> 8U);
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
    if (packet.payload.size() < kOverlayHeader || (octetAt(packet.payload, 0) & kFlags) != kValid) {
        return false;
    }
    const unsigned next = octetAt(packet.payload, 3);
    packet.scope = link::scopeWith(packet.scope, kVxlanScope, networkU32(packet.payload, 4) >> 8U);
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
    if (packet.payload.size() < kOverlayHeader || octetAt(packet.payload, 0) >> 6U != 0)
        return false;
    if ((octetAt(packet.payload, 1) & kControl) != 0) return false;
    const std::size_t options = std::size_t{4} * (octetAt(packet.payload, 0) & kOptionUnits);
    const std::uint16_t type = networkU16(packet.payload, 2);
    packet.scope = link::scopeWith(packet.scope, kGeneveScope, networkU32(packet.payload, 4) >> 8U);
    return remove(packet, kOverlayHeader + options) && decodeProtocolType(packet, type);
}

/// Whether an IP packet ends exactly where the datagram around it does, which is all that tells
/// some tunnels from other traffic at their port.
bool fillsWithIp(const NetworkPacket& packet) {
    if (!holdsPlausibleIp(packet)) return false;
    constexpr std::uint32_t kIpv6Header = 40;
    const std::uint32_t length = packet.protocol == NetworkProtocol::Ipv4
                                     ? networkU16(packet.payload, 2)
                                     : kIpv6Header + networkU16(packet.payload, 4);
    return length == packet.wireLength;
}

/// RFC 4380 section 5.1.1: an authentication and an origin may come before the IPv6 packet, which
/// begins with another octet.
bool openTeredo(NetworkPacket& packet) {
    constexpr std::uint16_t kAuthentication = 0x0001;
    constexpr std::uint16_t kOrigin = 0x0000;
    constexpr std::size_t kFixed = 4;  // indicator, and two lengths
    constexpr std::size_t kNonceAndConfirm = 9;
    constexpr std::size_t kOriginSize = 8;
    if (packet.payload.size() < kFixed) return false;
    if (networkU16(packet.payload, 0) == kAuthentication) {
        const std::size_t variable = octetAt(packet.payload, 2) + octetAt(packet.payload, 3);
        if (!remove(packet, kFixed + variable + kNonceAndConfirm)) return false;
    }
    if (packet.payload.size() >= kOriginSize && networkU16(packet.payload, 0) == kOrigin) {
        removeHeader(packet, kOriginSize);
    }
    packet.protocol = NetworkProtocol::Ipv6;
    return fillsWithIp(packet);
}

/// Extension headers: a length in units of four octets at the beginning, the next one's type at the
/// end (3GPP TS 29.281 section 5.2.1).
bool skipGtpExtensions(NetworkPacket& packet, unsigned type) {
    constexpr std::size_t kUnit = 4;
    while (type != 0) {
        if (packet.payload.empty()) return false;
        const std::size_t length = kUnit * octetAt(packet.payload, 0);
        if (length == 0 || length > packet.payload.size()) return false;
        type = octetAt(packet.payload, length - 1);
        removeHeader(packet, length);
    }
    return true;
}

/// 3GPP TS 29.281 section 5.1, a G-PDU of version 1. Its length is of all behind the first eight
/// octets. Tunnel endpoints have an identifier for each direction, so that it is no scope.
bool openGtp(NetworkPacket& packet) {
    constexpr std::size_t kHeader = 8;
    constexpr std::size_t kOptional = 4;
    constexpr unsigned kFixedBits = 0xf8;
    constexpr unsigned kVersionOne = 0x30;  // and protocol type 1
    constexpr unsigned kHasExtension = 0x04;
    constexpr unsigned kHasOptional = 0x07;
    constexpr unsigned kPacket = 0xff;
    if (packet.payload.size() < kHeader) return false;
    const unsigned flags = octetAt(packet.payload, 0);
    if ((flags & kFixedBits) != kVersionOne || octetAt(packet.payload, 1) != kPacket) return false;
    if (kHeader + networkU16(packet.payload, 2) != packet.wireLength) return false;
    removeHeader(packet, kHeader);
    if ((flags & kHasOptional) != 0) {
        if (packet.payload.size() < kOptional) return false;
        const unsigned extension = octetAt(packet.payload, kOptional - 1);
        removeHeader(packet, kOptional);
        if ((flags & kHasExtension) != 0 && !skipGtpExtensions(packet, extension)) return false;
    }
    link::decodeRaw(packet);
    return holdsPlausibleIp(packet);
}

/// RFC 2661 section 3.1, a data message of version 2. Tunnels and sessions have an id for each
/// direction, so that they are no scope.
bool openL2tp(NetworkPacket& packet) {
    constexpr std::uint16_t kFixedBits = 0xb4ff;
    constexpr std::uint16_t kVersionTwo = 0x0002;
    constexpr std::uint16_t kHasLength = 0x4000;
    constexpr std::uint16_t kHasSequence = 0x0800;
    constexpr std::uint16_t kHasOffset = 0x0200;
    constexpr std::size_t kIds = 4;
    if (packet.payload.size() < 4) return false;
    const std::uint16_t flags = networkU16(packet.payload, 0);
    if ((flags & kFixedBits) != kVersionTwo) return false;
    if ((flags & kHasLength) != 0) {
        const std::uint32_t length = networkU16(packet.payload, 2);
        if (length < 4 || length > packet.wireLength) return false;
        link::limitTo(packet, length);
        removeHeader(packet, 2);
    }
    removeHeader(packet, 2);
    if (!remove(packet, kIds)) return false;
    if ((flags & kHasSequence) != 0 && !remove(packet, 4)) return false;
    if ((flags & kHasOffset) != 0) {
        if (packet.payload.size() < 2) return false;
        const std::size_t offset = networkU16(packet.payload, 0);
        if (!remove(packet, 2 + offset)) return false;
    }
    link::decodePppFrame(packet);
    return holdsPlausibleIp(packet);
}

/// draft-massar-v6ops-ayiya-02 section 3: identity and signature of lengths that the first octets
/// say, and the protocol of what is forwarded.
bool openAyiya(NetworkPacket& packet) {
    constexpr std::size_t kHeader = 8;
    constexpr unsigned kForward = 1;
    constexpr std::size_t kSignatureUnit = 4;
    if (packet.payload.size() < kHeader) return false;
    const std::size_t identity = std::size_t{1} << (octetAt(packet.payload, 0) >> 4U);
    const std::size_t signature = kSignatureUnit * (octetAt(packet.payload, 1) >> 4U);
    const unsigned operation = octetAt(packet.payload, 2) & 0x0fU;
    const unsigned next = octetAt(packet.payload, 3);
    if (operation != kForward || (next != kProtocolIpv4 && next != kProtocolIpv6)) return false;
    if (!remove(packet, kHeader + identity + signature)) return false;
    packet.protocol = next == kProtocolIpv4 ? NetworkProtocol::Ipv4 : NetworkProtocol::Ipv6;
    return fillsWithIp(packet);
}

/// A port and what is there.
struct Port {
    std::uint16_t number;
    TunnelKind kind;
    bool isOfBothEnds;  ///< answers come from it; else they go to it as well
    bool (*open)(NetworkPacket&);
};

constexpr Port kPorts[] = {
    {kPortVxlan, TunnelKind::Vxlan, false, openVxlan},
    {kPortVxlanGpe, TunnelKind::Vxlan, false, openVxlanGpe},
    {kPortGeneve, TunnelKind::Geneve, false, openGeneve},
    {kPortGtp, TunnelKind::Gtp, false, openGtp},
    {kPortL2tp, TunnelKind::L2tp, true, openL2tp},
    {kPortTeredo, TunnelKind::Teredo, true, openTeredo},
    {kPortAyiya, TunnelKind::Ayiya, true, openAyiya},
};

const Port* findPort(std::uint16_t source, std::uint16_t destination) {
    for (const Port& port : kPorts) {
        if (port.number == destination || (port.isOfBothEnds && port.number == source)) {
            return &port;
        }
    }
    return nullptr;
}

}  // namespace

/// RFC 768; the length must be that of what IP carried, or less.
bool openUdp(NetworkPacket& packet, TunnelKind& kind) {
    if (packet.payload.size() < kUdpHeader) return false;
    const Port* const port = findPort(networkU16(packet.payload, 0), networkU16(packet.payload, 2));
    const std::uint16_t length = networkU16(packet.payload, 4);
    if (port == nullptr || length < kUdpHeader || length > packet.wireLength) return false;
    link::limitTo(packet, length);
    removeHeader(packet, kUdpHeader);
    kind = port->kind;
    return port->open(packet);
}

}  // namespace hark::ip
