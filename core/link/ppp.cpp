#include "core/link/frame.h"
#include "core/link/link_types.h"

namespace hark::link {
namespace {

constexpr std::size_t kHdlcHeader = 2;
constexpr std::size_t kPppProtocol = 2;

bool startsAsCiscoHdlc(base::Bytes bytes) {
    constexpr unsigned kUnicast = 0x0f;
    constexpr unsigned kMulticast = 0x8f;
    return bytes.size() >= kHdlcHeader &&
           (octetAt(bytes, 0) == kUnicast || octetAt(bytes, 0) == kMulticast) &&
           octetAt(bytes, 1) == 0;
}

}  // namespace

/// RFC 1661 section 2; the protocol may be compressed to one octet (section 6.5), which is odd,
/// while the first of two is even. Numbers as in RFC 1332, RFC 5072 and RFC 3032 section 4.3.
void decodePppProtocol(NetworkPacket& packet) {
    constexpr unsigned kIpv4 = 0x0021;
    constexpr unsigned kIpv6 = 0x0057;
    constexpr unsigned kMplsUnicast = 0x0281;
    constexpr unsigned kMplsMulticast = 0x0283;
    const base::Bytes bytes = packet.payload;
    if (bytes.empty()) return;
    const bool isCompressed = (octetAt(bytes, 0) & 1U) != 0;
    if (!isCompressed && bytes.size() < kPppProtocol) return;
    const unsigned protocol = isCompressed ? octetAt(bytes, 0) : networkU16(bytes, 0);
    removeHeader(packet, isCompressed ? 1 : kPppProtocol);
    switch (protocol) {
        case kIpv4:
            packet.protocol = NetworkProtocol::Ipv4;
            break;
        case kIpv6:
            packet.protocol = NetworkProtocol::Ipv6;
            break;
        case kMplsUnicast:
        case kMplsMulticast:
            decodeMpls(packet);
            break;
        default:
            packet.protocol = NetworkProtocol::Other;
            break;
    }
}

void decodePppFrame(NetworkPacket& packet) {
    constexpr std::uint16_t kAddressAndControl = 0xff03;
    if (packet.payload.size() >= kHdlcHeader &&
        networkU16(packet.payload, 0) == kAddressAndControl) {
        removeHeader(packet, kHdlcHeader);
    }
    decodePppProtocol(packet);
}

/// LINKTYPE_PPP and LINKTYPE_PPP_HDLC. Both are seen with the other's frames, and with Cisco's, all
/// of which their first octets tell apart: neither 0xff nor 0x8f is a protocol (RFC 1661 section
/// 2), and 0x0f would be one without a second octet of 0.
void decodePpp(NetworkPacket& packet) {
    if (startsAsCiscoHdlc(packet.payload)) {
        decodeCiscoHdlc(packet);
    } else {
        decodePppFrame(packet);
    }
}

/// LINKTYPE_PPP_WITH_DIR: an octet says who sent it.
void decodePppWithDirection(NetworkPacket& packet) {
    if (packet.payload.empty()) return;
    removeHeader(packet, 1);
    decodePpp(packet);
}

/// LINKTYPE_PPP_PPPD: the direction takes the place of the address.
void decodePppDaemon(NetworkPacket& packet) {
    if (packet.payload.size() < kHdlcHeader) return;
    removeHeader(packet, kHdlcHeader);
    decodePppProtocol(packet);
}

/// LINKTYPE_PPP_BSDOS: 24 octets, of which the sixth and seventh are the protocol.
void decodePppBsd(NetworkPacket& packet) {
    constexpr std::size_t kHeader = 24;
    constexpr std::size_t kProtocolAt = 5;
    constexpr std::uint16_t kIpv4 = 0x0021;
    constexpr std::uint16_t kIpv6 = 0x0057;
    if (packet.payload.size() < kHeader) return;
    const std::uint16_t protocol = networkU16(packet.payload, kProtocolAt);
    removeHeader(packet, kHeader);
    packet.protocol = protocol == kIpv4   ? NetworkProtocol::Ipv4
                      : protocol == kIpv6 ? NetworkProtocol::Ipv6
                                          : NetworkProtocol::Other;
}

/// LINKTYPE_C_HDLC: address, control, and an EtherType (RFC 1547).
void decodeCiscoHdlc(NetworkPacket& packet) {
    constexpr std::size_t kHeader = 4;
    if (packet.payload.size() < kHeader) return;
    const std::uint16_t etherType = networkU16(packet.payload, kHdlcHeader);
    removeHeader(packet, kHeader);
    if (isEtherType(etherType)) {
        decodeEtherType(packet, etherType);
    } else {
        packet.protocol = NetworkProtocol::Other;
    }
}

}  // namespace hark::link
