#include "core/tcp/reassembler.h"

#include <algorithm>
#include <vector>

#include "core/tcp/segment.h"

namespace hark::tcp {

namespace {

// Offloading is a property of the host that captured, so a connection's first packets tell.
constexpr std::uint64_t kVerifiedPacketsPerDirection = 8;

}  // namespace

Reassembler::Reassembler(const Limits& limits, ConnectionListener& listener)
    : limits_(limits), listener_(listener) {}

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
    closeIdle(datagram.origin.time);
    const Endpoint source{datagram.source, segment->sourcePort};
    const Endpoint destination{datagram.destination, segment->destinationPort};
    const bool fromHigh = destination < source;
    const Key key = fromHigh ? Key{destination, source, datagram.scope}
                             : Key{source, destination, datagram.scope};
    const std::size_t side = fromHigh ? 1 : 0;

    auto found = open_.find(key);
    if (found != open_.end() && found->second->isReusedBy(side, *segment)) {
        close(found, stream::EndReason::Reused);
        found = open_.end();
    }
    if (found == open_.end() && !segment->syn && isRemembered(key)) {
        ++counters_.afterClose;
        return;
    }
    ConnectionState& state =
        found != open_.end() ? *found->second : open(key, datagram, *segment, fromHigh);
    const std::size_t before = state.waitingBytes();
    state.onSegment(side, datagram, *segment);
    touch(state);
    limitWaiting(state, before, datagram.origin);
    verifyChecksum(state, datagram);
    if (state.isOver()) {
        remember(key);
        close(open_.find(key), stream::EndReason::Fin);
    }
}

ConnectionState& Reassembler::open(const Key& key, const ip::Datagram& datagram,
                                   const Segment& segment, bool fromHigh) {
    if (open_.size() >= limits_.connections) {
        ++counters_.evicted;
        closeOldest(stream::EndReason::Evicted);
    }
    auto state = std::make_unique<ConnectionState>(base::ConnectionId{++lastId_}, datagram, segment,
                                                   fromHigh, limits_, listener_);
    ConnectionState& reference = *state;
    open_.emplace(key, std::move(state));
    return reference;
}

void Reassembler::close(Open::iterator at, stream::EndReason reason) {
    const std::unique_ptr<ConnectionState> state = std::move(at->second);
    open_.erase(at);
    unlink(*state);
    waitingBytes_ -= std::min(waitingBytes_, state->waitingBytes());
    state->close(reason);
}

void Reassembler::closeOldest(stream::EndReason reason) {
    if (oldest_ != nullptr) close(open_.find(keyOf(*oldest_)), reason);
}

void Reassembler::closeIdle(base::Timestamp now) {
    while (oldest_ != nullptr && now - oldest_->connection().last.time > limits_.idle) {
        closeOldest(stream::EndReason::Idle);
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

void Reassembler::remember(const Key& key) {
    if (endedYounger_.size() >= limits_.rememberedConnections / 2) {
        endedOlder_ = std::move(endedYounger_);
        endedYounger_ = {};
    }
    endedYounger_.insert(key);
}

bool Reassembler::isRemembered(const Key& key) const {
    return endedYounger_.contains(key) || endedOlder_.contains(key);
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
