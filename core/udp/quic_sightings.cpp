#include "core/udp/quic_sightings.h"

#include <utility>

#include "core/base/byte_reader.h"

namespace hark::udp {

namespace {

constexpr std::size_t kHeaderLength = 8;  // RFC 768

// Header form and fixed bit, a version in use, and a connection id that version 1 allows.
bool hasLongHeader(base::Bytes payload) {
    base::ByteReader reader(payload);
    const std::uint8_t first = reader.u8();
    const std::uint32_t version = reader.u32be();
    const std::uint8_t idLength = reader.u8();
    const bool knownVersion = version == 1 || version == 0x6b3343cf ||  // RFC 9369
                              (version & 0xffffff00U) == 0xff000000U;   // drafts
    return !reader.failed() && (first & 0xc0U) == 0xc0U && knownVersion && idLength <= 20;
}

}  // namespace

void QuicSightings::onDatagram(const ip::Datagram& datagram) {
    ++datagrams_;
    base::ByteReader reader(datagram.payload);
    const std::uint16_t source = reader.u16be();
    const std::uint16_t destination = reader.u16be();
    reader.skip(kHeaderLength - 4);
    if (reader.failed() || !hasLongHeader(reader.rest())) return;
    const bool forward = datagram.source < datagram.destination ||
                         (datagram.source == datagram.destination && source < destination);
    Pair pair;
    pair.low = forward ? datagram.source : datagram.destination;
    pair.high = forward ? datagram.destination : datagram.source;
    pair.ports = forward ? std::uint32_t{source} << 16U | destination
                         : std::uint32_t{destination} << 16U | source;
    if (seen_.size() >= kMaximumPairs) {
        if (!seen_.contains(pair)) ++connections_;
        return;
    }
    if (seen_.insert(pair).second) ++connections_;
}

}  // namespace hark::udp
