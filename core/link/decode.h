#pragma once

#include <string>

#include "core/capture/packet.h"
#include "core/link/network_packet.h"

namespace hark::link {

/// Removes the link header: Ethernet with VLAN tags, LLC/SNAP, MPLS labels and PPPoE sessions,
/// Linux cooked captures, Wi-Fi, PPP, loopback headers, raw IP, and what else has a decoder
/// (isSupported()). Allocates nothing. The result borrows from the packet.
[[nodiscard]] NetworkPacket decode(const capture::Packet& packet);

/// Goes on to the next packet of the same frame; false where there is none. One frame of Wi-Fi can
/// aggregate several.
[[nodiscard]] bool next(NetworkPacket& packet);

[[nodiscard]] bool isSupported(capture::LinkType linkType);

/// "ETHERNET (1)" or, where it has no name here, "link type 4711".
[[nodiscard]] std::string linkTypeName(capture::LinkType linkType);

}  // namespace hark::link
