#include "core/ip/decoder.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/ip/tunnel.h"
#include "core/link/frame.h"

namespace hark::ip {
namespace {

using link::networkU16;
using link::octetAt;

constexpr std::uint32_t kIpv4Header = 20;
constexpr std::uint32_t kIpv6Header = 40;

// RFC 791 section 3.1, the field of flags and fragment offset.
constexpr std::uint16_t kMoreFragments = 0x2000;
constexpr std::uint16_t kOffsetMask = 0x1fff;
constexpr std::uint32_t kOffsetUnit = 8;

Address addressAt(base::Bytes bytes, std::size_t at, bool isV6) {
    Address address;
    address.isV6 = isV6;
    std::memcpy(address.octets.data(), bytes.data() + at, isV6 ? 16 : 4);
    return address;
}

/// Nothing can have been captured that wasn't sent.
std::uint32_t onWire(const link::NetworkPacket& packet) {
    return std::max(packet.wireLength, static_cast<std::uint32_t>(packet.payload.size()));
}

/// Counts by number, as long as there is room for the number.
template <typename Key>
void count(std::map<Key, std::uint64_t>& counts, Key key, std::size_t room, std::uint64_t& beyond) {
    const auto found = counts.find(key);
    if (found != counts.end()) {
        ++found->second;
    } else if (counts.size() < room) {
        counts.emplace(key, 1);
    } else {
        ++beyond;
    }
}

std::uint64_t& tunnelCounter(Counters& counters, TunnelKind kind) {
    switch (kind) {
        case TunnelKind::Gre:
            return counters.greTunnels;
        case TunnelKind::Nvgre:
            return counters.nvgreTunnels;
        case TunnelKind::Pptp:
            return counters.pptpTunnels;
        case TunnelKind::Geneve:
            return counters.geneveTunnels;
        case TunnelKind::Vxlan:
            return counters.vxlanTunnels;
        case TunnelKind::Gtp:
            return counters.gtpTunnels;
        case TunnelKind::L2tp:
            return counters.l2tpTunnels;
        case TunnelKind::Teredo:
            return counters.teredoTunnels;
        case TunnelKind::Ayiya:
            return counters.ayiyaTunnels;
        case TunnelKind::Ip:
            break;
    }
    return counters.ipTunnels;
}

}  // namespace

void Decoder::Payload::limit(std::uint32_t count) {
    length = count;
    captured = captured.first(std::min<std::size_t>(captured.size(), count));
}

void Decoder::Payload::advance(std::uint32_t count) {
    captured = captured.subspan(count);
    length -= count;
}

Decoder::Decoder(Sink& sink, const Limits& limits)
    : sink_(sink), limits_(limits), reassembly_(limits, counters_, sink) {}

void Decoder::on(const link::NetworkPacket& packet) {
    ++counters_.packets;
    if (packet.isPppoe || packet.isMpls) countEncapsulations(packet);
    switch (packet.protocol) {
        case link::NetworkProtocol::Ipv4:
            ++counters_.ipv4;
            onIpv4(packet, nullptr);
            break;
        case link::NetworkProtocol::Ipv6:
            ++counters_.ipv6;
            onIpv6(packet, nullptr);
            break;
        case link::NetworkProtocol::Other:
            onOther(packet);
            break;
        case link::NetworkProtocol::Malformed:
            ++counters_.malformedLink;
            break;
        case link::NetworkProtocol::Encrypted:
            ++counters_.encryptedLink;
            break;
        case link::NetworkProtocol::Unsupported:
            onUnsupported(packet);
            break;
    }
}

void Decoder::onOther(const link::NetworkPacket& packet) {
    ++counters_.otherNetwork;
    count(counters_.otherByEtherType, packet.etherType, limits_.namedProtocols,
          counters_.otherUnnamed);
}

void Decoder::onUnsupported(const link::NetworkPacket& packet) {
    ++counters_.unsupportedLink;
    count(counters_.unsupportedByLinkType, packet.linkType, limits_.namedProtocols,
          counters_.unsupportedUnnamed);
}

/// RFC 791 section 3.1.
void Decoder::onIpv4(const link::NetworkPacket& packet, const TunnelAround* tunnel) {
    const base::Bytes bytes = packet.payload;
    if (bytes.size() < kIpv4Header || octetAt(bytes, 0) >> 4U != 4) {
        ++counters_.malformed;
        return;
    }
    const std::uint32_t headerLength = (octetAt(bytes, 0) & 0x0fU) * 4;
    std::uint32_t totalLength = networkU16(bytes, 2);
    if (totalLength == 0) {
        ++counters_.superPackets;
        totalLength = onWire(packet);
    }
    if (headerLength < kIpv4Header || headerLength > bytes.size() || totalLength < headerLength) {
        ++counters_.malformed;
        return;
    }
    Draft draft;
    draft.datagram.source = addressAt(bytes, 12, false);
    draft.datagram.destination = addressAt(bytes, 16, false);
    draft.datagram.protocol = std::to_integer<std::uint8_t>(bytes[9]);
    draft.datagram.scope = packet.scope;
    draft.datagram.origin = {packet.ref, packet.time};
    draft.datagram.tunnel = tunnel;
    draft.rest.captured = bytes;
    draft.rest.limit(totalLength);
    if (draft.rest.captured.size() < headerLength) {
        ++counters_.malformed;
        return;
    }
    draft.rest.advance(headerLength);
    const std::uint16_t fragment = networkU16(bytes, 6);
    if ((fragment & (kMoreFragments | kOffsetMask)) != 0) {
        onIpv4Fragment(draft, networkU16(bytes, 4), fragment);
    } else {
        followHeaders(draft);
    }
}

void Decoder::onIpv4Fragment(const Draft& draft, std::uint16_t identification,
                             std::uint16_t fragment) {
    const Datagram& datagram = draft.datagram;
    const FragmentKey key{datagram.source, datagram.destination, identification, datagram.scope,
                          datagram.protocol};
    reassemble(draft, key,
               Fragment{.offset = (fragment & kOffsetMask) * kOffsetUnit,
                        .isLast = false,
                        .protocol = datagram.protocol,
                        .payload = draft.rest.captured,
                        .length = draft.rest.length},
               (fragment & kMoreFragments) != 0);
}

/// RFC 8200 section 3. A payload length of zero is that of a jumbogram (RFC 2675) or of a packet
/// from segmentation offload.
void Decoder::onIpv6(const link::NetworkPacket& packet, const TunnelAround* tunnel) {
    const base::Bytes bytes = packet.payload;
    if (bytes.size() < kIpv6Header || octetAt(bytes, 0) >> 4U != 6) {
        ++counters_.malformed;
        return;
    }
    Draft draft;
    draft.datagram.source = addressAt(bytes, 8, true);
    draft.datagram.destination = addressAt(bytes, 24, true);
    draft.datagram.protocol = std::to_integer<std::uint8_t>(bytes[6]);
    draft.datagram.scope = packet.scope;
    draft.datagram.origin = {packet.ref, packet.time};
    draft.datagram.tunnel = tunnel;
    draft.rest = {bytes, onWire(packet)};
    draft.rest.advance(kIpv6Header);
    const std::uint16_t payloadLength = networkU16(bytes, 4);
    if (payloadLength != 0) {
        draft.rest.limit(payloadLength);
    } else {
        takeLengthFromElsewhere(draft);
    }
    followHeaders(draft);
}

/// All fragments but the last are whole units long; receivers cut what is over.
void Decoder::reassemble(const Draft& draft, const FragmentKey& key, Fragment fragment,
                         bool hasMore) {
    fragment.isLast = !hasMore;
    if (hasMore) fragment.length -= fragment.length % kOffsetUnit;
    if (hasMore && fragment.length == 0) {
        ++counters_.fragments;
        ++counters_.malformed;
        return;
    }
    const auto whole = reassembly_.add(key, fragment, draft.datagram.origin);
    if (!whole) return;
    Draft complete;
    complete.datagram = draft.datagram;
    complete.datagram.protocol = whole->protocol;
    complete.rest = {whole->bytes, whole->length};
    complete.isReassembled = true;
    followHeaders(complete);
}

void Decoder::deliver(const Draft& draft) {
    Datagram datagram = draft.datagram;
    datagram.payload = draft.rest.captured;
    datagram.payloadLength = draft.rest.length;
    if (mayBeTunnel(datagram.protocol, datagram.payload) && enterTunnel(datagram)) {
        return;
    }
    ++counters_.datagrams;
    ++counters_.datagramsByProtocol[datagram.protocol];
    if (datagram.payload.size() < datagram.payloadLength) ++counters_.cut;
    sink_.on(Event(datagram));
}

bool Decoder::enterTunnel(const Datagram& datagram) {
    const auto tunnel = openTunnel(datagram);
    if (!tunnel) return false;
    const std::size_t depth = datagram.tunnel == nullptr ? 0 : datagram.tunnel->depth;
    if (depth >= limits_.tunnelDepth) {
        ++counters_.tunnelsTooDeep;
        return false;
    }
    ++tunnelCounter(counters_, tunnel->kind);
    countEncapsulations(tunnel->inner);
    const TunnelAround around{tunnel->kind, datagram.source, datagram.destination, datagram.tunnel,
                              depth + 1};
    if (tunnel->inner.protocol == link::NetworkProtocol::Ipv4) {
        onIpv4(tunnel->inner, &around);
    } else {
        onIpv6(tunnel->inner, &around);
    }
    return true;
}

void Decoder::countEncapsulations(const link::NetworkPacket& packet) {
    if (packet.isPppoe) ++counters_.pppoePackets;
    if (packet.isMpls) ++counters_.mplsPackets;
    if (packet.pseudowires > 0) ++counters_.pseudowirePackets;
}

}  // namespace hark::ip
