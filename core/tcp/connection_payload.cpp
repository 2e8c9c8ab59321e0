// What becomes of a segment's bytes: handed on, kept until their turn comes, or known already.

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/tcp/anomalies.h"
#include "core/tcp/connection_state.h"

namespace hark::tcp {

void ConnectionState::onPayload(std::size_t side, const Segment& segment, std::int64_t offset) {
    HalfStream& half = halves_[side];
    const std::int64_t length = segment.length();
    const auto next = static_cast<std::int64_t>(half.next);
    if (offset + length <= next || (half.ended && length == 1 && offset == next)) {
        // One byte just before the next number is a keep-alive probe (RFC 9293 section 3.8.4); a
        // FIN has a number, too.
        if (!(length == 1 && offset + 1 >= next)) {
            ++counter(side).retransmittedSegments;
            counter(side).retransmittedBytes += static_cast<std::uint64_t>(length);
            compare(side, segment, offset);
        }
        return;
    }
    base::Bytes payload = segment.payload;
    std::uint64_t missing = segment.missing;
    const std::uint64_t afterPeer =
        segment.ack ? static_cast<std::uint64_t>(std::max<std::int64_t>(
                          0, halves_[1 - side].space.offsetOf(segment.acknowledgment)))
                    : 0;
    if (offset > next && !believesFar(side, static_cast<std::uint64_t>(offset), false)) {
        keepFar(side, {static_cast<std::uint64_t>(offset + length),
                       false,
                       segment.fin,
                       {static_cast<std::uint64_t>(offset),
                        missing,
                        afterPeer,
                        now_,
                        packets_,
                        {payload.begin(), payload.end()}}});
        return;
    }
    if (segment.urgent) noteUrgent(side, segment, offset);
    if (half.resetAt && offset + length > static_cast<std::int64_t>(*half.resetAt)) {
        doubtReset(side);
    }
    if (half.fin && offset + length > static_cast<std::int64_t>(*half.fin)) {
        const auto fin = static_cast<std::int64_t>(*half.fin);
        if (half.ended || half.finAcknowledged) {
            anomaly(kDataAfterFin, fmt::format("{} bytes", offset + length - fin), *half.fin);
            if (fin <= std::max(offset, next)) return;
            payload = payload.first(static_cast<std::size_t>(
                std::min<std::int64_t>(std::ssize(payload), fin - offset)));
            missing = static_cast<std::uint64_t>(fin - offset) - payload.size();
        } else {
            withdrawFin(side);
        }
    }
    if (offset < next) {
        compare(side, segment, offset);
        const auto seen = static_cast<std::uint64_t>(next - offset);
        counter(side).retransmittedBytes += seen;
        const auto seenPayload = std::min<std::uint64_t>(seen, payload.size());
        payload = payload.subspan(static_cast<std::size_t>(seenPayload));
        missing -= seen - seenPayload;
        offset = next;
    }
    const auto begin = static_cast<std::uint64_t>(offset);
    if (begin == half.next && !half.isWaiting() && !mustWaitForPeer(side, afterPeer)) {
        deliver(side, begin, payload, missing, now_);
        return;
    }
    if (begin == half.next && half.isWaiting() && half.front().offset > begin) {
        ++counter(side).outOfOrderSegments;
    }
    wait(side, {begin, missing, afterPeer, now_, packets_, {payload.begin(), payload.end()}});
    if (half.waitingBytes() > limits_.waitingBytesPerDirection ||
        half.waitingSegments() > limits_.waitingSegmentsPerDirection) {
        anomaly(kWaitingLimit, fmt::format("{} bytes waited", half.waitingBytes()), half.next);
        giveUpHole(1 - side, stream::GapReason::Limit);
        giveUpHole(side, stream::GapReason::Limit);
    }
}

// As the receiver does, heeds a pointer that goes further than those before it (RFC 9293 section
// 3.10.7.4), so copies and the other segments with the same urgent bytes say nothing new.
void ConnectionState::noteUrgent(std::size_t side, const Segment& segment, std::int64_t offset) {
    const std::uint16_t pointer = *segment.urgent;
    const std::int64_t end = offset + pointer;
    std::uint64_t& furthest = oddities().urgentEnd.at(side);
    if (end <= static_cast<std::int64_t>(furthest)) return;
    furthest = static_cast<std::uint64_t>(end);
    const std::uint64_t last = furthest - 1;
    if (pointer == 0 || pointer > segment.payload.size()) {
        anomaly(kUrgent, fmt::format("pointer {}, last octet not in this packet", pointer), last);
        return;
    }
    const std::string octet =
        base::printable(base::asText(segment.payload.subspan(pointer - 1U, 1)));
    anomaly(kUrgent, fmt::format(R"(pointer {}, last octet "{}", offset {})", pointer, octet, last),
            last);
}

// A response acknowledges the request that it answers, so where the capture's order is off or a
// hole is not yet given up, the acknowledgment tells what the sender had read before it sent.
bool ConnectionState::mustWaitForPeer(std::size_t side, std::uint64_t afterPeer) const {
    const HalfStream& peer = halves_[1 - side];
    return peer.packetSeen && !peer.ended && std::min(afterPeer, peer.acknowledged) > peer.next;
}

// Holds a segment against what was handed on of its bytes, as far as that is still known. One byte
// that the peer has acknowledged is no copy but the garbage of a keep-alive probe, whose sender may
// not know of all acknowledgments yet.
void ConnectionState::compare(std::size_t side, const Segment& segment, std::int64_t offset) {
    if (segment.length() == 1 && offset < static_cast<std::int64_t>(halves_[side].acknowledged)) {
        return;
    }
    const auto before = static_cast<std::size_t>(std::max<std::int64_t>(0, -offset));
    if (before >= segment.payload.size()) return;
    noteDifference(recent_.difference(halves_[side].recent,
                                      static_cast<std::uint64_t>(std::max<std::int64_t>(0, offset)),
                                      segment.payload.subspan(before)));
}

void ConnectionState::noteDifference(const std::optional<Difference>& difference) {
    if (!difference) return;
    anomaly(kOverlapDiffers,
            fmt::format(R"(first "{}", later "{}")", difference->first, difference->later),
            difference->offset);
}

void ConnectionState::wait(std::size_t side, WaitingBytes&& bytes) {
    noteDifference(halves_[side].wait(std::move(bytes)));
}

}  // namespace hark::tcp
