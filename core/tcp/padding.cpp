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
    constexpr std::size_t kIpHeader = 20;
    constexpr std::size_t kFlagsAt = 13;
    constexpr std::byte kFinSynAck{0x13};
    const std::size_t length = kIpHeader + datagram.payload.size();
    return (length == kFrame || length == kTaggedFrame) && !datagram.source.isV6 &&
           segment.missing == 0 && (datagram.payload[kFlagsAt] & ~kFinSynAck) == std::byte{0} &&
           areZeros(segment.payload);
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
    if (odd_ && odd_->zeros.at(side)) {  // another ACK with the same number, or a FIN with it
        ZerosAside& zeros = *odd_->zeros.at(side);
        if (segment.fin && offset == zeros.offset && !zeros.segment.fin) {
            zeros.segment.fin = true;
            ++zeros.expected;
        }
        return true;
    }
    if (offset > static_cast<std::int64_t>(reach(side))) return false;
    ZerosAside& zeros = oddities().zeros.at(side).emplace();
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
    if (odd_->zeros.at(side) && !segment.syn) {
        const ZerosAside& own = *odd_->zeros.at(side);
        const std::int64_t begin = halves_[side].space.offsetOf(segment.sequence);
        const std::int64_t end = begin + segment.length();
        if (begin > own.expected) {
            takeForData(side);
        } else if (begin == own.expected && (own.segment.fin || segment.rst)) {
            takeForPadding(side);
        } else if (!mayBePadding(datagram, segment) &&
                   (end > own.offset || (segment.fin && end == own.offset))) {
            // The same zeros sent again, with others behind them: these are handed on.
            if (begin == own.offset && segment.payload.size() >= own.count &&
                areZeros(segment.payload.first(own.count))) {
                static_cast<void>(takeZeros(side));
            } else {
                takeForPadding(side);
            }
        }
    }
    const std::size_t other = 1 - side;
    if (!odd_->zeros.at(other) || !segment.ack) return;
    const ZerosAside& peers = *odd_->zeros.at(other);
    const std::int64_t acknowledged = halves_[other].space.offsetOf(segment.acknowledgment);
    if (acknowledged > peers.expected) {
        takeForData(other);
    } else if (acknowledged == peers.expected && peers.segment.fin) {
        takeForPadding(other);
    }
}

ZerosAside ConnectionState::takeZeros(std::size_t side) {
    const ZerosAside zeros = *odd_->zeros.at(side);
    odd_->zeros.at(side).reset();
    return zeros;
}

void ConnectionState::takeForPadding(std::size_t side) {
    const ZerosAside zeros = takeZeros(side);
    halves_[side].isPadded = true;
    const stream::Origin now = std::exchange(now_, zeros.origin);
    if (!halves_[1 - side].isPadded) {
        anomaly(kPaddingAsData, fmt::format("{} zeros", zeros.count), halves_[side].next);
    }
    if (zeros.segment.fin) onFin(side, zeros.offset);
    now_ = now;
}

void ConnectionState::takeForData(std::size_t side) {
    static constexpr std::array<std::byte, kLongestPadding> kZeros{};
    ZerosAside zeros = takeZeros(side);
    zeros.segment.payload = base::Bytes(kZeros).first(zeros.count);
    const stream::Origin now = std::exchange(now_, zeros.origin);
    onPayload(side, zeros.segment, zeros.offset);
    if (zeros.segment.fin) onFin(side, zeros.end());
    now_ = now;
}

}  // namespace hark::tcp
