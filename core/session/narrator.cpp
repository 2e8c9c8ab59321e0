#include "core/session/narrator.h"

#include <algorithm>

namespace hark::session {

namespace {

// Sets of reasons that are remembered; another row is told of those that come again after that.
constexpr std::size_t kEvidence = 16'384;

struct Words {
    std::string_view kind;
    std::string_view reason;
};

Words wordsOf(Reason reason) {
    switch (reason) {
        case Reason::Presents:
            return {"presents", "the request presents the session's live credential"};
        case Reason::PresentsStale:
            return {"presents", "the request presents a credential that was replaced before"};
        case Reason::PresentsDead:
            return {"presents", "the request presents a credential whose session had ended"};
        case Reason::Adopts:
            return {"presents", "the request presents a credential from before the capture"};
        case Reason::Mints:
            return {"mints", "the response issues the session's first credential"};
        case Reason::Rotates:
            return {"rotates", "the response replaces the credential that the request presents"};
        case Reason::Adds:
            return {"mints", "the response issues one more credential of the session"};
        case Reason::Deletes:
            return {"ends", "the response deletes the session's credential"};
        case Reason::Conflicts:
            return {"conflicts", "the request presents a credential of another session as well"};
    }
    return {};
}

}  // namespace

void Evidence::add(Reason reason, std::uint32_t name) {
    const Item item{reason, name};
    if (std::find(items.begin(), items.end(), item) == items.end()) items.push_back(item);
}

std::uint64_t Narrator::evidenceId(const Evidence& evidence) {
    if (evidence_.size() >= kEvidence) {
        evidence_.clear();
        presenting_ = {};
    }
    const auto [found, isNew] = evidence_.try_emplace(evidence.items, last_.evidence + 1);
    if (!isNew) return found->second;
    ++last_.evidence;
    EvidenceRow row;
    row.id = last_.evidence;
    for (const Evidence::Item& item : evidence.items) {
        const NameAccount& account = books_.names[item.name];
        const Words words = wordsOf(item.reason);
        row.items.push_back({words.kind, account.carrier, account.name, std::string(words.reason)});
    }
    sink_->on(row);
    return row.id;
}

void Narrator::memberByPresenting(const Facts& facts, base::SessionId session, std::uint32_t name) {
    if (name != presenting_.name || presenting_.evidence == 0) {
        Evidence evidence;
        evidence.add(Reason::Presents, name);
        presenting_ = {name, evidenceId(evidence)};
    }
    member(facts, session, presenting_.evidence);
}

void Narrator::member(const Facts& facts, base::SessionId session, std::uint64_t evidence) {
    const Run run{facts.previous, facts.exchange, facts.exchange, session, evidence};
    auto& [runs, isTouched] = members_[facts.connection];
    isTouched = true;
    if (!runs.empty() && runs.back().isContinuedBy(run)) {
        runs.back().last = run.last;
    } else {
        runs.push_back(run);
    }
}

void Narrator::tellMembers(Which which) {
    std::vector<base::ConnectionId> connections;
    connections.reserve(members_.size());
    for (const auto& [connection, runs] : members_)
        connections.push_back(connection);
    std::sort(connections.begin(), connections.end());
    for (const base::ConnectionId connection : connections) {
        Runs& runs = members_[connection];
        const bool goesOn = which == Which::ThoseThatRest && runs.isTouched;
        tellRuns(connection, runs, goesOn);
        if (!goesOn) members_.erase(connection);
    }
}

// Exchanges may have been linked in another order than that in which they began.
void Narrator::tellRuns(base::ConnectionId connection, Runs& of, bool keepsLast) {
    auto& runs = of.runs;
    std::sort(runs.begin(), runs.end(),
              [](const Run& a, const Run& b) { return a.first < b.first; });
    Run open = runs.front();
    const auto tell = [&] {
        sink_->on(MembersRow{++last_.members, connection, open.first, open.last, open.session,
                             open.evidence});
    };
    for (std::size_t i = 1; i < runs.size(); ++i) {
        if (open.isContinuedBy(runs[i])) {
            open.last = runs[i].last;
            continue;
        }
        tell();
        open = runs[i];
    }
    if (!keepsLast) return tell();
    runs.assign(1, open);
    of.isTouched = false;
}

void Narrator::lifeEvent(const SessionState& session, LifeEventKind kind, base::ExchangeId exchange,
                         base::Timestamp time, base::CredentialId credential,
                         std::string_view evidence) {
    sink_->on(LifeEventRow{++last_.lifeEvent, session.row.id, kind, exchange, time, credential,
                           std::string(evidence)});
}

void Narrator::state(SessionState& session, const Facts& facts, std::string_view kind,
                     std::string_view name, std::string_view value) {
    ++session.states;
    sink_->on(StateRow{++last_.state, session.row.id, facts.exchange, facts.requested, kind,
                       std::string(name), std::string(value)});
}

}  // namespace hark::session
