#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "core/http/exchange_flags.h"
#include "core/query/case.h"
#include "core/query/incompleteness.h"

namespace hark::query {

namespace {

// Of TCP alone: who gets no answer from QUIC has spoken all the same.
constexpr const char* kWaysSql =
    "SELECT sum(client_bytes), sum(client_gap_bytes), sum(client_packets = 0 AND server_bytes > 0),"
    " sum(server_bytes), sum(server_gap_bytes), sum(server_packets = 0 AND client_bytes > 0), "
    "sum(client_bytes + server_bytes > 0), sum(start_seen = 0), sum(end_reason = 'capture-ended'), "
    "count(*) FROM connection WHERE open = 0 AND protocol IS NOT 'QUIC'";

constexpr const char* kConnectionsByAnomalySql =
    "SELECT code, count(DISTINCT connection) FROM anomaly WHERE connection IS NOT NULL "
    "GROUP BY 1 ORDER BY 2 DESC, 1";

std::string incompleteSql() {
    using Flag = http::ExchangeFlag;
    return fmt::format(
        "SELECT x.flags, x.request_missing, x.response_missing, c.start_seen, c.open, "
        "c.end_reason, c.ended_by, c.client_packets, c.server_packets, "
        "c.client_gap_bytes, c.exchanges = 0 OR c.first_exchange = x.id, "
        // The code, and of which message it is where the detail begins with that.
        "(SELECT group_concat(code || ' ' || CASE WHEN detail LIKE 'request%' THEN 'request' "
        "WHEN detail LIKE 'response%' THEN 'response' ELSE '' END) "
        "FROM anomaly a WHERE a.exchange = x.id) "
        "FROM exchange x JOIN connection c ON c.id = x.connection "
        "WHERE x.flags & {} <> {} OR x.request_missing > 0 OR x.response_missing > 0",
        Flag::kBothComplete, Flag::kBothComplete);
}

// "code message,code message"
std::vector<AnomalyRow> anomaliesFrom(std::string_view list) {
    std::vector<AnomalyRow> rows;
    while (!list.empty()) {
        const std::size_t end = std::min(list.find(','), list.size());
        const std::string_view one = list.substr(0, end);
        AnomalyRow& row = rows.emplace_back();
        row.code = one.substr(0, one.find(' '));
        row.detail = one.substr(row.code.size() + 1);
        list.remove_prefix(std::min(end + 1, list.size()));
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
    fate.clientMissing = rows.number(9);
    fate.isFirst = rows.number(10) != 0;
    return whyIncomplete(row, anomaliesFrom(rows.text(11)), fate);
}

}  // namespace

// What of the traffic is not in the case, and why.
bool Case::readLosses(Statistics& made) {
    Rows ways(database_, kWaysSql);
    if (ways.step()) {
        made.fromClient = {ways.number(0), ways.number(1), ways.number(2)};
        made.fromServer = {ways.number(3), ways.number(4), ways.number(5)};
        made.tcp = {ways.number(9), ways.number(6), ways.number(7), ways.number(8)};
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
    return !ways.hasFailed() && !anomalies.hasFailed() && !incomplete.hasFailed();
}

}  // namespace hark::query
