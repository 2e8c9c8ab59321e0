#include <utility>

#include "core/http/exchange_flags.h"
#include "core/http/message.h"
#include "core/query/case.h"
#include "core/query/head_lines.h"
#include "core/query/incompleteness.h"

namespace hark::query {

namespace {

constexpr const char* kHeadsSql =
    "SELECT q.bytes, q.lines, x.method, x.target, x.protocol, x.request_line, r.bytes, r.lines, "
    "x.request_content, x.response_content, x.flags, x.capture, x.request_first, x.request_last, "
    "x.response_first, x.response_last, x.packet_ranges IS NOT NULL "
    "FROM exchange x LEFT JOIN head q ON q.id = x.request_fields "
    "LEFT JOIN head r ON r.id = x.response_head WHERE x.id = ?";

constexpr const char* kRangesSql =
    "SELECT m.key, json_extract(r.value, '$[0]'), json_extract(r.value, '$[1]'), "
    "json_extract(r.value, '$[2]') FROM exchange x, json_each(x.packet_ranges) m, "
    "json_each(m.value) r WHERE x.id = ? ORDER BY m.id, r.id";

constexpr const char* kTrailersSql =
    "SELECT t.message, h.bytes, h.lines FROM trailer t JOIN head h ON h.id = t.head "
    "WHERE t.exchange = ?";

constexpr const char* kInterimSql =
    "SELECT i.status, h.bytes, h.lines FROM interim i JOIN head h ON h.id = i.head "
    "WHERE i.exchange = ? ORDER BY i.position";

constexpr const char* kAnomaliesSql =
    "SELECT code, detail, connection, exchange, capture, packet, offset FROM anomaly "
    "WHERE exchange = ? ORDER BY id";

constexpr const char* kConnectionAnomaliesSql =
    "SELECT code, detail, connection, exchange, capture, packet, offset FROM anomaly "
    "WHERE connection = ? ORDER BY packet, id";

AnomalyRow readAnomaly(const Rows& rows) {
    AnomalyRow row;
    row.code = rows.string(0);
    row.detail = rows.string(1);
    row.connection = rows.number(2);
    if (!rows.isNull(3)) row.exchange = rows.number(3);
    row.capture = rows.number(4);
    row.packet = rows.number(5);
    row.offset = rows.number(6);
    return row;
}

// The writer keeps a request line only where it is not put together like this.
std::string requestLine(const Rows& rows) {
    if (!rows.isNull(5)) return rows.string(5);
    return rows.string(2) + ' ' + rows.string(3) +
           (rows.integer(4) == static_cast<std::int64_t>(http::Version::Http10) ? " HTTP/1.0\r\n"
                                                                                : " HTTP/1.1\r\n");
}

void readSpan(const Rows& rows, int first, MessageDetail& message) {
    if (rows.isNull(first)) return;
    message.packets.push_back({rows.number(11), rows.number(first), rows.number(first + 1)});
}

void readMessages(const Rows& rows, ExchangeDetail& detail) {
    using Flag = http::ExchangeFlag;
    const auto flags = static_cast<unsigned>(rows.number(10));
    if ((flags & (Flag::kRequest | Flag::kRequestHead)) != 0) {
        MessageDetail& request = detail.request.emplace();
        if ((flags & Flag::kRequestHead) != 0) {
            request.head = requestLine(rows) + rows.string(0);
            request.fields = splitHead(rows.text(0), rows.text(1), false);
        }
        if (!rows.isNull(8)) request.content = rows.number(8);
        readSpan(rows, 12, request);
    }
    if ((flags & (Flag::kResponse | Flag::kResponseHead)) != 0) {
        MessageDetail& response = detail.response.emplace();
        if ((flags & Flag::kResponseHead) != 0) {
            response.head = rows.string(6);
            response.fields = splitHead(rows.text(6), rows.text(7), true);
        }
        if (!rows.isNull(9)) response.content = rows.number(9);
        readSpan(rows, 14, response);
    }
}

}  // namespace

// Where a message spans several inputs, all of its ranges instead of the first.
bool Case::readRanges(std::uint64_t id, ExchangeDetail& detail) {
    if (detail.request) detail.request->packets.clear();
    if (detail.response) detail.response->packets.clear();
    Rows& ranges = kept(ranges_, kRangesSql);
    for (ranges.bind(id); ranges.step();) {
        auto& message = ranges.text(0) == "request" ? detail.request : detail.response;
        if (message) {
            message->packets.push_back({ranges.number(1), ranges.number(2), ranges.number(3)});
        }
    }
    return !ranges.hasFailed();
}

base::Result<std::optional<ExchangeDetail>> Case::exchange(std::uint64_t id) {
    const Snapshot snapshot(database_);
    auto rows = exchangeRows(std::span(&id, 1));
    if (!rows) return rows.error();
    if (rows->empty()) return std::optional<ExchangeDetail>();
    ExchangeDetail detail;
    detail.row = std::move(rows->front());

    Rows& heads = kept(heads_, kHeadsSql);
    if (heads.bind(id).step()) readMessages(heads, detail);
    const bool spansInputs = heads.integer(16) != 0;
    heads.reset();
    if (spansInputs && !readRanges(id, detail)) return failure();

    Rows& trailers = kept(trailers_, kTrailersSql);
    for (trailers.bind(id); trailers.step();) {
        auto& message = trailers.text(0) == "request" ? detail.request : detail.response;
        if (message) message->trailers = splitHead(trailers.text(1), trailers.text(2), false);
    }
    Rows& interim = kept(interim_, kInterimSql);
    for (interim.bind(id); interim.step();) {
        detail.interim.push_back({static_cast<int>(interim.integer(0)), interim.string(1),
                                  splitHead(interim.text(1), interim.text(2), true)});
    }
    if (detail.row.anomalies > 0) {
        Rows& anomalies = kept(anomalies_, kAnomaliesSql);
        for (anomalies.bind(id); anomalies.step();) {
            detail.anomalies.push_back(readAnomaly(anomalies));
        }
    }
    const ExchangeRow& row = detail.row;
    if (!row.requestComplete || !row.responseComplete || row.requestMissing > 0 ||
        row.responseMissing > 0) {
        const auto on = connection(row.connection);
        if (!on) return on.error();
        if (*on) detail.incomplete = whyIncomplete(row, detail.anomalies, fateOf(**on, row.id));
    }
    for (const auto* used : {&heads, &trailers, &interim}) {
        if (used->hasFailed()) return failure();
    }
    return std::optional<ExchangeDetail>(std::move(detail));
}

base::Result<std::vector<AnomalyRow>> Case::anomaliesOf(std::uint64_t connection) {
    Rows rows(database_, kConnectionAnomaliesSql);
    std::vector<AnomalyRow> found;
    for (rows.bind(connection); rows.step();) {
        found.push_back(readAnomaly(rows));
    }
    if (rows.hasFailed()) return failure();
    return found;
}

}  // namespace hark::query
