// Linking is the same whatever the order of arrival, the size of the window and who watches; and a
// case that is continued goes on.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/session/dialogue.h"
#include "tests/unit/session/rows.h"

namespace hark::session::test {
namespace {

using std::chrono::milliseconds;
using testing::Contains;
using testing::ElementsAre;

// Users who come, log in, shop, lose their session or log out, each on three connections.
Dialogue ordinaryTraffic(unsigned users) {
    Dialogue d;
    const auto cookie = [](unsigned user, unsigned step) { return id(user * 10 + step); };
    for (unsigned round = 0; round < 8; ++round) {
        for (unsigned user = 0; user < users; ++user) {
            Client client = d.client("10.0.0." + std::to_string(1 + user % 5),
                                     user % 2 == 0 ? "Firefox" : "Chrome");
            const milliseconds time((round * users + user) * 500);
            const auto send = [&](Step& step, unsigned value) -> Step& {
                step.at(time).takes(milliseconds(300 + 400 * (user % 3))).on(user * 3 + round % 3);
                return value == 0 ? step : step.cookie("sid", cookie(user, value));
            };
            switch (round) {
                case 0:
                    send(client.get("/"), 0).sets("sid", cookie(user, 1));
                    break;
                case 1:
                    send(client.post("/login"), 1)
                        .form("user=u" + std::to_string(user) + "&password=x")
                        .sets("sid", cookie(user, 2))
                        .leadsTo("/home");
                    break;
                case 6:
                    send(client.post("/logout"), 2).deletes("sid").leadsTo("/");
                    break;
                case 7:
                    send(client.get("/"), user % 2 == 0 ? 2 : 0).sets("sid", cookie(user, 3));
                    break;
                default:
                    send(client.get(round == 4 ? "/basket" : "/home"), 2)
                        .page(std::string(kInside));
            }
        }
    }
    return d;
}

TEST(SessionOrder, OfArrivalDoesntMatter) {
    const Dialogue d = ordinaryTraffic(12);
    const Rows rows = play(d);
    ASSERT_EQ(rows.sessions.size(), 24U);
    Playing playing;
    for (const auto order : {Dialogue::Order::OfConnections, Dialogue::Order::Backwards}) {
        playing.order = order;
        const Rows others = play(d, playing);
        EXPECT_EQ(others.life(), rows.life());
        EXPECT_EQ(others.members(d), rows.members(d));
    }
}

TEST(SessionOrder, OfTimeDecides) {
    // The rotation comes first in time, though its exchange is the last to be told.
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/c").cookie("sid", id(2)).at(milliseconds(9000)).on(1);
    anna.get("/b").cookie("sid", id(1)).sets("sid", id(2)).at(milliseconds(5000)).on(2);
    anna.get("/").sets("sid", id(1)).at(milliseconds(1000)).on(3);
    const Rows rows = play(d, {{}, Dialogue::Order::OfConnections, 0});
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3"));
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [3]", "1 rotated [2]"));
}

TEST(SessionOrder, AResponseCountsWhenItComesNotWhenItsRequestDid) {
    // The slow request was sent before the session began elsewhere, and answered after.
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/slow").sets("sid", id(2)).at(milliseconds(0)).takes(milliseconds(5000)).on(1);
    anna.get("/").sets("sid", id(1)).at(milliseconds(1000)).on(2);
    anna.get("/a").cookie("sid", id(1)).at(milliseconds(2000)).on(2);
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 2 3", "2: 1"));
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [2]", "2 minted [1]"));
}

TEST(SessionWindow, ASmallOneIsEnoughForOrdinaryTraffic) {
    const Dialogue d = ordinaryTraffic(12);
    const Rows rows = play(d);
    Playing playing;
    for (const std::size_t room : {32U, 48U, 64U, 95U}) {
        playing.options.limits.openFacts = room;
        const Rows others = play(d, playing);
        EXPECT_EQ(others.life(), rows.life()) << room;
        EXPECT_EQ(others.members(d), rows.members(d)) << room;
        EXPECT_EQ(others.credentials.size(), rows.credentials.size()) << room;
    }
}

TEST(SessionWindow, ValuesAreToldThoughTheyAreForgotten) {
    const Dialogue d = ordinaryTraffic(12);
    Playing playing;
    playing.options.limits.openFacts = 32;
    const Rows rows = play(d, playing);
    for (const auto& [number, row] : rows.credentials)
        EXPECT_EQ(row.value.size(), id(1).size()) << number;
}

TEST(SessionWindow, NoneIsNeededForWhatComesInOrder) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("sid", id(1));
    for (unsigned n = 0; n < 20; ++n)
        anna.get("/a").cookie("sid", id(1));
    Playing playing;
    playing.options.limits.openFacts = 1;
    const Rows rows = play(d, playing);
    EXPECT_EQ(rows.session(1).figures.exchanges, 21U);
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]"));
}

// ---- who watches

TEST(SessionShow, ChangesNothingInTheEnd) {
    const Dialogue d = ordinaryTraffic(12);
    const Rows rows = play(d);
    Playing playing;
    for (const unsigned each : {1U, 7U, 50U, 211U}) {
        playing.showEach = each;
        EXPECT_EQ(play(d, playing).all(), rows.all()) << each;
    }
}

TEST(SessionShow, ChangesNothingInTheEndWithASmallWindow) {
    const Dialogue d = ordinaryTraffic(12);
    Playing playing;
    playing.options.limits.openFacts = 40;
    const Rows rows = play(d, playing);
    for (const unsigned each : {1U, 7U, 50U, 211U}) {
        playing.showEach = each;
        EXPECT_EQ(play(d, playing).all(), rows.all()) << each;
    }
}

/// Shows after each event, and notes whether the login was told while the capture went on.
class Watching final : public exchange::Sink {
public:
    void on(const exchange::Event& event) override {
        stage_.on(event);
        stage_.show();
        seen_.push_back(fmt::format("{}", rows_.life().size()));
    }
    std::vector<std::string> seen_;
    Rows rows_;

private:
    Stage stage_{{}, rows_};
};

TEST(SessionShow, TellsWhatIsKnownSoFar) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("sid", id(1));
    anna.post("/login")
        .cookie("sid", id(1))
        .form("user=a&password=x")
        .sets("sid", id(2))
        .leadsTo("/home");
    anna.get("/home").cookie("sid", id(2)).page(std::string(kInside));
    Watching watching;
    d.play(watching);
    EXPECT_THAT(watching.seen_, Contains("1"));
    EXPECT_EQ(watching.seen_.back(), "3");
    EXPECT_EQ(watching.rows_.faults(), "");
    EXPECT_EQ(watching.rows_.sessions.size(), 1U);
    EXPECT_EQ(watching.rows_.credentials.at(1).value, id(1));
}

// ---- a case that is continued

TEST(SessionResume, ASessionGoesOn) {
    Dialogue first;
    Client anna = first.client("10.0.0.1", "Firefox");
    anna.post("/login").form("user=anna&password=x").sets("sid", id(1)).leadsTo("/home");
    anna.get("/home").cookie("sid", id(1)).page(std::string(kInside));
    Rows rows = play(first);
    Dialogue next = Dialogue::after(first);
    Client again = next.client("10.0.0.1", "Firefox");
    again.get("/cart").cookie("sid", id(1));
    again.get("/cart").cookie("sid", id(1)).sets("sid", id(2)).page(std::string(kInside));
    again.post("/logout").cookie("sid", id(2)).deletes("sid").leadsTo("/");
    resume(rows, next);
    EXPECT_THAT(rows.members(next), ElementsAre("1: 3 4 5"));
    EXPECT_THAT(rows.life(),
                ElementsAre("1 minted [1]", "1 login [1]", "1 rotated [4]", "1 logout [5]"));
    EXPECT_EQ(rows.session(1).figures.exchanges, 5U);
    EXPECT_EQ(rows.session(1).user, "anna");
    EXPECT_EQ(rows.session(1).started, kStart);
    EXPECT_EQ(rows.credentials.at(1).uses, 3U);
    EXPECT_EQ(rows.credentials.at(1).value, id(1));
    EXPECT_EQ(rows.name("sid").presented, 4U);
}

TEST(SessionResume, NewSessionsAreNumberedOn) {
    Dialogue first;
    first.client("10.0.0.1", "Firefox").get("/").sets("sid", id(1));
    Rows rows = play(first);
    Dialogue next = Dialogue::after(first);
    next.client("10.0.0.2", "Chrome").get("/").sets("sid", id(2));
    resume(rows, next);
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "2 minted [2]"));
    EXPECT_NE(rows.session(1).visitor, rows.session(2).visitor);
}

TEST(SessionResume, WhatANameWasTakenForStays) {
    // Alone, nothing of what comes would say that it is a session's.
    Dialogue first;
    for (unsigned user = 1; user <= 3; ++user) {
        Client client = first.client("10.0.0." + std::to_string(user), "Firefox");
        client.get("/").sets("zebra", id(user), "; Path=/; HttpOnly");
    }
    Rows rows = play(first);
    ASSERT_EQ(rows.name("zebra").what, CredentialClass::Session);
    Dialogue next = Dialogue::after(first);
    next.client("10.0.0.1", "Firefox").get("/a").cookie("zebra", id(1));
    resume(rows, next);
    EXPECT_EQ(rows.name("zebra").what, CredentialClass::Session);
    EXPECT_THAT(rows.members(next), ElementsAre("1: 4"));
}

TEST(SessionResume, ADeadCredentialStaysDead) {
    Dialogue first;
    Client anna = first.client("10.0.0.1", "Firefox");
    anna.post("/login").form("user=anna&password=x").sets("sid", id(1)).leadsTo("/home");
    anna.get("/home").cookie("sid", id(1)).page(std::string(kInside));
    anna.post("/logout").cookie("sid", id(1)).deletes("sid").leadsTo("/");
    Rows rows = play(first);
    Dialogue next = Dialogue::after(first);
    Client again = next.client("10.0.0.1", "Firefox");
    again.get("/cart").cookie("sid", id(1)).sets("sid", id(2));
    resume(rows, next);
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 login [1]", "1 logout [3]",
                                         "1 used-after-end [4]", "2 minted [4]"));
    EXPECT_EQ(rows.session(1).visitor, rows.session(2).visitor);
}

TEST(SessionResume, ASecondClientIsSeenInTheContinuedCase) {
    Dialogue first;
    Client anna = first.client("10.0.0.1", "Firefox");
    anna.post("/login").form("user=anna&password=x").sets("sid", id(1)).leadsTo("/home");
    anna.get("/home").cookie("sid", id(1)).page(std::string(kInside));
    Rows rows = play(first);
    Dialogue next = Dialogue::after(first);
    next.client("10.0.0.1", "Firefox").get("/a").cookie("sid", id(1));
    next.client("192.0.2.6", "curl").get("/b").cookie("sid", id(1));
    resume(rows, next);
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 login [1]", "1 second-client [4]"));
}

TEST(SessionResume, ShowingChangesNothingInTheEnd) {
    const Dialogue first = ordinaryTraffic(6);
    Dialogue next = Dialogue::after(first);
    for (unsigned user = 0; user < 6; ++user) {
        Client client = next.client("10.0.0.1", "Firefox");
        client.get("/a").cookie("sid", id(user * 10 + 3));
    }
    Rows rows = play(first);
    Rows shown = rows;
    resume(rows, next);
    resume(shown, next, {{}, Dialogue::Order::OfTime, 3});
    EXPECT_EQ(shown.all(), rows.all());
}

TEST(SessionResume, AStaleValueIsKnown) {
    Dialogue first;
    Client anna = first.client("10.0.0.1", "Firefox");
    anna.get("/").sets("sid", id(1));
    anna.get("/").cookie("sid", id(1)).sets("sid", id(2));
    Rows rows = play(first);
    Dialogue next = Dialogue::after(first);
    Client again = next.client("10.0.0.1", "Firefox");
    again.get("/").cookie("sid", id(1));
    again.get("/").cookie("sid", id(2));
    resume(rows, next);
    EXPECT_THAT(rows.members(next), ElementsAre("1: 3 4"));
    EXPECT_EQ(rows.evidence(next, {3}), "presents cookie sid");
}

TEST(SessionOrder, OfTwoCookiesAlikeTheOneThatWasDecidedStays) {
    Dialogue d;
    const unsigned kUsers = 8;
    std::vector<Client> clients;
    for (unsigned user = 0; user < kUsers; ++user) {
        clients.push_back(d.client("10.0.0." + std::to_string(user + 1), "Firefox"));
        clients.back()
            .get("/")
            .sets("beta", id(100 + user), "; Path=/shop; HttpOnly")
            .sets("alpha", id(user), "; Path=/; HttpOnly");
    }
    for (unsigned round = 0; round < 6; ++round) {
        for (unsigned user = 0; user < kUsers; ++user) {
            clients[user]
                .get("/shop/" + std::to_string(round))
                .cookie("beta", id(100 + user))
                .cookie("alpha", id(user));
        }
    }
    for (unsigned round = 0; round < 30; ++round) {
        for (unsigned user = 0; user < kUsers; ++user)
            clients[user].get("/p/" + std::to_string(round)).cookie("alpha", id(user));
    }
    for (const std::size_t window : {100'000U, 40U}) {
        Playing playing;
        playing.options.limits.openFacts = window;
        EXPECT_EQ(play(d, playing).sessions.size(), kUsers) << window;
    }
}

TEST(SessionOrder, WhatAnEarlierImportTookForASessionsStaysOne) {
    Dialogue d;
    for (unsigned user = 1; user <= 3; ++user) {
        Client client = d.client("10.0.0." + std::to_string(user), "Firefox");
        client.post("/login")
            .form(kLogin)
            .sets("zebra", id(user), "; Path=/; HttpOnly")
            .leadsTo("/home");
        client.get("/api").cookie("zebra", id(user)).with("X-Sid", id(user)).data("{}");
    }
    Rows rows = play(d);
    Dialogue next = Dialogue::after(d);
    Client dora = next.client("10.0.0.9", "Firefox");
    for (int i = 0; i < 3; ++i)
        dora.get("/api").cookie("zebra", id(9)).with("X-Sid", id(9)).data("{}");
    resume(rows, next);
    EXPECT_EQ(rows.name("zebra").what, CredentialClass::Session);
    EXPECT_EQ(rows.sessions.size(), 4U);
}

TEST(SessionOrder, ACredentialIsFirstSeenInItsFirstRequest) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/poll")
        .cookie("sid", id(1))
        .at(std::chrono::milliseconds(0))
        .takes(std::chrono::seconds(60))
        .on(1);
    anna.get("/a").cookie("sid", id(1)).at(std::chrono::seconds(1)).on(2);
    const Rows rows = play(d);
    ASSERT_EQ(rows.credentials.size(), 1U);
    EXPECT_EQ(rows.credentials.begin()->second.first, base::ExchangeId{1});
    EXPECT_EQ(rows.credentials.begin()->second.firstSeen, kStart);
}

}  // namespace
}  // namespace hark::session::test
