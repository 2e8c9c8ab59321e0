// Which exchanges belong to which session, and what never says so.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/session/dialogue.h"
#include "tests/unit/session/rows.h"

namespace hark::session::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// ---- an exchange belongs to a session by what it presents, mints, rotates or ends

TEST(SessionLinking, MintingAndPresentingBelongAndTheCaseSaysWhy) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    const Step& mints = anna.get("/").sets("sid", id(1));
    const Step& presents = anna.get("/cart").cookie("sid", id(1));
    const Step& rotates = anna.get("/cart").cookie("sid", id(1)).sets("sid", id(2));
    const Step& ends = anna.get("/bye").cookie("sid", id(2)).deletes("sid");
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3 4"));
    EXPECT_EQ(rows.evidence(d, mints.exchange()), "mints cookie sid");
    EXPECT_EQ(rows.evidence(d, presents.exchange()), "presents cookie sid");
    EXPECT_EQ(rows.evidence(d, rotates.exchange()), "presents cookie sid; rotates cookie sid");
    EXPECT_EQ(rows.evidence(d, ends.exchange()), "presents cookie sid; ends cookie sid");
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 rotated [3]", "1 deleted [4]"));
}

TEST(SessionLinking, WithoutCredentialAnExchangeBelongsToNone) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/");
    anna.get("/").sets("sid", id(1));
    anna.get("/style.css");
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 2"));
}

TEST(SessionLinking, TheSameAddressAndUserAgentNeverLink) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    Client bert = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("sid", id(1));
    bert.get("/").sets("sid", id(2));
    anna.get("/a").cookie("sid", id(1));
    bert.get("/b").cookie("sid", id(2));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 3", "2: 2 4"));
    EXPECT_NE(rows.session(1).visitor, rows.session(2).visitor);
}

TEST(SessionLinking, AConnectionThatManyUsersShareLinksNothing) {
    Dialogue d;
    Client proxy = d.client("10.0.0.9", "");
    proxy.get("/").with("User-Agent", "A").sets("sid", id(1)).on(1);
    proxy.get("/").with("User-Agent", "B").sets("sid", id(2)).on(1);
    proxy.get("/x").with("User-Agent", "B").cookie("sid", id(2)).on(1);
    proxy.get("/y").with("User-Agent", "A").cookie("sid", id(1)).on(1);
    proxy.get("/z").with("User-Agent", "A").on(1);
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 4", "2: 2 3"));
}

TEST(SessionLinking, ASessionGoesOnOverConnections) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("sid", id(1)).on(1);
    anna.get("/a").cookie("sid", id(1)).on(2);
    anna.get("/b").cookie("sid", id(1)).on(3);
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3"));
    EXPECT_EQ(rows.session(1).figures.connections, 3U);
}

TEST(SessionLinking, AnIdInTheRefererAloneLinksNothing) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").leadsTo("/home;jsessionid=" + id(1));
    anna.get("/home;jsessionid=" + id(1));
    anna.get("/logo.png").with("Referer", "http://shop.test/home;jsessionid=" + id(1));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2"));
}

// ---- what mints

TEST(SessionLinking, ALocationMints) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").leadsTo("/home?PHPSESSID=" + id(1));
    anna.get("/home?PHPSESSID=" + id(1));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2"));
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]"));
}

TEST(SessionLinking, ALinkInThePageMints) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").page("<a href='/cart;jsessionid=" + id(1) + "'>Cart</a>");
    anna.get("/cart;jsessionid=" + id(1));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2"));
}

TEST(SessionLinking, AHiddenFieldMints) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").page("<form method=post><input type=hidden name=sid value='" + id(1) +
                       "'></form>");
    anna.post("/next").form("a=b&sid=" + id(1));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2"));
}

TEST(SessionLinking, ATokenInJsonMints) {
    Dialogue d;
    Client app = d.client("10.0.0.1", "App");
    app.post("/login")
        .json(R"({"username":"anna","password":"x"})")
        .data(R"({"access_token":")" + id(1) + R"("})");
    app.get("/me").with("Authorization", "Bearer " + id(1)).data("{}");
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2"));
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 login [1]"));
    EXPECT_EQ(rows.session(1).user, "anna");
}

TEST(SessionLinking, ATokenOfTheApplicationsOwnFieldMints) {
    Dialogue d;
    Client app = d.client("10.0.0.1", "App");
    app.post("/login").form("user=anna&password=x").says("X-Auth-Token", id(1));
    app.get("/me").with("X-Auth-Token", id(1));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2"));
}

TEST(SessionLinking, WhatIsFirstSeenMidLifeIsAdopted) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").cookie("sid", id(1));
    anna.get("/a").cookie("sid", id(1));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2"));
    EXPECT_THAT(rows.life(), ElementsAre("1 adopted [1]"));
    EXPECT_TRUE(rows.session(1).isAdopted);
}

TEST(SessionLinking, AnUnansweredRequestBelongsByWhatItPresents) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("sid", id(1));
    anna.get("/a").cookie("sid", id(1)).unanswered();
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2"));
    EXPECT_EQ(rows.session(1).figures.errors, 1U);
}

}  // namespace
}  // namespace hark::session::test
