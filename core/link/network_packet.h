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
    Unsupported,  ///< of a link type that can't be read; NetworkPacket::linkType says which
};

/// What a captured packet carries, its link header removed. Borrows from the captured packet.
struct NetworkPacket {
    NetworkProtocol protocol = NetworkProtocol::Malformed;
    std::uint16_t etherType = 0;  ///< 0 where the link layer has no EtherType for it
    capture::LinkType linkType = 0;
    /// The VLAN ids and the PPPoE session in which the packet travelled, mixed into one number; 0
    /// for none.
    std::uint32_t scope = 0;
    bool isPppoe = false;  ///< was in a PPPoE session
    bool isMpls = false;   ///< was behind MPLS labels
    /// What followed the link header on the wire, with any trailing padding; larger than
    /// payload.size() where the capture was cut.
    std::uint32_t wireLength = 0;
    base::Bytes payload;
    base::PacketRef ref;
    base::Timestamp time;
};

}  // namespace hark::link
