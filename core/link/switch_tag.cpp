#include "core/link/frame.h"
#include "core/link/link_types.h"

namespace hark::link {
namespace {

constexpr std::size_t kAddresses = 12;

/// An Ethernet frame with a switch's tag of `length` octets behind the addresses. Which VLAN the
/// tag names depends on the direction, so that it is no scope.
void decodeTagged(NetworkPacket& packet, std::size_t length) {
    const std::size_t header = kAddresses + length + 2;
    if (packet.payload.size() < header) return;
    const std::uint16_t etherType = networkU16(packet.payload, header - 2);
    removeHeader(packet, header);
    decodeEtherType(packet, etherType);
}

void decodePrepended(NetworkPacket& packet, std::size_t length) {
    if (packet.payload.size() < length) return;
    removeHeader(packet, length);
    decodeEthernet(packet);
}

}  // namespace

/// LINKTYPE_DSA_TAG_BRCM.
void decodeBroadcomTag(NetworkPacket& packet) {
    decodeTagged(packet, 4);
}

/// LINKTYPE_DSA_TAG_BRCM_PREPEND.
void decodeBroadcomTagPrepended(NetworkPacket& packet) {
    decodePrepended(packet, 4);
}

/// LINKTYPE_DSA_TAG_DSA: in the place of a VLAN tag, or where one would be.
void decodeMarvellTag(NetworkPacket& packet) {
    decodeTagged(packet, 4);
}

/// LINKTYPE_DSA_TAG_EDSA: the same behind an EtherType of its own and two reserved octets.
void decodeMarvellEtherTypeTag(NetworkPacket& packet) {
    decodeTagged(packet, 8);
}

/// LINKTYPE_NETANALYZER.
void decodeNetAnalyzer(NetworkPacket& packet) {
    decodePrepended(packet, 4);
}

/// LINKTYPE_ETHERNET_MPACKET: the preamble, whose last octet says whether the frame is an ordinary
/// one (IEEE 802.3 section 99.3.3); preemptable ones come in fragments.
void decodeMergingPacket(NetworkPacket& packet) {
    constexpr std::size_t kPreamble = 8;
    constexpr unsigned kExpress = 0xd5;
    if (packet.payload.size() < kPreamble) return;
    if (octetAt(packet.payload, kPreamble - 1) == kExpress) {
        decodePrepended(packet, kPreamble);
    } else {
        packet.protocol = NetworkProtocol::Other;
    }
}

}  // namespace hark::link
