// What continues a session: the live credential is replaced in answer to its own presentation.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/session/dialogue.h"
#include "tests/unit/session/rows.h"

namespace hark::session::test {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(SessionRotation, AnIdRegeneratedAtLoginContinuesTheSession) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("sid", id(1));
    anna.post("/login").cookie("sid", id(1)).form(kLogin).sets("sid", id(2)).leadsTo("/home");
    anna.get("/home").cookie("sid", id(2)).page(kInside);
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3"));
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 rotated [2]", "1 login [2]"));
    EXPECT_EQ(rows.session(1).user, "anna");
    EXPECT_TRUE(rows.session(1).isSignedIn);
    EXPECT_FALSE(rows.credentials.at(1).isLive);
    EXPECT_TRUE(rows.credentials.at(2).isLive);
}

TEST(SessionRotation, ALoginThatMintsIsBoth) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.post("/login").form(kLogin).sets("sid", id(1)).leadsTo("/home");
    anna.get("/home").cookie("sid", id(1));
    EXPECT_THAT(play(d).life(), ElementsAre("1 minted [1]", "1 login [1]"));
}

// A signed cookie of Flask: payload, time, signature.
std::string flask(unsigned number) {
    return "eyJ1c2VyIjoiYW5uYSIsIm4i" + id(number).substr(0, 8) + ".ZVT4kQ." + id(number) +
           id(number + 50).substr(0, 8);
}

TEST(SessionRotation, ClientSideCookiesRotateWithNearlyEveryResponse) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("session", flask(1));
    for (unsigned n = 1; n <= 4; ++n)
        anna.get("/a").cookie("session", flask(n)).sets("session", flask(n + 1));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3 4 5"));
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 rotated [2]", "1 rotated [3]",
                                         "1 rotated [4]", "1 rotated [5]"));
    EXPECT_EQ(rows.session(1).stateKept, StateKept::Client);
}

TEST(SessionRotation, ARefreshedTokenContinuesTheSession) {
    Dialogue d;
    Client app = d.client("10.0.0.1", "App");
    app.post("/login")
        .json(R"({"username":"anna","password":"x"})")
        .data(R"({"access_token":")" + id(1) + R"(","refresh_token":")" + id(2) + R"("})");
    app.get("/me").with("Authorization", "Bearer " + id(1)).data("{}");
    app.post("/token")
        .json(R"({"refresh_token":")" + id(2) + R"("})")
        .data(R"({"access_token":")" + id(3) + R"("})");
    app.get("/me").with("Authorization", "Bearer " + id(3)).data("{}");
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3 4"));
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 login [1]", "1 rotated [3]"));
}

TEST(SessionRotation, AnExpiredTokenThatIsRefreshedContinuesTheSession) {
    Dialogue d;
    Client app = d.client("10.0.0.1", "App");
    app.post("/login")
        .json(R"({"username":"anna","password":"x"})")
        .data(R"({"access_token":")" + id(1) + R"(","refresh_token":")" + id(2) + R"("})");
    app.get("/me").with("Authorization", "Bearer " + id(1)).data("{}");
    app.get("/me")
        .with("Authorization", "Bearer " + id(1))
        .answers(401)
        .data(R"({"error":"expired"})");
    app.post("/token")
        .json(R"({"grant_type":"refresh_token","refresh_token":")" + id(2) + R"("})")
        .data(R"({"access_token":")" + id(3) + R"("})");
    app.get("/me").with("Authorization", "Bearer " + id(3)).data("{}");
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3 4 5"));
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 login [1]", "1 rotated [4]"));
}

TEST(SessionRotation, ParallelRequestsThatReplaceTheSameValueStayOneSession) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("sid", id(1));
    anna.get("/a").cookie("sid", id(1)).sets("sid", id(2)).at(milliseconds(2000)).on(1);
    anna.get("/b").cookie("sid", id(1)).sets("sid", id(3)).at(milliseconds(2050)).on(2);
    anna.get("/c").cookie("sid", id(3));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3 4"));
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 rotated [2]", "1 rotated [3]"));
}

TEST(SessionRotation, ConcurrentResponsesThatSetTheSameNewValueAreOneEventAtTheFirst) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("sid", id(1));
    anna.get("/a")
        .cookie("sid", id(1))
        .sets("sid", id(2))
        .at(milliseconds(2000))
        .takes(milliseconds(200))
        .on(1);
    anna.get("/b")
        .cookie("sid", id(1))
        .sets("sid", id(2))
        .at(milliseconds(2050))
        .takes(milliseconds(50))
        .on(2);
    anna.get("/c").cookie("sid", id(2));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3 4"));
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 rotated [3]"));
}

TEST(SessionRotation, ARequestUnderWayWhenItsValueWasReplacedIsNotStale) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("sid", id(1));
    anna.get("/slow").cookie("sid", id(1)).at(milliseconds(2000)).takes(milliseconds(900)).on(1);
    anna.get("/a")
        .cookie("sid", id(1))
        .sets("sid", id(2))
        .at(milliseconds(2100))
        .takes(milliseconds(100))
        .on(2);
    anna.get("/b").cookie("sid", id(2)).at(milliseconds(4000)).on(1);
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3 4"));
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 rotated [3]"));
}

TEST(SessionRotation, TheSameValueSetAgainIsNoRotation) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("sid", id(1));
    anna.get("/a").cookie("sid", id(1)).sets("sid", id(1));
    const Rows rows = play(d);
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]"));
    EXPECT_EQ(rows.name("sid").renewed, 1U);
}

TEST(SessionRotation, IsNoneWhereALoginCookieChangesBesideTheIdentifier) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("sid", id(1));
    anna.post("/login").cookie("sid", id(1)).form(kLogin).sets(".ASPXAUTH", id(2)).leadsTo("/home");
    anna.get("/home").cookie("sid", id(1)).cookie(".ASPXAUTH", id(2)).page(kInside);
    anna.get("/a").cookie("sid", id(1)).cookie(".ASPXAUTH", id(2)).sets(".ASPXAUTH", id(3));
    anna.get("/b").cookie("sid", id(1)).cookie(".ASPXAUTH", id(3));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3 4 5"));
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 login [2]"));
    EXPECT_EQ(rows.evidence(d, {4}), "presents cookie sid; rotates cookie .ASPXAUTH");
    EXPECT_FALSE(rows.credentials.at(2).isLive);
    EXPECT_TRUE(rows.credentials.at(3).isLive);
}

TEST(SessionRotation, IsOfTheIdentifierWhereTheLoginCookieChangesAsWell) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("sid", id(1)).sets(".ASPXAUTH", id(2));
    anna.get("/a")
        .cookie("sid", id(1))
        .cookie(".ASPXAUTH", id(2))
        .sets(".ASPXAUTH", id(3))
        .sets("sid", id(4));
    const Rows rows = play(d);
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 rotated [2]"));
    EXPECT_EQ(rows.events.at(2).evidence,
              "the response replaces the cookie sid that the request presents");
}

TEST(SessionRotation, OfACookieThatIsSetTwiceTheLastCounts) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("sid", id(1)).sets("sid", id(2));
    anna.get("/a").cookie("sid", id(2)).deletes("sid").sets("sid", id(3));
    anna.get("/b").cookie("sid", id(3));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3"));
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 rotated [2]"));
}

// ---- logins

TEST(SessionLogin, ContinuesTheSessionThoughARememberMeTokenIsExchanged) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").cookie("remember_token", id(8)).sets("sid", id(1));
    anna.post("/login")
        .cookie("sid", id(1))
        .cookie("remember_token", id(8))
        .form(kLogin)
        .sets("sid", id(2))
        .sets("remember_token", id(9))
        .leadsTo("/home");
    anna.get("/home").cookie("sid", id(2)).cookie("remember_token", id(9)).page(kInside);
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3"));
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 rotated [2]", "1 login [2]"));
}

TEST(SessionLogin, IsFailedByItsStatus) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("sid", id(1));
    anna.post("/login").cookie("sid", id(1)).form(kLogin).answers(401);
    const Rows rows = play(d);
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 login-failed [2]"));
    EXPECT_FALSE(rows.session(1).isSignedIn);
    EXPECT_EQ(rows.session(1).user, "");
}

TEST(SessionLogin, IsFailedByAPageThatAsksAgain) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("sid", id(1));
    anna.post("/login").cookie("sid", id(1)).form(kLogin).page("<input type=password name=p>");
    EXPECT_THAT(play(d).life(), ElementsAre("1 minted [1]", "1 login-failed [2]"));
}

TEST(SessionLogin, IsFailedByARedirectBack) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("sid", id(1));
    anna.post("/login").cookie("sid", id(1)).form(kLogin).leadsTo("/login?error");
    anna.get("/login?error").cookie("sid", id(1)).page("<input type=password name=p>");
    EXPECT_THAT(play(d).life(), ElementsAre("1 minted [1]", "1 login-failed [2]"));
}

TEST(SessionLogin, IsJudgedByTheNextPage) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("sid", id(1));
    anna.post("/login").cookie("sid", id(1)).form(kLogin).leadsTo("/home");
    anna.get("/home").cookie("sid", id(1)).page(kInside);
    const Rows good = play(d);
    EXPECT_THAT(good.life(), ElementsAre("1 minted [1]", "1 login [2]"));
    EXPECT_TRUE(good.session(1).isSignedIn);

    Dialogue other;
    Client bert = other.client("10.0.0.1", "Firefox");
    bert.get("/").sets("sid", id(1));
    bert.post("/login").cookie("sid", id(1)).form(kLogin).leadsTo("/home");
    bert.get("/home").cookie("sid", id(1)).page("<input type=password name=p>");
    EXPECT_THAT(play(other).life(), ElementsAre("1 minted [1]", "1 login-failed [2]"));
}

TEST(SessionLogin, OfAnInterfaceIsRefusedByItsContent) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("sid", id(1));
    anna.post("/api/login")
        .cookie("sid", id(1))
        .json(R"({"user":"anna","password":"x"})")
        .data(R"({"success":false})");
    anna.post("/api/login")
        .cookie("sid", id(1))
        .json(R"({"user":"anna","password":"y"})")
        .data(R"({"success":true})");
    const Rows rows = play(d);
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 login-failed [2]", "1 login [3]"));
    EXPECT_EQ(rows.session(1).user, "anna");
}

TEST(SessionLogin, OfSomebodyElseIsAChangeOfPrivilege) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.post("/login").form(kLogin).sets("sid", id(1)).leadsTo("/home");
    anna.get("/home").cookie("sid", id(1)).page(kInside);
    anna.post("/login")
        .cookie("sid", id(1))
        .form("user=root&password=x")
        .sets("sid", id(2))
        .leadsTo("/home");
    anna.get("/home").cookie("sid", id(2)).page(kInside);
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3 4"));
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 login [1]", "1 rotated [3]",
                                         "1 login [3]", "1 privilege-change [3]"));
    EXPECT_THAT(rows.session(1).users, ElementsAre("anna", "root"));
    EXPECT_EQ(rows.session(1).user, "root");
}

TEST(SessionLogin, OfOneWhoProvesThePasswordOnceMoreIsAChangeOfPrivilege) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.post("/login").form(kLogin).sets("sid", id(1)).leadsTo("/home");
    anna.get("/home").cookie("sid", id(1)).page(kInside);
    anna.post("/sudo").cookie("sid", id(1)).form("password=secret").leadsTo("/admin");
    anna.get("/admin").cookie("sid", id(1)).page(kInside);
    EXPECT_THAT(play(d).life(),
                ElementsAre("1 minted [1]", "1 login [1]", "1 privilege-change [3]"));
}

}  // namespace
}  // namespace hark::session::test
