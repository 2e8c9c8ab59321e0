#include "core/ip/tunnel.h"

#include <fmt/format.h>

#include "core/ip/encapsulation.h"
#include "core/link/frame.h"

namespace hark::ip {
namespace {

using link::NetworkPacket;
using link::NetworkProtocol;

constexpr std::uint16_t kIpv4 = 0x0800;
constexpr std::uint16_t kIpv6 = 0x86dd;
constexpr std::uint16_t kMplsUnicast = 0x8847;
constexpr std::uint16_t kMplsMulticast = 0x8848;
constexpr std::uint16_t kBridgedEthernet = 0x6558;

unsigned octet(const NetworkPacket& packet, std::size_t at) {
    return link::octetAt(packet.payload, at);
}

bool open(NetworkPacket& packet, std::uint8_t protocol, TunnelKind& kind) {
    switch (protocol) {
        case kProtocolUdp:
            return openUdp(packet, kind);
        case kProtocolGre:
            return openGre(packet, kind);
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

bool remove(NetworkPacket& packet, std::size_t count) {
    if (packet.payload.size() < count) return false;
    link::removeHeader(packet, count);
    return true;
}

bool holdsPlausibleIp(const NetworkPacket& packet) {
    if (packet.protocol == NetworkProtocol::Ipv4) return link::isPlausibleIp(packet, 4);
    return packet.protocol == NetworkProtocol::Ipv6 && link::isPlausibleIp(packet, 6);
}

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

std::string describe(const TunnelAround* innermost) {
    std::string text;
    for (const TunnelAround* t = innermost; t != nullptr; t = t->outer) {
        text = fmt::format("{} {} > {}{}{}", toString(t->kind), toString(t->source),
                           toString(t->destination), text.empty() ? "" : ", ", text);
    }
    return text;
}

}  // namespace hark::ip
