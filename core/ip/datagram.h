#pragma once

#include <cstdint>

#include "core/base/bytes.h"
#include "core/ip/address.h"
#include "core/ip/tunnel_around.h"
#include "core/stream/event.h"

namespace hark::ip {

inline constexpr std::uint8_t kProtocolTcp = 6;
inline constexpr std::uint8_t kProtocolUdp = 17;

/// The payload of one whole IP packet, fragments put together; in tunnels, of the innermost one.
/// Borrowed for the call.
struct Datagram {
    Address source;
    Address destination;
    std::uint8_t protocol = 0;  ///< of the payload, after IPv6 extension headers
    base::Bytes payload;        ///< what was captured of it
    /// What the packet carried on the wire; larger than payload.size() where the capture was cut.
    std::uint32_t payloadLength = 0;
    /// The VLAN ids and tunnels in which the packet travelled, mixed into one number; 0 for none.
    /// Equal addresses in different scopes are different hosts.
    std::uint32_t scope = 0;
    /// The innermost tunnel around the packet that completed it; null for none.
    const TunnelAround* tunnel = nullptr;
    stream::Origin origin;  ///< that packet
};

}  // namespace hark::ip
