#include <algorithm>

#include "core/link/frame.h"

namespace hark::link {
namespace {

constexpr std::size_t kEthernetHeader = 14;
constexpr std::size_t kVlanTag = 4;
constexpr std::size_t kLlcHeader = 3;
constexpr std::size_t kSnapHeader = 5;

constexpr std::uint16_t kIpv4 = 0x0800;
constexpr std::uint16_t kIpv6 = 0x86dd;
constexpr std::uint16_t kMplsUnicast = 0x8847;
constexpr std::uint16_t kMplsMulticast = 0x8848;
constexpr std::uint16_t kPppoeSession = 0x8864;

constexpr std::byte kSnapPoint{0xaa};
constexpr std::byte kIpPoint{0x06};

/// IEEE 802.1Q customer and service tags, and what was used for the latter before they had one.
constexpr bool isVlanTag(std::uint16_t etherType) {
    return etherType == 0x8100 || etherType == 0x88a8 || etherType == 0x9100 || etherType == 0x9200;
}

/// Two tags keep their ids apart; more are folded over them. Id 0 is a priority without a VLAN
/// (IEEE 802.1Q section 9.6).
constexpr std::uint32_t mixed(std::uint32_t scope, std::uint32_t vlan) {
    constexpr unsigned kIdBits = 12;
    if (vlan == 0) return scope;
    return (scope << kIdBits | scope >> (32 - kIdBits)) ^ vlan;
}

}  // namespace

void decodeEtherType(NetworkPacket& packet, std::uint16_t etherType) {
    while (isVlanTag(etherType)) {
        if (packet.payload.size() < kVlanTag) return;
        constexpr std::uint16_t kIdMask = 0x0fff;
        packet.scope = mixed(packet.scope, networkU16(packet.payload, 0) & kIdMask);
        etherType = networkU16(packet.payload, 2);
        removeHeader(packet, kVlanTag);
    }
    if (!isEtherType(etherType)) {
        decodeLogicalLink(packet);
        return;
    }
    packet.etherType = etherType;
    switch (etherType) {
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
        case kPppoeSession:
            decodePppoeSession(packet);
            break;
        default:
            packet.protocol = NetworkProtocol::Other;
            break;
    }
}

/// IEEE 802.2; SNAP as in RFC 1042, where only organisation 0 has EtherTypes.
void decodeLogicalLink(NetworkPacket& packet) {
    if (packet.payload.size() < kLlcHeader) return;
    packet.protocol = NetworkProtocol::Other;
    const std::byte point = packet.payload[0];
    if (point == kIpPoint && packet.payload[1] == kIpPoint) {
        packet.etherType = kIpv4;
        packet.protocol = NetworkProtocol::Ipv4;
        removeHeader(packet, kLlcHeader);
        return;
    }
    if (point != kSnapPoint || packet.payload.size() < kLlcHeader + kSnapHeader) return;
    const base::Bytes organisation = packet.payload.subspan(kLlcHeader, 3);
    if (std::any_of(organisation.begin(), organisation.end(),
                    [](std::byte b) { return b != std::byte{0}; })) {
        return;
    }
    const std::uint16_t etherType = networkU16(packet.payload, kLlcHeader + 3);
    if (!isEtherType(etherType)) return;
    removeHeader(packet, kLlcHeader + kSnapHeader);
    packet.protocol = NetworkProtocol::Malformed;
    decodeEtherType(packet, etherType);
}

void decodeEthernet(NetworkPacket& packet) {
    if (packet.payload.size() < kEthernetHeader) return;
    const std::uint16_t etherType = networkU16(packet.payload, kEthernetHeader - 2);
    removeHeader(packet, kEthernetHeader);
    decodeEtherType(packet, etherType);
}

}  // namespace hark::link
