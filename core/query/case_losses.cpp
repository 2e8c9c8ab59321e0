#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "core/http/exchange_flags.h"
#include "core/query/case.h"
#include "core/query/incompleteness.h"

namespace hark::query {

namespace {

constexpr const char* kFlowsSql =
    "SELECT sum(client_bytes), sum(client_gap_bytes), sum(client_packets = 0 AND server_bytes > 0),"
    " sum(server_bytes), sum(server_gap_bytes), sum(server_packets = 0 AND client_bytes > 0), "
    "sum(client_bytes + server_bytes > 0), sum(start_seen = 0), sum(end_reason = 'capture-ended') "
    "FROM connection WHERE open = 0";

constexpr const char* kConnectionsByAnomalySql =
    "SELECT code, count(DISTINCT connection) FROM anomaly WHERE connection IS NOT NULL "
    "GROUP BY 1 ORDER BY 2 DESC, 1";

std::string incompleteSql() {
    using Flag = http::ExchangeFlag;
    return fmt::format(
        "SELECT x.flags, x.request_missing, x.response_missing, c.start_seen, c.open, "
        "c.end_reason, c.ended_by, c.client_packets, c.server_packets, "
        "(SELECT group_concat(code) FROM anomaly a WHERE a.exchange = x.id) "
        "FROM exchange x JOIN connection c ON c.id = x.connection "
        "WHERE x.flags & {} <> {} OR x.request_missing > 0 OR x.response_missing > 0",
        Flag::kBothComplete, Flag::kBothComplete);
}

std::vector<AnomalyRow> anomaliesFrom(std::string_view codes) {
    std::vector<AnomalyRow> rows;
    while (!codes.empty()) {
        const std::size_t end = std::min(codes.find(','), codes.size());
        rows.emplace_back().code = codes.substr(0, end);
        codes.remove_prefix(std::min(end + 1, codes.size()));
    }
    return rows;
}

std::vector<Incompleteness> readIncompleteness(const Rows& rows) {
    using Flag = http::ExchangeFlag;
    const auto flags = static_cast<unsigned>(rows.number(0));
    ExchangeRow row;
    if ((flags & Flag::kRequestHead) != 0) row.method.emplace();
    if ((flags & Flag::kResponseHead) != 0) row.status.emplace();
    row.requestComplete = (flags & Flag::kRequestComplete) != 0;
    row.responseComplete = (flags & Flag::kResponseComplete) != 0;
    row.requestMissing = rows.number(1);
    row.responseMissing = rows.number(2);
    ConnectionFate fate;
    fate.startSeen = rows.number(3) != 0;
    fate.isOpen = rows.number(4) != 0;
    fate.endReason = rows.string(5);
    fate.endedBy = rows.string(6);
    fate.clientPackets = rows.number(7);
    fate.serverPackets = rows.number(8);
    return whyIncomplete(row, anomaliesFrom(rows.text(9)), fate);
}

}  // namespace

// What of the traffic is not in the case, and why.
bool Case::readLosses(Statistics& made) {
    Rows flows(database_, kFlowsSql);
    if (flows.step()) {
        made.fromClient = {flows.number(0), flows.number(1), flows.number(2)};
        made.fromServer = {flows.number(3), flows.number(4), flows.number(5)};
        made.connectionsWithBytes = flows.number(6);
        made.connectionsWithoutStart = flows.number(7);
        made.connectionsOpenAtEnd = flows.number(8);
    }
    Rows anomalies(database_, kConnectionsByAnomalySql);
    while (anomalies.step()) {
        made.connectionsByAnomaly.emplace_back(anomalies.string(0), anomalies.number(1));
    }
    std::map<std::string, std::uint64_t> byReason;
    Rows incomplete(database_, incompleteSql());
    while (incomplete.step()) {
        for (const Incompleteness& why : readIncompleteness(incomplete))
            ++byReason[fmt::format("{} {}", why.message, why.reason)];
    }
    made.incompleteByReason.assign(byReason.begin(), byReason.end());
    std::stable_sort(made.incompleteByReason.begin(), made.incompleteByReason.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    return !flows.hasFailed() && !anomalies.hasFailed() && !incomplete.hasFailed();
}

}  // namespace hark::query
