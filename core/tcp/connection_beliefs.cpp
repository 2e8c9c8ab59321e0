// What an onlooker believes of segments that a receiver would not take as they are: RSTs, FINs and
// SYNs out of place, and numbers further ahead than any window.

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/tcp/anomalies.h"
#include "core/tcp/connection_state.h"

namespace hark::tcp {

bool StraySyn::isAnsweredBy(std::size_t from, const Segment& answer) const {
    const std::uint32_t number =
        from == side ? answer.sequence : (answer.ack ? answer.acknowledgment : segment.sequence);
    if (from == side && answer.syn) return false;
    const std::int64_t distance = sequenceDistance(segment.sequence + 1, number);
    return distance >= 0 && distance <= std::ssize(payload) + segment.missing;
}

bool ConnectionState::isAnotherStart(std::size_t side, const Segment& segment) const {
    if (!segment.syn) return false;
    const HalfStream& half = halves_[side];
    if (!half.space.isSet()) return false;
    if (half.space.offsetOf(segment.sequence + 1) == 0) return false;  // a retransmitted SYN
    // The answer to a retransmitted SYN may carry another number while nothing was sent yet.
    return !(segment.ack && half.next == 0 && !half.isWaiting() && !connection_.handshake.ack);
}

bool ConnectionState::isEnding() const {
    return halves_[0].resetAt || halves_[1].resetAt || (halves_[0].ended && halves_[1].ended);
}

std::optional<std::uint32_t> ConnectionState::nextSequence(std::size_t side) const {
    const HalfStream& half = halves_[side];
    if (!half.space.isSet()) return std::nullopt;
    return half.space.sequenceOf(half.next);
}

// What a side can have sent that its peer has not acknowledged: the largest window that the peer
// offered (RFC 9293 section 3.8.6), twice, since the packet that widened it may not be captured.
std::uint64_t ConnectionState::flight(std::size_t side) const {
    const HalfStream& half = halves_[side];
    const HalfStream& receiver = halves_[1 - side];
    // Windows are scaled only if both SYNs say so (RFC 7323 section 2.2).
    const bool isUnscaled =
        (half.synSeen && !half.windowScale) || (receiver.synSeen && !receiver.windowScale);
    if (!isUnscaled && !(half.synSeen && receiver.synSeen)) return limits_.unknownFlight;
    const unsigned shift = isUnscaled ? 0U : *receiver.windowScale;
    return std::max(limits_.smallestFlight, 2 * (std::uint64_t{half.largestWindow} << shift));
}

std::uint64_t ConnectionState::reach(std::size_t side) const {
    const HalfStream& half = halves_[side];
    return std::max({half.next, half.acknowledged, half.waitingEnd()}) + flight(side);
}

// Beyond the reach a second packet must agree: the peer's acknowledgment with data, data with later
// data, and acknowledgments among themselves only where nothing of the sender is captured. A copy
// of the same packet agrees with nothing.
bool ConnectionState::agreesWithFar(std::size_t side, std::uint64_t offset,
                                    bool isAcknowledgment) const {
    const HalfStream& half = halves_[side];
    if (!half.farAhead) return false;
    const FarAhead& far = *half.farAhead;
    if (offset + flight(side) < far.end || offset > far.end + flight(side)) return false;
    if (isAcknowledgment != far.isAcknowledgment) return true;
    if (isAcknowledgment) return offset > far.end && !half.packetSeen;
    return !far.hasFin && offset >= far.end;
}

// Whether a direction has come as far as a packet says, with what it acknowledges or where its data
// begin.
bool ConnectionState::believesFar(std::size_t side, std::uint64_t offset, bool isAcknowledgment) {
    if (offset <= reach(side)) return true;
    if (!agreesWithFar(side, offset, isAcknowledgment)) {
        if (isAcknowledgment) keepFar(side, {offset, true, false, {}});
        return false;
    }
    HalfStream& half = halves_[side];
    const std::unique_ptr<FarAhead> far = std::move(half.farAhead);
    if (far->isAcknowledgment) {
        acknowledge(side, far->end);
        return true;
    }
    if (far->segment.end() > far->segment.offset) wait(side, std::move(far->segment));
    if (far->hasFin) acceptFin(side, far->end);
    return true;
}

void ConnectionState::keepFar(std::size_t side, FarAhead&& far) {
    HalfStream& half = halves_[side];
    ++counters_.beyondWindow;
    anomaly(far.isAcknowledgment ? kImpossibleAck : kBeyondWindow,
            fmt::format("{} bytes ahead", far.end - half.next), half.next);
    half.farAhead = std::make_unique<FarAhead>(std::move(far));
}

void ConnectionState::onFin(std::size_t side, std::int64_t offset) {
    HalfStream& half = halves_[side];
    const auto at = static_cast<std::uint64_t>(std::max<std::int64_t>(0, offset));
    if (half.fin == at) return;  // a retransmission
    if (at > half.next && !believesFar(side, at, false)) {
        // Where the segment has data, it is kept with them.
        if (!half.farAhead || half.farAhead->end != at) {
            keepFar(side, {at, false, true, {at, 0, 0, now_, packets_, {}}});
        }
        return;
    }
    if (offset < 0 || !acceptFin(side, at)) anomaly(kFinBeforeData, "not believed", half.next);
}

// A FIN is the last of its direction: nothing that was captured, acknowledged or handed on may
// stand behind it. Of two, the later one is right.
bool ConnectionState::acceptFin(std::size_t side, std::uint64_t at) {
    HalfStream& half = halves_[side];
    if (at < half.waitingEnd() || half.acknowledged > at + 1 || half.ended ||
        half.finAcknowledged || (half.fin && at < *half.fin)) {
        return false;
    }
    if (half.fin) withdrawFin(side);
    half.fin = at;
    if (half.acknowledged > at) {
        half.acknowledged = at;
        half.finAcknowledged = true;
    }
    if (!connection_.endedBy) connection_.endedBy = directionOf(side);
    return true;
}

// Bytes came that stand after it, or the peer acknowledged such: it was none.
void ConnectionState::withdrawFin(std::size_t side) {
    HalfStream& half = halves_[side];
    anomaly(kFinBeforeData, "not believed any more", *half.fin);
    half.fin.reset();
    half.finAcknowledged = false;
    if (connection_.endedBy == directionOf(side)) connection_.endedBy.reset();
}

// RFC 9293 section 3.10.7.3: a SYN is refused by a RST that acknowledges it. Where the first packet
// of a connection is a RST, there is nothing to hold it against.
bool ConnectionState::answersSyn(std::size_t side, const Segment& segment) const {
    const HalfStream& peer = halves_[1 - side];
    if (!peer.space.isSet()) return true;
    if (!segment.ack) return false;
    const std::int64_t offset = peer.space.offsetOf(segment.acknowledgment);
    return offset >= 0 && offset <= static_cast<std::int64_t>(peer.waitingEnd());
}

// A receiver believes a RST that has exactly the number that it expects (RFC 9293 section 3.10.7.4,
// RFC 5961 section 3.2). That is the first one not captured, unless the capture lacks bytes that
// the receiver has, or has bytes that the receiver lacks; then what follows decides.
void ConnectionState::onReset(std::size_t side, const Segment& segment) {
    HalfStream& half = halves_[side];
    const bool refuses = !half.space.isSet() ||
                         (segment.sequence == 0 && segment.ack && !half.synSeen && half.next == 0);
    if (refuses && answersSyn(side, segment)) {
        believeReset(side);
        return;
    }
    if (!half.space.isSet()) {
        ignoreReset(side, 0);
        return;
    }
    std::int64_t offset = half.space.offsetOf(segment.sequence);
    if (half.fin && offset == static_cast<std::int64_t>(*half.fin) + 1) --offset;
    const auto next = static_cast<std::int64_t>(half.next);
    const auto acknowledged = static_cast<std::int64_t>(half.acknowledged);
    // A FIN that was not captured looks like one lost byte.
    const bool isBehindFin = offset == next + 1 && offset == acknowledged && !half.fin;
    if (!half.isWaiting() && ((offset == next && acknowledged <= next) || isBehindFin)) {
        believeReset(side);
    } else if (offset < acknowledged || offset > static_cast<std::int64_t>(reach(side))) {
        ignoreReset(side, offset - next);
    } else {
        half.resetAt = static_cast<std::uint64_t>(offset);
    }
}

void ConnectionState::believeReset(std::size_t side) {
    reset_ = true;
    if (!connection_.endedBy) connection_.endedBy = directionOf(side);
}

void ConnectionState::ignoreReset(std::size_t side, std::int64_t distance) {
    ++counters_.resetsIgnored;
    anomaly(kResetOutOfWindow, fmt::format("{} bytes off", distance), halves_[side].next);
}

// The sender went on after it, or the peer acknowledged bytes after it: nobody believed it.
void ConnectionState::doubtReset(std::size_t side) {
    HalfStream& half = halves_[side];
    const auto distance =
        static_cast<std::int64_t>(*half.resetAt) - static_cast<std::int64_t>(half.next);
    half.resetAt.reset();
    ignoreReset(side, distance);
}

}  // namespace hark::tcp
