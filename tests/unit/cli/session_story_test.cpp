// The story of a session, from made-up rows: what is said, in which order, and that all of it can
// be checked.

#include "cli/session_story.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/session_json.h"
#include "cli/session_sentences.h"
#include "cli/session_visits.h"

namespace hark::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kBegan = 1'795'250'592 * kSecond;  // 2026-11-21T08:43:12Z
constexpr const char* kFirefox =
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

class StoryBuilder {
public:
    StoryBuilder() {
        query::SessionRow& row = story_.detail.row;
        row.id = 3;
        row.service = "http://shop.test:8080";
        row.visitor = 2;
        row.startedNs = kBegan;
        row.lastNs = kBegan;
        row.clientAddress = "10.77.1.2";
        row.userAgent = kFirefox;
        row.carriedBy = "cookie";
        row.stateKept = "server";
        row.end = "none";
        row.pages = 1;
        story_.caseName = "shop.hark";
    }

    StoryBuilder& exchange(std::uint64_t id, int second, const std::string& method,
                           const std::string& target, int status = 200,
                           const std::string& type = "text/html") {
        query::ExchangeRow row;
        row.id = id;
        row.startedNs = kBegan + second * kSecond;
        row.method = method;
        row.target = target;
        row.url = target.starts_with("http") ? target : "http://shop.test:8080" + target;
        if (status > 0) row.status = status;
        row.type = type;
        query::SessionRow& session = story_.detail.row;
        if (story_.exchanges.empty()) session.firstExchange = id;
        session.lastExchange = id;
        session.lastNs = row.startedNs;
        ++session.exchanges;
        story_.exchanges.push_back(row);
        return *this;
    }

    StoryBuilder& event(const std::string& kind, std::uint64_t exchange,
                        const std::string& evidence = "", const std::string& carrier = "cookie",
                        const std::string& name = "sid") {
        query::LifeEventRow row;
        row.session = 3;
        row.event = kind;
        row.exchange = exchange;
        row.client.address = "10.77.1.2";
        row.timeNs = timeOf(exchange);
        row.credential = query::LifeEventRow::Credential{1, carrier, name, "s3cr3t-value"};
        row.evidence = evidence;
        story_.detail.events.push_back(row);
        return *this;
    }

    StoryBuilder& state(const std::string& kind, std::uint64_t exchange, const std::string& name,
                        const std::string& value) {
        story_.detail.state.push_back({0, 3, exchange, timeOf(exchange), kind, name, value});
        return *this;
    }

    SessionStory& operator*() { return story_; }
    SessionStory* operator->() { return &story_; }

private:
    [[nodiscard]] std::int64_t timeOf(std::uint64_t exchange) const {
        for (const query::ExchangeRow& row : story_.exchanges) {
            if (row.id == exchange) return row.startedNs;
        }
        return kBegan;
    }

    SessionStory story_;
};

std::vector<std::string> sentences(const SessionStory& story) {
    std::vector<std::string> out;
    for (const Moment& moment : momentsOf(story))
        out.push_back(moment.sentence);
    return out;
}

TEST(SessionMoments, TellALifeFromTheFirstPageToTheLogout) {
    StoryBuilder story;
    story.exchange(12, 0, "GET", "/")
        .exchange(13, 1, "GET", "/style.css", 200, "text/css")
        .exchange(15, 12, "GET", "/login")
        .exchange(17, 15, "POST", "/login", 302)
        .exchange(18, 16, "GET", "/account")
        .exchange(20, 30, "GET", "/products/7")
        .exchange(23, 31, "GET", "/missing", 404)
        .exchange(25, 40, "POST", "/cart", 303)
        .exchange(29, 50, "POST", "/logout", 302)
        .event("minted", 12, "Set-Cookie sid, fresh for each client")
        .event("rotated", 17)
        .event("login", 17, "a form with a password was answered by a redirect")
        .event("logout", 29, "the answer deletes sid")
        .state("user", 17, "username", "anna")
        .state("cart", 25, "product", "7");
    story->detail.row.end = "logout";
    EXPECT_THAT(
        sentences(*story),
        ElementsAre(
            "Firefox 128 on Linux at 10.77.1.2 came and asked for / [12].",
            "The server issued the cookie \"sid\" [12] (Set-Cookie sid, fresh for each client).",
            "It opened /login [15].", "The server gave a new value to the cookie \"sid\" [17].",
            "anna logged in by POST /login [17] (a form with a password was answered by a "
            "redirect).",
            "It opened /account [18], /products/7 [20] and /missing [23] (404).",
            "The cart was changed by POST /cart: product = 7 [25].",
            "anna logged out by POST /logout [29] (the answer deletes sid)."));
}

TEST(SessionMoments, SayThatNoEndWasSeen) {
    StoryBuilder story;
    story.exchange(1, 0, "GET", "/").exchange(2, 5, "GET", "/b");
    EXPECT_EQ(sentences(*story).back(), "That was the last of it [2]; no end was seen.");
}

TEST(SessionMoments, TellTwoUsersApart) {
    StoryBuilder story;
    story.exchange(1, 0, "POST", "/login")
        .exchange(2, 1, "POST", "/switch")
        .exchange(3, 2, "POST", "/logout")
        .event("login", 1)
        .event("privilege-change", 2)
        .event("logout", 3)
        .state("user", 1, "user", "anna")
        .state("user", 2, "user", "root");
    story->detail.row.users = {"anna", "root"};
    story->detail.row.end = "logout";
    EXPECT_THAT(sentences(*story),
                ElementsAre("Firefox 128 on Linux at 10.77.1.2 came by POST /login [1].",
                            "anna logged in by POST /login [1].",
                            "The user changed without a logout to root by POST /switch [2].",
                            "root logged out by POST /logout [3]."));
}

TEST(SessionMoments, NameTheOtherClient) {
    StoryBuilder story;
    story.exchange(1, 0, "GET", "/").exchange(9, 60, "GET", "/account").event("second-client", 9);
    story->detail.clients = {{"10.77.1.2", kFirefox, 1, 1}, {"10.0.0.9", "curl/8.5.0", 9, 1}};
    EXPECT_THAT(sentences(*story),
                testing::Contains("Another client sent the cookie \"sid\": curl 8.5.0 at 10.0.0.9 "
                                  "[9]."));
}

TEST(SessionMoments, SayWhoAskedWhereThereAreTwo) {
    StoryBuilder story;
    for (std::uint64_t id = 1; id <= 5; ++id)
        story.exchange(id, static_cast<int>(id), "GET", "/" + std::to_string(id));
    story->exchanges[2].client.address = story->exchanges[3].client.address = "10.0.0.9\n";
    EXPECT_THAT(
        sentences(*story),
        ElementsAre("Firefox 128 on Linux at 10.77.1.2 came and asked for /1 [1].",
                    "It opened /2 [2].", "The client at 10.0.0.9\\n opened /3 [3] and /4 [4].",
                    "It opened /5 [5].", "That was the last of it [5]; no end was seen."));
}

TEST(SessionMoments, TellOnceWhatHappensAgainAndAgain) {
    StoryBuilder story;
    story.exchange(1, 0, "GET", "/");
    for (std::uint64_t id = 2; id <= 40; ++id)
        story.exchange(id, static_cast<int>(id), "GET", "/p").event("rotated", id);
    const auto told = sentences(*story);
    EXPECT_THAT(told,
                testing::Contains("The server gave a new value to the cookie \"sid\" [2], and "
                                  "38 more times until [40]."));
    EXPECT_LT(told.size(), 8U);
    EXPECT_THAT(told, testing::Contains(HasSubstr(", and 33 more until [40].")));
}

TEST(SessionMoments, OfAnApiNameWhatWasAskedFor) {
    StoryBuilder story;
    story.exchange(1, 0, "GET", "/api/a", 200, "application/json")
        .exchange(2, 1, "GET", "/api/b", 200, "application/json")
        .exchange(3, 2, "PUT", "/api/c", 0, "")
        .event("adopted", 1, "", "bearer", "");
    story->detail.row.pages = 0;
    story->detail.row.userAgent = "";
    EXPECT_THAT(sentences(*story),
                ElementsAre("A client without a name at 10.77.1.2 came and asked for /api/a [1].",
                            "The session was going on before: the capture doesn't show a bearer "
                            "token being issued [1].",
                            "It asked for /api/b [2].", "It sent PUT /api/c [3] (no response).",
                            "That was the last of it [3]; no end was seen."));
}

TEST(SessionMoments, TellWhatOneExchangeChangesInOneSentence) {
    StoryBuilder story;
    story.exchange(1, 0, "GET", "/")
        .exchange(2, 1, "POST", "/preferences", 303)
        .exchange(3, 2, "POST", "/checkout/address", 303)
        .exchange(4, 3, "GET", "/hello")
        .state("preference", 2, "theme", "dark")
        .state("preference", 2, "lang", "en")
        .state("checkout", 3, "", "name, street")
        .state("form-step", 3, "step 2", "name, street")
        .state("user", 4, "greeting", "anna");
    EXPECT_THAT(
        sentences(*story),
        ElementsAre("Firefox 128 on Linux at 10.77.1.2 came and asked for / [1].",
                    "Preferences were set by POST /preferences: theme = dark, lang = en [2].",
                    "The checkout went on by POST /checkout/address: name, street [3].",
                    "The exchange names a user: greeting = anna [4].", "It opened /hello [4].",
                    "That was the last of it [4]; no end was seen."));
}

TEST(SessionMoments, SayWhereAnExpiredSessionWentOn) {
    StoryBuilder story;
    story.exchange(1, 0, "GET", "/").exchange(2, 9, "GET", "/account", 302).event("expired", 2);
    story->others = {story->exchanges.back()};
    story->others.front().session = 4;
    story->exchanges.pop_back();
    story->detail.row.end = "expired";
    EXPECT_EQ(sentences(*story).back(),
              "The server no longer knew the session when asked by GET /account, and session 4 "
              "began [2].");
}

TEST(SessionMoments, NameTheDeadCredentialThatCameAgain) {
    StoryBuilder story;
    story.exchange(1, 0, "GET", "/").exchange(2, 9, "GET", "/api").event("used-after-end", 2);
    story->detail.row.end = "logout";
    EXPECT_EQ(sentences(*story).back(),
              "After its end the cookie \"sid\" was sent once more by GET /api [2].");
}

TEST(SessionMoments, PassOverWhatAPageLoads) {
    StoryBuilder story;
    story.exchange(1, 0, "GET", "/app", 200, "application/json")
        .exchange(2, 1, "GET", "/static/a.css?v=1", 304, "")
        .exchange(3, 1, "GET", "/logo", 200, "image/png")
        .exchange(4, 1, "GET", "/unknown", 304, "")
        .exchange(5, 1, "HEAD", "/status", 200, "");
    EXPECT_THAT(
        sentences(*story),
        ElementsAre("Firefox 128 on Linux at 10.77.1.2 came and asked for /app [1].",
                    "It asked for /unknown [4].", "That was the last of it [5]; no end was seen."));
}

TEST(SessionMoments, CutLongValuesInPlaces) {
    query::SessionRow session;
    session.service = "http://shop.test";
    query::ExchangeRow row;
    row.target = "/a;jsessionid=8CFF0C3A5345005F83E8E3156E7ACDCE?k=v1&t=0123456789abcdefg#x=";
    row.url = "http://shop.test" + *row.target;
    EXPECT_EQ(placeInWords(session, row), "/a;jsessionid=8CFF0C3A…?k=v1&t=01234567…#x=");
    row.url = "http://other.test/b";
    EXPECT_EQ(placeInWords(session, row), "http://other.test/b");
    row.target = "/" + std::string(100'000, 'x');
    row.url = {};
    EXPECT_LE(placeInWords(session, row).size(), 90U);
    row.target = {};
    EXPECT_EQ(placeInWords(session, row), "something that was not captured");
}

TEST(SessionSentences, SayHowASessionIsCarried) {
    query::SessionDetail detail;
    EXPECT_EQ(carryingInWords(detail),
              "No request carried it. Where its state is kept can't be told from it.");
    detail.row.carriedBy = "path-parameter, cookie, bearer";
    detail.row.stateKept = "client";
    detail.credentials.resize(3);
    detail.credentials[0].carrier = detail.credentials[1].carrier = "cookie";
    detail.credentials[0].name = detail.credentials[1].name = "sid";
    detail.credentials[2].carrier = "json-member";
    detail.credentials[2].name = "token";
    EXPECT_EQ(carryingInWords(detail),
              "By a path parameter, the cookie \"sid\" and a bearer token; it was issued as the "
              "JSON member "
              "\"token\". The value carries the state itself: it is kept at the client.");
}

TEST(SessionStory, SaysAllOfIt) {
    StoryBuilder story;
    story.exchange(12, 0, "GET", "/").exchange(13, 100, "GET", "/b").event("minted", 12);
    story.state("csrf-issued", 12, "_csrf", "")
        .state("csrf-issued", 13, "_csrf", "")
        .state("csrf-returned", 13, "_csrf", "");
    query::SessionDetail& detail = story->detail;
    detail.row.user = "anna";
    detail.row.assets = 3;
    detail.row.connections = 2;
    detail.row.reused = 1;
    detail.row.blockedNs = 12'000'000;
    detail.row.thinks = 2;
    detail.row.thinkingNs = 90 * kSecond;
    detail.row.visitorReason = "the cookie uid has the same value";
    detail.clients = {{"10.77.1.2", kFirefox, 12, 2}};
    detail.credentials = {{1, 3, 1, "cookie", "sid", "session", "0123456789abcdef", 12, 12, 13,
                           kBegan, kBegan + kSecond, 1, true}};
    query::SessionRow sibling;
    sibling.id = 1;
    sibling.startedNs = kBegan - 60 * kSecond;
    sibling.exchanges = 7;
    sibling.end = "expired";
    sibling.endedBy = 9;
    story->siblings = {sibling};
    EXPECT_EQ(storyText(*story, 0),
              R"(session 3: anna at http://shop.test:8080
  2026-11-21 08:43:12.000 to 08:44:52.000 UTC, 1 min 40 s; no end seen; visitor 2

What happened
     +0:00.000  08:43:12.000  Firefox 128 on Linux at 10.77.1.2 came and asked for / [12].
                              The server issued the cookie "sid" [12].
     +1:40.000  08:44:52.000  It opened /b [13].
                              That was the last of it [13]; no end was seen.

How it is carried
  By the cookie "sid". The value is opaque: what the application knows is kept at the server.
  The CSRF token "_csrf" was issued 2 times, first [12], last [13] and returned once [13].

Numbers
  exchanges    2: 1 page, 3 assets; 0 errors
  content      0 B sent, 0 B received
  connections  2 used, 1 exchange on one that was open already
  waiting      12 ms behind other responses of a connection
  thinking     2 pauses between pages, 1 min 30 s in all, 45.00 s on average
  clients      10.77.1.2, Firefox 128 on Linux: 2 exchanges from [12] on

Visitor 2
  Joined to an earlier session by this: the cookie uid has the same value.
  Session 1: began 1 min 00 s earlier, 7 exchanges, expired [9].

Credentials
  the cookie "sid" (session) 01234567… (16 bytes): issued [12], used by 1 request until [13], live at the end.

Exchanges  (M minted)
      [12]     +0:00.000  M    GET / → 200
      [13]     +1:40.000       GET /b → 200
)");
}

TEST(SessionStory, BreaksLinesBetweenWords) {
    StoryBuilder story;
    story.exchange(1, 0, "GET", "/")
        .event("minted", 1,
               "the response sets it, it is long and random, and fresh for each client");
    EXPECT_THAT(storyText(*story, 70),
                HasSubstr("                              The server issued the cookie \"sid\" [1]\n"
                          "                              (the response sets it, it is long and\n"
                          "                              random, and fresh for each client).\n"));
}

TEST(SessionStory, IsBoundedAndNamesTheCommandsForTheRest) {
    StoryBuilder story;
    for (std::uint64_t id = 1; id <= 1000; ++id) {
        story.exchange(id, static_cast<int>(id), id % 2 == 0 ? "GET" : "POST", "/p");
        story->siblings.emplace_back();
        story->detail.credentials.emplace_back();
        story->detail.clients.emplace_back();
    }
    const std::string text = storyText(*story, 0);
    EXPECT_LT(std::count(text.begin(), text.end(), '\n'), 400);
    EXPECT_THAT(text, HasSubstr("… and 900 more exchanges: hark exchanges shop.hark session:3\n"));
    EXPECT_THAT(text, HasSubstr("… and 980 more: hark sessions shop.hark visitor:2\n"));
    EXPECT_THAT(text, HasSubstr("hark show shop.hark session 3 --format json\n"));
}

TEST(SessionStory, LetsNothingReachATerminalAsItIs) {
    const std::string evil = "\x1b[2Jevil\xff\n";
    StoryBuilder story;
    story.exchange(1, 0, evil, "/" + evil, 200)
        .exchange(2, 1, "POST", evil)
        .event("minted", 1, evil, "cookie", evil)
        .event("login", 2, evil, evil, evil)
        .event(evil, 2)
        .state("cart", 1, evil, evil)
        .state(evil, 2, evil, evil)
        .state("csrf-issued", 1, evil, "");
    query::SessionDetail& detail = story->detail;
    detail.row.service = detail.row.user = detail.row.userAgent = detail.row.clientAddress = evil;
    detail.row.carriedBy = detail.row.visitorReason = evil;
    detail.row.users = {evil};
    detail.clients = {{evil, evil, 1, 1}};
    detail.credentials.emplace_back();
    detail.credentials[0].carrier = detail.credentials[0].name = evil;
    detail.credentials[0].value = detail.credentials[0].what = evil;
    query::SessionRow sibling;
    sibling.user = evil;
    story->siblings = {sibling};
    story->caseName = evil;
    for (const std::size_t width : {std::size_t{0}, std::size_t{60}}) {
        const std::string text = storyText(*story, width);
        EXPECT_THAT(text, HasSubstr("\\x1b[2Jevil\\xff\\n"));
        EXPECT_THAT(text, Not(HasSubstr("\x1b")));
        EXPECT_THAT(text, Not(HasSubstr("\xff")));
        EXPECT_THAT(text, Not(HasSubstr("evil\n")));
    }
}

TEST(SessionStory, IsAlsoThereForMachines) {
    StoryBuilder story;
    story.exchange(12, 0, "GET", "/").event("minted", 12, "why");
    story->detail.credentials = {
        {1, 3, 1, "cookie", "sid", "session", "\xff", 12, 12, 12, kBegan, kBegan, 0, true}};
    const Json json = storyJson(*story);
    EXPECT_EQ(json["id"], 3);
    EXPECT_EQ(json["client"], "10.77.1.2");
    EXPECT_EQ(json["exchange_ids"], Json({12}));
    EXPECT_EQ(json["events"][0]["event"], "minted");
    EXPECT_EQ(json["events"][0]["credential"], Json({{"kind", "cookie"}, {"name", "sid"}}));
    EXPECT_EQ(json["all_credentials"][0]["value_base64"], "/w==");
    EXPECT_EQ(json["story"].size(), 3U);
}

}  // namespace
}  // namespace hark::cli
