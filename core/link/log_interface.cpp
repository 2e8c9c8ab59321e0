#include "core/link/frame.h"
#include "core/link/link_types.h"

namespace hark::link {
namespace {

constexpr std::size_t kWord = 4;

constexpr std::size_t wholeWords(std::size_t length) {
    return (length + kWord - 1) / kWord * kWord;
}

/// An attribute of a netlink message: length, itself included, and type, in the byte order of the
/// machine that wrote it.
struct Attribute {
    std::size_t length;
    std::uint16_t type;
};

constexpr std::size_t kAttributeHeader = 4;

Attribute attributeAt(base::Bytes bytes, std::size_t at, bool isLittle) {
    const auto number = isLittle ? littleU16 : networkU16;
    return {number(bytes, at), number(bytes, at + 2)};
}

/// The packet among the attributes; nothing is removed unless all before it are whole.
bool findPayload(NetworkPacket& packet, bool isLittle, std::uint16_t& hardwareProtocol) {
    constexpr std::uint16_t kPacketHeader = 1;
    constexpr std::uint16_t kPayload = 9;
    const base::Bytes bytes = packet.payload;
    hardwareProtocol = 0;
    std::size_t at = 4;  // behind family, version and resource
    while (at + kAttributeHeader <= bytes.size()) {
        const Attribute attribute = attributeAt(bytes, at, isLittle);
        if (attribute.length < kAttributeHeader) return false;
        if (attribute.type == kPayload) {
            if (at + attribute.length > packet.wireLength) return false;
            limitTo(packet, static_cast<std::uint32_t>(at + attribute.length));
            removeHeader(packet, at + kAttributeHeader);
            return true;
        }
        if (attribute.type == kPacketHeader && attribute.length >= kAttributeHeader + 2 &&
            at + kAttributeHeader + 2 <= bytes.size()) {
            hardwareProtocol = networkU16(bytes, at + kAttributeHeader);
        }
        at += wholeWords(attribute.length);
    }
    return false;
}

}  // namespace

/// LINKTYPE_PFLOG: the first octet is the header's length without its padding, the second the
/// address family. OpenBSD and FreeBSD have headers of different lengths, all longer than this.
void decodePacketFilterLog(NetworkPacket& packet) {
    constexpr std::size_t kShortest = 45;
    constexpr unsigned kIpv4 = 2;
    if (packet.payload.size() < 2) return;
    const std::size_t length = octetAt(packet.payload, 0);
    const unsigned family = octetAt(packet.payload, 1);
    if (length < kShortest || wholeWords(length) > packet.payload.size()) return;
    removeHeader(packet, wholeWords(length));
    // IPv6 is 24 on OpenBSD and NetBSD, 28 on FreeBSD, 30 on macOS.
    const bool isIpv6 = family == 24 || family == 28 || family == 30;
    packet.protocol = family == kIpv4 ? NetworkProtocol::Ipv4
                      : isIpv6        ? NetworkProtocol::Ipv6
                                      : NetworkProtocol::Other;
}

/// LINKTYPE_NFLOG, version 0: the family and attributes, one of which is the packet. Bridges log
/// with a family of their own and say the EtherType in another attribute. Most machines are
/// little-endian; where that makes no sense of the attributes the other order must.
void decodeNetfilterLog(NetworkPacket& packet) {
    constexpr unsigned kIpv4 = 2;
    constexpr unsigned kBridge = 7;
    constexpr unsigned kIpv6 = 10;
    if (packet.payload.size() < kWord) return;
    const unsigned family = octetAt(packet.payload, 0);
    if (octetAt(packet.payload, 1) != 0) return;
    std::uint16_t etherType = 0;
    if (!findPayload(packet, true, etherType) && !findPayload(packet, false, etherType)) return;
    if (family == kIpv4) {
        packet.protocol = NetworkProtocol::Ipv4;
    } else if (family == kIpv6) {
        packet.protocol = NetworkProtocol::Ipv6;
    } else if (family == kBridge && isEtherType(etherType)) {
        decodeEtherType(packet, etherType);
    } else {
        packet.protocol = NetworkProtocol::Other;
    }
}

/// LINKTYPE_ENC, OpenBSD's interface of what IPsec carries: address family, security parameters and
/// flags.
void decodeEncapsulationInterface(NetworkPacket& packet) {
    constexpr std::size_t kHeader = 12;
    if (packet.payload.size() < kHeader) return;
    NetworkPacket family = packet;
    decodeLoopback(family);
    removeHeader(packet, kHeader);
    packet.protocol = family.protocol;
}

/// LINKTYPE_IPNET, version 1: Solaris names the family, or leaves it to the packet.
void decodeSolarisIpnet(NetworkPacket& packet) {
    constexpr std::size_t kHeader = 24;
    constexpr unsigned kVersion = 1;
    constexpr unsigned kUnnamed = 0;
    constexpr unsigned kIpv4 = 2;
    constexpr unsigned kIpv6 = 26;
    if (packet.payload.size() < kHeader || octetAt(packet.payload, 0) != kVersion) return;
    const unsigned family = octetAt(packet.payload, 1);
    removeHeader(packet, kHeader);
    switch (family) {
        case kUnnamed:
            decodeRaw(packet);
            break;
        case kIpv4:
            packet.protocol = NetworkProtocol::Ipv4;
            break;
        case kIpv6:
            packet.protocol = NetworkProtocol::Ipv6;
            break;
        default:
            packet.protocol = NetworkProtocol::Other;
            break;
    }
}

}  // namespace hark::link
