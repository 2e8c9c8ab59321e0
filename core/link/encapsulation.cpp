#include "core/link/frame.h"

namespace hark::link {
namespace {

constexpr std::size_t kIpv4Header = 20;
constexpr std::size_t kIpv6Header = 40;

constexpr std::size_t kLabel = 4;
/// Labels of a packet. Networks stack a handful; segment routing some ten.
constexpr std::size_t kMaximumLabels = 32;

/// Pseudowires within one another. Each is tried in two ways, so that the tries double.
constexpr unsigned kMaximumPseudowires = 2;

constexpr std::size_t kPppoeHeader = 6;
constexpr std::size_t kPppProtocol = 2;
constexpr std::uint32_t kPppoeScope = 1;

unsigned octet(base::Bytes bytes, std::size_t at) {
    return std::to_integer<unsigned>(bytes[at]);
}

bool isIp(const NetworkPacket& packet) {
    return packet.protocol == NetworkProtocol::Ipv4 || packet.protocol == NetworkProtocol::Ipv6;
}

/// Ethernet behind labels, with a control word or without; nothing changes where it is neither.
bool followPseudowire(NetworkPacket& packet) {
    constexpr std::size_t kControlWord = 4;
    if (packet.pseudowires >= kMaximumPseudowires) return false;
    const bool mayHaveControlWord =
        packet.payload.size() >= kControlWord && octet(packet.payload, 0) >> 4U == 0;
    for (const bool hasControlWord : {true, false}) {
        if (hasControlWord && !mayHaveControlWord) continue;
        NetworkPacket inner = packet;
        ++inner.pseudowires;
        if (hasControlWord) removeHeader(inner, kControlWord);
        inner.protocol = NetworkProtocol::Malformed;
        decodeEthernet(inner);
        if (!isIp(inner) || !isPlausibleIp(inner, inner.protocol == NetworkProtocol::Ipv4 ? 4 : 6))
            continue;
        packet = inner;
        return true;
    }
    return false;
}

}  // namespace

bool isPlausibleIp(const NetworkPacket& packet, unsigned version) {
    const base::Bytes bytes = packet.payload;
    if (bytes.empty() || octet(bytes, 0) >> 4U != version) return false;
    if (version == 4) {
        if (bytes.size() < kIpv4Header) return false;
        const std::uint32_t header = (octet(bytes, 0) & 0x0fU) * 4;
        const std::uint32_t total = networkU16(bytes, 2);
        // 0 is what segmentation offload leaves.
        return header >= kIpv4Header && header <= packet.wireLength &&
               (total == 0 || (total >= header && total <= packet.wireLength));
    }
    return version == 6 && bytes.size() >= kIpv6Header &&
           kIpv6Header + networkU16(bytes, 4) <= packet.wireLength;
}

/// RFC 3032 section 2.1. Nothing in the labels says what they carry, so that the packet itself must
/// (section 2.2 leaves it to the label, which only routers know). A pseudowire's control word
/// begins with 0 for that reason (RFC 4385 section 3); a frame without one (RFC 4448 section 4.6)
/// is only believed if it leads to IP.
void decodeMpls(NetworkPacket& packet) {
    packet.protocol = NetworkProtocol::Other;
    constexpr unsigned kBottomOfStack = 0x01;
    for (std::size_t seen = 1; seen <= kMaximumLabels; ++seen) {
        if (packet.payload.size() < seen * kLabel) return;
        if ((octet(packet.payload, seen * kLabel - 2) & kBottomOfStack) == 0) continue;
        NetworkPacket inner = packet;
        removeHeader(inner, seen * kLabel);
        inner.isMpls = true;
        if (isPlausibleIp(inner, 4)) {
            inner.protocol = NetworkProtocol::Ipv4;
        } else if (isPlausibleIp(inner, 6)) {
            inner.protocol = NetworkProtocol::Ipv6;
        } else if (!followPseudowire(inner)) {
            return;
        }
        packet = inner;
        return;
    }
}

/// RFC 2516 section 4: version 1, type 1, code 0; the length is of what follows, the PPP protocol
/// included. Compressing that to one octet is not recommended (section 7), but done.
void decodePppoeSession(NetworkPacket& packet) {
    packet.protocol = NetworkProtocol::Other;
    constexpr std::uint16_t kSessionData = 0x1100;
    const base::Bytes bytes = packet.payload;
    if (bytes.size() < kPppoeHeader + kPppProtocol || networkU16(bytes, 0) != kSessionData) return;
    const std::size_t protocol = (octet(bytes, kPppoeHeader) & 1U) != 0 ? 1 : kPppProtocol;
    if (networkU16(bytes, 4) < protocol) return;
    NetworkPacket inner = packet;
    removeHeader(inner, kPppoeHeader);
    decodePppProtocol(inner);
    if (!isIp(inner)) return;
    packet = inner;
    packet.scope = scopeWith(packet.scope, kPppoeScope, networkU16(bytes, 2));
    packet.isPppoe = true;
}

}  // namespace hark::link
