#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "core/session/event.h"
#include "core/session/limits.h"
#include "tests/fuzz/memory_input.h"

namespace hark::fuzz {

/// Holds that what a session stage tells of any dialogue is in order and fits together; aborts
/// where it isn't. Keeps the rows as they are in the end.
class SessionChecker final : public session::Sink {
public:
    /// `limits` must outlive the checker.
    explicit SessionChecker(const session::Limits& limits) : limits_(limits) {}

    /// Exchanges of each connection, by which members are told; in the order of their beginnings.
    void began(base::ConnectionId connection, base::ExchangeId exchange) {
        exchanges_[connection].push_back(exchange);
    }

    void on(const session::Event& event) override {
        std::visit([this](const auto& row) { this->take(row); }, event);
    }

    /// Everything was told, of so many imports; states are limited for each.
    void finish(unsigned imports) const {
        requireRun(sessions_);
        requireRun(credentials_);
        requireRun(events_);
        requireRun(states_);
        requireRun(evidence_);
        requireRun(members_);
        requireRun(names_);
        std::map<std::uint64_t, std::uint64_t> exchangesOf;
        std::set<base::ExchangeId> linked;
        for (const auto& [id, row] : members_) {
            require(sessions_.contains(row.session.value) && evidence_.contains(row.evidence));
            for (const base::ExchangeId exchange : within(row)) {
                require(linked.insert(exchange).second);
                ++exchangesOf[row.session.value];
            }
        }
        for (const auto& [id, row] : sessions_)
            require(row.figures.exchanges == exchangesOf[id]);
        for (const auto& [id, row] : credentials_) {
            require(sessions_.contains(row.session.value) && names_.contains(row.name));
            require(row.first <= row.last || row.firstSeen <= row.lastSeen);
        }
        std::map<std::uint64_t, std::size_t> statesOf;
        for (const auto& [id, row] : events_) {
            require(sessions_.contains(row.session.value) && isKnown(row.exchange));
            require(!row.credential.isSet() || credentials_.contains(row.credential.value));
        }
        for (const auto& [id, row] : states_) {
            require(sessions_.contains(row.session.value) && isKnown(row.exchange));
            require(++statesOf[row.session.value] <= limits_.statesOfSession * imports);
        }
    }

    /// What a case that is continued knows.
    [[nodiscard]] session::Earlier earlier() const {
        session::Earlier known;
        for (const auto& [id, row] : sessions_) {
            known.sessions.push_back(row);
            known.last.visitor = std::max(known.last.visitor, row.visitor);
        }
        for (const auto& [id, row] : credentials_)
            known.credentials.push_back(row);
        for (const auto& [id, row] : names_)
            known.names.push_back(row);
        for (const auto& [id, row] : evidence_)
            known.evidence.push_back(row);
        known.last.session = sessions_.size();
        known.last.credential = credentials_.size();
        known.last.lifeEvent = events_.size();
        known.last.state = states_.size();
        known.last.evidence = evidence_.size();
        known.last.members = members_.size();
        known.last.name = names_.size();
        return known;
    }

    /// The rows as they are in the end, to compare with another stage's.
    [[nodiscard]] std::string text() const {
        std::string all;
        for (const auto& [id, row] : sessions_) {
            all += fmt::format("session {} {} {} {} {} {} {} {} {}\n", id, row.service, row.visitor,
                               row.visitorReason, row.user, row.isSignedIn, toString(row.end),
                               row.carriedBy, row.figures.exchanges);
        }
        for (const auto& [id, row] : credentials_) {
            all += fmt::format("credential {} {} {} {} {}\n", id, row.session.value, row.value,
                               row.uses, row.isLive);
        }
        for (const auto& [id, row] : events_) {
            all += fmt::format("event {} {} {} {} {}\n", id, row.session.value, toString(row.kind),
                               row.exchange.value, row.evidence);
        }
        for (const auto& [id, row] : states_) {
            all += fmt::format("state {} {} {} {} {} {}\n", id, row.session.value,
                               row.exchange.value, row.kind, row.name, row.value);
        }
        for (const auto& [id, row] : members_) {
            all += fmt::format("members {} {} {} {} {}\n", id, row.session.value, row.first.value,
                               row.last.value, row.evidence);
        }
        for (const auto& [id, row] : names_) {
            all += fmt::format("name {} {} {} {} {}\n", id, row.service, row.name,
                               toString(row.what), row.reasons);
        }
        return all;
    }

private:
    template <typename Map>
    static void requireRun(const Map& rows) {
        require(rows.empty() || (rows.begin()->first == 1 && rows.rbegin()->first == rows.size()));
    }
    template <typename Map>
    static void forget(Map& rows, std::uint64_t kept) {
        rows.erase(rows.upper_bound(kept), rows.end());
    }

    void take(const session::Reconsidered& again) {
        forget(sessions_, again.kept.session);
        forget(credentials_, again.kept.credential);
        forget(events_, again.kept.lifeEvent);
        forget(states_, again.kept.state);
        forget(evidence_, again.kept.evidence);
        forget(members_, again.kept.members);
        forget(names_, again.kept.name);
    }
    void take(const session::EvidenceRow& row) {
        require(row.id <= evidence_.size() + 1 && !row.items.empty());
        evidence_[row.id] = row;
    }
    void take(const session::MembersRow& row) {
        require(row.id <= members_.size() + 1 && evidence_.contains(row.evidence));
        require(!within(row).empty());
        members_[row.id] = row;
    }
    void take(const session::SessionRow& row) {
        require(row.id.isSet() && row.visitor != 0 && row.id.value <= sessions_.size() + 1);
        require(row.clients.size() <= limits_.clientsOfSession);
        require(row.users.size() <= limits_.usersOfSession);
        require((row.end == session::EndReason::None) == !row.endedBy.has_value());
        require(row.started <= row.lastSeen && row.firstExchange <= row.lastExchange);
        sessions_[row.id.value] = row;
    }
    void take(const session::CredentialRow& row) {
        require(row.id.isSet() && row.value.size() <= limits_.valueBytes);
        session::CredentialRow& kept = credentials_[row.id.value];
        std::string value = std::move(kept.value);
        kept = row;
        if (kept.value.empty()) kept.value = std::move(value);
    }
    void take(const session::NameRow& row) {
        require(row.id != 0 && row.id <= limits_.names && !row.reasons.empty());
        names_[row.id] = row;
    }
    void take(const session::LifeEventRow& row) {
        require(row.id <= events_.size() + 1 && !row.evidence.empty());
        events_[row.id] = row;
    }
    void take(const session::StateRow& row) {
        require(row.id <= states_.size() + 1);
        states_[row.id] = row;
    }

    // The exchanges of a row, which must begin and end there.
    [[nodiscard]] std::vector<base::ExchangeId> within(const session::MembersRow& row) const {
        const auto found = exchanges_.find(row.connection);
        require(found != exchanges_.end());
        const auto first = std::find(found->second.begin(), found->second.end(), row.first);
        const auto last = std::find(first, found->second.end(), row.last);
        require(last != found->second.end());
        return {first, last + 1};
    }
    [[nodiscard]] bool isKnown(base::ExchangeId exchange) const {
        return std::any_of(exchanges_.begin(), exchanges_.end(), [&](const auto& one) {
            return std::find(one.second.begin(), one.second.end(), exchange) != one.second.end();
        });
    }

    const session::Limits& limits_;
    std::map<base::ConnectionId, std::vector<base::ExchangeId>> exchanges_;
    std::map<std::uint64_t, session::SessionRow> sessions_;
    std::map<std::uint64_t, session::CredentialRow> credentials_;
    std::map<std::uint64_t, session::NameRow> names_;
    std::map<std::uint64_t, session::LifeEventRow> events_;
    std::map<std::uint64_t, session::StateRow> states_;
    std::map<std::uint64_t, session::EvidenceRow> evidence_;
    std::map<std::uint64_t, session::MembersRow> members_;
};

}  // namespace hark::fuzz
