#include <fmt/format.h>

#include "core/http/exchange_flags.h"
#include "core/http/message.h"
#include "core/query/case.h"
#include "core/query/columns.h"
#include "core/query/server_name.h"
#include "core/query/term_conditions.h"

namespace hark::query {

namespace {

const std::string& exchangeSql() {
    static const std::string kSql = fmt::format(
        "SELECT x.id, x.connection, x.ordinal, x.stream, x.protocol, c.client_address, "
        "c.client_port, c.server_address, c.server_port, x.started_ns, o.scheme, o.host, x.method, "
        "x.target, {}, x.status, substr(h.bytes, 1, 256), m.name, x.request_body_bytes, "
        "x.response_body_bytes, x.request_missing, x.response_missing, x.flags, x.duration_ns, "
        "x.blocked_ns, x.dns_ns, x.connect_ns, x.tls_ns, x.send_ns, x.wait_ns, x.receive_ns, "
        "(SELECT count(*) FROM anomaly a WHERE a.exchange = x.id), ms.session, e.items, "
        "noted.mark, noted.text "
        "FROM exchange x LEFT JOIN connection c ON c.id = x.connection "
        "LEFT JOIN origin o ON o.id = x.origin LEFT JOIN media_type m ON m.id = x.response_type "
        "LEFT JOIN head h ON h.id = x.response_head LEFT JOIN members ms ON ms.id = "
        "(SELECT r.id FROM members r WHERE r.connection = x.connection AND r.first_exchange <= "
        "x.id ORDER BY r.first_exchange DESC LIMIT 1) AND ms.last_exchange >= x.id "
        "LEFT JOIN evidence e ON e.id = ms.evidence {}WHERE x.id = ?",
        kUrlSql, joinedNote("exchange", "x.id"));
    return kSql;
}

const std::string& connectionSql() {
    static const std::string kSql = fmt::format(
        "SELECT c.id, client_address, client_port, server_address, server_port, started_ns, "
        "ended_ns, "
        "start_seen, open, syn_ns, synack_ns, ack_ns, first_capture, first_packet, last_capture, "
        "last_packet, client_packets, client_bytes, client_retransmitted_segments, "
        "client_retransmitted_bytes, client_out_of_order, client_gaps, client_gap_bytes, "
        "server_packets, server_bytes, server_retransmitted_segments, server_retransmitted_bytes, "
        "server_out_of_order, server_gaps, server_gap_bytes, protocol, protocol_detail, "
        "tls_version, tls_sni, tls_alpn, exchanges, "
        "maximum_outstanding, pipelined_requests, idle_ns, blocked_ns, end_reason, ended_by, "
        "end_announced, end_announced_by, anomalies_dropped, first_exchange, tunnels, "
        "(SELECT count(*) FROM anomaly a WHERE a.connection = c.id), {}, noted.mark, noted.text "
        "FROM connection c {}WHERE c.id = ?",
        kServerNameSql, joinedNote("connection", "c.id"));
    return kSql;
}

// RFC 9112 section 4: HTTP-version SP status-code SP [ reason-phrase ].
std::string reasonOf(std::string_view head) {
    std::string_view line = head.substr(0, head.find('\n'));
    if (line.ends_with('\r')) line.remove_suffix(1);
    const std::size_t code = line.find(' ');
    if (code == std::string_view::npos) return {};
    const std::size_t reason = line.find(' ', line.find_first_not_of(' ', code));
    if (reason == std::string_view::npos) return {};
    const std::size_t begin = line.find_first_not_of(' ', reason);
    return begin == std::string_view::npos ? std::string() : std::string(line.substr(begin));
}

void readFlags(unsigned flags, ExchangeRow& row) {
    using Flag = http::ExchangeFlag;
    row.hasRequest = (flags & Flag::kRequest) != 0;
    row.requestComplete = (flags & Flag::kRequestComplete) != 0;
    row.hasResponse = (flags & Flag::kResponse) != 0;
    row.responseComplete = (flags & Flag::kResponseComplete) != 0;
    row.isRunning = (flags & Flag::kEnded) == 0;
}

ExchangeRow readExchange(const Rows& rows) {
    Columns columns(rows);
    ExchangeRow row;
    row.id = columns.number();
    row.connection = columns.number();
    row.ordinal = columns.maybeNumber();
    row.stream = columns.maybeNumber();
    row.protocol = http::toString(static_cast<http::Version>(columns.integer()));
    row.client = columns.address();
    row.server = columns.address();
    row.startedNs = columns.integer();
    row.scheme = columns.maybeText();
    row.host = columns.maybeText();
    row.method = columns.maybeText();
    row.target = columns.maybeText();
    row.url = columns.maybeText();
    if (const auto status = columns.maybeInteger()) row.status = static_cast<int>(*status);
    const std::string_view head = columns.view();
    if (row.status) row.reason = reasonOf(head);
    row.type = columns.text();
    row.requestBodyBytes = columns.maybeNumber();
    row.responseBodyBytes = columns.maybeNumber();
    row.requestMissing = columns.number();
    row.responseMissing = columns.number();
    readFlags(static_cast<unsigned>(columns.number()), row);
    for (auto* duration : {&row.durationNs, &row.blockedNs, &row.dnsNs, &row.connectNs, &row.tlsNs,
                           &row.sendNs, &row.waitNs, &row.receiveNs}) {
        *duration = columns.maybeInteger();
    }
    row.anomalies = columns.number();
    row.session = columns.maybeNumber();
    row.evidence = columns.text();
    row.note = columns.note();
    return row;
}

ConnectionRow::Side readSide(Columns& columns) {
    ConnectionRow::Side side;
    for (auto* value : {&side.packets, &side.bytes, &side.retransmittedSegments,
                        &side.retransmittedBytes, &side.outOfOrder, &side.gaps, &side.gapBytes}) {
        *value = columns.number();
    }
    return side;
}

ConnectionRow readConnection(const Rows& rows) {
    Columns columns(rows);
    ConnectionRow row;
    row.id = columns.number();
    row.client = columns.address();
    row.server = columns.address();
    row.startedNs = columns.integer();
    row.endedNs = columns.integer();
    row.startSeen = columns.number() != 0;
    row.isOpen = columns.number() != 0;
    for (auto* time : {&row.synNs, &row.synAckNs, &row.ackNs}) {
        *time = columns.maybeInteger();
    }
    for (auto* packet : {&row.firstCapture, &row.firstPacket, &row.lastCapture, &row.lastPacket}) {
        *packet = columns.number();
    }
    row.fromClient = readSide(columns);
    row.fromServer = readSide(columns);
    row.protocol = columns.text();
    row.protocolDetail = columns.text();
    row.tlsVersion = columns.text();
    row.tlsServerName = columns.text();
    row.tlsProtocols = columns.text();
    row.exchanges = columns.number();
    row.maximumOutstanding = columns.number();
    row.pipelinedRequests = columns.number();
    row.idleNs = columns.integer();
    row.blockedNs = columns.integer();
    for (auto* text : {&row.endReason, &row.endedBy, &row.endAnnounced}) {
        *text = columns.text();
    }
    row.endAnnouncedBy = columns.maybeNumber();
    row.anomaliesDropped = columns.number();
    row.firstExchange = columns.maybeNumber();
    row.tunnels = columns.text();
    row.anomalies = columns.number();
    row.serverName = columns.text();
    row.note = columns.note();
    return row;
}

}  // namespace

base::Result<std::vector<ExchangeRow>> Case::exchangeRows(std::span<const std::uint64_t> ids) {
    provideNotes();
    const Snapshot snapshot(database_);
    std::vector<ExchangeRow> found;
    if (!readEach(kept(exchangeRow_, exchangeSql().c_str()), ids, readExchange, found))
        return failure();
    return found;
}

base::Result<std::vector<ConnectionRow>> Case::connectionRows(std::span<const std::uint64_t> ids) {
    provideNotes();
    const Snapshot snapshot(database_);
    std::vector<ConnectionRow> found;
    if (!readEach(kept(connectionRow_, connectionSql().c_str()), ids, readConnection, found)) {
        return failure();
    }
    return found;
}

base::Result<std::optional<ConnectionRow>> Case::connection(std::uint64_t id) {
    auto rows = connectionRows(std::span(&id, 1));
    if (!rows) return rows.error();
    if (rows->empty()) return std::optional<ConnectionRow>();
    return std::optional<ConnectionRow>(std::move(rows->front()));
}

}  // namespace hark::query
