#include "core/udp/quic_connections.h"

#include <algorithm>
#include <optional>

namespace hark::udp {

namespace {

using Kind = QuicHeader::Kind;
using stream::Direction;

// A client's first packets have a destination of at least eight random bytes (RFC 9000 section
// 7.2), while clients choose shorter ids for themselves, most often none.
constexpr std::uint8_t kShortestFirstId = 8;
// Clients have ports above those of services (RFC 6335 section 6).
constexpr std::uint16_t kServicePorts = 1024;

bool isStart(const Datagram& datagram, const QuicHeader& header) {
    if (header.kind == Kind::VersionNegotiation) return true;
    return header.kind == Kind::Initial &&
           datagram.payloadLength >= leastInitialDatagram(header.version);
}

// Where a connection's first captured packet is the server's answer.
bool isFromServer(const Datagram& datagram, const QuicHeader& header) {
    if (header.kind == Kind::VersionNegotiation) return true;
    if (header.destination.length < kShortestFirstId) return true;
    return datagram.sourcePort < kServicePorts && datagram.destinationPort >= kServicePorts;
}

}  // namespace

QuicConnections::QuicConnections(const Limits& limits, base::ConnectionIds& ids,
                                 QuicListener& listener)
    : limits_(limits),
      ids_(ids),
      listener_(listener),
      clock_(limits.clockJump, limits.clockWitnesses) {}

void QuicConnections::onDatagram(const Datagram& datagram) {
    moveClock(datagram.ip.origin.time);
    while (!states_.empty() && clock_.now() - states_.front().touched > limits_.quicIdle) {
        close(states_.begin(), stream::EndReason::Idle);
    }
    const auto header = readQuicHeader(datagram.payload);
    if (!header && open_.empty()) return;
    const Endpoint source{datagram.ip.source, datagram.sourcePort};
    const Endpoint destination{datagram.ip.destination, datagram.destinationPort};
    const Key key{std::min(source, destination), std::max(source, destination), datagram.ip.scope};
    auto found = open_.find(key);
    if (found != open_.end() && header && isAnotherStart(*found->second, datagram, *header)) {
        close(found->second, stream::EndReason::Reused);
        found = open_.end();
    }
    if (found != open_.end()) {
        states_.splice(states_.end(), states_, found->second);
    } else if (header && isStart(datagram, *header)) {
        open(key, datagram, *header);
    } else {
        return;
    }
    take(states_.back(), datagram, header);
}

void QuicConnections::moveClock(base::Timestamp time) {
    if (clock_.see(time) != base::PacketClock::Step::Jump) return;
    for (auto state = states_.rbegin();
         state != states_.rend() && clock_.isWitness(state->touchedBy); ++state) {
        state->touched = clock_.now();
    }
}

// A client keeps its own id, and sends to ids that the server chose (RFC 9000 section 7.2).
bool QuicConnections::isAnotherStart(const State& state, const Datagram& datagram,
                                     const QuicHeader& header) {
    const Endpoint source{datagram.ip.source, datagram.sourcePort};
    if (header.kind != Kind::Initial || source != state.connection.client) return false;
    if (!isStart(datagram, header) || header.destination.length < kShortestFirstId) return false;
    if (header.destination == state.firstDestination || state.refused) return false;
    if (header.source != state.clientId) return true;
    // Without an id of its own only what the server said can tell.
    return header.source.length == 0 && state.serverSeen &&
           std::find(state.serverIds.begin(), state.serverIds.end(), header.destination) ==
               state.serverIds.end();
}

void QuicConnections::open(const Key& key, const Datagram& datagram, const QuicHeader& header) {
    if (open_.size() >= limits_.quicConnections) {
        ++evicted_;
        close(states_.begin(), stream::EndReason::Evicted);
    }
    ++seen_;
    State& state = states_.emplace_back();
    state.key = key;
    QuicConnection& connection = state.connection;
    connection.id = ids_.next();
    const bool fromServer = isFromServer(datagram, header);
    connection.client = {datagram.ip.source, datagram.sourcePort};
    connection.server = {datagram.ip.destination, datagram.destinationPort};
    if (fromServer) std::swap(connection.client, connection.server);
    connection.scope = datagram.ip.scope;
    connection.tunnels = ip::describe(datagram.ip.tunnel);
    connection.startSeen = !fromServer;
    connection.first = datagram.ip.origin;
    connection.last = datagram.ip.origin;
    if (fromServer) {
        state.clientId = header.destination;
        connection.version = header.version;
    } else {
        learnClient(state, header);
    }
    open_.emplace(key, std::prev(states_.end()));
    listener_.quicOpened(connection);
}

void QuicConnections::learnClient(State& state, const QuicHeader& header) {
    state.firstDestination = header.destination;
    state.clientId = header.source;
    state.connection.version = header.version;
    state.refused = false;
}

void QuicConnections::take(State& state, const Datagram& datagram,
                           const std::optional<QuicHeader>& header) {
    QuicConnection& connection = state.connection;
    state.touched = clock_.now();
    state.touchedBy = clock_.packets();
    connection.last = datagram.ip.origin;
    const bool fromClient = Endpoint{datagram.ip.source, datagram.sourcePort} == connection.client;
    QuicConnection::Side& side = connection.counters.at(
        stream::index(fromClient ? Direction::ClientToServer : Direction::ServerToClient));
    ++side.packets;
    side.bytes += datagram.payloadLength;
    if (!header) return;
    if (fromClient) {
        if (state.refused && header->kind == Kind::Initial) learnClient(state, *header);
        return;
    }
    if (header->kind == Kind::VersionNegotiation) {
        state.refused = !state.serverSeen;
        return;
    }
    connection.version = header->version;
    state.serverSeen = true;
    if (header->source != state.serverIds[0]) {
        state.serverIds[1] = state.serverIds[0];
        state.serverIds[0] = header->source;
    }
}

void QuicConnections::close(States::iterator at, stream::EndReason reason) {
    at->connection.endReason = reason;
    listener_.quicClosed(at->connection);
    open_.erase(at->key);
    states_.erase(at);
}

void QuicConnections::finish() {
    states_.sort([](const State& a, const State& b) { return a.connection.id < b.connection.id; });
    while (!states_.empty())
        close(states_.begin(), stream::EndReason::CaptureEnded);
}

}  // namespace hark::udp
