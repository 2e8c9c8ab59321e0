#pragma once

#include <cstdint>
#include <optional>

#include "core/ip/datagram.h"
#include "core/link/network_packet.h"

namespace hark::ip {

inline constexpr std::uint8_t kProtocolIpv4 = 4;
inline constexpr std::uint8_t kProtocolIpv6 = 41;
inline constexpr std::uint8_t kProtocolGre = 47;
/// The destination ports of RFC 7348 section 5 and RFC 8926 section 3.3.
inline constexpr std::uint16_t kPortVxlan = 4789;
/// Of its generic protocol extension, draft-ietf-nvo3-vxlan-gpe section 3.
inline constexpr std::uint16_t kPortVxlanGpe = kPortVxlan + 1;
inline constexpr std::uint16_t kPortGeneve = 6081;
/// 3GPP TS 29.281 section 4.4.2.
inline constexpr std::uint16_t kPortGtp = 2152;
/// Of either end: RFC 2661 section 8.1, RFC 4380 section 2.7 and draft-massar-v6ops-ayiya-02.
inline constexpr std::uint16_t kPortL2tp = 1701;
inline constexpr std::uint16_t kPortTeredo = 3544;
inline constexpr std::uint16_t kPortAyiya = 5072;

/// What a tunnel carries: an IPv4 or IPv6 packet.
struct Tunnel {
    TunnelKind kind = TunnelKind::Ip;
    link::NetworkPacket inner;  ///< borrows from the datagram
};

/// Whether openTunnel() is worth a try; quick, as every datagram is asked.
[[nodiscard]] inline bool mayBeTunnel(std::uint8_t protocol, base::Bytes payload) {
    if (protocol == kProtocolTcp) return false;
    if (protocol == kProtocolUdp) {
        if (payload.size() < 4) return false;
        const auto portAt = [payload](std::size_t at) {
            return std::to_integer<unsigned>(payload[at]) << 8U |
                   std::to_integer<unsigned>(payload[at + 1]);
        };
        const auto isOfEitherEnd = [](unsigned port) {
            return port == kPortL2tp || port == kPortTeredo || port == kPortAyiya;
        };
        const unsigned port = portAt(2);
        return port - kPortVxlan <= 1 /* two ports */ || port == kPortGeneve || port == kPortGtp ||
               isOfEitherEnd(port) || isOfEitherEnd(portAt(0));
    }
    return protocol == kProtocolGre || protocol == kProtocolIpv4 || protocol == kProtocolIpv6;
}

/// Looks into a datagram: GRE (RFC 2784, 2890) with IP, MPLS, PPP, bridged Ethernet, NVGRE (RFC
/// 7637), WCCP or ERSPAN, and as PPTP has it (RFC 2637); VXLAN (RFC 7348) and its generic protocol
/// extension; Geneve (RFC 8926); GTP-U; L2TPv2 (RFC 2661); Teredo (RFC 4380); AYIYA; IPv4 (RFC
/// 2003) or IPv6 (RFC 4213) directly. Nothing where the headers are not as their documents have
/// them, or don't lead to an IP packet.
///
/// The inner packet's scope tells VNIs apart. ERSPAN sessions don't count: they mirror one network,
/// and may do so with one session for each direction. Nor do GRE keys (RFC 2890 section 2.1), MPLS
/// labels and the ids of GTP, L2TP and PPTP, which are always for one direction.
[[nodiscard]] std::optional<Tunnel> openTunnel(const Datagram& datagram);

}  // namespace hark::ip
