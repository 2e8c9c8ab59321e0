#pragma once

#include <cstdint>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/capture/packet.h"

namespace hark::link {

enum class NetworkProtocol : std::uint8_t {
    Ipv4,
    Ipv6,
    Other,        ///< something else; NetworkPacket::etherType says what
    Malformed,    ///< too short for the link header it must have
    Encrypted,    ///< by the link itself, as Wi-Fi does
    Unsupported,  ///< of a link type that can't be read; NetworkPacket::linkType says which
};

/// What a captured packet carries, its link header removed. Borrows from the captured packet.
struct NetworkPacket {
    NetworkProtocol protocol = NetworkProtocol::Malformed;
    std::uint16_t etherType = 0;  ///< 0 where the link layer has no EtherType for it
    /// Of the capture; where that wraps other link types (PPI, PKTAP), of what it wraps.
    capture::LinkType linkType = 0;
    /// The VLAN ids and the PPPoE session in which the packet travelled, mixed into one number; 0
    /// for none.
    std::uint32_t scope = 0;
    bool isPppoe = false;  ///< was in a PPPoE session
    bool isMpls = false;   ///< was behind MPLS labels
    /// The Ethernet pseudowires in MPLS through which it came.
    std::uint8_t pseudowires = 0;
    /// What followed the link header on the wire, with any trailing padding; larger than
    /// payload.size() where the capture was cut.
    std::uint32_t wireLength = 0;
    base::Bytes payload;
    /// What follows in the same frame where that aggregates several packets, for next().
    base::Bytes following;
    std::uint32_t followingWireLength = 0;
    base::PacketRef ref;
    base::Timestamp time;
};

}  // namespace hark::link
