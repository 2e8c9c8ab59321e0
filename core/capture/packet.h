#pragma once

#include <cstdint>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/base/time.h"

namespace hark::capture {

/// A LINKTYPE_ value as registered at https://www.tcpdump.org/linktypes.html.
using LinkType = std::uint32_t;

/// One captured packet. The bytes are borrowed from the source until its next call.
struct Packet {
    base::PacketRef ref;
    base::Timestamp time;
    LinkType linkType = 0;
    std::uint32_t wireLength = 0;  ///< as it was on the wire; bytes.size() where it was cut
    base::Bytes bytes;             ///< what was captured of it
};

}  // namespace hark::capture
