#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/session/event.h"
#include "core/session/stage.h"
#include "tests/unit/session/dialogue.h"

namespace hark::session::test {

/// What a stage told, with all that it took back and told anew.
class Rows final : public Sink {
public:
    void on(const Event& event) override;

    /// What it told against its contract, in words; empty where there is nothing.
    [[nodiscard]] const std::string& faults() const { return faults_; }

    /// "1 minted [1]": session, event, exchange; by session, then by time.
    [[nodiscard]] std::vector<std::string> life() const;
    /// "1: 1 2 4": session and exchanges, of each session that has any.
    [[nodiscard]] std::vector<std::string> members(const Dialogue& dialogue) const;
    /// "presents cookie sid; rotates cookie sid": why an exchange belongs to its session.
    [[nodiscard]] std::string evidence(const Dialogue& dialogue, base::ExchangeId exchange) const;
    /// What a name was taken for; of several services' the first.
    [[nodiscard]] const NameRow& name(std::string_view name) const;
    [[nodiscard]] const SessionRow& session(std::uint64_t number) const {
        return sessions.at(number);
    }
    /// "preference theme=dark [2]" of each StateRow, in order.
    [[nodiscard]] std::vector<std::string> states() const;
    /// All of it as text, to compare with other rows.
    [[nodiscard]] std::string all() const;

    /// What a case that is continued knows of these.
    [[nodiscard]] Earlier earlier() const;

    std::map<std::uint64_t, SessionRow> sessions;
    std::map<std::uint64_t, CredentialRow> credentials;
    std::map<std::uint64_t, NameRow> names;
    std::map<std::uint64_t, LifeEventRow> events;
    std::map<std::uint64_t, StateRow> stateRows;
    std::map<std::uint64_t, EvidenceRow> evidences;
    std::map<std::uint64_t, MembersRow> memberRows;

private:
    std::string faults_;
};

struct Playing {
    Options options;
    Dialogue::Order order = Dialogue::Order::OfTime;
    /// Shows after this many events; 0: only the end is told.
    unsigned showEach = 0;
};

/// What a stage tells of a dialogue. Faults fail the test.
[[nodiscard]] Rows play(const Dialogue& dialogue, const Playing& playing = {});
/// Goes on with `earlier`, which has its rows afterwards.
void resume(Rows& earlier, const Dialogue& dialogue, const Playing& playing = {});

}  // namespace hark::session::test
