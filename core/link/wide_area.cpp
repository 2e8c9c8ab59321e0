#include "core/link/frame.h"
#include "core/link/link_types.h"

namespace hark::link {
namespace {

constexpr std::size_t kLlcHeader = 3;
/// Organisation and protocol.
constexpr std::size_t kSnapHeader = 5;
/// The organisation of IEEE 802.1 in SNAP headers, and its numbers for Ethernet frames with and
/// without their check sequence (RFC 2427 section 4.2, RFC 2684 section 5.2).
constexpr std::uint32_t kBridging = 0x0080c2;
constexpr std::uint16_t kEthernetWithCheck = 0x0001;
constexpr std::uint16_t kEthernet = 0x0007;

bool isBridgedEthernet(base::Bytes snap) {
    const std::uint32_t organisation = networkU32(snap, 0) >> 8U;
    const std::uint16_t protocol = networkU16(snap, 3);
    return organisation == kBridging && (protocol == kEthernet || protocol == kEthernetWithCheck);
}

void decodeSnap(NetworkPacket& packet) {
    if (packet.payload.size() < kSnapHeader) return;
    const base::Bytes snap = packet.payload;
    const std::uint16_t protocol = networkU16(snap, 3);
    const bool hasEtherType = networkU32(snap, 0) >> 8U == 0 && isEtherType(protocol);
    const bool isBridged = isBridgedEthernet(snap);
    removeHeader(packet, kSnapHeader);
    if (hasEtherType) {
        decodeEtherType(packet, protocol);
    } else if (isBridged) {
        decodeEthernet(packet);
    } else {
        packet.protocol = NetworkProtocol::Other;
    }
}

/// RFC 2684 section 5: LLC, where bridged frames are padded to whole words and ISO protocols have
/// an octet of their own.
void decodeMultiprotocolAtm(NetworkPacket& packet) {
    constexpr std::uint32_t kSnapPoints = 0xaaaa03;
    constexpr std::uint32_t kIsoPoints = 0xfefe03;
    constexpr std::size_t kPadding = 2;
    const base::Bytes bytes = packet.payload;
    if (bytes.size() < kLlcHeader + 1) return;
    const std::uint32_t points = networkU32(bytes, 0) >> 8U;
    if (points == kIsoPoints) {
        removeHeader(packet, kLlcHeader);
        decodeNetworkProtocolId(packet);
        return;
    }
    constexpr std::size_t kBridgedHeader = kLlcHeader + kSnapHeader + kPadding;
    if (points == kSnapPoints && bytes.size() >= kBridgedHeader &&
        isBridgedEthernet(bytes.subspan(kLlcHeader))) {
        removeHeader(packet, kBridgedHeader);
        decodeEthernet(packet);
        return;
    }
    decodeLogicalLink(packet);
}

}  // namespace

void decodeNetworkProtocolId(NetworkPacket& packet) {
    constexpr unsigned kSnap = 0x80;
    constexpr unsigned kIpv6 = 0x8e;
    constexpr unsigned kIpv4 = 0xcc;
    constexpr unsigned kPpp = 0xcf;
    if (packet.payload.empty()) return;
    const unsigned id = octetAt(packet.payload, 0);
    removeHeader(packet, 1);
    switch (id) {
        case kIpv4:
            packet.protocol = NetworkProtocol::Ipv4;
            break;
        case kIpv6:
            packet.protocol = NetworkProtocol::Ipv6;
            break;
        case kSnap:
            decodeSnap(packet);
            break;
        case kPpp:
            decodePppProtocol(packet);
            break;
        default:
            packet.protocol = NetworkProtocol::Other;
            break;
    }
}

/// LINKTYPE_FRELAY: an address of two to four octets, the last one odd (ITU-T Q.922 section 3.3);
/// then RFC 2427 section 3, or an EtherType at once, which is Cisco's way and can't be taken for
/// it.
void decodeFrameRelay(NetworkPacket& packet) {
    constexpr std::size_t kShortestAddress = 2;
    constexpr std::size_t kLongestAddress = 4;
    constexpr unsigned kUnnumbered = 0x03;
    const base::Bytes bytes = packet.payload;
    std::size_t address = 0;
    while (address < bytes.size() && (octetAt(bytes, address) & 1U) == 0)
        ++address;
    ++address;
    if (address + 2 > bytes.size()) return;
    packet.protocol = NetworkProtocol::Other;
    if (address < kShortestAddress || address > kLongestAddress) return;
    if (octetAt(bytes, address) == kUnnumbered) {
        const bool isPadded = octetAt(bytes, address + 1) == 0;
        removeHeader(packet, address + (isPadded ? 2 : 1));
        packet.protocol = NetworkProtocol::Malformed;
        decodeNetworkProtocolId(packet);
        return;
    }
    const std::uint16_t etherType = networkU16(bytes, address);
    if (!isEtherType(etherType)) return;
    removeHeader(packet, address + 2);
    decodeEtherType(packet, etherType);
}

/// LINKTYPE_FRELAY_WITH_DIR: an octet says who sent it.
void decodeFrameRelayWithDirection(NetworkPacket& packet) {
    if (packet.payload.empty()) return;
    removeHeader(packet, 1);
    decodeFrameRelay(packet);
}

/// LINKTYPE_SLIP: a direction, an octet that says whether the TCP/IP header is compressed (RFC
/// 1144), which needs all packets before it, and 14 more. Uncompressed ones that are to be
/// remembered have a connection number in the place of IP's protocol, which is TCP.
void decodeSlip(NetworkPacket& packet) {
    constexpr std::size_t kHeader = 16;
    constexpr unsigned kCompressed = 0x80;
    constexpr unsigned kToRemember = 0x70;
    constexpr unsigned kKind = 0xf0;
    if (packet.payload.size() < kHeader) return;
    const unsigned kind = octetAt(packet.payload, 1);
    removeHeader(packet, kHeader);
    if ((kind & kCompressed) != 0 || (kind & kKind) == kToRemember) {
        packet.protocol = NetworkProtocol::Other;
    } else {
        decodeRaw(packet);
    }
}

/// LINKTYPE_SLIP_BSDOS.
void decodeSlipBsd(NetworkPacket& packet) {
    constexpr std::size_t kHeader = 24;
    if (packet.payload.size() < kHeader) return;
    removeHeader(packet, kHeader);
    decodeRaw(packet);
}

/// LINKTYPE_ATM_RFC1483.
void decodeAtm(NetworkPacket& packet) {
    decodeMultiprotocolAtm(packet);
}

/// LINKTYPE_SUNATM: the kind of traffic and a circuit; LAN emulation puts two octets before the
/// frame.
void decodeSunAtm(NetworkPacket& packet) {
    constexpr std::size_t kHeader = 4;
    constexpr std::size_t kEmulationHeader = 2;
    constexpr unsigned kKind = 0x0f;
    constexpr unsigned kLanEmulation = 1;
    constexpr unsigned kLlc = 2;
    if (packet.payload.size() < kHeader) return;
    const unsigned kind = octetAt(packet.payload, 0) & kKind;
    removeHeader(packet, kHeader);
    if (kind == kLlc) {
        decodeMultiprotocolAtm(packet);
    } else if (kind != kLanEmulation) {
        packet.protocol = NetworkProtocol::Other;
    } else if (packet.payload.size() >= kEmulationHeader) {
        removeHeader(packet, kEmulationHeader);
        decodeEthernet(packet);
    }
}

}  // namespace hark::link
