// The credential is the session, whoever presents it: other clients, fixation, HTTP authentication,
// and several credentials of one session.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/session/dialogue.h"
#include "tests/unit/session/rows.h"

namespace hark::session::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

void signIn(Client& client) {
    client.post("/login").form(kLogin).sets("sid", id(1)).leadsTo("/home");
    client.get("/home").cookie("sid", id(1)).page(kInside);
}

// ---- other clients

TEST(SessionClients, ASecondOneIsInTheSameSessionAndSaidOnce) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    Client thief = d.client("192.0.2.6", "curl");
    signIn(anna);
    thief.get("/cart").cookie("sid", id(1));
    thief.get("/orders").cookie("sid", id(1));
    anna.get("/cart").cookie("sid", id(1));
    thief.get("/pay").cookie("sid", id(1));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3 4 5 6"));
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 login [1]", "1 second-client [3]"));
    ASSERT_EQ(rows.session(1).clients.size(), 2U);
    EXPECT_EQ(rows.session(1).clients[1].address, "192.0.2.6");
    EXPECT_EQ(rows.session(1).clients[1].userAgent, "curl");
    EXPECT_EQ(rows.session(1).clients[1].exchanges, 3U);
}

TEST(SessionClients, AnotherAddressAloneIsRoaming) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    Client outside = d.client("192.0.2.6", "Firefox");
    signIn(anna);
    outside.get("/cart").cookie("sid", id(1));
    outside.get("/cart").cookie("sid", id(1));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3 4"));
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 login [1]", "1 roaming [3]"));
}

TEST(SessionClients, AnotherUserAgentAloneIsNoSecondClient) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    Client other = d.client("10.0.0.1", "Firefox/2");
    signIn(anna);
    other.get("/cart").cookie("sid", id(1));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3"));
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 login [1]"));
}

TEST(SessionClients, TheAddressThatAProxyNamesCounts) {
    Dialogue d;
    Client proxy = d.client("10.0.0.9", "");
    proxy.post("/login")
        .with("User-Agent", "Firefox")
        .with("X-Forwarded-For", "192.0.2.1")
        .form(kLogin)
        .sets("sid", id(1))
        .leadsTo("/home");
    proxy.get("/home")
        .with("User-Agent", "Firefox")
        .with("X-Forwarded-For", "192.0.2.1, 10.0.0.8")
        .cookie("sid", id(1))
        .page(kInside);
    proxy.get("/cart")
        .with("User-Agent", "curl")
        .with("Forwarded", "for=192.0.2.6;proto=http")
        .cookie("sid", id(1));
    const Rows rows = play(d);
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 login [1]", "1 second-client [3]"));
    ASSERT_EQ(rows.session(1).clients.size(), 2U);
    EXPECT_EQ(rows.session(1).clients[0].address, "192.0.2.1");
    EXPECT_EQ(rows.session(1).clients[1].address, "192.0.2.6");
}

TEST(SessionClients, AreNotToldOfASessionThatNobodyIsSignedInTo) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    Client other = d.client("192.0.2.6", "curl");
    anna.get("/").sets("sid", id(1));
    other.get("/cart").cookie("sid", id(1));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2"));
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]"));
}

TEST(SessionClients, ALoginThatKeepsAnIdOfAnothersIsFixated) {
    Dialogue d;
    Client attacker = d.client("192.0.2.6", "curl");
    Client anna = d.client("10.0.0.1", "Firefox");
    attacker.get("/").sets("sid", id(1));
    anna.get("/").cookie("sid", id(1));
    anna.post("/login").cookie("sid", id(1)).form(kLogin).leadsTo("/home");
    anna.get("/home").cookie("sid", id(1)).page(kInside);
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3 4"));
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 login [3]", "1 fixated [3]"));
}

TEST(SessionClients, ALoginThatGetsAFreshIdIsNotFixated) {
    Dialogue d;
    Client attacker = d.client("192.0.2.6", "curl");
    Client anna = d.client("10.0.0.1", "Firefox");
    attacker.get("/").sets("sid", id(1));
    anna.get("/").cookie("sid", id(1));
    anna.post("/login").cookie("sid", id(1)).form(kLogin).sets("sid", id(2)).leadsTo("/home");
    anna.get("/home").cookie("sid", id(2)).page(kInside);
    const Rows rows = play(d);
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 rotated [3]", "1 login [3]"));
}

// ---- HTTP authentication

constexpr std::string_view kAnna = "Basic YW5uYTpzZWNyZXQ=";   // anna:secret
constexpr std::string_view kWrong = "Basic YW5uYTp3cm9uZw==";  // anna:wrong
constexpr std::string_view kBert = "Basic YmVydDpzZWNyZXQ=";   // bert:secret

TEST(SessionAuthentication, BasicIsTheSessionOfThatUserAtThatService) {
    Dialogue d;
    Client one = d.client("10.0.0.1", "Firefox");
    one.get("/").answers(401).says("WWW-Authenticate", "Basic realm=r");
    one.get("/").with("Authorization", kAnna);
    one.get("/a").with("Authorization", kAnna);
    one.get("/b").with("Authorization", kBert);
    one.get("http://other.test/").with("Authorization", kAnna);
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 2 3", "2: 4", "3: 5"));
    EXPECT_THAT(rows.life(), ElementsAre("1 login [2]", "2 login [4]", "3 login [5]"));
    EXPECT_EQ(rows.session(1).user, "anna");
    EXPECT_EQ(rows.session(2).user, "bert");
}

TEST(SessionAuthentication, RefusedBasicCredentialsLinkNothing) {
    Dialogue d;
    Client one = d.client("10.0.0.1", "Firefox");
    one.get("/").with("Authorization", kWrong).answers(401);
    one.get("/").with("Authorization", kWrong).unanswered();
    one.get("/").with("Authorization", kAnna);
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 3"));
    EXPECT_THAT(rows.life(), ElementsAre("1 login [3]"));
}

TEST(SessionAuthentication, DigestIsTheSessionOfThatUser) {
    // Another nonce and response each time (RFC 7616 section 3.4).
    const auto digest = [](std::string_view nonce) {
        return "Digest username=\"anna\", realm=\"r\", nonce=\"" + std::string(nonce) +
               "\", uri=\"/\", response=\"" + id(7) + "\"";
    };
    Dialogue d;
    Client one = d.client("10.0.0.1", "Firefox");
    one.get("/").with("Authorization", digest("a"));
    one.get("/").with("Authorization", digest("b"));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2"));
    EXPECT_THAT(rows.life(), ElementsAre("1 login [1]"));
    EXPECT_EQ(rows.session(1).carriedBy, "digest");
}

TEST(SessionAuthentication, ABearerTokenFromBeforeIsAdopted) {
    Dialogue d;
    Client app = d.client("10.0.0.1", "App");
    app.get("/me").with("Authorization", "Bearer " + id(1)).data("{}");
    app.get("/you").with("Authorization", "Bearer " + id(1)).data("{}");
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2"));
    EXPECT_THAT(rows.life(), ElementsAre("1 adopted [1]"));
}

TEST(SessionAuthentication, ARefusedBearerTokenLinksNothing) {
    Dialogue d;
    Client app = d.client("10.0.0.1", "App");
    app.get("/me").with("Authorization", "Bearer " + id(1)).answers(401).data("{}");
    EXPECT_THAT(play(d).members(d), IsEmpty());
}

// ---- several credentials

TEST(SessionCredentials, TwoOfOneLoginAreOneSession) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("sid", id(1));
    anna.post("/login")
        .cookie("sid", id(1))
        .form(kLogin)
        .sets("auth_token", id(2))
        .leadsTo("/home");
    anna.get("/home").cookie("sid", id(1)).cookie("auth_token", id(2)).page(kInside);
    anna.get("/a").cookie("sid", id(1)).cookie("auth_token", id(2));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3 4"));
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "1 login [2]"));
    EXPECT_EQ(rows.credentials.at(2).session, (base::SessionId{1}));
}

TEST(SessionCredentials, AnIdInCookieAndPathIsOneSession) {
    // Servlet containers hand out both until they know that cookies come back.
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("JSESSIONID", id(1)).leadsTo("/home;jsessionid=" + id(1));
    anna.get("/home;jsessionid=" + id(1)).cookie("JSESSIONID", id(1));
    anna.get("/a").cookie("JSESSIONID", id(1));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3"));
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]"));
}

TEST(SessionCredentials, OnConflictTheServicesIdentifierWins) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    Client bert = d.client("10.0.0.2", "Chrome");
    anna.post("/login").form(kLogin).sets("sid", id(1)).sets("auth_token", id(2)).leadsTo("/home");
    bert.post("/login")
        .form("user=bert&password=x")
        .sets("sid", id(3))
        .sets("auth_token", id(4))
        .leadsTo("/home");
    anna.get("/home").cookie("auth_token", id(4)).cookie("sid", id(1));
    bert.get("/home").cookie("sid", id(3)).cookie("auth_token", id(4));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 3", "2: 2 4"));
    EXPECT_THAT(rows.evidence(d, {3}), HasSubstr("conflicts cookie auth_token"));
}

TEST(SessionCredentials, ADeletedOneLeavesTheSessionItsOther) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.post("/login").form(kLogin).sets("sid", id(1)).sets("auth_token", id(2)).leadsTo("/home");
    anna.get("/a").cookie("sid", id(1)).cookie("auth_token", id(2)).deletes("auth_token");
    anna.get("/b").cookie("sid", id(1));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3"));
    EXPECT_EQ(rows.session(1).end, EndReason::None);
}

TEST(SessionCredentials, AReplacedOneFallsBehindALiveOne) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.post("/login").form(kLogin).sets("sid", id(1)).leadsTo("/home");
    anna.get("/home").cookie("sid", id(1)).sets("sid", id(2)).page(kInside);
    anna.get("/a").cookie("sid", id(2)).page(kInside);
    anna.get("/b").cookie("sid", id(1)).page(kInside);
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3 4"));
    EXPECT_EQ(rows.credentials.at(1).uses, 2U);
    EXPECT_FALSE(rows.credentials.at(1).isLive);
}

TEST(SessionClients, OneThatCameBeforeTheLoginIsToldAfterIt) {
    for (const unsigned connection : {7U, 8U}) {
        Dialogue d;
        Client anna = d.client("10.0.0.1", "Firefox");
        Client thief = d.client("192.0.2.6", "curl");
        anna.get("/").sets("sid", id(1));
        thief.get("/a").cookie("sid", id(1)).on(7);
        anna.post("/login").cookie("sid", id(1)).form(kLogin).page(kInside);
        thief.get("/b").cookie("sid", id(1)).on(connection);
        EXPECT_THAT(play(d).life(), testing::Contains("1 second-client [4]")) << connection;
    }
}

TEST(SessionFigures, SayHowASessionIsCarriedAlsoAfterARefusal) {
    for (const unsigned connection : {1U, 2U}) {
        Dialogue d;
        Client anna = d.client("10.0.0.1", "Firefox");
        const std::string bearer = "Bearer " + id(3);
        anna.get("/api/admin").with("Authorization", bearer).answers(403).on(1);
        anna.get("/api/a").with("Authorization", bearer).data("{\"a\":1}").on(connection);
        const Rows rows = play(d);
        EXPECT_EQ(rows.session(1).carriedBy, "bearer") << connection;
        EXPECT_EQ(rows.session(1).stateKept, StateKept::Server) << connection;
    }
}

}  // namespace
}  // namespace hark::session::test
