// The headers between that of IPv6 and its payload.

#include <algorithm>

#include "core/ip/decoder.h"
#include "core/link/frame.h"

namespace hark::ip {
namespace {

using link::networkU16;
using link::networkU32;
using link::octetAt;

constexpr std::uint32_t kFragmentHeader = 8;
constexpr std::uint32_t kUnit = 8;  // of lengths and of fragment offsets

// The protocol numbers of headers that another one follows, and of none.
constexpr std::uint8_t kHopByHop = 0;
constexpr std::uint8_t kRouting = 43;
constexpr std::uint8_t kFragmentation = 44;
constexpr std::uint8_t kAuthentication = 51;
constexpr std::uint8_t kNoNextHeader = 59;
constexpr std::uint8_t kDestinationOptions = 60;

}  // namespace

/// RFC 8200 section 4. The authentication header (RFC 4302) comes with IPv4 as well.
void Decoder::followHeaders(Draft& draft) {
    for (std::size_t seen = 0; seen <= limits_.extensionHeaders; ++seen) {
        const std::uint8_t protocol = draft.datagram.protocol;
        if (protocol == kAuthentication) {
            constexpr std::uint32_t kWord = 4;
            if (!skipHeader(draft, kWord, 2)) return;
            continue;
        }
        if (!draft.datagram.source.isV6) return deliver(draft);
        switch (protocol) {
            case kHopByHop:
            case kRouting:
            case kDestinationOptions:
                if (!skipHeader(draft, kUnit, 1)) return;
                break;
            case kFragmentation:
                if (!onIpv6Fragment(draft)) return;
                break;
            case kNoNextHeader:
                ++counters_.withoutPayload;
                return;
            default:
                return deliver(draft);
        }
    }
    ++counters_.malformed;
}

bool Decoder::skipHeader(Draft& draft, std::uint32_t unit, std::uint32_t extraUnits) {
    const base::Bytes bytes = draft.rest.captured;
    if (bytes.size() >= 2) {
        const std::uint32_t length = (octetAt(bytes, 1) + extraUnits) * unit;
        if (length <= bytes.size()) {
            draft.datagram.protocol = std::to_integer<std::uint8_t>(bytes[0]);
            draft.rest.advance(length);
            return true;
        }
    }
    ++counters_.malformed;
    return false;
}

/// RFC 2675 section 2: option 0xc2 with 32 bits, which count what follows the IPv6 header. Options
/// have a type and a length each, but for the padding of one octet (RFC 8200 section 4.2).
void Decoder::takeLengthFromElsewhere(Draft& draft) {
    constexpr std::uint8_t kJumboPayload = 0xc2;
    constexpr std::uint32_t kSmallest = 65'536;
    if (draft.datagram.protocol == kNoNextHeader) return;
    ++counters_.superPackets;
    if (draft.datagram.protocol != kHopByHop) return;
    const base::Bytes bytes = draft.rest.captured;
    if (bytes.size() < 2) return;
    const std::size_t end =
        std::min<std::size_t>(bytes.size(), (octetAt(bytes, 1) + std::size_t{1}) * kUnit);
    for (std::size_t at = 2; at + 1 < end;) {
        if (octetAt(bytes, at) == 0) {
            ++at;
            continue;
        }
        const std::size_t length = octetAt(bytes, at + 1);
        if (octetAt(bytes, at) == kJumboPayload && length == 4 && at + 6 <= end) {
            const std::uint32_t payload = networkU32(bytes, at + 2);
            if (payload >= kSmallest && payload < draft.rest.length) draft.rest.limit(payload);
            return;
        }
        at += 2 + length;
    }
}

/// RFC 8200 section 4.5; a fragment that is the whole is none (RFC 6946).
bool Decoder::onIpv6Fragment(Draft& draft) {
    const base::Bytes bytes = draft.rest.captured;
    if (bytes.size() < kFragmentHeader || draft.isReassembled) {
        ++counters_.malformed;
        return false;
    }
    constexpr std::uint16_t kOffset = 0xfff8;
    const std::uint16_t field = networkU16(bytes, 2);
    const bool hasMore = (field & 1U) != 0;
    draft.datagram.protocol = std::to_integer<std::uint8_t>(bytes[0]);
    draft.rest.advance(kFragmentHeader);
    if (!hasMore && (field & kOffset) == 0) return true;
    const Datagram& datagram = draft.datagram;
    const FragmentKey key{datagram.source, datagram.destination, networkU32(bytes, 4),
                          datagram.scope, 0};
    reassemble(draft, key,
               Fragment{.offset = static_cast<std::uint32_t>(field & kOffset),
                        .isLast = false,
                        .protocol = datagram.protocol,
                        .payload = draft.rest.captured,
                        .length = draft.rest.length},
               hasMore);
    return false;
}

}  // namespace hark::ip
