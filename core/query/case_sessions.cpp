#include <string>
#include <utility>

#include <fmt/format.h>

#include "core/base/json_strings.h"
#include "core/query/case.h"
#include "core/query/columns.h"
#include "core/query/session_members.h"

namespace hark::query {

namespace {

constexpr std::string_view kSessionSql =
    "SELECT s.id, s.service, s.visitor, s.visitor_reason, s.user, s.users, s.signed_in, s.adopted, "
    "s.end_reason, s.ended_by, s.started_ns, s.last_ns, s.first_exchange, s.last_exchange, "
    "s.carried_by, s.state_kept, s.exchanges, s.pages, s.assets, s.errors, s.request_bytes, "
    "s.response_bytes, s.connections, s.reused, s.blocked_ns, s.thinks, s.thinking_ns, "
    "c.address, c.user_agent, s.clients, "
    "(SELECT count(*) FROM credential d WHERE d.session = s.id), "
    "(SELECT count(*) FROM life_event e WHERE e.session = s.id AND e.kind = 'login'), "
    "(SELECT count(*) FROM life_event e WHERE e.session = s.id AND e.kind = 'rotated'), "
    "noted.mark, noted.text FROM user_session s LEFT JOIN session_client c ON c.session = s.id AND "
    "c.position = 0 "
    "AND s.clients > 0 ";

constexpr const char* kClientsSql =
    "SELECT address, user_agent, first_exchange, exchanges FROM session_clients WHERE session = ? "
    "ORDER BY position";

constexpr const char* kCredentialsSql =
    "SELECT d.id, d.session, d.name, n.carrier, n.name, n.class, v.value, d.minted, "
    "d.first_exchange, d.last_exchange, d.first_ns, d.last_ns, d.uses, d.live "
    "FROM credential d LEFT JOIN credential_name n ON n.id = d.name "
    "LEFT JOIN credential_value v ON v.credential = d.id WHERE d.session = ? "
    "ORDER BY d.id";

constexpr std::string_view kLifeEventSql =
    "SELECT e.id, e.session, e.kind, e.exchange, x.connection, x.ordinal, c.client_address, "
    "c.client_port, e.time_ns, e.credential, n.carrier, n.name, v.value, e.evidence "
    "FROM life_event e LEFT JOIN exchange x ON x.id = e.exchange "
    "LEFT JOIN connection c ON c.id = x.connection LEFT JOIN credential d ON d.id = e.credential "
    "LEFT JOIN credential_name n ON n.id = d.name "
    "LEFT JOIN credential_value v ON v.credential = d.id WHERE ";

constexpr const char* kStateSql =
    "SELECT id, session, exchange, time_ns, kind, name, value FROM session_state "
    "WHERE session = ? ORDER BY id";

constexpr const char* kCookieSql =
    "SELECT n.id, n.service, n.carrier, n.name, n.path, n.class, n.reasons, n.minted, n.renewed, "
    "n.deleted, "
    "n.presented, n.distinct_values, n.clients, "
    "(SELECT count(DISTINCT d.session) FROM credential d WHERE d.name = n.id), n.first_minted, "
    "n.last_minted, n.first_presented, n.last_presented, n.set_cookie, n.set_ns "
    "FROM credential_name n WHERE n.id = ?";

SessionRow readSessionRow(const Rows& rows) {
    Columns columns(rows);
    SessionRow row;
    row.id = columns.number();
    row.service = columns.text();
    row.visitor = columns.number();
    row.visitorReason = columns.text();
    row.user = columns.text();
    base::JsonStrings users(columns.view());
    for (std::string user; users.next(user);) {
        row.users.push_back(user);
    }
    row.isSignedIn = columns.flag();
    row.isAdopted = columns.flag();
    row.end = columns.text();
    row.endedBy = columns.maybeNumber();
    row.startedNs = columns.integer();
    row.lastNs = columns.integer();
    row.firstExchange = columns.number();
    row.lastExchange = columns.number();
    row.carriedBy = columns.text();
    row.stateKept = columns.text();
    for (auto* figure : {&row.exchanges, &row.pages, &row.assets, &row.errors, &row.requestBytes,
                         &row.responseBytes, &row.connections, &row.reused}) {
        *figure = columns.number();
    }
    row.blockedNs = columns.integer();
    row.thinks = columns.number();
    row.thinkingNs = columns.integer();
    row.clientAddress = columns.text();
    row.userAgent = columns.text();
    for (auto* count : {&row.clients, &row.credentials, &row.logins, &row.rotations}) {
        *count = columns.number();
    }
    row.note = columns.note();
    return row;
}

const std::string& sessionSql() {
    static const std::string kSql =
        fmt::format("{}{}WHERE s.id = ?", kSessionSql, joinedNote("session", "s.id"));
    return kSql;
}

ClientRow readClient(const Rows& rows) {
    return {rows.string(0), rows.string(1), rows.number(2), rows.number(3)};
}

CredentialRow readCredential(const Rows& rows) {
    Columns columns(rows);
    CredentialRow row;
    row.id = columns.number();
    row.session = columns.number();
    row.nameId = columns.number();
    for (auto* text : {&row.carrier, &row.name, &row.what, &row.value}) {
        *text = columns.text();
    }
    row.minted = columns.maybeNumber();
    row.firstExchange = columns.number();
    row.lastExchange = columns.number();
    row.firstSeenNs = columns.integer();
    row.lastSeenNs = columns.integer();
    row.uses = columns.number();
    row.isLive = columns.flag();
    return row;
}

LifeEventRow readLifeEvent(const Rows& rows) {
    Columns columns(rows);
    LifeEventRow row;
    row.id = columns.number();
    row.session = columns.number();
    row.event = columns.text();
    row.exchange = columns.number();
    row.connection = columns.number();
    row.ordinal = columns.maybeNumber();
    row.client = columns.address();
    row.timeNs = columns.integer();
    LifeEventRow::Credential credential;
    const auto id = columns.maybeNumber();
    for (auto* text : {&credential.carrier, &credential.name, &credential.value}) {
        *text = columns.text();
    }
    if (id) {
        credential.id = *id;
        row.credential = std::move(credential);
    }
    row.evidence = columns.text();
    return row;
}

StateRow readState(const Rows& rows) {
    Columns columns(rows);
    StateRow row;
    row.id = columns.number();
    row.session = columns.number();
    row.exchange = columns.number();
    row.timeNs = columns.integer();
    row.kind = columns.text();
    row.name = columns.text();
    row.value = columns.text();
    return row;
}

CookieRow readCookie(const Rows& rows) {
    Columns columns(rows);
    CookieRow row;
    row.id = columns.number();
    for (auto* text : {&row.service, &row.carrier, &row.name, &row.path, &row.what, &row.reasons}) {
        *text = columns.text();
    }
    for (auto* count : {&row.minted, &row.renewed, &row.deleted, &row.presented, &row.values,
                        &row.clients, &row.sessions}) {
        *count = columns.number();
    }
    for (auto* exchange :
         {&row.firstMinted, &row.lastMinted, &row.firstPresented, &row.lastPresented}) {
        *exchange = columns.maybeNumber();
    }
    row.setCookie = columns.text();
    row.setNs = columns.maybeInteger();
    return row;
}

template <typename Row>
bool readAll(sqlite3* database, std::string_view sql, std::uint64_t session,
             Row (*read)(const Rows&), std::vector<Row>& found) {
    Rows rows(database, sql);
    for (rows.bind(session); rows.step();) {
        found.push_back(read(rows));
    }
    return !rows.hasFailed();
}

}  // namespace

std::vector<EvidenceItem> evidenceItems(std::string_view json) {
    base::JsonStrings members(json);
    std::vector<EvidenceItem> items;
    std::string name;
    std::string value;
    while (members.next(name) && members.next(value)) {
        if (name == "kind") items.emplace_back().kind = value;
        if (items.empty()) continue;
        if (name == "carrier") items.back().carrier = value;
        if (name == "name") items.back().name = value;
        if (name == "reason") items.back().reason = value;
    }
    return items;
}

base::Result<std::vector<SessionRow>> Case::sessionRows(std::span<const std::uint64_t> ids) {
    provideNotes();
    const Snapshot snapshot(database_);
    std::vector<SessionRow> found;
    if (!readEach(kept(sessionRow_, sessionSql().c_str()), ids, readSessionRow, found))
        return failure();
    return found;
}

base::Result<std::vector<LifeEventRow>> Case::lifeEventRows(std::span<const std::uint64_t> ids) {
    static const std::string kSql = std::string(kLifeEventSql) + "e.id = ?";
    const Snapshot snapshot(database_);
    std::vector<LifeEventRow> found;
    if (!readEach(kept(lifeEventRow_, kSql.c_str()), ids, readLifeEvent, found)) return failure();
    return found;
}

// What can come with any exchange gives way to what tells a life.
base::Result<std::vector<LifeEventRow>> Case::lifeEventsOf(std::span<const std::uint64_t> sessions,
                                                           std::uint64_t most) {
    static const std::string kSql = fmt::format(
        "{}e.id IN (SELECT id FROM life_event WHERE session = ? ORDER BY kind IN "
        "('rotated', 'login-failed', 'used-after-end', 'roaming'), id LIMIT ?) "
        "ORDER BY e.id",
        kLifeEventSql);
    const Snapshot snapshot(database_);
    Rows& rows = kept(lifeEventsOfSession_, kSql.c_str());
    std::vector<LifeEventRow> found;
    for (const std::uint64_t id : sessions) {
        rows.reset();
        for (rows.bind(id).bind(most); rows.step();) {
            found.push_back(readLifeEvent(rows));
        }
        if (rows.hasFailed()) return failure();
    }
    rows.reset();
    return found;
}

base::Result<std::vector<CookieRow>> Case::cookieRows(std::span<const std::uint64_t> ids) {
    const Snapshot snapshot(database_);
    std::vector<CookieRow> found;
    if (!readEach(kept(cookieRow_, kCookieSql), ids, readCookie, found)) return failure();
    return found;
}

base::Result<std::optional<SessionDetail>> Case::session(std::uint64_t id) {
    const Snapshot snapshot(database_);
    auto rows = sessionRows(std::span(&id, 1));
    if (!rows) return rows.error();
    if (rows->empty()) return std::optional<SessionDetail>();
    SessionDetail detail;
    detail.row = std::move(rows->front());
    const std::string eventSql = std::string(kLifeEventSql) + "e.session = ? ORDER BY e.id";
    const bool isRead =
        readAll(database_, kClientsSql, id, readClient, detail.clients) &&
        readAll(database_, kCredentialsSql, id, readCredential, detail.credentials) &&
        readAll(database_, eventSql, id, readLifeEvent, detail.events) &&
        readAll(database_, kStateSql, id, readState, detail.state);
    if (!isRead) return failure();
    return std::optional<SessionDetail>(std::move(detail));
}

base::Result<std::vector<std::uint64_t>> Case::exchangesOfSession(std::uint64_t session) {
    Rows rows(database_, fmt::format("{} = ?{} ORDER BY exchange", kExchangesOfSessions,
                                     kExchangesOfSessionsEnd));
    rows.bind(session);
    std::vector<std::uint64_t> found;
    while (rows.step()) {
        found.push_back(rows.number(0));
    }
    if (rows.hasFailed()) return failure();
    return found;
}

}  // namespace hark::query
