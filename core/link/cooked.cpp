#include "core/link/frame.h"
#include "core/link/link_types.h"

namespace hark::link {
namespace {

constexpr std::size_t kCookedHeader = 16;
constexpr std::size_t kCookedV2Header = 20;
/// Below the EtherTypes Linux has numbers of its own (linux/if_ether.h), of which one leads on.
constexpr std::uint16_t kLogicalLink = 0x0004;

void decodeProtocol(NetworkPacket& packet, std::uint16_t protocol) {
    if (isEtherType(protocol)) {
        decodeEtherType(packet, protocol);
    } else if (protocol == kLogicalLink) {
        decodeLogicalLink(packet);
    } else {
        packet.protocol = NetworkProtocol::Other;
    }
}

}  // namespace

/// LINKTYPE_LINUX_SLL: the protocol is the last of its fields.
void decodeCooked(NetworkPacket& packet) {
    if (packet.payload.size() < kCookedHeader) return;
    const std::uint16_t protocol = networkU16(packet.payload, kCookedHeader - 2);
    removeHeader(packet, kCookedHeader);
    decodeProtocol(packet, protocol);
}

/// LINKTYPE_LINUX_SLL2: the protocol is the first of its fields.
void decodeCookedV2(NetworkPacket& packet) {
    if (packet.payload.size() < kCookedV2Header) return;
    const std::uint16_t protocol = networkU16(packet.payload, 0);
    removeHeader(packet, kCookedV2Header);
    decodeProtocol(packet, protocol);
}

}  // namespace hark::link
