// Which cookies of well-known applications tell their sessions, and what the sessions are, where
// the cookies' names say nothing.

#include "tests/unit/session/applications.h"

#include <cstdint>
#include <functional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/session/known_names.h"
#include "tests/unit/session/dialogue.h"
#include "tests/unit/session/rows.h"

namespace hark::session::test {
namespace {

using Class = CredentialClass;

constexpr unsigned kUsers = 4;

struct Application {
    const char* title;
    /// What a user's browser and the service say.
    std::function<void(Client&, unsigned user)> visit;
    std::vector<std::pair<const char*, Class>> names;
    /// Of each user, by the numbers of the visit's exchanges from 1.
    std::vector<std::vector<unsigned>> sessions;
    /// Of the first user, but for "rotated".
    std::vector<std::string> life;
    /// Exchanges at which the first user's sessions rotate.
    std::vector<std::uint64_t> rotations;
};

void PrintTo(const Application& application, std::ostream* out) {
    *out << application.title;
}

class Applications : public testing::TestWithParam<Application> {};

// The visits of so many users, one after another.
void visit(Dialogue& d, const Application& application, unsigned first, unsigned users) {
    for (unsigned user = first; user < first + users; ++user) {
        Client client =
            d.client(fmt::format("10.0.0.{}", user), user % 2 == 0 ? "Firefox" : "Chrome");
        application.visit(client, user);
    }
}

Dialogue visits(const Application& application, unsigned users = kUsers) {
    Dialogue d;
    visit(d, application, 1, users);
    return d;
}

// As Rows::members() has it.
std::vector<std::string> members(const Application& application, const Dialogue& d, unsigned first,
                                 unsigned users) {
    const std::size_t exchanges = d.steps().size() / users;
    std::size_t session = (first - 1) * application.sessions.size();
    std::vector<std::string> members;
    for (unsigned user = first; user < first + users; ++user) {
        for (const auto& some : application.sessions) {
            members.push_back(fmt::format("{}:", ++session));
            for (const unsigned exchange : some)
                members.back() += fmt::format(" {}", (user - 1) * exchanges + exchange);
        }
    }
    return members;
}

void expectNames(const Application& application, const Rows& rows) {
    for (const auto& [name, what] : application.names) {
        EXPECT_FALSE(knownClass(name)) << name;
        EXPECT_EQ(toString(rows.name(name).what), toString(what))
            << name << ": " << rows.name(name).reasons;
    }
}

void expectLife(const Application& application, const Rows& rows) {
    std::vector<std::string> life;
    std::vector<std::uint64_t> rotations;
    for (const auto& [number, event] : rows.events) {
        if (event.session.value > application.sessions.size()) continue;
        if (event.kind == LifeEventKind::Rotated) {
            rotations.push_back(event.exchange.value);
        } else {
            life.push_back(fmt::format("{} {} [{}]", event.session.value, toString(event.kind),
                                       event.exchange.value));
        }
    }
    EXPECT_THAT(life, testing::UnorderedElementsAreArray(application.life));
    EXPECT_THAT(rotations, testing::UnorderedElementsAreArray(application.rotations));
}

TEST_P(Applications, AreToldWithoutTheirNames) {
    const Dialogue d = visits(GetParam());
    const Rows rows = play(d);
    expectNames(GetParam(), rows);
    EXPECT_EQ(rows.members(d), members(GetParam(), d, 1, kUsers));
    expectLife(GetParam(), rows);
}

// Which of several browser's cookies everybody has the same, one user can't tell.
TEST_P(Applications, AreToldByOneUserAlone) {
    const Dialogue d = visits(GetParam(), 1);
    const Rows rows = play(d);
    EXPECT_EQ(rows.members(d), members(GetParam(), d, 1, 1));
    expectLife(GetParam(), rows);
}

TEST_P(Applications, AreToldByAnswersOfUnknownLength) {
    Dialogue d = visits(GetParam());
    d.tellNoLengths();
    const Rows rows = play(d);
    expectNames(GetParam(), rows);
    EXPECT_EQ(rows.members(d), members(GetParam(), d, 1, kUsers));
    expectLife(GetParam(), rows);
}

TEST_P(Applications, AreToldInAnyOrderOfConnections) {
    const Dialogue d = visits(GetParam());
    Playing playing;
    playing.order = Dialogue::Order::Backwards;
    const Rows rows = play(d, playing);
    expectNames(GetParam(), rows);
    EXPECT_EQ(rows.members(d), members(GetParam(), d, 1, kUsers));
    expectLife(GetParam(), rows);
}

TEST_P(Applications, AreToldInALaterImport) {
    const Dialogue first = visits(GetParam());
    Rows rows = play(first);
    Dialogue next = Dialogue::after(first);
    visit(next, GetParam(), kUsers + 1, 1);
    resume(rows, next);
    expectNames(GetParam(), rows);
    EXPECT_EQ(rows.members(next), members(GetParam(), next, kUsers + 1, 1));
}

INSTANTIATE_TEST_SUITE_P(
    Tables, Applications,
    testing::Values(
        Application{"DokuWiki",
                    wiki,
                    {{"qx", Class::Session}, {"dv", Class::Authentication}},
                    {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}},
                    {"1 minted [1]", "1 login [3]", "1 logout [5]", "1 login [7]"},
                    {}},
        Application{"ASP.NET",
                    ticket,
                    {{"as", Class::Session}, {"ax", Class::Authentication}},
                    {{1, 2, 3, 4, 5}},
                    {"1 minted [1]", "1 login [3]", "1 logout [5]"},
                    {}},
        Application{
            "WordPress",
            blog,
            {{"lo", Class::Session}, {"se", Class::Authentication}, {"tc", Class::Preference}},
            {{3, 4, 5, 6}},
            {"1 minted [3]", "1 login [3]", "1 logout [6]"},
            {}},
        Application{"Django",
                    framework,
                    {{"si", Class::Session}, {"ct", Class::Browser}},
                    {{3, 4, 5}},
                    {"1 minted [3]", "1 login [3]", "1 logout [5]"},
                    {}},
        Application{"Express",
                    late,
                    {{"co", Class::Session},
                     {"vi", Class::Browser},
                     {"vm", Class::Browser},
                     {"cs", Class::Browser},
                     {"fs", Class::Browser}},
                    {{3, 4, 5}},
                    {"1 minted [3]", "1 login [3]", "1 logout [5]"},
                    {}},
        Application{"Express that keeps logins",
                    kept,
                    {{"co", Class::Session},
                     {"vi", Class::Browser},
                     {"vm", Class::Browser},
                     {"cs", Class::Browser},
                     {"fs", Class::Browser}},
                    {{3, 4, 5}},
                    {"1 minted [3]", "1 login [3]", "1 logout [5]"},
                    {}},
        Application{"Django with sessions before logins",
                    shop,
                    {{"si", Class::Session}, {"ct", Class::Browser}},
                    {{2, 3, 4, 5, 6}},
                    {"1 minted [2]", "1 login [4]", "1 logout [6]"},
                    {4}},
        Application{"phpBB",
                    board,
                    {{"ks", Class::Session}, {"kk", Class::RememberMe}, {"ku", Class::Preference}},
                    {{1, 2, 3, 4, 5}, {6}},
                    {"1 minted [1]", "1 login [3]", "1 logout [5]", "2 minted [5]"},
                    {3}},
        Application{"Moodle",
                    school,
                    {{"ms", Class::Session}, {"mi", Class::Browser}},
                    {{1, 2, 3, 4}, {5, 6, 7, 8}},
                    {"1 minted [1]", "1 login [2]", "1 logout [4]", "2 minted [4]", "2 login [7]"},
                    {2, 7}},
        Application{"Spring",
                    enterprise,
                    {{"js", Class::Session}, {"re", Class::RememberMe}},
                    {{1, 2, 3, 4}},
                    {"1 minted [1]", "1 login [2]", "1 logout [4]"},
                    {2}},
        Application{"PHP",
                    homemade,
                    {{"ph", Class::Session}, {"rm", Class::RememberMe}},
                    {{1, 2, 3}, {4, 5}},
                    {"1 minted [1]", "1 login [2]", "2 minted [4]"},
                    {2}},
        Application{"Laravel",
                    sealing,
                    {{"ls", Class::Session}, {"xt", Class::Unknown}, {"rw", Class::RememberMe}},
                    {{1, 2, 3, 4, 5}},
                    {"1 minted [1]", "1 login [3]"},
                    {2, 3, 4, 5}},
        Application{"Rails",
                    stateful,
                    {{"rs", Class::Session}, {"ru", Class::RememberMe}},
                    {{1, 2, 3, 4, 5}},
                    {"1 minted [1]", "1 login [3]"},
                    {2, 3, 4}},
        Application{"a balancer of few machines",
                    balanced,
                    {{"sd", Class::Session}, {"bg", Class::Preference}},
                    {{1, 2, 3}},
                    {"1 minted [1]", "1 login [2]"},
                    {2}},
        Application{"a balancer that sets another value each time",
                    restless,
                    {{"sd", Class::Session}, {"ab", Class::Unknown}},
                    {{1, 2, 3, 4, 5}},
                    {"1 minted [1]", "1 login [3]"},
                    {3}},
        Application{"a site that numbers browsers",
                    watched,
                    {{"sd", Class::Session},
                     {"lc", Class::Authentication},
                     {"vi", Class::Browser},
                     {"ga", Class::Browser},
                     {"cc", Class::Browser}},
                    {{1, 2, 3, 4, 5}, {6}},
                    {"1 minted [1]", "1 login [3]", "1 logout [5]", "2 minted [6]"},
                    {}}));

TEST(ApplicationsLater, StayWhatTheyAreWhereALaterImportSaysLittle) {
    Dialogue first;
    Client anna = first.client("10.0.0.1", "Firefox");
    wiki(anna, 1);
    Rows rows = play(first);
    const std::string held = rows.credentials.at(1).value;
    ASSERT_EQ(rows.name("dv").what, Class::Authentication);
    Dialogue next = Dialogue::after(first);
    Client again = next.client("10.0.0.1", "Firefox");
    again.get("/start").cookie("qx", held).cookie("dv", id(1)).page("<p>A page</p>");
    again.get("/start").cookie("qx", held).cookie("dv", id(1)).sets("dv", id(2));
    again.get("/start").cookie("qx", held).cookie("dv", id(2));
    again.get("/start?do=logout").cookie("qx", held).cookie("dv", id(2)).deletes("dv");
    again.post("/start")
        .cookie("qx", held)
        .form("user=anna&password=x")
        .sets("dv", id(3), "; Path=/; HttpOnly")
        .leadsTo("/start");
    again.get("/start").cookie("qx", held).cookie("dv", id(3));
    resume(rows, next);
    EXPECT_EQ(rows.name("qx").what, Class::Session);
    EXPECT_EQ(rows.name("dv").what, Class::Authentication);
    EXPECT_THAT(rows.members(next), testing::ElementsAre("1: 11 12 13 14 15 16"));
    EXPECT_THAT(rows.life(), testing::ElementsAre("1 minted [1]", "1 login [3]", "1 logout [5]",
                                                  "1 login [7]", "1 logout [14]", "1 login [15]"));
}

}  // namespace
}  // namespace hark::session::test
