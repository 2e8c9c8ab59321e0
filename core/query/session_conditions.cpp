#include "core/query/session_conditions.h"

#include "core/query/session_members.h"

namespace hark::query {

namespace {

// Cookies that matching exchanges send or set, at services that are told by an origin or a domain.
// Each distinct head is looked at once.
constexpr std::string_view kCookiesOfExchanges =
    "n.id IN (WITH matching(origin, request, response) AS MATERIALIZED ("
    "SELECT DISTINCT x.origin, x.request_fields, x.response_head FROM exchange x WHERE ";
constexpr std::string_view kCookiesOfExchangesEnd =
    "), seen(origin, name) AS (SELECT origin, j.value FROM matching JOIN head ON head.id = "
    "request, "
    "json_each(hark_cookie_names(bytes, lines)) j UNION SELECT origin, j.value FROM matching "
    "JOIN head ON head.id = response, json_each(hark_set_cookie_names(bytes, lines)) j) "
    "SELECT k.id FROM seen JOIN origin o ON o.id = seen.origin JOIN credential_name k "
    "ON k.name = seen.name AND (k.service = o.prefix OR "
    "substr('.' || o.host, -length(k.service)) = k.service))";

}  // namespace

void SessionConditions::openSessions(Reach reach) {
    if (subject_ == Subject::Sessions) return add("(");
    if (subject_ == Subject::LifeEvents) {
        add("e.session");
    } else if (reach == Reach::Many) {
        add(kSessionOfExchange);
    } else {
        add("x.id IN (");
        add(kExchangesOfSessions);
    }
    add(" IN (SELECT s.id FROM user_session s WHERE ");
}

void SessionConditions::closeSessions(Reach reach) {
    add(")");
    if (subject_ != Subject::Exchanges) return;
    if (reach == Reach::Many) return add(kSessionOfExchangeEnd);
    add(kExchangesOfSessionsEnd);
    add(")");
}

void SessionConditions::openExchanges() {
    switch (subject_) {
        case Subject::Exchanges:
            return add("(");
        case Subject::Connections:
            return add("c.id IN (SELECT x.connection FROM exchange x WHERE ");
        case Subject::Sessions:
            return add(
                "s.id IN (SELECT m.session FROM exchange x CROSS JOIN members m ON m.connection = "
                "x.connection AND x.id BETWEEN m.first_exchange AND m.last_exchange WHERE ");
        case Subject::LifeEvents:
            return add("e.exchange IN (SELECT x.id FROM exchange x WHERE ");
        case Subject::Cookies:
            return add(kCookiesOfExchanges);
    }
}

void SessionConditions::closeExchanges() {
    add(subject_ == Subject::Cookies ? kCookiesOfExchangesEnd : ")");
}

void SessionConditions::matchSession(Comparison comparison,
                                     const std::optional<NumberRange>& range) {
    if (subject_ == Subject::Sessions) return compare("s.id", comparison, range);
    if (subject_ == Subject::LifeEvents) return compare("e.session", comparison, range);
    if (range && comparison == Comparison::Equal && range->least == range->most) {
        add("x.id IN (");
        compare(kExchangesOfSessions, comparison, range);
        add(kExchangesOfSessionsEnd);
        return add(")");
    }
    compare(kSessionOfExchange, comparison, range);
    add(kSessionOfExchangeEnd);
}

void SessionConditions::matchNoSession() {
    if (subject_ != Subject::Exchanges) return add("FALSE");
    add("NOT ");
    matchSession(Comparison::Equal, std::nullopt);
}

void SessionConditions::matchVisitor(Comparison comparison,
                                     const std::optional<NumberRange>& range) {
    const bool isOne = range && comparison == Comparison::Equal && range->least == range->most;
    const Reach reach = isOne ? Reach::Few : Reach::Many;
    openSessions(reach);
    compare("s.visitor", comparison, range);
    closeSessions(reach);
}

void SessionConditions::matchUser(const Pattern& pattern) {
    const Reach reach = pattern.hasWildcard() ? Reach::Many : Reach::Few;
    openSessions(reach);
    matchColumn("EXISTS(SELECT 1 FROM json_each(s.users) u WHERE u.value", pattern);
    add(")");
    closeSessions(reach);
}

void SessionConditions::matchEvent(const Pattern& pattern) {
    switch (subject_) {
        case Subject::LifeEvents:
            return matchColumn("e.kind", pattern);
        case Subject::Sessions:
            matchColumn("s.id IN (SELECT session FROM life_event WHERE kind", pattern);
            break;
        default:
            matchColumn("x.id IN (SELECT exchange FROM life_event WHERE kind", pattern);
            break;
    }
    add(")");
}

void SessionConditions::matchCookieName(const Pattern& pattern, bool isSet) {
    matchColumn(isSet ? "n.minted + n.renewed + n.deleted > 0 AND n.name" : "n.name", pattern);
}

}  // namespace hark::query
