#include "core/store/earlier_sessions.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json_strings.h"

namespace hark::store {

namespace {

// The enumerator of that name, of those up to `last`; the first one where there is none.
template <typename Kind>
Kind kindOf(std::string_view name, Kind last) {
    for (unsigned i = 0; i <= static_cast<unsigned>(last); ++i) {
        if (toString(static_cast<Kind>(i)) == name) return static_cast<Kind>(i);
    }
    return Kind{};
}

// Reads the columns of a row from left to right.
class Columns {
public:
    explicit Columns(const Database::Row& row) : row_(row) {}
    std::string_view text() { return row_[at_++]; }
    std::uint64_t number() { return static_cast<std::uint64_t>(integer()); }
    std::int64_t integer() {
        const std::string_view digits = text();
        std::int64_t value = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return value;
    }
    bool flag() { return integer() != 0; }
    base::Timestamp time() { return base::Timestamp(duration()); }
    base::Duration duration() { return base::Duration(integer()); }
    base::ExchangeId exchange() { return {number()}; }
    std::optional<base::ExchangeId> maybeExchange() {
        const base::ExchangeId id = exchange();
        return id.isSet() ? std::optional(id) : std::nullopt;
    }
    template <typename Kind>
    Kind kind(Kind last) {
        return kindOf(text(), last);
    }

private:
    const Database::Row& row_;
    std::size_t at_ = 0;
};

session::SessionRow readSession(const Database::Row& row) {
    Columns columns(row);
    session::SessionRow read;
    read.id = {columns.number()};
    read.service = columns.text();
    read.visitor = columns.number();
    read.visitorReason = columns.text();
    read.user = columns.text();
    base::JsonStrings users(columns.text());
    for (std::string user; users.next(user);) {
        read.users.push_back(user);
    }
    read.isSignedIn = columns.flag();
    read.isAdopted = columns.flag();
    read.end = columns.kind(session::EndReason::Deleted);
    read.endedBy = columns.maybeExchange();
    read.started = columns.time();
    read.lastSeen = columns.time();
    read.firstExchange = columns.exchange();
    read.lastExchange = columns.exchange();
    read.carriedBy = columns.text();
    read.stateKept = columns.kind(session::StateKept::Client);
    session::Figures& figures = read.figures;
    for (auto* figure :
         {&figures.exchanges, &figures.pages, &figures.assets, &figures.errors,
          &figures.requestBytes, &figures.responseBytes, &figures.connections, &figures.reused}) {
        *figure = columns.number();
    }
    figures.blocked = columns.duration();
    figures.thinks = columns.number();
    figures.thinking = columns.duration();
    return read;
}

session::CredentialRow readCredential(const Database::Row& row) {
    Columns columns(row);
    session::CredentialRow read;
    read.id = {columns.number()};
    read.session = {columns.number()};
    read.name = columns.number();
    read.value = columns.text();
    read.minted = columns.maybeExchange();
    read.first = columns.exchange();
    read.last = columns.exchange();
    read.firstSeen = columns.time();
    read.lastSeen = columns.time();
    read.uses = columns.number();
    read.isLive = columns.flag();
    return read;
}

session::NameRow readName(const Database::Row& row) {
    Columns columns(row);
    session::NameRow read;
    read.id = columns.number();
    read.service = columns.text();
    read.carrier = columns.kind(session::Carrier::Digest);
    read.name = columns.text();
    read.path = columns.text();
    read.what = columns.kind(session::CredentialClass::Preference);
    read.reasons = columns.text();
    for (auto* count : {&read.minted, &read.renewed, &read.deleted, &read.presented, &read.values,
                        &read.clients}) {
        *count = columns.number();
    }
    for (auto* exchange :
         {&read.firstMinted, &read.lastMinted, &read.firstPresented, &read.lastPresented}) {
        *exchange = columns.maybeExchange();
    }
    read.setCookie = columns.text();
    read.setAt = columns.time();
    return read;
}

session::EvidenceRow readEvidence(const Database::Row& row, EvidenceKinds& kinds) {
    Columns columns(row);
    session::EvidenceRow read;
    read.id = columns.number();
    base::JsonStrings members(columns.text());
    std::string name;
    std::string value;
    while (members.next(name) && members.next(value)) {
        if (name == "kind") read.items.emplace_back().kind = *kinds.insert(value).first;
        if (read.items.empty()) continue;
        session::EvidenceRow::Item& item = read.items.back();
        if (name == "carrier") {
            item.carrier = kindOf(std::string_view(value), session::Carrier::Digest);
        } else if (name == "name") {
            item.name = value;
        } else if (name == "reason") {
            item.reason = value;
        }
    }
    return read;
}

// Both are in the order of the sessions' ids.
void readClients(Database& database, std::vector<session::SessionRow>& sessions) {
    auto session = sessions.begin();
    database.read(
        "SELECT session, address, user_agent, first_exchange, exchanges FROM session_clients "
        "ORDER BY session, position",
        [&](const Database::Row& row) {
            Columns columns(row);
            const base::SessionId id{columns.number()};
            while (session != sessions.end() && session->id < id) {
                ++session;
            }
            if (session == sessions.end()) return;
            session::ClientRow& client = session->clients.emplace_back();
            client.address = columns.text();
            client.userAgent = columns.text();
            client.first = columns.exchange();
            client.exchanges = columns.number();
        });
}

}  // namespace

session::Earlier readEarlierSessions(Database& database, EvidenceKinds& kinds) {
    session::Earlier earlier;
    const auto readAll = [&](const char* sql, auto read, auto& rows) {
        database.read(sql, [&](const Database::Row& row) { rows.push_back(read(row)); });
    };
    readAll(
        "SELECT id, service, visitor, visitor_reason, user, users, signed_in, adopted, end_reason, "
        "ended_by, started_ns, last_ns, first_exchange, last_exchange, carried_by, state_kept, "
        "exchanges, pages, assets, errors, request_bytes, response_bytes, connections, reused, "
        "blocked_ns, thinks, thinking_ns FROM user_session ORDER BY id",
        readSession, earlier.sessions);
    readClients(database, earlier.sessions);
    readAll(
        "SELECT d.id, session, name, value, minted, first_exchange, last_exchange, first_ns, "
        "last_ns, uses, live FROM credential d "
        "LEFT JOIN credential_value v ON v.credential = d.id ORDER BY d.id",
        readCredential, earlier.credentials);
    readAll(
        "SELECT id, service, carrier, name, path, class, reasons, minted, renewed, deleted, "
        "presented, distinct_values, clients, first_minted, last_minted, first_presented, "
        "last_presented, set_cookie, set_ns FROM credential_name ORDER BY id",
        readName, earlier.names);
    readAll(
        "SELECT id, items FROM evidence ORDER BY id",
        [&](const Database::Row& row) { return readEvidence(row, kinds); }, earlier.evidence);
    earlier.last.session = database.largestId("user_session");
    earlier.last.credential = database.largestId("credential");
    earlier.last.lifeEvent = database.largestId("life_event");
    earlier.last.state = database.largestId("session_state");
    earlier.last.evidence = database.largestId("evidence");
    earlier.last.members = database.largestId("members");
    earlier.last.name = database.largestId("credential_name");
    for (const session::SessionRow& row : earlier.sessions) {
        earlier.last.visitor = std::max(earlier.last.visitor, row.visitor);
    }
    return earlier;
}

}  // namespace hark::store
