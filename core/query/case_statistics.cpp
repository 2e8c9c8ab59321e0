#include <fmt/format.h>

#include "core/http/exchange_flags.h"
#include "core/http/message.h"
#include "core/query/case.h"

namespace hark::query {

namespace {

std::string totalsSql() {
    using Flag = http::ExchangeFlag;
    return fmt::format(
        "SELECT count(*), sum(request_body_bytes), sum(response_body_bytes), "
        "coalesce(sum(request_missing), 0) + coalesce(sum(response_missing), 0), "
        "sum(flags & {} = 0), sum(flags & {} = 0), sum(flags & {} <> {}) FROM exchange",
        Flag::kResponse, Flag::kRequest, Flag::kBothComplete, Flag::kBothComplete);
}

constexpr const char* kKeepAliveSql =
    "SELECT count(*), sum(exchanges > 1), sum(exchanges), max(exchanges), sum(start_seen), "
    "sum(exchanges - 1), sum(pipelined_requests), sum(blocked_ns), sum(idle_ns) "
    "FROM connection WHERE exchanges > 0";

// Groups by the number first, and names only what is left.
constexpr const char* kHostsSql =
    "SELECT o.host, sum(n) FROM (SELECT origin, count(*) AS n FROM exchange WHERE origin IS NOT "
    "NULL GROUP BY 1) JOIN origin o ON o.id = origin GROUP BY 1 ORDER BY 2 DESC, 1";
constexpr const char* kTypesSql =
    "SELECT m.name, sum(n) FROM (SELECT response_type, count(*) AS n FROM exchange WHERE "
    "response_type IS NOT NULL GROUP BY 1) JOIN media_type m ON m.id = response_type GROUP BY 1 "
    "ORDER BY 2 DESC, 1";
std::string protocolsSql() {
    std::string names;
    for (const http::Version version : {http::Version::Http10, http::Version::Http11,
                                        http::Version::Http2, http::Version::Http3}) {
        names +=
            fmt::format(" WHEN {} THEN '{}'", static_cast<int>(version), http::toString(version));
    }
    return fmt::format(
        "SELECT CASE protocol{} END, count(*) FROM exchange GROUP BY protocol ORDER BY 2 DESC, 1",
        names);
}

class Reader {
public:
    explicit Reader(sqlite3* database) : database_(database) {}

    Counts counts(std::string_view sql) {
        Rows rows(database_, sql);
        Counts found;
        while (rows.step()) {
            found.emplace_back(rows.string(0), rows.number(1));
        }
        failed_ |= rows.hasFailed();
        return found;
    }
    template <typename Read>
    void each(std::string_view sql, Read read) {
        Rows rows(database_, sql);
        while (rows.step()) {
            read(rows);
        }
        failed_ |= rows.hasFailed();
    }
    [[nodiscard]] bool hasFailed() const { return failed_; }

private:
    sqlite3* database_;
    bool failed_ = false;
};

constexpr const char* kSessionsSql =
    "SELECT count(*), count(DISTINCT visitor), "
    "(SELECT count(*) FROM life_event WHERE kind = 'login'), "
    "(SELECT count(DISTINCT s.service || ' ' || u.value) "
    "FROM user_session s, json_each(s.users) u) FROM user_session";

constexpr const char* kOfferCountsSql =
    "SELECT count(DISTINCT origin_host || ':' || port), "
    "count(DISTINCT CASE source WHEN 'alt-svc' THEN origin_host || ':' || port END), "
    "count(DISTINCT CASE source WHEN 'dns-https' THEN origin_host || ':' || port END) "
    "FROM http3_offer";

void readOffers(Reader& reader, Statistics& made) {
    reader.each(kOfferCountsSql, [&](const Rows& rows) {
        made.http3Offers = {rows.number(0), rows.number(1), rows.number(2)};
    });
    reader.each(
        "SELECT origin_host, port, source, alternative, exchange FROM http3_offer ORDER BY 1, 2, "
        "3, "
        "4",
        [&](const Rows& rows) {
            Http3OfferRow& offer = made.http3OfferRows.emplace_back();
            offer.host = rows.string(0);
            offer.port = static_cast<std::uint16_t>(rows.number(1));
            offer.source = rows.string(2);
            offer.alternative = rows.string(3);
            if (!rows.isNull(4)) offer.exchange = rows.number(4);
        });
    reader.each("SELECT count(DISTINCT name), count(DISTINCT address) FROM host_name",
                [&](const Rows& rows) {
                    made.names = rows.number(0);
                    made.namedAddresses = rows.number(1);
                });
}

void readKeepAlive(const Rows& rows, Statistics::KeepAlive& use) {
    use.connections = rows.number(0);
    use.reused = rows.number(1);
    use.exchanges = rows.number(2);
    use.maximumExchanges = rows.number(3);
    use.handshakesPaid = rows.number(4);
    use.handshakesSaved = rows.number(5);
    use.pipelinedRequests = rows.number(6);
    use.blockedNs = rows.integer(7);
    use.idleNs = rows.integer(8);
}

void readNotes(Reader& reader, Provenance& made) {
    reader.each(fmt::format("SELECT capture, packet, text FROM capture_comment ORDER BY rowid "
                            "LIMIT {}",
                            Provenance::kComments),
                [&](const Rows& rows) {
                    CommentRow& comment = made.comments.emplace_back();
                    comment.capture = rows.number(0);
                    if (!rows.isNull(1)) comment.packet = rows.number(1);
                    comment.text = rows.string(2);
                });
    reader.each("SELECT count(*) FROM capture_comment",
                [&](const Rows& rows) { made.commentsTotal = rows.number(0); });
    reader.each("SELECT count(*) FROM (SELECT DISTINCT address, name FROM host_name)",
                [&](const Rows& rows) { made.hostNames = rows.number(0); });
    reader.each(
        "SELECT capture, kind, count(*), sum(length(bytes)) FROM secret GROUP BY 1, 2 ORDER BY 1, "
        "2",
        [&](const Rows& rows) {
            made.secrets.push_back(
                {rows.number(0), rows.string(1), rows.number(2), rows.number(3)});
        });
}

}  // namespace

base::Result<Statistics> Case::statistics() {
    const Snapshot snapshot(database_);
    Reader reader(database_);
    Statistics made;
    reader.each(totalsSql(), [&](const Rows& rows) {
        made.exchanges = rows.number(0);
        made.requestBodyBytes = rows.number(1);
        made.responseBodyBytes = rows.number(2);
        made.missingBytes = rows.number(3);
        made.withoutResponse = rows.number(4);
        made.withoutRequest = rows.number(5);
        made.incomplete = rows.number(6);
    });
    reader.each("SELECT count(*), min(started_ns), max(ended_ns) FROM connection",
                [&](const Rows& rows) {
                    made.connections = rows.number(0);
                    made.firstNs = rows.optionalInteger(1);
                    made.lastNs = rows.optionalInteger(2);
                });
    reader.each(kSessionsSql, [&](const Rows& rows) {
        made.sessions = rows.number(0);
        made.visitors = rows.number(1);
        made.logins = rows.number(2);
        made.users = rows.number(3);
    });
    reader.each("SELECT count(*) FROM anomaly",
                [&](const Rows& rows) { made.anomalies = rows.number(0); });
    reader.each("SELECT sum(packets) FROM input",
                [&](const Rows& rows) { made.packets = rows.number(0); });
    reader.each(kKeepAliveSql, [&](const Rows& rows) { readKeepAlive(rows, made.keepAlive); });
    made.methods = reader.counts(
        "SELECT method, count(*) FROM exchange WHERE method IS NOT NULL GROUP BY 1 ORDER BY 2 "
        "DESC, 1");
    made.statuses = reader.counts(
        "SELECT status, count(*) FROM exchange WHERE status IS NOT NULL GROUP BY 1 ORDER BY 2 "
        "DESC, 1");
    made.types = reader.counts(kTypesSql);
    made.hosts = reader.counts(kHostsSql);
    made.protocols = reader.counts(protocolsSql());
    made.connectionProtocols = reader.counts(
        "SELECT coalesce(protocol, ''), count(*) FROM connection GROUP BY 1 ORDER BY 2 DESC, 1");
    made.anomalyCodes =
        reader.counts("SELECT code, count(*) FROM anomaly GROUP BY 1 ORDER BY 2 DESC, 1");
    readOffers(reader, made);
    made.counters = reader.counts("SELECT name, value FROM counters ORDER BY name");
    if (reader.hasFailed() || !readLosses(made)) return failure();
    return made;
}

base::Result<Provenance> Case::provenance() {
    const Snapshot snapshot(database_);
    Reader reader(database_);
    Provenance made;
    reader.each("SELECT key, value FROM meta ORDER BY key", [&](const Rows& rows) {
        made.meta.emplace_back(rows.string(0), rows.string(1));
        if (rows.text(0) == "state") made.isPartial = rows.text(1) != "complete";
        if (rows.text(0) == "reason") made.reason = rows.string(1);
    });
    reader.each(
        "SELECT id, name, digest, format, link_types, note, bytes, packets, first_ns, "
        "last_ns, complete FROM input ORDER BY id",
        [&](const Rows& rows) {
            InputRow& input = made.inputs.emplace_back();
            input.id = rows.number(0);
            int column = 0;
            for (auto* text :
                 {&input.name, &input.digest, &input.format, &input.linkTypes, &input.note}) {
                *text = rows.string(++column);
            }
            input.bytes = rows.number(6);
            input.packets = rows.number(7);
            input.firstNs = rows.optionalInteger(8);
            input.lastNs = rows.optionalInteger(9);
            input.complete = rows.number(10) != 0;
        });
    made.counters = reader.counts("SELECT name, value FROM counters ORDER BY name");
    readNotes(reader, made);
    if (reader.hasFailed()) return failure();
    return made;
}

}  // namespace hark::query
