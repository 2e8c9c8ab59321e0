#pragma once

#include <cstddef>
#include <cstdint>

#include "core/ip/tunnel.h"
#include "core/link/network_packet.h"

namespace hark::ip {

/// The parts that openTunnel() is made of. Each takes what an IP header was before, removes the
/// tunnel's headers, and sets protocol and scope; false where they are not as they should be.

/// RFC 2784 with what uses it: ERSPAN, NVGRE, PPTP and WCCP.
[[nodiscard]] bool openGre(link::NetworkPacket& packet, TunnelKind& kind);
/// RFC 768 with the tunnels that have ports of their own.
[[nodiscard]] bool openUdp(link::NetworkPacket& packet, TunnelKind& kind);

/// Goes on from a protocol type of GRE or Geneve, which are EtherTypes.
[[nodiscard]] bool decodeProtocolType(link::NetworkPacket& packet, std::uint16_t type);

/// Removes `count` bytes from the beginning; false where as many were not captured.
[[nodiscard]] bool remove(link::NetworkPacket& packet, std::size_t count);

/// Whether an IP packet with lengths that fit follows, for headers that don't prove themselves.
[[nodiscard]] bool holdsPlausibleIp(const link::NetworkPacket& packet);

/// Kinds of ids for link::scopeWith(), behind PPPoE's 1.
inline constexpr std::uint32_t kVxlanScope = 3;
inline constexpr std::uint32_t kGeneveScope = 4;
inline constexpr std::uint32_t kNvgreScope = 5;

}  // namespace hark::ip
