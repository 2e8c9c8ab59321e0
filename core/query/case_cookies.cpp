#include <fmt/format.h>

#include "core/base/text.h"
#include "core/query/case.h"
#include "core/query/cookie_jar.h"
#include "core/query/head_lines.h"
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

}  // namespace

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
