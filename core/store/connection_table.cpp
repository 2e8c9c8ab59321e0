#include "core/store/connection_table.h"

namespace hark::store {

namespace {

constexpr const char* kColumns =
    "id, client_address, client_port, server_address, server_port, scope, tunnels, start_seen, "
    "open, "
    "started_ns, ended_ns, syn_ns, synack_ns, ack_ns, "
    "first_capture, first_packet, last_capture, last_packet, "
    "client_packets, client_bytes, client_retransmitted_segments, client_retransmitted_bytes, "
    "client_out_of_order, client_gaps, client_gap_bytes, "
    "server_packets, server_bytes, server_retransmitted_segments, server_retransmitted_bytes, "
    "server_out_of_order, server_gaps, server_gap_bytes, "
    "protocol, protocol_detail, tls_version, tls_sni, tls_alpn, "
    "first_exchange, last_exchange, exchanges, maximum_outstanding, "
    "pipelined_requests, idle_ns, blocked_ns, end_reason, ended_by, end_announced, "
    "end_announced_by, anomalies_dropped";

void addCounters(Insert& insert, const tcp::DirectionCounters& counters) {
    insert.number(counters.packets).number(counters.bytes);
    insert.number(counters.retransmittedSegments).number(counters.retransmittedBytes);
    insert.number(counters.outOfOrderSegments).number(counters.gaps).number(counters.gapBytes);
}

std::string_view sideOf(const std::optional<stream::Direction>& direction) {
    if (!direction) return {};
    return *direction == stream::Direction::ClientToServer ? "client" : "server";
}

}  // namespace

ConnectionTable::ConnectionTable(Database& database, AnomalyTable& anomalies)
    : anomalies_(anomalies), insert_(database, "connection", kColumns, Insert::Conflict::Replace) {}

void ConnectionTable::addTransport(const tcp::Connection& connection, bool open) {
    insert_.number(connection.id.value);
    insert_.text(ip::toString(connection.client.address));
    insert_.number(std::uint64_t{connection.client.port});
    insert_.text(ip::toString(connection.server.address));
    insert_.number(std::uint64_t{connection.server.port});
    insert_.number(std::uint64_t{connection.scope}).textOrNull(connection.tunnels);
    insert_.integer(connection.startSeen ? 1 : 0);
    insert_.integer(open ? 1 : 0);
    insert_.time(connection.first.time).time(connection.last.time);
    insert_.time(connection.handshake.syn).time(connection.handshake.synAck);
    insert_.time(connection.handshake.ack);
    insert_.number(std::uint64_t{connection.first.packet.capture});
    insert_.number(connection.first.packet.number);
    insert_.number(std::uint64_t{connection.last.packet.capture});
    insert_.number(connection.last.packet.number);
    addCounters(insert_, connection.counters[0]);
    addCounters(insert_, connection.counters[1]);
}

void ConnectionTable::storeOpen(const tcp::Connection& connection) {
    addTransport(connection, true);
    constexpr int kUnknown = 7;  // of protocol, TLS and the range of exchanges
    constexpr int kNoneYet = 5;  // counts and durations
    constexpr int kNotEnded = 4;
    for (int i = 0; i < kUnknown; ++i)
        insert_.null();
    for (int i = 0; i < kNoneYet; ++i)
        insert_.integer(0);
    for (int i = 0; i < kNotEnded; ++i)
        insert_.null();
    insert_.number(connection.anomaliesDropped).run();
}

void ConnectionTable::storeEnded(const exchange::ConnectionEnded& ended) {
    const tcp::Connection& connection = ended.connection;
    addTransport(connection, false);
    insert_.text(ended.protocol.name).textOrNull(ended.protocol.detail);
    const exchange::TlsHellos& tls = ended.protocol.tls;
    insert_.textOrNull(tls.version).textOrNull(tls.serverName).textOrNull(tls.protocols);
    const exchange::KeepAlive& use = ended.keepAlive;
    insert_.reference(use.firstExchange ? use.firstExchange->value : 0);
    insert_.reference(use.lastExchange ? use.lastExchange->value : 0);
    insert_.number(use.exchanges).number(use.maximumOutstanding).number(use.pipelinedRequests);
    insert_.duration(use.idle).duration(use.blocked);
    insert_.text(stream::toString(connection.endReason)).textOrNull(sideOf(connection.endedBy));
    insert_.textOrNull(use.endAnnounced);
    insert_.reference(use.endAnnouncedBy ? use.endAnnouncedBy->value : 0);
    insert_.number(connection.anomaliesDropped).run();
    for (const auto* anomalies : {&connection.anomalies, &ended.protocol.anomalies}) {
        for (const base::Anomaly& anomaly : *anomalies) {
            anomalies_.store(connection.id.value, 0, anomaly);
        }
    }
}

}  // namespace hark::store
