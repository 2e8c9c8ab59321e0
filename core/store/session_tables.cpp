#include "core/store/session_tables.h"

#include <cstddef>
#include <optional>

#include <fmt/format.h>

#include "core/base/json_strings.h"

namespace hark::store {

namespace {

constexpr auto kReplace = Insert::Conflict::Replace;

std::uint64_t valueOf(const std::optional<base::ExchangeId>& exchange) {
    return exchange ? exchange->value : 0;
}

void writeItem(const session::EvidenceRow::Item& item, std::string& out) {
    const auto member = [&](std::string_view name, std::string_view value) {
        base::appendJsonString(name, out);
        out += ':';
        base::appendJsonString(value, out);
    };
    out += '{';
    member("kind", item.kind);
    out += ',';
    member("carrier", session::toString(item.carrier));
    out += ',';
    member("name", item.name);
    out += ',';
    member("reason", item.reason);
    out += '}';
}

void addFigures(Insert& row, const session::Figures& figures) {
    row.number(figures.exchanges).number(figures.pages).number(figures.assets);
    row.number(figures.errors).number(figures.requestBytes).number(figures.responseBytes);
    row.number(figures.connections).number(figures.reused).duration(figures.blocked);
    row.number(figures.thinks).duration(figures.thinking);
}

}  // namespace

SessionTables::SessionTables(Database& database)
    : database_(database),
      sessions_(database, "user_session",
                "id, service, visitor, visitor_reason, user, users, signed_in, adopted, "
                "end_reason, ended_by, started_ns, last_ns, first_exchange, last_exchange, "
                "carried_by, state_kept, clients, exchanges, pages, assets, errors, "
                "request_bytes, response_bytes, connections, reused, blocked_ns, thinks, "
                "thinking_ns",
                kReplace),
      clients_(database, "session_client",
               "session, position, address, user_agent, first_exchange, exchanges", kReplace),
      names_(database, "credential_name",
             "id, service, carrier, name, path, class, reasons, minted, renewed, deleted, "
             "presented, distinct_values, clients, first_minted, last_minted, first_presented, "
             "last_presented, set_cookie, set_ns",
             kReplace),
      credentials_(database, "credential",
                   "id, session, name, minted, first_exchange, last_exchange, first_ns, "
                   "last_ns, uses, live",
                   kReplace),
      values_(database, "credential_value", "credential, value", kReplace),
      events_(database, "life_event", "id, session, kind, exchange, time_ns, credential, evidence",
              kReplace),
      states_(database, "session_state", "id, session, exchange, time_ns, kind, name, value",
              kReplace),
      evidence_(database, "evidence", "id, items", kReplace),
      members_(database, "members",
               "id, connection, first_exchange, last_exchange, session, evidence", kReplace) {}

void SessionTables::store(const session::Reconsidered& reconsidered) {
    database_.flush();
    const session::LastIds& kept = reconsidered.kept;
    database_.execute(fmt::format("DELETE FROM user_session WHERE id > {0}; "
                                  "DELETE FROM session_client WHERE session > {0}; "
                                  "DELETE FROM credential WHERE id > {1}; "
                                  "DELETE FROM credential_value WHERE credential > {1}; "
                                  "DELETE FROM life_event WHERE id > {2}; "
                                  "DELETE FROM session_state WHERE id > {3}; "
                                  "DELETE FROM evidence WHERE id > {4}; "
                                  "DELETE FROM members WHERE id > {5}; "
                                  "DELETE FROM credential_name WHERE id > {6}; ",
                                  kept.session, kept.credential, kept.lifeEvent, kept.state,
                                  kept.evidence, kept.members, kept.name)
                          .c_str());
}

void SessionTables::store(const session::EvidenceRow& row) {
    json_ = '[';
    for (const session::EvidenceRow::Item& item : row.items) {
        if (json_.size() > 1) json_ += ',';
        writeItem(item, json_);
    }
    json_ += ']';
    evidence_.number(row.id).text(json_).run();
}

void SessionTables::store(const session::MembersRow& row) {
    members_.number(row.id).number(row.connection.value);
    members_.number(row.first.value).number(row.last.value);
    members_.number(row.session.value).number(row.evidence).run();
}

void SessionTables::store(const session::SessionRow& row) {
    sessions_.number(row.id.value).text(row.service).number(row.visitor);
    sessions_.textOrNull(row.visitorReason).textOrNull(row.user);
    json_.clear();
    for (const std::string& user : row.users) {
        json_ += json_.empty() ? '[' : ',';
        base::appendJsonString(user, json_);
    }
    if (!json_.empty()) json_ += ']';
    sessions_.textOrNull(json_);
    sessions_.integer(row.isSignedIn ? 1 : 0).integer(row.isAdopted ? 1 : 0);
    sessions_.text(session::toString(row.end)).reference(valueOf(row.endedBy));
    sessions_.time(row.started).time(row.lastSeen);
    sessions_.number(row.firstExchange.value).number(row.lastExchange.value);
    sessions_.text(row.carriedBy).text(session::toString(row.stateKept));
    sessions_.number(std::uint64_t{row.clients.size()});
    addFigures(sessions_, row.figures);
    sessions_.run();
    for (std::size_t i = 0; i < row.clients.size(); ++i) {
        const session::ClientRow& client = row.clients[i];
        clients_.number(row.id.value).number(std::uint64_t{i}).text(client.address);
        clients_.text(client.userAgent).number(client.first.value).number(client.exchanges).run();
    }
}

void SessionTables::store(const session::CredentialRow& row) {
    credentials_.number(row.id.value).number(row.session.value).number(row.name);
    credentials_.reference(valueOf(row.minted));
    credentials_.number(row.first.value).number(row.last.value);
    credentials_.time(row.firstSeen).time(row.lastSeen);
    credentials_.number(row.uses).integer(row.isLive ? 1 : 0).run();
    if (!row.value.empty()) values_.number(row.id.value).text(row.value).run();
}

void SessionTables::store(const session::NameRow& row) {
    names_.number(row.id).text(row.service).text(session::toString(row.carrier)).text(row.name);
    names_.text(row.path).text(session::toString(row.what)).text(row.reasons);
    names_.number(row.minted).number(row.renewed).number(row.deleted).number(row.presented);
    names_.number(row.values).number(row.clients);
    for (const auto* exchange :
         {&row.firstMinted, &row.lastMinted, &row.firstPresented, &row.lastPresented}) {
        names_.reference(valueOf(*exchange));
    }
    if (row.setCookie.empty()) {
        names_.null().null();
    } else {
        names_.text(row.setCookie).time(row.setAt);
    }
    names_.run();
}

void SessionTables::store(const session::LifeEventRow& row) {
    events_.number(row.id).number(row.session.value).text(session::toString(row.kind));
    events_.number(row.exchange.value).time(row.time).reference(row.credential.value);
    events_.text(row.evidence).run();
}

void SessionTables::store(const session::StateRow& row) {
    states_.number(row.id).number(row.session.value).number(row.exchange.value).time(row.time);
    states_.text(row.kind).text(row.name).textOrNull(row.value).run();
}

void SessionTables::finish() {
    database_.execute(
        "DELETE FROM session_client WHERE position >= "
        "coalesce((SELECT clients FROM user_session WHERE id = session), 0)");
}

}  // namespace hark::store
