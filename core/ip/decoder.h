#pragma once

#include <cstdint>

#include "core/ip/counters.h"
#include "core/ip/event.h"
#include "core/ip/limits.h"
#include "core/ip/reassembly.h"
#include "core/link/network_packet.h"

namespace hark::ip {

/// Turns packets of the link layer into whole datagrams: IPv4 (RFC 791) and IPv6 (RFC 8200), with
/// their fragments put together. A packet that is no fragment passes without an allocation.
///
/// A datagram that is a tunnel (openTunnel()) is not handed on, but what it carries is in its
/// place, down to the innermost packet.
///
/// What was not captured of a payload shows as Datagram::payload being shorter than payloadLength.
/// A packet without a length of its own, as segmentation offload leaves them in captures, is taken
/// to be as long as it was on the wire.
class Decoder {
public:
    explicit Decoder(Sink& sink, const Limits& limits = {});
    ~Decoder() = default;
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;

    /// The sink gets what the packet completes before this returns: one datagram at most.
    void on(const link::NetworkPacket& packet);
    /// The traffic is at its end: fragments that still wait are counted as given up.
    void finish() { reassembly_.finish(); }

    [[nodiscard]] const Counters& counters() const { return counters_; }

private:
    /// Bytes that a header was taken off, with what they were on the wire.
    struct Payload {
        base::Bytes captured;
        std::uint32_t length = 0;

        /// Cuts both to at most `count` bytes.
        void limit(std::uint32_t count);
        /// Takes off `count` bytes that were captured.
        void advance(std::uint32_t count);
    };
    /// A datagram in the making.
    struct Draft {
        Datagram datagram;
        Payload rest;
        bool isReassembled = false;
    };

    void onIpv4(const link::NetworkPacket& packet, const TunnelAround* tunnel);
    void onIpv6(const link::NetworkPacket& packet, const TunnelAround* tunnel);
    void onOther(const link::NetworkPacket& packet);
    void onUnsupported(const link::NetworkPacket& packet);

    void onIpv4Fragment(const Draft& draft, std::uint16_t identification, std::uint16_t fragment);
    /// Follows extension headers from `draft.datagram.protocol` on to the payload.
    void followHeaders(Draft& draft);
    /// For an IPv6 header without a length: that of a jumbogram's options (RFC 2675), or that of
    /// the wire.
    void takeLengthFromElsewhere(Draft& draft);
    /// Passes over an extension header; false where it isn't whole.
    bool skipHeader(Draft& draft, std::uint32_t unit, std::uint32_t extraUnits);
    /// Handles a fragment header; true where nothing is missing, so that headers go on behind it.
    bool onIpv6Fragment(Draft& draft);
    void reassemble(const Draft& draft, const FragmentKey& key, Fragment fragment, bool hasMore);
    void deliver(const Draft& draft);
    /// Goes on with what a tunnel carries; false where the datagram is none to look into.
    bool enterTunnel(const Datagram& datagram);
    void countEncapsulations(const link::NetworkPacket& packet);

    Sink& sink_;
    Limits limits_;
    Counters counters_;
    Reassembly reassembly_;
};

}  // namespace hark::ip
