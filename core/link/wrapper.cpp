#include "core/link/aggregate.h"
#include "core/link/frame.h"
#include "core/link/link_types.h"

namespace hark::link {
namespace {

constexpr capture::LinkType kWifi = 105;

/// The flags among the fields of a PPI header, each with its type and length: those of a Wi-Fi
/// frame, 0 where there are none.
std::uint16_t wifiFlags(base::Bytes fields) {
    constexpr std::size_t kFieldHeader = 4;
    constexpr std::uint16_t kWifiCommon = 2;
    constexpr std::size_t kFlagsAt = 8;  // behind a timestamp
    while (fields.size() >= kFieldHeader) {
        const std::uint16_t type = littleU16(fields, 0);
        const std::size_t length = littleU16(fields, 2);
        fields = fields.subspan(kFieldHeader);
        if (length > fields.size()) return 0;
        if (type == kWifiCommon && length >= kFlagsAt + 2) return littleU16(fields, kFlagsAt);
        fields = fields.subspan(length);
    }
    return 0;
}

constexpr std::size_t kPacketTapHeader = 108;

bool isPacketTap(base::Bytes bytes) {
    constexpr std::uint32_t kPacketRecord = 1;
    if (bytes.size() < kPacketTapHeader) return false;
    const std::uint32_t length = littleU32(bytes, 0);
    return length >= kPacketTapHeader && length <= bytes.size() &&
           littleU32(bytes, 4) == kPacketRecord;
}

}  // namespace

/// LINKTYPE_PPI: version 0, flags, the length with all fields, and a link type.
void decodePerPacketInformation(NetworkPacket& packet) {
    constexpr std::size_t kHeader = 8;
    constexpr unsigned kCheckSequence = 0x01;
    constexpr unsigned kDamaged = 0x04;
    const base::Bytes bytes = packet.payload;
    if (bytes.size() < kHeader || octetAt(bytes, 0) != 0) return;
    const std::size_t length = littleU16(bytes, 2);
    const std::uint32_t linkType = littleU32(bytes, 4);
    if (length < kHeader || length > bytes.size()) return;
    const unsigned flags = wifiFlags(bytes.first(length).subspan(kHeader));
    removeHeader(packet, length);
    if (linkType == kWifi) {
        packet.linkType = linkType;
        decodeWifi(packet, (flags & kCheckSequence) != 0, (flags & kDamaged) != 0);
    } else {
        decodeWrapped(packet, linkType);
    }
}

/// LINKTYPE_PKTAP: the header's length, the kind of record, and a link type, as the machine had
/// them, which is little-endian since there is this format.
void decodePacketTap(NetworkPacket& packet) {
    constexpr std::size_t kLinkTypeAt = 8;
    if (!isPacketTap(packet.payload)) return;
    const std::uint32_t length = littleU32(packet.payload, 0);
    const std::uint32_t linkType = littleU32(packet.payload, kLinkTypeAt);
    removeHeader(packet, length);
    decodeWrapped(packet, linkType);
}

void decodePacketTapOfUser2(NetworkPacket& packet) {
    if (isPacketTap(packet.payload)) {
        decodePacketTap(packet);
    } else {
        packet.protocol = NetworkProtocol::Unsupported;
    }
}

/// LINKTYPE_ERF: 16 octets with a type, after which come extension headers where its first bit says
/// so, each of which says whether it is the last.
void decodeExtensibleRecord(NetworkPacket& packet) {
    constexpr std::size_t kHeader = 16;
    constexpr std::size_t kTypeAt = 8;
    constexpr std::size_t kExtension = 8;
    constexpr unsigned kMore = 0x80;
    if (packet.payload.size() < kHeader) return;
    const unsigned type = octetAt(packet.payload, kTypeAt);
    removeHeader(packet, kHeader);
    for (unsigned last = type; (last & kMore) != 0;) {
        if (packet.payload.size() < kExtension) return;
        last = octetAt(packet.payload, 0);
        removeHeader(packet, kExtension);
    }
    switch (type & ~kMore) {
        case 2:  // Ethernet, and the same with a colour or a hash
        case 11:
        case 16:
        case 20: {
            constexpr std::size_t kOffsetAndPadding = 2;
            if (packet.payload.size() < kOffsetAndPadding) return;
            removeHeader(packet, kOffsetAndPadding);
            decodeEthernet(packet);
            break;
        }
        case 1:  // HDLC, PPP or Frame Relay, of which the frame tells PPP and Cisco's
        case 10:
        case 17:
        case 19:
            decodePpp(packet);
            break;
        case 22:
            decodeIpv4(packet);
            break;
        case 23:
            decodeIpv6(packet);
            break;
        default:
            packet.protocol = NetworkProtocol::Other;
            break;
    }
}

}  // namespace hark::link
