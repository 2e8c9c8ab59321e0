#pragma once

#include <array>
#include <cstdint>
#include <map>

#include "core/capture/packet.h"

namespace hark::ip {

/// Where the packets of the link layer went, of which a frame can aggregate several; every one is
/// in exactly one of ipv4, ipv6, otherNetwork, malformedLink, encryptedLink and unsupportedLink.
struct Counters {
    std::uint64_t packets = 0;
    std::uint64_t ipv4 = 0;
    std::uint64_t ipv6 = 0;
    std::uint64_t otherNetwork = 0;     ///< neither IPv4 nor IPv6
    std::uint64_t malformedLink = 0;    ///< too short for their link header, or damaged
    std::uint64_t encryptedLink = 0;    ///< by Wi-Fi
    std::uint64_t unsupportedLink = 0;  ///< of link types that can't be read

    std::uint64_t malformed = 0;     ///< IP packets whose header makes no sense or was not captured
    std::uint64_t cut = 0;           ///< datagrams of which less was captured than was sent
    std::uint64_t superPackets = 0;  ///< without a length of their own, from segmentation offload
    std::uint64_t datagrams = 0;     ///< handed on, reassembled ones included
    std::uint64_t withoutPayload = 0;  ///< IPv6 "no next header"

    std::uint64_t fragments = 0;
    std::uint64_t duplicateFragments = 0;
    std::uint64_t datagramsReassembled = 0;
    std::uint64_t datagramsExpired = 0;  ///< given up, as not all of their fragments came in time
    std::uint64_t datagramsEvicted = 0;  ///< given up to stay within the limits

    /// Tunnels that were looked into, by kind: what they carried was handed on in their place.
    std::uint64_t greTunnels = 0;  ///< ERSPAN and WCCP included
    std::uint64_t nvgreTunnels = 0;
    std::uint64_t pptpTunnels = 0;
    std::uint64_t geneveTunnels = 0;
    std::uint64_t vxlanTunnels = 0;
    std::uint64_t gtpTunnels = 0;
    std::uint64_t l2tpTunnels = 0;
    std::uint64_t teredoTunnels = 0;
    std::uint64_t ayiyaTunnels = 0;
    std::uint64_t ipTunnels = 0;          ///< IPv4 or IPv6 directly in IP
    std::uint64_t pppoePackets = 0;       ///< in PPPoE sessions
    std::uint64_t mplsPackets = 0;        ///< behind MPLS labels
    std::uint64_t pseudowirePackets = 0;  ///< Ethernet behind MPLS labels
    std::uint64_t tunnelsTooDeep = 0;     ///< handed on as they are, for Limits::tunnelDepth

    /// By EtherType (0 where there is none), link type and IP protocol.
    std::map<std::uint16_t, std::uint64_t> otherByEtherType;
    std::map<capture::LinkType, std::uint64_t> unsupportedByLinkType;
    std::array<std::uint64_t, 256> datagramsByProtocol{};
    /// Beyond Limits::namedProtocols.
    std::uint64_t otherUnnamed = 0;
    std::uint64_t unsupportedUnnamed = 0;
};

}  // namespace hark::ip
