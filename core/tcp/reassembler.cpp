#include "core/tcp/reassembler.h"

#include <algorithm>
#include <vector>

#include "core/tcp/segment.h"
#include "core/tcp/sequence.h"

namespace hark::tcp {

namespace {

// Offloading is a property of the host that captured, so a connection's first packets tell.
constexpr std::uint64_t kVerifiedPacketsPerDirection = 8;

}  // namespace

Reassembler::Reassembler(const Limits& limits, base::ConnectionIds& ids,
                         ConnectionListener& listener)
    : limits_(limits),
      ids_(ids),
      listener_(listener),
      recent_(limits_),
      clock_(limits.clockJump, limits.clockWitnesses) {}

Reassembler::~Reassembler() = default;

Reassembler::Key Reassembler::keyOf(const ConnectionState& state) {
    const Connection& c = state.connection();
    return {std::min(c.client, c.server), std::max(c.client, c.server), c.scope};
}

void Reassembler::onDatagram(const ip::Datagram& datagram) {
    ++counters_.segments;
    const auto segment = parseSegment(datagram);
    if (!segment) {
        ++counters_.malformed;
        return;
    }
    moveClock(datagram.origin.time);
    closeIdle();
    const Endpoint source{datagram.source, segment->sourcePort};
    const Endpoint destination{datagram.destination, segment->destinationPort};
    const bool fromHigh = destination < source;
    const Key key = fromHigh ? Key{destination, source, datagram.scope}
                             : Key{source, destination, datagram.scope};
    const std::size_t side = fromHigh ? 1 : 0;

    auto found = open_.find(key);
    if (found != open_.end() && (segment->syn || found->second->straySyn)) {
        if (heedSyn(key, found, side, datagram, *segment)) return;
        found = open_.find(key);
    }
    if (found == open_.end() && !segment->syn && isLate(key, side, *segment)) {
        ++counters_.afterClose;
        return;
    }
    ConnectionState& state =
        found != open_.end() ? *found->second : open(key, datagram, *segment, fromHigh);
    take(state, side, datagram, *segment);
    verifyChecksum(state, datagram);
    if (state.isOver()) {
        remember(key, state);
        close(open_.find(key), stream::EndReason::Fin);
    }
    limitMemory();
}

void Reassembler::take(ConnectionState& state, std::size_t side, const ip::Datagram& datagram,
                       const Segment& segment) {
    const std::size_t waitedBefore = state.waitingBytes();
    const std::size_t memoryBefore = state.memory();
    state.touched = clock_.now();
    state.touchedBy = clock_.packets();
    state.onSegment(side, datagram, segment);
    touch(state);
    limitWaiting(state, waitedBefore, datagram.origin);
    memoryBeyond_ += state.memory();
    memoryBeyond_ -= memoryBefore;
}

// A SYN with another number begins a new connection only if it is believable (RFC 9293 section
// 3.10.7.4, RFC 5961 section 4): where the old one ended or is silent for long, or when somebody
// answers it. Returns whether the segment is held back.
bool Reassembler::heedSyn(const Key& key, Open::iterator at, std::size_t side,
                          const ip::Datagram& datagram, const Segment& segment) {
    ConnectionState& state = *at->second;
    if (state.straySyn && state.straySyn->isAnsweredBy(side, segment)) {
        memoryBeyond_ -= state.memory();
        const std::unique_ptr<StraySyn> syn = std::move(state.straySyn);
        memoryBeyond_ += state.memory();
        --counters_.straySyns;
        close(at, stream::EndReason::Reused);
        openStray(key, *syn);
        return false;
    }
    if (!state.isAnotherStart(side, segment)) return false;
    if (state.isEnding() || clock_.now() - state.touched > limits_.timeWait) {
        close(at, stream::EndReason::Reused);
        return false;
    }
    if (state.straySyn && state.straySyn->side == side &&
        state.straySyn->segment.sequence == segment.sequence) {
        return true;  // sent again
    }
    memoryBeyond_ -= state.memory();
    state.straySyn = std::make_unique<StraySyn>();
    StraySyn& syn = *state.straySyn;
    syn.side = side;
    syn.segment = segment;
    syn.payload.assign(segment.payload.begin(), segment.payload.end());
    syn.segment.payload = {};
    syn.origin = datagram.origin;
    memoryBeyond_ += state.memory();
    ++counters_.straySyns;
    return true;
}

// Begins a connection with a SYN that was held back.
void Reassembler::openStray(const Key& key, const StraySyn& syn) {
    ip::Datagram datagram;
    datagram.source = (syn.side == 0 ? key.low : key.high).address;
    datagram.destination = (syn.side == 0 ? key.high : key.low).address;
    datagram.protocol = ip::kProtocolTcp;
    datagram.scope = key.scope;
    datagram.origin = syn.origin;
    Segment segment = syn.segment;
    segment.payload = syn.payload;
    take(open(key, datagram, segment, syn.side == 1), syn.side, datagram, segment);
}

ConnectionState& Reassembler::open(const Key& key, const ip::Datagram& datagram,
                                   const Segment& segment, bool fromHigh) {
    if (open_.size() >= limits_.connections) {
        ++counters_.evicted;
        closeOldest(stream::EndReason::Evicted);
    }
    auto state = std::make_unique<ConnectionState>(ids_.next(), datagram, segment, fromHigh,
                                                   limits_, counters_, recent_, listener_);
    ConnectionState& reference = *state;
    open_.emplace(key, std::move(state));
    return reference;
}

void Reassembler::close(Open::iterator at, stream::EndReason reason) {
    const std::unique_ptr<ConnectionState> state = std::move(at->second);
    open_.erase(at);
    unlink(*state);
    waitingBytes_ -= std::min(waitingBytes_, state->waitingBytes());
    memoryBeyond_ -= state->memory();
    state->close(reason);
}

void Reassembler::closeOldest(stream::EndReason reason) {
    if (oldest_ != nullptr) close(open_.find(keyOf(*oldest_)), reason);
}

void Reassembler::moveClock(base::Timestamp time) {
    const base::PacketClock::Step step = clock_.see(time);
    if (step == base::PacketClock::Step::Doubtful) ++counters_.clockJumps;
    if (step == base::PacketClock::Step::Jump) keepWitnesses();
}

// What the packets of the new time touched was touched by the new clock.
void Reassembler::keepWitnesses() {
    for (ConnectionState* state = newest_; state != nullptr && clock_.isWitness(state->touchedBy);
         state = state->older) {
        state->setClock(clock_.now());
    }
}

void Reassembler::closeIdle() {
    while (oldest_ != nullptr && clock_.now() - oldest_->touched > limits_.idle) {
        closeOldest(stream::EndReason::Idle);
    }
}

void Reassembler::limitMemory() {
    while (memory() > limits_.memory && oldest_ != nullptr) {
        ++counters_.evicted;
        closeOldest(stream::EndReason::Evicted);
    }
}

void Reassembler::limitWaiting(ConnectionState& state, std::size_t before,
                               const stream::Origin& origin) {
    waitingBytes_ += state.waitingBytes();
    waitingBytes_ -= std::min(waitingBytes_, before);
    if (waitingBytes_ <= limits_.waitingBytes || state.waitingBytes() == 0) return;
    ++counters_.waitingGivenUp;
    waitingBytes_ -= std::min(waitingBytes_, state.waitingBytes());
    state.giveUpWaiting(origin);
    waitingBytes_ += state.waitingBytes();
}

void Reassembler::finish() {
    std::vector<const ConnectionState*> states;
    states.reserve(open_.size());
    for (const auto& [key, state] : open_)
        states.push_back(state.get());
    std::sort(states.begin(), states.end(),
              [](const auto* a, const auto* b) { return a->connection().id < b->connection().id; });
    for (const ConnectionState* state : states) {
        close(open_.find(keyOf(*state)), stream::EndReason::CaptureEnded);
    }
}

void Reassembler::remember(const Key& key, const ConnectionState& state) {
    if (endedYounger_.size() >= limits_.rememberedConnections / 2) {
        endedOlder_ = std::move(endedYounger_);
        endedYounger_ = {};
    }
    endedYounger_.insert_or_assign(
        key, Ended{clock_.now(), {state.nextSequence(0), state.nextSequence(1)}});
}

// Whether a segment without a SYN belongs to a connection that has ended, not to one whose start
// was not captured.
bool Reassembler::isLate(const Key& key, std::size_t side, const Segment& segment) const {
    auto at = endedYounger_.find(key);
    if (at == endedYounger_.end()) {
        at = endedOlder_.find(key);
        if (at == endedOlder_.end()) return false;
    }
    const Ended& ended = at->second;
    const auto& next = ended.next.at(side);
    const bool isRecent = clock_.now() - ended.time <= limits_.timeWait;
    if (segment.payload.empty() && segment.missing == 0 && isRecent) return true;
    if (!next) return isRecent;
    const std::int64_t distance = sequenceDistance(*next, segment.sequence);
    return distance <= limits_.lateReach && distance >= -limits_.lateReach;
}

void Reassembler::verifyChecksum(const ConnectionState& state, const ip::Datagram& datagram) {
    const auto& counters = state.connection().counters;
    if (counters[0].packets > kVerifiedPacketsPerDirection &&
        counters[1].packets > kVerifiedPacketsPerDirection) {
        return;
    }
    const auto right = checksumIsRight(datagram);
    if (!right) return;
    ++counters_.checksumsVerified;
    if (!*right) ++counters_.checksumsWrong;
}

void Reassembler::touch(ConnectionState& state) {
    if (newest_ == &state) return;
    unlink(state);
    state.older = newest_;
    if (newest_ != nullptr) newest_->newer = &state;
    newest_ = &state;
    if (oldest_ == nullptr) oldest_ = &state;
}

void Reassembler::unlink(ConnectionState& state) {
    if (state.newer != nullptr) state.newer->older = state.older;
    if (state.older != nullptr) state.older->newer = state.newer;
    if (newest_ == &state) newest_ = state.older;
    if (oldest_ == &state) oldest_ = state.newer;
    state.newer = nullptr;
    state.older = nullptr;
}

}  // namespace hark::tcp
