#include "tests/unit/session/rows.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace hark::session::test {

namespace {

template <typename Map>
void forget(Map& map, std::uint64_t kept) {
    map.erase(map.upper_bound(kept), map.end());
}

template <typename Map>
std::uint64_t lastOf(const Map& map) {
    return map.empty() ? 0 : map.rbegin()->first;
}

std::uint64_t number(const std::optional<base::ExchangeId>& id) {
    return id ? id->value : 0;
}

/// Shows what is known every few events.
class Showing final : public exchange::Sink {
public:
    Showing(Stage& stage, unsigned each) : stage_(stage), each_(each) {}
    void on(const exchange::Event& event) override {
        stage_.on(event);
        if (each_ != 0 && ++count_ % each_ == 0) stage_.show();
    }

private:
    Stage& stage_;
    unsigned each_;
    unsigned count_ = 0;
};

}  // namespace

void Rows::on(const Event& event) {
    const auto require = [this](bool holds, std::string_view what) {
        if (!holds) faults_ += fmt::format("{}\n", what);
    };
    if (const auto* again = std::get_if<Reconsidered>(&event)) {
        forget(sessions, again->kept.session);
        forget(credentials, again->kept.credential);
        forget(names, again->kept.name);
        forget(events, again->kept.lifeEvent);
        forget(stateRows, again->kept.state);
        forget(evidences, again->kept.evidence);
        forget(memberRows, again->kept.members);
    } else if (const auto* evidence = std::get_if<EvidenceRow>(&event)) {
        require(!evidence->items.empty(), "evidence without items");
        evidences[evidence->id] = *evidence;
    } else if (const auto* members = std::get_if<MembersRow>(&event)) {
        require(evidences.contains(members->evidence), "members before their evidence");
        require(members->first <= members->last, "members that end before they begin");
        memberRows[members->id] = *members;
    } else if (const auto* session = std::get_if<SessionRow>(&event)) {
        require(session->id.isSet(), "a session without id");
        require(session->visitor != 0, "a session without visitor");
        sessions[session->id.value] = *session;
    } else if (const auto* credential = std::get_if<CredentialRow>(&event)) {
        CredentialRow& kept = credentials[credential->id.value];
        std::string value = std::move(kept.value);
        kept = *credential;
        if (kept.value.empty()) kept.value = std::move(value);
    } else if (const auto* name = std::get_if<NameRow>(&event)) {
        names[name->id] = *name;
    } else if (const auto* life = std::get_if<LifeEventRow>(&event)) {
        require(!life->evidence.empty(), "an event without evidence");
        events[life->id] = *life;
    } else if (const auto* state = std::get_if<StateRow>(&event)) {
        stateRows[state->id] = *state;
    }
}

std::vector<std::string> Rows::life() const {
    std::vector<const LifeEventRow*> sorted;
    for (const auto& [id, row] : events)
        sorted.push_back(&row);
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const LifeEventRow* a, const LifeEventRow* b) {
                         return std::tie(a->session, a->time) < std::tie(b->session, b->time);
                     });
    std::vector<std::string> lines;
    lines.reserve(sorted.size());
    for (const LifeEventRow* row : sorted) {
        lines.push_back(fmt::format("{} {} [{}]", row->session.value, toString(row->kind),
                                    row->exchange.value));
    }
    return lines;
}

std::vector<std::string> Rows::members(const Dialogue& dialogue) const {
    std::map<std::uint64_t, std::vector<std::uint64_t>> bySession;
    for (const auto& [id, row] : memberRows) {
        for (const base::ExchangeId exchange :
             dialogue.exchangesOf(row.connection, row.first, row.last)) {
            bySession[row.session.value].push_back(exchange.value);
        }
    }
    std::vector<std::string> lines;
    for (auto& [session, exchanges] : bySession) {
        std::sort(exchanges.begin(), exchanges.end());
        lines.push_back(fmt::format("{}: {}", session, fmt::join(exchanges, " ")));
    }
    return lines;
}

std::string Rows::evidence(const Dialogue& dialogue, base::ExchangeId exchange) const {
    std::string words;
    for (const auto& [id, row] : memberRows) {
        const auto within = dialogue.exchangesOf(row.connection, row.first, row.last);
        if (std::find(within.begin(), within.end(), exchange) == within.end()) continue;
        for (const EvidenceRow::Item& item : evidences.at(row.evidence).items) {
            words += fmt::format("{}{} {} {}", words.empty() ? "" : "; ", item.kind,
                                 toString(item.carrier), item.name);
        }
    }
    return words;
}

const NameRow& Rows::name(std::string_view name) const {
    static const NameRow kNone;
    for (const auto& [id, row] : names) {
        if (row.name == name) return row;
    }
    ADD_FAILURE() << "no name " << name;
    return kNone;
}

std::vector<std::string> Rows::states() const {
    std::vector<std::string> lines;
    for (const auto& [id, row] : stateRows) {
        lines.push_back(
            fmt::format("{} {}={} [{}]", row.kind, row.name, row.value, row.exchange.value));
    }
    return lines;
}

std::string Rows::all() const {
    std::string text;
    for (const auto& [id, row] : sessions) {
        const Figures& figures = row.figures;
        text += fmt::format(
            "session {} {} visitor {} ({}) {} [{}] {} {} {} by {} from {} to {} in {}-{} by {} "
            "{}\n",
            id, row.service, row.visitor, row.visitorReason, row.user, fmt::join(row.users, " "),
            row.isSignedIn, row.isAdopted, toString(row.end), number(row.endedBy),
            row.started.time_since_epoch().count(), row.lastSeen.time_since_epoch().count(),
            row.firstExchange.value, row.lastExchange.value, row.carriedBy,
            toString(row.stateKept));
        text += fmt::format("  {} {} {} {} {} {} {} {} {} {} {}\n", figures.exchanges,
                            figures.pages, figures.assets, figures.errors, figures.requestBytes,
                            figures.responseBytes, figures.connections, figures.reused,
                            figures.blocked.count(), figures.thinks, figures.thinking.count());
        for (const ClientRow& client : row.clients) {
            text += fmt::format("  client {} {} {} {}\n", client.address, client.userAgent,
                                client.first.value, client.exchanges);
        }
    }
    for (const auto& [id, row] : credentials) {
        text += fmt::format("credential {} of {} name {} = {} minted {} {}-{} {} uses {}\n", id,
                            row.session.value, row.name, row.value, number(row.minted),
                            row.first.value, row.last.value, row.uses, row.isLive);
    }
    for (const auto& [id, row] : events) {
        text +=
            fmt::format("event {} {} {} [{}] {} {} {}\n", id, row.session.value, toString(row.kind),
                        row.exchange.value, row.time.time_since_epoch().count(),
                        row.credential.value, row.evidence);
    }
    for (const auto& [id, row] : memberRows) {
        text += fmt::format("members {} of {} on {}: {}-{} by", id, row.session.value,
                            row.connection.value, row.first.value, row.last.value);
        for (const EvidenceRow::Item& item : evidences.at(row.evidence).items)
            text += fmt::format(" {} {} {}", item.kind, toString(item.carrier), item.name);
        text += "\n";
    }
    for (const auto& [id, row] : names) {
        text += fmt::format("name {} {} {} {} {}: {}\n", id, row.service, toString(row.carrier),
                            row.name, toString(row.what), row.reasons);
    }
    for (const std::string& line : states())
        text += line + "\n";
    return text;
}

Earlier Rows::earlier() const {
    Earlier known;
    for (const auto& [id, row] : sessions) {
        known.last.visitor = std::max(known.last.visitor, row.visitor);
        known.sessions.push_back(row);
    }
    for (const auto& [id, row] : credentials)
        known.credentials.push_back(row);
    for (const auto& [id, row] : names)
        known.names.push_back(row);
    for (const auto& [id, row] : evidences)
        known.evidence.push_back(row);
    known.last.session = lastOf(sessions);
    known.last.credential = lastOf(credentials);
    known.last.lifeEvent = lastOf(events);
    known.last.state = lastOf(stateRows);
    known.last.evidence = lastOf(evidences);
    known.last.members = lastOf(memberRows);
    known.last.name = lastOf(names);
    return known;
}

namespace {

void run(Rows& rows, const Dialogue& dialogue, const Playing& playing, const Earlier& earlier) {
    Stage stage(playing.options, rows, earlier);
    Showing showing(stage, playing.showEach);
    dialogue.play(showing, playing.order);
    stage.finish();
    EXPECT_EQ(rows.faults(), "");
}

}  // namespace

Rows play(const Dialogue& dialogue, const Playing& playing) {
    Rows rows;
    run(rows, dialogue, playing, {});
    return rows;
}

void resume(Rows& earlier, const Dialogue& dialogue, const Playing& playing) {
    run(earlier, dialogue, playing, earlier.earlier());
}

}  // namespace hark::session::test
