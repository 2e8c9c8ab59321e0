// What ends a session, and what becomes of those who come with its credential afterwards.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/session/dialogue.h"
#include "tests/unit/session/rows.h"

namespace hark::session::test {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::string_view kAsks = "<form><input type=password name=p></form>";

// Anna logs in with the first two exchanges and holds id(1).
Client signedIn(Dialogue& d) {
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.post("/login").form(kLogin).sets("sid", id(1)).leadsTo("/home");
    anna.get("/home").cookie("sid", id(1)).page(kInside);
    return anna;
}

// ---- expiry

TEST(SessionExpiry, IsARedirectToLoginFromHereOn) {
    Dialogue d;
    Client anna = signedIn(d);
    anna.get("/cart").cookie("sid", id(1)).leadsTo("/login").after(hours(1));
    anna.get("/login").cookie("sid", id(1)).page(kAsks);
    const Rows rows = play(d);
    EXPECT_EQ(rows.members(d).at(0).substr(0, 8), "1: 1 2 3");
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 login [1]", "1 expired [3]"));
    EXPECT_EQ(rows.session(1).end, EndReason::Expired);
    EXPECT_EQ(rows.session(1).endedBy, (base::ExchangeId{3}));
}

TEST(SessionExpiry, IsAnAnswer401FromHereOn) {
    Dialogue d;
    Client anna = signedIn(d);
    anna.get("/cart").cookie("sid", id(1)).answers(401).after(hours(1));
    anna.get("/cart").cookie("sid", id(1)).answers(401);
    const Rows rows = play(d);
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 login [1]", "1 expired [3]"));
}

TEST(SessionExpiry, IsAFreshAnonymousIdInPlaceOfTheOldAndBelongsToTheNewSession) {
    Dialogue d;
    Client anna = signedIn(d);
    anna.get("/cart").cookie("sid", id(1)).sets("sid", id(2)).leadsTo("/login").after(hours(1));
    anna.get("/login").cookie("sid", id(2)).page(kAsks);
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2", "2: 3 4"));
    EXPECT_THAT(rows.life(),
                ElementsAre("1 minted [1]", "1 login [1]", "1 expired [3]", "2 minted [3]"));
    EXPECT_EQ(rows.session(1).visitor, rows.session(2).visitor);
    EXPECT_THAT(rows.session(2).visitorReason, HasSubstr("session 1"));
}

TEST(SessionExpiry, LooksLikeARotationButForTheStateAfter) {
    Dialogue d;
    Client anna = signedIn(d);
    anna.get("/home")
        .cookie("sid", id(1))
        .sets("sid", id(2))
        .page("<p>Hello, stranger")
        .after(hours(1));
    Client bert = d.client("10.0.0.2", "Chrome");
    bert.post("/login").form("user=bert&password=x").sets("sid", id(11)).leadsTo("/home");
    bert.get("/home").cookie("sid", id(11)).page(kInside);
    bert.get("/home").cookie("sid", id(11)).sets("sid", id(12)).page(kInside);
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2", "2: 3", "3: 4 5 6"));
    EXPECT_THAT(rows.life(),
                ElementsAre("1 minted [1]", "1 login [1]", "1 expired [3]", "2 minted [3]",
                            "3 minted [4]", "3 login [4]", "3 rotated [6]"));
}

TEST(SessionExpiry, IsNoneWhereTheRedirectToLoginRenewsTheSameId) {
    Dialogue d;
    Client anna = signedIn(d);
    anna.get("/admin").cookie("sid", id(1)).sets("sid", id(1)).leadsTo("/login");
    anna.get("/home").cookie("sid", id(1)).page(kInside);
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3 4"));
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 login [1]"));
}

TEST(SessionExpiry, IsTakenBackByALaterPageOfWhoeverIsSignedIn) {
    Dialogue d;
    Client anna = signedIn(d);
    anna.get("/admin").cookie("sid", id(1)).leadsTo("/login?need=more");
    anna.get("/home").cookie("sid", id(1)).page(kInside);
    const Rows rows = play(d);
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 login [1]"));
    EXPECT_EQ(rows.session(1).end, EndReason::None);
}

TEST(SessionExpiry, IsOfNobodyWhoNeverWasSignedIn) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("sid", id(1));
    anna.get("/private").cookie("sid", id(1)).leadsTo("/login");
    anna.get("/login").cookie("sid", id(1)).page(kAsks);
    EXPECT_THAT(play(d).life(), ElementsAre("1 minted [1]"));
}

TEST(SessionExpiry, IsSaidByStatus440) {
    Dialogue d;
    Client anna = signedIn(d);
    anna.post("/save").cookie("sid", id(1)).form("a=b").answers(440).after(hours(1));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3"));
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 login [1]", "1 expired [3]"));
}

// ---- logout

TEST(SessionLogout, EndsTheSessionAndIsItsLastExchange) {
    Dialogue d;
    Client anna = signedIn(d);
    anna.post("/logout").cookie("sid", id(1)).deletes("sid").leadsTo("/");
    anna.get("/");
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3"));
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 login [1]", "1 logout [3]"));
    EXPECT_EQ(rows.session(1).end, EndReason::Logout);
    EXPECT_EQ(rows.session(1).endedBy, (base::ExchangeId{3}));
    EXPECT_FALSE(rows.session(1).isSignedIn);
}

TEST(SessionLogout, WithoutDeletionEndsItAsWell) {
    Dialogue d;
    Client anna = signedIn(d);
    anna.get("/logout").cookie("sid", id(1)).leadsTo("/");
    const Rows rows = play(d);
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 login [1]", "1 logout [3]"));
}

TEST(SessionLogout, WhatItsAnswerMintsIsANewSessionOfTheSameVisitor) {
    Dialogue d;
    Client anna = signedIn(d);
    anna.post("/logout").cookie("sid", id(1)).sets("sid", id(2)).leadsTo("/");
    anna.get("/").cookie("sid", id(2));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3", "2: 4"));
    EXPECT_THAT(rows.life(),
                ElementsAre("1 minted [1]", "1 login [1]", "1 logout [3]", "2 minted [3]"));
    EXPECT_EQ(rows.session(1).visitor, rows.session(2).visitor);
}

TEST(SessionLogout, WhatIsMintedForADeadCredentialIsANewSessionOfTheSameVisitor) {
    Dialogue d;
    Client anna = signedIn(d);
    anna.post("/logout").cookie("sid", id(1)).leadsTo("/");
    anna.get("/").cookie("sid", id(1)).sets("sid", id(2));
    anna.get("/a").cookie("sid", id(2));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3", "2: 4 5"));
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 login [1]", "1 logout [3]",
                                         "1 used-after-end [4]", "2 minted [4]"));
    EXPECT_EQ(rows.session(1).visitor, rows.session(2).visitor);
}

TEST(SessionLogout, ADeadCredentialThatGetsNothingBelongsToItsOldSession) {
    Dialogue d;
    Client anna = signedIn(d);
    anna.post("/logout").cookie("sid", id(1)).leadsTo("/");
    anna.get("/cart").cookie("sid", id(1)).leadsTo("/login");
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3 4"));
    EXPECT_THAT(rows.life(),
                ElementsAre("1 minted [1]", "1 login [1]", "1 logout [3]", "1 used-after-end [4]"));
}

TEST(SessionLogout, IsNoneWhereTheServiceKeepsAcceptingTheId) {
    Dialogue d;
    Client anna = signedIn(d);
    anna.get("/logout").cookie("sid", id(1)).leadsTo("/");
    anna.get("/home").cookie("sid", id(1)).page(kInside);
    anna.get("/cart").cookie("sid", id(1)).page(kInside);
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3 4 5"));
    EXPECT_EQ(rows.session(1).end, EndReason::None);
    EXPECT_TRUE(rows.session(1).isSignedIn);
    EXPECT_TRUE(rows.credentials.at(1).isLive);
}

TEST(SessionLogout, ALoginUnderTheKeptIdGoesOnThoughALoginCookieComesAgain) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("sid", id(1));
    anna.post("/login").cookie("sid", id(1)).form(kLogin).sets(".ASPXAUTH", id(2)).leadsTo("/home");
    anna.get("/home").cookie("sid", id(1)).cookie(".ASPXAUTH", id(2)).page(kInside);
    anna.post("/logout")
        .cookie("sid", id(1))
        .cookie(".ASPXAUTH", id(2))
        .deletes(".ASPXAUTH")
        .leadsTo("/");
    anna.post("/login").cookie("sid", id(1)).form(kLogin).sets(".ASPXAUTH", id(3)).leadsTo("/home");
    anna.get("/home").cookie("sid", id(1)).cookie(".ASPXAUTH", id(3)).page(kInside);
    // It is followed: it links alone as well.
    anna.get("/files/").cookie(".ASPXAUTH", id(3));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3 4 5 6 7"));
    EXPECT_THAT(rows.life(),
                ElementsAre("1 minted [1]", "1 login [2]", "1 logout [4]", "1 login [5]"));
    EXPECT_EQ(rows.session(1).end, EndReason::None);
}

TEST(SessionLogout, ARequestUnderWayDuringItIsNotAfterTheEnd) {
    Dialogue d;
    Client anna = signedIn(d);
    anna.get("/slow").cookie("sid", id(1)).at(milliseconds(3000)).takes(milliseconds(900)).on(1);
    anna.post("/logout")
        .cookie("sid", id(1))
        .deletes("sid")
        .leadsTo("/")
        .at(milliseconds(3200))
        .on(2);
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3 4"));
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 login [1]", "1 logout [4]"));
}

TEST(SessionLogout, APageThatAsksFirstIsNone) {
    Dialogue d;
    Client anna = signedIn(d);
    anna.get("/logout")
        .cookie("sid", id(1))
        .page("<form method=post action='/logout'><button>Log out</button></form>");
    anna.post("/logout").cookie("sid", id(1)).deletes("sid").leadsTo("/");
    EXPECT_THAT(play(d).life(), ElementsAre("1 minted [1]", "1 login [1]", "1 logout [4]"));
}

TEST(SessionLogout, OfAnInterfaceMayBeADeletedSession) {
    Dialogue d;
    Client anna = signedIn(d);
    anna.sends("DELETE", "/api/session").cookie("sid", id(1)).answers(204);
    EXPECT_THAT(play(d).life(), ElementsAre("1 minted [1]", "1 login [1]", "1 logout [3]"));
}

// ---- deletion

TEST(SessionDeletion, ByMaxAgeEndsTheSession) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("sid", id(1));
    anna.get("/a").cookie("sid", id(1));
    anna.get("/bye").cookie("sid", id(1)).sets("sid", "gone", "; Max-Age=0");
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3"));
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 deleted [3]"));
    EXPECT_EQ(rows.session(1).end, EndReason::Deleted);
    EXPECT_FALSE(rows.credentials.at(1).isLive);
}

TEST(SessionDeletion, ByADateInThePastEndsTheSession) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("sid", id(1));
    anna.get("/a").cookie("sid", id(1));
    anna.get("/bye")
        .cookie("sid", id(1))
        .sets("sid", "gone", "; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
    EXPECT_THAT(play(d).life(), ElementsAre("1 minted [1]", "1 deleted [3]"));
}

TEST(SessionDeletion, OfAnotherCookieDoesnt) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("sid", id(1));
    anna.get("/a").cookie("sid", id(1)).cookie("theme", "dark").deletes("theme");
    anna.get("/b").cookie("sid", id(1));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3"));
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]"));
}

TEST(SessionDeletion, ACredentialPresentedAfterItIsUsedAfterEnd) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("sid", id(1));
    anna.get("/a").cookie("sid", id(1));
    anna.get("/bye").cookie("sid", id(1)).deletes("sid");
    anna.get("/").cookie("sid", id(1)).sets("sid", id(2));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3", "2: 4"));
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 deleted [3]", "1 used-after-end [4]",
                                         "2 minted [4]"));
}

}  // namespace
}  // namespace hark::session::test
