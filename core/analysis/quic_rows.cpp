#include "core/analysis/quic_rows.h"

namespace hark::analysis {

namespace {

tcp::Connection rowOf(const udp::QuicConnection& quic) {
    tcp::Connection row;
    row.id = quic.id;
    row.client = quic.client;
    row.server = quic.server;
    row.scope = quic.scope;
    row.tunnels = quic.tunnels;
    row.startSeen = quic.startSeen;
    row.first = quic.first;
    row.last = quic.last;
    for (std::size_t side = 0; side < row.counters.size(); ++side) {
        row.counters.at(side).packets = quic.counters.at(side).packets;
        row.counters.at(side).bytes = quic.counters.at(side).bytes;
    }
    row.endReason = quic.endReason;
    return row;
}

}  // namespace

void QuicRows::quicOpened(const udp::QuicConnection& connection) {
    sink_.on(exchange::ConnectionBegan{rowOf(connection)});
}

void QuicRows::quicClosed(const udp::QuicConnection& connection) {
    static const exchange::KeepAlive kUnused;
    const tcp::Connection row = rowOf(connection);
    sink_.on(exchange::ConnectionEnded{
        row, {"QUIC", udp::quicVersionName(connection.version), {}, {}}, kUnused});
}

}  // namespace hark::analysis
