// Which values link at all: what a name is for is decided by evidence.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/session/dialogue.h"
#include "tests/unit/session/rows.h"

namespace hark::session::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kYear = "; Path=/; Max-Age=31536000";

TEST(SessionClasses, PreferencesThatManyHoldNeverLink) {
    Dialogue d;
    for (unsigned user = 1; user <= 4; ++user) {
        Client client = d.client("10.0.0." + std::to_string(user), "Firefox");
        client.get("/").cookie("lang", "en").cookie("experiment", "variant-b-of-checkout-2023");
        client.get("/a").cookie("lang", "en").cookie("experiment", "variant-b-of-checkout-2023");
    }
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), IsEmpty());
    EXPECT_EQ(rows.name("lang").what, CredentialClass::Preference);
    EXPECT_EQ(rows.name("experiment").what, CredentialClass::Preference);
    EXPECT_THAT(rows.name("experiment").reasons, HasSubstr("several clients hold the same value"));
}

TEST(SessionClasses, LongLivedBrowserIdsSayTheSameUserAgentOnly) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").cookie("_ga", id(9)).sets("sid", id(1));
    anna.get("/bye").cookie("_ga", id(9)).cookie("sid", id(1)).deletes("sid");
    anna.get("/").cookie("_ga", id(9)).sets("sid", id(2));
    anna.get("/a").cookie("_ga", id(9));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2", "2: 3"));
    EXPECT_EQ(rows.session(1).visitor, rows.session(2).visitor);
    EXPECT_THAT(rows.session(2).visitorReason, HasSubstr("_ga"));
}

TEST(SessionClasses, CsrfCookiesJoinVisitorsNotSessions) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("csrftoken", id(9)).sets("sid", id(1));
    anna.post("/bye").cookie("csrftoken", id(9)).cookie("sid", id(1)).deletes("sid");
    anna.get("/").cookie("csrftoken", id(9)).sets("sid", id(2));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2", "2: 3"));
    EXPECT_EQ(rows.session(1).visitor, rows.session(2).visitor);
}

TEST(SessionClasses, RememberMeTokensJoinVisitorsNotSessions) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("sid", id(1));
    anna.post("/login")
        .cookie("sid", id(1))
        .form("user=anna&password=x")
        .sets("sid", id(2))
        .sets("remember_token", id(9), kYear)
        .leadsTo("/");
    anna.get("/").cookie("remember_token", id(9)).sets("sid", id(3));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2", "2: 3"));
    EXPECT_EQ(rows.session(1).visitor, rows.session(2).visitor);
}

TEST(SessionClasses, ACookieOfAnyNameLinksByEvidence) {
    Dialogue d;
    for (unsigned user = 1; user <= 3; ++user) {
        Client client = d.client("10.0.0." + std::to_string(user), "Firefox");
        client.get("/").sets("zebra", id(user), "; Path=/; HttpOnly");
        client.get("/a").cookie("zebra", id(user));
    }
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2", "2: 3 4", "3: 5 6"));
    EXPECT_EQ(rows.name("zebra").what, CredentialClass::Session);
    EXPECT_THAT(rows.name("zebra").reasons, HasSubstr("a value of its own for each client"));
}

TEST(SessionClasses, TheUserMayCallACookieASessions) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("zebra", "17");
    anna.get("/a").cookie("zebra", "17");
    EXPECT_THAT(play(d).members(d), IsEmpty());
    Playing playing;
    playing.options.overrides.sessionNames = {"ZEBRA"};
    const Rows rows = play(d, playing);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2"));
    EXPECT_THAT(rows.name("zebra").reasons, HasSubstr("you say so"));
}

TEST(SessionClasses, TheUserMayCallACookieNoSessions) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("sid", id(1));
    anna.get("/a").cookie("sid", id(1));
    Playing playing;
    playing.options.overrides.otherNames = {"sid"};
    const Rows rows = play(d, playing);
    EXPECT_THAT(rows.members(d), IsEmpty());
    EXPECT_THAT(rows.name("sid").reasons, HasSubstr("you say that it is no session's"));
}

TEST(SessionClasses, WhatANameIsForIsDecidedPerService) {
    Dialogue d;
    for (unsigned user = 1; user <= 3; ++user) {
        Client client = d.client("10.0.0." + std::to_string(user), "Firefox");
        client.get("http://a.test/").sets("zebra", id(user));
        client.get("http://a.test/x").cookie("zebra", id(user));
        client.get("http://b.test/").sets("zebra", "dark");
        client.get("http://b.test/x").cookie("zebra", "dark");
    }
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2", "2: 5 6", "3: 9 10"));
}

TEST(SessionClasses, FixedParametersOfPagesDontLink) {
    // A product's identifier looks like any other, but everybody has it.
    Dialogue d;
    for (unsigned user = 1; user <= 3; ++user) {
        Client client = d.client("10.0.0." + std::to_string(user), "Firefox");
        client.get("/").page("<a href='/product?item=" + id(7) + "'>It</a>");
        client.get("/product?item=" + id(7));
        client.get("/buy?item=" + id(7));
    }
    EXPECT_THAT(play(d).members(d), IsEmpty());
}

}  // namespace
}  // namespace hark::session::test
