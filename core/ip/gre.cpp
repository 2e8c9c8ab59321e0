#include "core/ip/encapsulation.h"
#include "core/link/frame.h"

namespace hark::ip {
namespace {

using link::NetworkPacket;
using link::NetworkProtocol;
using link::networkU16;
using link::networkU32;
using link::octetAt;
using link::removeHeader;

constexpr std::uint16_t kBridgedEthernet = 0x6558;
constexpr std::uint16_t kErspan = 0x88be;  // types I and II
constexpr std::uint16_t kErspanIii = 0x22eb;
constexpr std::uint16_t kPpp = 0x880b;
constexpr std::uint16_t kWebCache = 0x883e;

constexpr std::uint16_t kChecksum = 0x8000;
constexpr std::uint16_t kKey = 0x2000;
constexpr std::uint16_t kSequence = 0x1000;
constexpr std::size_t kField = 4;

/// draft-foschiano-erspan sections 4.1 and 4.2. Type I has no header; the others come with GRE's
/// sequence number.
bool decodeErspan(NetworkPacket& packet, bool hasSequence) {
    constexpr std::size_t kHeader = 8;
    constexpr unsigned kTypeIi = 1;
    if (hasSequence) {
        if (packet.payload.size() < kHeader || octetAt(packet.payload, 0) >> 4U != kTypeIi)
            return false;
        removeHeader(packet, kHeader);
    }
    link::decodeEthernet(packet);
    return true;
}

/// draft-foschiano-erspan section 4.3: a frame type says what follows, a flag that there are eight
/// more bytes before it.
bool decodeErspanIii(NetworkPacket& packet) {
    constexpr std::size_t kHeader = 12;
    constexpr std::size_t kSubheader = 8;
    constexpr unsigned kTypeIii = 2;
    constexpr unsigned kFrameMask = 0x7c;
    constexpr unsigned kEthernetFrame = 0x00;
    constexpr unsigned kIpPacket = 0x08;
    if (packet.payload.size() < kHeader || octetAt(packet.payload, 0) >> 4U != kTypeIii)
        return false;
    const unsigned frame = octetAt(packet.payload, 10) & kFrameMask;
    const bool hasSubheader = (octetAt(packet.payload, 11) & 1U) != 0;
    if (!remove(packet, hasSubheader ? kHeader + kSubheader : kHeader)) return false;
    if (frame == kEthernetFrame) {
        link::decodeEthernet(packet);
    } else if (frame == kIpPacket) {
        link::decodeRaw(packet);
    } else {
        return false;
    }
    return true;
}

/// RFC 2637 section 4.1, GRE as PPTP has it: version 1 with a key that is the length and a call,
/// which has another number in each direction; sequence and acknowledgment numbers. Without the
/// former there is no packet.
bool openPptp(NetworkPacket& packet) {
    constexpr std::uint16_t kAcknowledgment = 0x0080;
    constexpr std::uint16_t kVersionOne = 0x0001;
    constexpr std::size_t kHeader = 8;
    if (packet.payload.size() < kHeader) return false;
    const std::uint16_t flags = networkU16(packet.payload, 0);
    if ((flags & ~kAcknowledgment) != (kKey | kSequence | kVersionOne)) return false;
    if (networkU16(packet.payload, 2) != kPpp) return false;
    const std::uint32_t length = networkU16(packet.payload, 4);
    const std::size_t header = kHeader + ((flags & kAcknowledgment) != 0 ? 2 : 1) * kField;
    if (!remove(packet, header) || length > packet.wireLength) return false;
    link::limitTo(packet, length);
    link::decodePppFrame(packet);
    return holdsPlausibleIp(packet);
}

/// What routers give to web caches: the packet, in the second version behind four octets.
bool decodeWebCache(NetworkPacket& packet) {
    constexpr std::size_t kRedirectHeader = 4;
    packet.protocol = NetworkProtocol::Ipv4;
    return holdsPlausibleIp(packet) ||
           (remove(packet, kRedirectHeader) && holdsPlausibleIp(packet));
}

/// RFC 7637 section 3.2: a key alone, of which the last octet spreads the load and may differ by
/// direction. Ids below 4096 are reserved, and therefore ordinary keys.
bool isNvgre(std::uint16_t flags, std::uint16_t type, std::uint32_t key) {
    constexpr unsigned kIdShift = 8;
    constexpr std::uint32_t kFirstId = 0x1000;
    return flags == kKey && type == kBridgedEthernet && key >> kIdShift >= kFirstId;
}

}  // namespace

/// RFC 2784 section 2 and RFC 2890 section 2. Routing, strict source route and recursion control
/// are those of RFC 1701, whose packets are to be discarded; version 1 is that of PPTP.
bool openGre(NetworkPacket& packet, TunnelKind& kind) {
    constexpr std::uint16_t kMustBeZero = 0x4c07;
    constexpr std::uint16_t kVersion = 0x0007;
    kind = TunnelKind::Gre;
    if (packet.payload.size() < kField) return false;
    const std::uint16_t flags = networkU16(packet.payload, 0);
    const std::uint16_t type = networkU16(packet.payload, 2);
    if ((flags & kVersion) == 1) {
        kind = TunnelKind::Pptp;
        return openPptp(packet);
    }
    if ((flags & kMustBeZero) != 0) return false;
    removeHeader(packet, kField);
    if ((flags & kChecksum) != 0 && !remove(packet, kField)) return false;
    if ((flags & kKey) != 0) {
        if (packet.payload.size() < kField) return false;
        const std::uint32_t key = networkU32(packet.payload, 0);
        if (isNvgre(flags, type, key)) {
            kind = TunnelKind::Nvgre;
            packet.scope = link::scopeWith(packet.scope, kNvgreScope, key >> 8U);
        }
        removeHeader(packet, kField);
    }
    if ((flags & kSequence) != 0 && !remove(packet, kField)) return false;
    switch (type) {
        case kErspan:
            return decodeErspan(packet, (flags & kSequence) != 0);
        case kErspanIii:
            return decodeErspanIii(packet);
        case kWebCache:
            return decodeWebCache(packet);
        case kPpp:
            link::decodePppFrame(packet);
            return holdsPlausibleIp(packet);
        default:
            return decodeProtocolType(packet, type);
    }
}

}  // namespace hark::ip
