#pragma once

#include "core/link/network_packet.h"

namespace hark::link {

/// Goes on with the next packet of an aggregate (IEEE 802.11 section 9.3.2.2), which is at the
/// beginning of NetworkPacket::following; something must be there.
void decodeSubframe(NetworkPacket& packet);

/// An IEEE 802.11 frame of which the capturing driver said something.
void decodeWifi(NetworkPacket& packet, bool hasCheckSequence, bool isDamaged);

}  // namespace hark::link
