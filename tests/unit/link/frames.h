#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/link/decode.h"

namespace hark::link {

using Octets = std::vector<std::uint8_t>;

inline Octets operator+(Octets first, const Octets& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

/// The frame as a capture of that link type has it, the last `cut` octets missing.
inline NetworkPacket decodedAs(capture::LinkType linkType, const Octets& frame,
                               std::size_t cut = 0) {
    return decode({.ref = {1, 7},
                   .time = {},
                   .linkType = linkType,
                   .wireLength = static_cast<std::uint32_t>(frame.size()),
                   .bytes = std::as_bytes(std::span(frame)).first(frame.size() - cut)});
}

/// A whole IPv4 packet of `kIpv4Length` octets, and an IPv6 packet.
inline constexpr std::uint8_t kIpv4Length = 24;
inline const Octets kIpv4 = Octets{0x45, 0, 0, kIpv4Length} + Octets(kIpv4Length - 4);
inline const Octets kIpv6 = Octets{0x60, 0, 0, 0, 0, 2} + Octets(36);
inline const Octets kAddresses(12, 2);
inline const Octets kLlcIpv4 = Octets{0xaa, 0xaa, 3, 0, 0, 0, 8, 0} + kIpv4;

}  // namespace hark::link
