// Zeros behind bare ACKs: whether the sender's numbers count them.

#include "core/tcp/padding.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "core/tcp/anomalies.h"
#include "core/tcp/connection_state.h"

namespace hark::tcp {

namespace {

bool areZeros(base::Bytes bytes) {
    return std::all_of(bytes.begin(), bytes.end(), [](std::byte b) { return b == std::byte{0}; });
}

}  // namespace

bool areZerosOfPadding(const ip::Datagram& datagram, const Segment& segment) {
    constexpr std::size_t kHeader = 20;
    constexpr std::size_t kFlagsAt = 13;
    constexpr std::byte kFinAndAck{0x11};
    return !datagram.source.isV6 && segment.ack && segment.missing == 0 &&
           datagram.payload.size() == kHeader + segment.payload.size() &&
           (datagram.payload[kFlagsAt] & ~kFinAndAck) == std::byte{0} && areZeros(segment.payload);
}

// Returns whether the segment needs no more looking at.
bool ConnectionState::putAside(std::size_t side, const Segment& segment, std::int64_t offset) {
    HalfStream& half = halves_[side];
    if (half.isPadded) {
        if (segment.fin) onFin(side, offset);
        return true;
    }
    const auto next = static_cast<std::int64_t>(half.next);
    if (offset + segment.length() <= next) return !segment.fin;  // an ACK that was captured late
    if (half.zeros) {  // another bare ACK with the same number; a FIN may come with it
        if (segment.fin && offset == half.zeros->offset && !half.zeros->segment.fin) {
            half.zeros->segment.fin = true;
            ++half.zeros->expected;
        }
        return true;
    }
    if (offset > static_cast<std::int64_t>(reach(side))) return false;
    half.zeros = std::make_unique<ZerosAside>();
    ZerosAside& zeros = *half.zeros;
    zeros.segment = segment;
    zeros.segment.payload = {};
    zeros.offset = offset;
    zeros.count = segment.payload.size();
    // A keep-alive probe has the number before the next one (RFC 9293 section 3.8.4).
    zeros.expected = std::max(offset, next) + (segment.fin ? 1 : 0);
    zeros.origin = now_;
    return true;
}

// The numbers of the next segment of the side, or what the peer acknowledges, decide. To be called
// before anything else is done with the segment.
void ConnectionState::judgeZeros(std::size_t side, const ip::Datagram& datagram,
                                 const Segment& segment) {
    if (const ZerosAside* own = halves_[side].zeros.get(); own != nullptr && !segment.syn) {
        const std::int64_t begin = halves_[side].space.offsetOf(segment.sequence);
        const std::int64_t end = begin + segment.length();
        if (begin > own->expected) {
            takeForData(side);
        } else if (begin == own->expected && (own->segment.fin || segment.rst)) {
            takeForPadding(side);
        } else if (!mayBePadding(datagram, segment) &&
                   (end > own->offset || (segment.fin && end == own->offset))) {
            const base::Bytes same =
                segment.payload.first(std::min(segment.payload.size(), own->count));
            // The same zeros sent again, with others behind them: these are handed on.
            if (begin == own->offset && same.size() == own->count && areZeros(same)) {
                halves_[side].zeros.reset();
            } else {
                takeForPadding(side);
            }
        }
    }
    const ZerosAside* peers = halves_[1 - side].zeros.get();
    if (peers == nullptr || !segment.ack) return;
    const std::int64_t acknowledged = halves_[1 - side].space.offsetOf(segment.acknowledgment);
    if (acknowledged > peers->expected) {
        takeForData(1 - side);
    } else if (acknowledged == peers->expected && peers->segment.fin) {
        takeForPadding(1 - side);
    }
}

void ConnectionState::takeForPadding(std::size_t side) {
    HalfStream& half = halves_[side];
    const std::unique_ptr<ZerosAside> zeros = std::move(half.zeros);
    half.isPadded = true;
    const stream::Origin now = std::exchange(now_, zeros->origin);
    if (!halves_[1 - side].isPadded) {
        anomaly(kPaddingAsData, fmt::format("{} zeros", zeros->count), half.next);
    }
    if (zeros->segment.fin) onFin(side, zeros->offset);
    now_ = now;
}

void ConnectionState::takeForData(std::size_t side) {
    static constexpr std::array<std::byte, kPaddingOfFrame> kZeros{};
    const std::unique_ptr<ZerosAside> zeros = std::move(halves_[side].zeros);
    zeros->segment.payload = base::Bytes(kZeros).first(zeros->count);
    const stream::Origin now = std::exchange(now_, zeros->origin);
    onContent(side, zeros->segment, zeros->offset);
    now_ = now;
}

}  // namespace hark::tcp
