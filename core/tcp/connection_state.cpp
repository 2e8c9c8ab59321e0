#include "core/tcp/connection_state.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/tcp/anomalies.h"
#include "core/tcp/padding.h"

namespace hark::tcp {

namespace {

// Services have the lower port, ephemeral ports are high (RFC 6335 section 6).
bool looksLikeServer(std::uint16_t port, std::uint16_t peer) {
    return port < peer;
}

// Nothing waits, nothing is missing, and no end is due: the case of nearly every packet.
bool isInOrder(const HalfStream& half) {
    return !half.isWaiting() && !half.hole && !half.fin && !half.resetAt &&
           half.acknowledged <= half.next;
}

// One acknowledged number after which nothing came: a FIN takes one, too (RFC 9293 section 3.4),
// and when it was not captured, no byte of the stream is missing.
bool isLostFin(const HalfStream& half) {
    return !half.fin && !half.isWaiting() && half.acknowledged == half.next + 1;
}

}  // namespace

ConnectionState::ConnectionState(base::ConnectionId id, const ip::Datagram& datagram,
                                 const Segment& segment, bool fromSideOne, const Limits& limits,
                                 Counters& counters, RecentBytes& recent,
                                 ConnectionListener& listener)
    : limits_(limits), counters_(counters), recent_(recent), listener_(listener) {
    connection_.id = id;
    connection_.scope = datagram.scope;
    connection_.tunnels = ip::describe(datagram.tunnel);
    connection_.first = datagram.origin;
    connection_.last = datagram.origin;
    guessRoles(datagram, segment, fromSideOne ? 1 : 0);
    listener_.connectionOpened(connection_);
}

void ConnectionState::guessRoles(const ip::Datagram& datagram, const Segment& segment,
                                 std::size_t side) {
    const Endpoint source{datagram.source, segment.sourcePort};
    const Endpoint destination{datagram.destination, segment.destinationPort};
    const bool sourceServes =
        segment.syn ? segment.ack : looksLikeServer(source.port, destination.port);
    connection_.startSeen = segment.syn;
    connection_.client = sourceServes ? destination : source;
    connection_.server = sourceServes ? source : destination;
    clientSide_ = sourceServes ? 1 - side : side;
}

stream::Direction ConnectionState::directionOf(std::size_t side) const {
    return side == clientSide_ ? stream::Direction::ClientToServer
                               : stream::Direction::ServerToClient;
}

void ConnectionState::swapRoles() {
    if (connection_.startSeen) return;
    clientSide_ = 1 - clientSide_;
    std::swap(connection_.client, connection_.server);
    std::swap(connection_.counters[0], connection_.counters[1]);
    if (connection_.endedBy) connection_.endedBy = stream::opposite(*connection_.endedBy);
}

bool ConnectionState::isOver() const {
    if (reset_) return true;
    return halves_[0].ended && halves_[1].ended && halves_[0].finAcknowledged &&
           halves_[1].finAcknowledged;
}

void ConnectionState::onSegment(std::size_t side, const ip::Datagram& datagram,
                                const Segment& segment) {
    ++packets_;
    now_ = datagram.origin;
    connection_.last = now_;
    ++counter(side).packets;
    halves_[side].packetSeen = true;
    if (odd_) judgeZeros(side, datagram, segment);
    if (segment.rst) {
        onReset(side, segment);
        return;
    }
    noteHandshake(side, segment, now_.time);
    startHalves(side, segment);
    if (segment.ack) {
        noteAcknowledgment(side, segment);
        HalfStream& peer = halves_[1 - side];
        // The window of a SYN is not scaled (RFC 7323 section 2.2).
        if (!segment.syn) peer.largestWindow = std::max(peer.largestWindow, segment.window);
    }

    HalfStream& half = halves_[side];
    const std::int64_t offset = half.space.offsetOf(segment.sequence + (segment.syn ? 1U : 0U));
    if (!mayBePadding(datagram, segment) || !putAside(side, segment, offset)) {
        if (!segment.payload.empty() || segment.missing > 0) onPayload(side, segment, offset);
        if (segment.fin) onFin(side, offset + segment.length());
    }
    if (isInOrder(halves_[0]) && isInOrder(halves_[1])) return;
    advanceBoth();
    giveUpOldHoles();
}

void ConnectionState::noteHandshake(std::size_t side, const Segment& segment,
                                    base::Timestamp time) {
    Handshake& handshake = connection_.handshake;
    if (segment.syn && !segment.ack) {
        if (!handshake.syn) handshake.syn = time;
    } else if (segment.syn) {
        if (!handshake.synAck) handshake.synAck = time;
    } else if (segment.ack && handshake.synAck && !handshake.ack && side == clientSide_) {
        handshake.ack = time;
    }
}

// A direction begins at its SYN, or at the first byte that was seen or acknowledged of it. The
// answer to a retransmitted SYN may have another number than the first one.
void ConnectionState::startHalves(std::size_t side, const Segment& segment) {
    HalfStream& half = halves_[side];
    if (segment.syn) {
        half.synSeen = true;
        half.windowScale = segment.windowScale;
    }
    if (!half.space.isSet() || (segment.syn && half.next == 0 && !half.isWaiting())) {
        half.space.start(segment.sequence + (segment.syn ? 1U : 0U));
    }
    HalfStream& peer = halves_[1 - side];
    if (segment.ack && !peer.space.isSet()) peer.space.start(segment.acknowledgment);
}

void ConnectionState::noteAcknowledgment(std::size_t side, const Segment& segment) {
    const std::size_t other = 1 - side;
    const HalfStream& peer = halves_[other];
    const std::int64_t offset = peer.space.offsetOf(segment.acknowledgment);
    // A FIN's number comes after all that was acknowledged before it.
    if (offset <= static_cast<std::int64_t>(peer.acknowledged)) return;
    const auto end = static_cast<std::uint64_t>(offset);
    if (end > peer.next && !believesFar(other, end, true)) return;
    acknowledge(other, end);
}

// Keeps what is acknowledged within the FIN, where one is known.
void ConnectionState::acknowledge(std::size_t side, std::uint64_t end) {
    HalfStream& half = halves_[side];
    if (half.fin && end > *half.fin) {
        if (end == *half.fin + 1 || half.ended) {
            half.finAcknowledged = true;
            end = *half.fin;
        } else {
            withdrawFin(side);
        }
    }
    if (end <= half.acknowledged) return;
    half.acknowledged = end;
    if (half.resetAt && end > *half.resetAt) doubtReset(side);
}

stream::Sink& ConnectionState::sink() {
    if (sink_) return *sink_;
    sink_ = listener_.streamOpened(connection_, *this);
    for (const std::size_t side : {clientSide_, 1 - clientSide_}) {
        if (!halves_[side].unsaidEnd) continue;
        sink_->on(*halves_[side].unsaidEnd);
        halves_[side].unsaidEnd.reset();
    }
    return *sink_;
}

void ConnectionState::deliver(std::size_t side, std::uint64_t offset, base::Bytes bytes,
                              std::uint64_t missing, const stream::Origin& origin) {
    HalfStream& half = halves_[side];
    if (!bytes.empty()) {
        half.next += bytes.size();
        counter(side).bytes += bytes.size();
        recent_.keep(half.recent, offset, bytes);
        // Roles may be swapped inside this call; the direction is read before it.
        sink().on(stream::Data{directionOf(side), offset, bytes, origin});
    }
    if (missing > 0) deliverGap(side, missing, stream::GapReason::SnapLength, origin);
    half.space.advance(half.next);
}

void ConnectionState::deliverGap(std::size_t side, std::uint64_t length, stream::GapReason reason,
                                 const stream::Origin& origin) {
    HalfStream& half = halves_[side];
    const std::uint64_t offset = half.next;
    half.next += length;
    half.space.advance(half.next);
    ++counter(side).gaps;
    counter(side).gapBytes += length;
    sink().on(stream::Gap{directionOf(side), offset, length, reason, origin});
}

// Hands on what has become ready. Returns whether anything was.
bool ConnectionState::advance(std::size_t side, bool regardlessOfPeer) {
    HalfStream& half = halves_[side];
    bool moved = false;
    while (half.isWaiting() && half.front().offset <= half.next &&
           (regardlessOfPeer || !mustWaitForPeer(side, half.front().afterPeer))) {
        regardlessOfPeer = false;
        const WaitingBytes front = half.takeFront();
        if (front.end() <= half.next) continue;
        const std::uint64_t seen = half.next - front.offset;
        const auto captured = std::min<std::uint64_t>(seen, front.bytes.size());
        deliver(side, half.next,
                base::Bytes(front.bytes).subspan(static_cast<std::size_t>(captured)),
                front.missing - (seen - captured), front.origin);
        moved = true;
    }
    if (half.fin && *half.fin == half.next && !half.ended && !half.isWaiting()) {
        end(side, stream::EndReason::Fin);
        moved = true;
    }
    if (half.resetAt == half.next && !half.isWaiting()) believeReset(side);
    return moved;
}

void ConnectionState::advanceBoth() {
    const auto isReady = [](const HalfStream& half) {
        return half.isWaiting() && half.front().offset <= half.next;
    };
    bool more = true;
    while (more) {
        more = advance(clientSide_) || advance(1 - clientSide_);
        // A retransmission carries a newer acknowledgment than the first copy did, so each side can
        // come to wait for the other.
        if (!more && isReady(halves_[0]) && isReady(halves_[1])) more = advance(clientSide_, true);
    }
    watchHole(0);
    watchHole(1);
}

void ConnectionState::setClock(base::Timestamp now) {
    touched = now;
    for (HalfStream& half : halves_) {
        if (half.hole) half.hole->since = now;
    }
}

void ConnectionState::watchHole(std::size_t side) {
    HalfStream& half = halves_[side];
    if (half.holeEnd() == half.next) {
        half.hole.reset();
    } else if (!half.hole) {
        half.hole = HalfStream::Hole{touched, packets_, now_};
        if (half.isWaiting() && half.front().packet < packets_) predate(*half.hole, half.front());
    }
}

// A hole behind one that is gone has been there since the bytes behind it came.
void ConnectionState::predate(HalfStream::Hole& hole, const WaitingBytes& behind) const {
    hole.packets = behind.packet;
    hole.origin = behind.origin;
    const base::Duration age = now_.time - behind.origin.time;
    if (age > base::Duration::zero() && age < limits_.clockJump) hole.since -= age;
}

// Whether the bytes that are missing will most probably not come any more.
bool ConnectionState::isOldHole(std::size_t side) const {
    const HalfStream& half = halves_[side];
    if (!half.hole) return false;
    // Without a packet of the peer there is no acknowledgment to wait for.
    if (half.acknowledged < half.holeEnd() && halves_[1 - side].packetSeen) return false;
    return touched - half.hole->since > limits_.lateness ||
           packets_ - half.hole->packets > limits_.latePackets;
}

void ConnectionState::giveUpOldHoles() {
    for (const std::size_t side : {clientSide_, 1 - clientSide_}) {
        while (isOldHole(side)) {
            HalfStream& half = halves_[side];
            if (isLostFin(half)) {
                half.acknowledged = half.next;
            } else {
                giveUpHole(side, stream::GapReason::Lost);
            }
            advanceBoth();
        }
    }
}

void ConnectionState::giveUpHole(std::size_t side, stream::GapReason reason) {
    HalfStream& half = halves_[side];
    const std::uint64_t holeEnd = half.holeEnd();
    if (holeEnd > half.next) {
        if (!half.hole) watchHole(side);
        deliverGap(side, holeEnd - half.next, reason, half.hole->origin);
    }
    half.hole.reset();
    advance(side);
}

void ConnectionState::giveUpWaiting(stream::Origin origin) {
    now_ = origin;
    while (halves_[0].isWaiting() || halves_[1].isWaiting()) {
        giveUpHole(clientSide_, stream::GapReason::Limit);
        giveUpHole(1 - clientSide_, stream::GapReason::Limit);
        advanceBoth();  // where each side waits for the other
    }
}

void ConnectionState::end(std::size_t side, stream::EndReason reason) {
    HalfStream& half = halves_[side];
    half.ended = true;
    const stream::End end{directionOf(side), half.next, reason, now_};
    if (sink_) {
        sink_->on(end);
    } else {
        half.unsaidEnd = end;
    }
}

void ConnectionState::close(stream::EndReason reason) {
    if (straySyn) {
        now_ = straySyn->origin;
        anomaly(kStraySyn, "nobody answered it", halves_[straySyn->side].next);
    }
    now_ = connection_.last;
    for (const std::size_t side : {clientSide_, 1 - clientSide_}) {
        if (odd_ && odd_->zeros.at(side)) takeForPadding(side);
    }
    // The client's side first, so that requests come before their responses.
    for (bool more = true; more;) {
        more = false;
        for (const std::size_t side : {clientSide_, 1 - clientSide_}) {
            if (isLostFin(halves_[side])) halves_[side].acknowledged = halves_[side].next;
            if (halves_[side].holeEnd() > halves_[side].next) {
                giveUpHole(side, stream::GapReason::Lost);
                more = true;
            }
        }
        advanceBoth();
    }
    const bool inOrder = halves_[0].ended && halves_[1].ended;
    // A RST that nothing contradicted was the end.
    for (const std::size_t side : {clientSide_, 1 - clientSide_}) {
        if (halves_[side].resetAt && !inOrder) believeReset(side);
    }
    if (reset_) reason = stream::EndReason::Reset;
    connection_.endReason = inOrder && !reset_ ? stream::EndReason::Fin : reason;
    if (!inOrder && (halves_[0].ended || halves_[1].ended) &&
        reason == stream::EndReason::CaptureEnded) {
        connection_.endReason = stream::EndReason::Fin;
    }
    for (const std::size_t side : {clientSide_, 1 - clientSide_}) {
        if (!halves_[side].ended) end(side, reason);
    }
    listener_.connectionClosed(connection_, sink_.get());
}

Oddities& ConnectionState::oddities() {
    if (!odd_) {
        odd_ = std::make_unique<Oddities>();
        rareMemory_ += sizeof(Oddities);
    }
    return *odd_;
}

void ConnectionState::anomaly(base::AnomalyCode code, std::string detail, std::uint64_t offset) {
    if (connection_.anomalies.size() >= limits_.anomaliesPerConnection) {
        ++connection_.anomaliesDropped;
        return;
    }
    rareMemory_ += sizeof(base::Anomaly) + detail.capacity();
    connection_.anomalies.push_back({code, std::move(detail), now_.packet, offset});
}

}  // namespace hark::tcp
