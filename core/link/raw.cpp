#include "core/link/frame.h"
#include "core/link/link_types.h"

namespace hark::link {
namespace {

constexpr std::size_t kFamilyHeader = 4;

/// Address families: IPv4 is 2 everywhere, IPv6 differs (Linux, NetBSD and OpenBSD, FreeBSD,
/// macOS).
NetworkProtocol protocolOfFamily(std::uint32_t family) {
    switch (family) {
        case 2:
            return NetworkProtocol::Ipv4;
        case 10:
        case 24:
        case 28:
        case 30:
            return NetworkProtocol::Ipv6;
        default:
            return NetworkProtocol::Other;
    }
}

}  // namespace

void decodeLoopback(NetworkPacket& packet) {
    if (packet.payload.size() < kFamilyHeader) return;
    const std::uint32_t high = networkU16(packet.payload, 0);
    const std::uint32_t low = networkU16(packet.payload, 2);
    removeHeader(packet, kFamilyHeader);
    // Families are small, so that the half which is not zero tells the byte order.
    const std::uint32_t family = high == 0 ? low : (high & 0xffU) << 8U | high >> 8U;
    packet.protocol = high != 0 && low != 0 ? NetworkProtocol::Other : protocolOfFamily(family);
}

void decodeRaw(NetworkPacket& packet) {
    if (packet.payload.empty()) return;
    switch (std::to_integer<unsigned>(packet.payload[0]) >> 4U) {
        case 4:
            packet.protocol = NetworkProtocol::Ipv4;
            break;
        case 6:
            packet.protocol = NetworkProtocol::Ipv6;
            break;
        default:
            packet.protocol = NetworkProtocol::Other;
            break;
    }
}

void decodeIpv4(NetworkPacket& packet) {
    packet.protocol = NetworkProtocol::Ipv4;
}

void decodeIpv6(NetworkPacket& packet) {
    packet.protocol = NetworkProtocol::Ipv6;
}

}  // namespace hark::link
