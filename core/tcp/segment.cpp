#include "core/tcp/segment.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/base/byte_reader.h"

namespace hark::tcp {

namespace {

constexpr std::size_t kMinimumHeader = 20;

// The one's complement sum of RFC 1071 without the final folding. Adding native 32-bit words keeps
// the result's byte order that of the machine; a right checksum folds to all ones in any order.
std::uint64_t onesComplementSum(base::Bytes bytes, std::uint64_t sum) {
    std::size_t i = 0;
    for (; i + 4 <= bytes.size(); i += 4) {
        std::uint32_t word = 0;
        std::memcpy(&word, bytes.data() + i, 4);
        sum += word;
    }
    if (i < bytes.size()) {
        std::uint32_t word = 0;
        std::memcpy(&word, bytes.data() + i, bytes.size() - i);
        sum += word;
    }
    return sum;
}

// The shift count of the window scale option (RFC 7323 section 2.2); larger ones count as 14.
std::optional<std::uint8_t> windowScaleIn(base::Bytes options) {
    constexpr std::uint8_t kEndOfOptions = 0;
    constexpr std::uint8_t kNoOperation = 1;
    constexpr std::uint8_t kWindowScale = 3;
    constexpr std::uint8_t kLargestShift = 14;
    base::ByteReader reader(options);
    while (reader.remaining() > 0) {
        const std::uint8_t kind = reader.u8();
        if (kind == kEndOfOptions) break;
        if (kind == kNoOperation) continue;
        const std::size_t length = reader.u8();
        if (length < 2 || length - 2 > reader.remaining()) break;
        const base::Bytes value = reader.take(length - 2);
        if (kind != kWindowScale || value.size() != 1) continue;
        return std::min(std::to_integer<std::uint8_t>(value[0]), kLargestShift);
    }
    return std::nullopt;
}

}  // namespace

std::optional<Segment> parseSegment(const ip::Datagram& datagram) {
    base::ByteReader reader(datagram.payload);
    std::optional<Segment> parsed(std::in_place);
    Segment& segment = *parsed;
    segment.sourcePort = reader.u16be();
    segment.destinationPort = reader.u16be();
    segment.sequence = reader.u32be();
    segment.acknowledgment = reader.u32be();
    const std::size_t headerLength = std::size_t{reader.u8()} / 16 * 4;
    const std::uint8_t flags = reader.u8();
    segment.window = reader.u16be();
    if (reader.failed() || headerLength < kMinimumHeader || headerLength > datagram.payloadLength) {
        parsed.reset();
        return parsed;
    }
    segment.fin = (flags & 0x01U) != 0;
    segment.syn = (flags & 0x02U) != 0;
    segment.rst = (flags & 0x04U) != 0;
    segment.ack = (flags & 0x10U) != 0;
    if ((flags & 0x20U) != 0) {
        reader.skip(2);  // the checksum
        segment.urgent = reader.u16be();
        if (reader.failed()) segment.urgent.reset();
    }
    const std::uint32_t onWire = datagram.payloadLength - static_cast<std::uint32_t>(headerLength);
    if (headerLength < datagram.payload.size()) {
        segment.payload = datagram.payload.subspan(headerLength);
    }
    if (segment.syn) {
        const std::size_t captured = std::min(headerLength, datagram.payload.size());
        if (captured > kMinimumHeader) {
            segment.windowScale =
                windowScaleIn(datagram.payload.subspan(kMinimumHeader, captured - kMinimumHeader));
        }
    }
    segment.missing = onWire - static_cast<std::uint32_t>(segment.payload.size());
    return parsed;
}

std::optional<bool> checksumIsRight(const ip::Datagram& datagram) {
    if (datagram.payload.size() != datagram.payloadLength || datagram.payload.size() > 0xffff) {
        return std::nullopt;
    }
    const std::size_t addressLength = datagram.source.isV6 ? 16 : 4;
    const auto octets = [&](const ip::Address& address) {
        return std::as_bytes(std::span(address.octets).first(addressLength));
    };
    const auto length = static_cast<std::uint32_t>(datagram.payload.size());
    const std::array<std::uint8_t, 8> pseudo{0,
                                             0,
                                             0,
                                             datagram.protocol,
                                             static_cast<std::uint8_t>(length >> 24U),
                                             static_cast<std::uint8_t>(length >> 16U),
                                             static_cast<std::uint8_t>(length >> 8U),
                                             static_cast<std::uint8_t>(length)};
    std::uint64_t sum = onesComplementSum(octets(datagram.source), 0);
    sum = onesComplementSum(octets(datagram.destination), sum);
    sum = onesComplementSum(std::as_bytes(std::span(pseudo)), sum);
    sum = onesComplementSum(datagram.payload, sum);
    while (sum >> 16U != 0)
        sum = (sum & 0xffffU) + (sum >> 16U);
    return sum == 0xffff;
}

}  // namespace hark::tcp
