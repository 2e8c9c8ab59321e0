#include <fmt/format.h>

#include "core/base/text.h"
#include "core/query/case.h"
#include "core/query/cookie_jar.h"
#include "core/query/head_lines.h"
#include "core/query/pattern.h"
#include "core/query/session_members.h"

namespace hark::query {

namespace {

// What a visitor's sessions sent and were sent until then, in the order of time. The response to a
// request that is only partly known counts from where that is.
constexpr std::string_view kVisitorsSessions =
    " IN (SELECT s.id FROM user_session s JOIN user_session own ON own.id = ? "
    "WHERE s.id = own.id OR (s.visitor = own.visitor AND own.visitor <> 0))";
constexpr std::string_view kHeadsSql =
    "SELECT x.started_ns AS at, FALSE, x.id, o.host, hark_path(x.target), h.bytes, "
    "h.lines FROM member JOIN exchange x USING(id) JOIN head h ON h.id = x.request_fields "
    "JOIN origin o ON o.id = x.origin WHERE at <= ? UNION ALL "
    "SELECT x.started_ns + coalesce(x.send_ns, 0) + coalesce(x.wait_ns, 0) AS at, TRUE, x.id, "
    "o.host, hark_path(x.target), h.bytes, h.lines FROM member JOIN exchange x USING(id) "
    "JOIN head h ON h.id = x.response_head JOIN origin o ON o.id = x.origin WHERE at <= ? "
    "ORDER BY 1, 2, 3";

std::string headsOfVisitorSql() {
    return fmt::format("WITH member(id) AS MATERIALIZED ({}{}{}) {}", kExchangesOfSessions,
                       kVisitorsSessions, kExchangesOfSessionsEnd, kHeadsSql);
}

// Exchanges at a cookie's service that have to do with it. Each distinct head is looked at once.
constexpr const char* kHistorySql =
    "SELECT x.id, x.started_ns, x.started_ns + coalesce(x.send_ns, 0) + coalesce(x.wait_ns, 0), "
    "q.bytes, q.lines, r.bytes, r.lines FROM exchange x "
    "LEFT JOIN head q ON q.id = x.request_fields LEFT JOIN head r ON r.id = x.response_head "
    "WHERE x.origin IN (SELECT o.id FROM credential_name n JOIN origin o ON o.prefix = n.service "
    "OR (n.service LIKE '.%' AND substr('.' || o.host, -length(n.service)) = n.service) "
    "WHERE n.id = ?1) "
    "AND (x.request_fields IN (SELECT id FROM head WHERE hark_has_cookie(bytes, lines, ?2, '*')) "
    "OR x.response_head IN (SELECT id FROM head WHERE hark_has_set_cookie(bytes, lines, ?2, '*'))) "
    "ORDER BY x.id";

// Calls `take` with the values of the head's field lines of that name.
template <typename Take>
void eachValue(const Rows& rows, int column, std::string_view name, Take take) {
    anyHeadLine(rows.text(column), rows.text(column + 1),
                [&](std::string_view line, std::string_view value) {
                    if (base::equalsIgnoringCase(line, name)) take(value);
                    return false;
                });
}

}  // namespace

base::Result<std::optional<CookieHistory>> Case::cookieHistory(std::uint64_t cookie) {
    const Snapshot snapshot(database_);
    const auto found = cookieRows(std::span(&cookie, 1));
    if (!found) return found.error();
    if (found->empty() || found->front().carrier != "cookie") {
        return std::optional<CookieHistory>();
    }
    const std::string& name = found->front().name;
    const std::string pattern = Pattern::literal(name).source();
    CookieHistory history(name, CookieHistory::Limits());
    Rows rows(database_, kHistorySql);
    rows.bind(cookie).bind(std::string_view(pattern));
    while (rows.step()) {
        const auto time = [&](int column) {
            return base::Timestamp(base::Duration(rows.integer(column)));
        };
        history.beginExchange(rows.number(0));
        eachValue(rows, 3, "cookie",
                  [&](std::string_view value) { history.addSent(value, time(1)); });
        eachValue(rows, 5, "set-cookie",
                  [&](std::string_view value) { history.addSet(value, time(2)); });
    }
    if (rows.hasFailed()) return failure();
    return std::optional<CookieHistory>(std::move(history));
}

base::Result<std::vector<HeldCookie>> Case::cookieJar(std::uint64_t session,
                                                      std::int64_t momentNs) {
    Rows rows(database_, headsOfVisitorSql());
    const auto moment = static_cast<std::uint64_t>(momentNs);
    rows.bind(session).bind(moment).bind(moment);
    CookieJar jar{CookieJar::Limits()};
    while (rows.step()) {
        const base::Timestamp at{base::Duration(rows.integer(0))};
        const bool isResponse = rows.integer(1) != 0;
        const std::string host = rows.string(3);
        const std::string path = rows.string(4);
        const CookieJar::Place place{host, path, rows.number(2)};
        anyHeadLine(rows.text(5), rows.text(6), [&](std::string_view name, std::string_view value) {
            if (isResponse && base::equalsIgnoringCase(name, "set-cookie")) {
                jar.addSet(place, value, at);
            } else if (!isResponse && base::equalsIgnoringCase(name, "cookie")) {
                jar.addSent(place, value);
            }
            return false;
        });
    }
    if (rows.hasFailed()) return failure();
    return jar.heldAt(base::Timestamp(base::Duration(momentNs)));
}

}  // namespace hark::query
