// What the heads of requests show: who asks whom, with which credentials.

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/session/inspection.h"

namespace hark::session::test {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;

TEST(SessionHeads, TellTimesAndPlace) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").at(milliseconds(0)).takes(milliseconds(30));
    anna.get("http://other.test:8080/a").at(milliseconds(500)).unanswered();
    anna.get("/b").at(milliseconds(700));
    const Inspection seen(d);
    EXPECT_EQ(seen.facts(1).requested, kStart);
    EXPECT_EQ(seen.facts(1).responded, kStart + milliseconds(30));
    EXPECT_EQ(seen.facts(1).status, 200U);
    EXPECT_TRUE(seen.facts(1).signs.hasResponse);
    EXPECT_FALSE(seen.facts(1).signs.isReused);
    EXPECT_EQ(seen.facts(2).responded, seen.facts(2).requested);
    EXPECT_EQ(seen.facts(2).status, 0U);
    EXPECT_FALSE(seen.facts(2).signs.hasResponse);
    EXPECT_EQ(seen.service(2), "http://other.test:8080");
    EXPECT_EQ(seen.facts(3).previous, (base::ExchangeId{1}));
    EXPECT_TRUE(seen.facts(3).signs.isReused);
}

// ---- clients

TEST(SessionHeads, TellTheClient) {
    struct Row {
        const char* name;
        const char* value;
        const char* address;
    };
    for (const Row& row : {
             Row{"X-Other", "x", "10.0.0.1"},
             Row{"X-Forwarded-For", "192.0.2.1", "192.0.2.1"},
             Row{"x-forwarded-for", " 192.0.2.1 , 10.0.0.2", "192.0.2.1"},
             Row{"X-Forwarded-For", "192.0.2.1:4711", "192.0.2.1"},
             Row{"X-Forwarded-For", "2001:db8::1", "2001:db8::1"},
             Row{"X-Forwarded-For", "[2001:db8::1]:4711", "2001:db8::1"},
             Row{"X-Forwarded-For", "", "10.0.0.1"},
             // RFC 7239 section 4.
             Row{"Forwarded", "for=192.0.2.60;proto=http;by=203.0.113.43", "192.0.2.60"},
             Row{"Forwarded", "proto=http; For=192.0.2.60", "192.0.2.60"},
             Row{"Forwarded", "for=192.0.2.43, for=198.51.100.17", "192.0.2.43"},
             Row{"Forwarded", "for=\"192.0.2.43:47011\"", "192.0.2.43"},
             Row{"Forwarded", "FOR=\"[2001:db8:cafe::17]:4711\"", "2001:db8:cafe::17"},
             Row{"Forwarded", "for=\"_gazonk\"", "_gazonk"},
             Row{"Forwarded", "for=unknown", "unknown"},
             Row{"Forwarded", "proto=https;by=10.0.0.9", "10.0.0.1"},
             Row{"Forwarded", "for=\"[2001:db8::1", "\"[2001:db8::1"},
             Row{"Forwarded", "for=", "10.0.0.1"},
             Row{"Forwarded", ";;;", "10.0.0.1"},
         }) {
        Dialogue d;
        d.client("10.0.0.1", "Firefox").get("/").with(row.name, row.value);
        EXPECT_EQ(Inspection(d).client(1), std::string(row.address) + "|Firefox")
            << row.name << ": " << row.value;
    }
}

TEST(SessionHeads, ForwardedComesBeforeXForwardedFor) {
    Dialogue d;
    d.client("10.0.0.1", "A")
        .get("/")
        .with("X-Forwarded-For", "192.0.2.1")
        .with("Forwarded", "for=192.0.2.2");
    EXPECT_EQ(Inspection(d).client(1), "192.0.2.2|A");
}

TEST(SessionHeads, AClientWithoutUserAgentIsItsAddress) {
    Dialogue d;
    d.client("10.0.0.1", "").get("/");
    EXPECT_EQ(Inspection(d).client(1), "10.0.0.1|");
}

// ---- what requests present

TEST(SessionHeads, TellAllCookies) {
    Dialogue d;
    d.client("10.0.0.1", "A").get("/").with("Cookie", "a=1; b=2;c").with("cookie", "a=3");
    EXPECT_THAT(Inspection(d).uses(1), ElementsAre("presents cookie a=1", "presents cookie b=2",
                                                   "presents cookie =c", "presents cookie a=3"));
}

TEST(SessionHeads, TellCredentialsOfAuthorization) {
    struct Row {
        const char* field;
        const char* use;
        const char* user;
    };
    for (const Row& row : {
             Row{"Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
                 "presents basic authorization=Aladdin:open sesame", "Aladdin"},
             Row{"basic YTo=", "presents basic authorization=a:", "a"},
             Row{"Digest username=\"Mufasa\", realm=\"r@h\", nonce=\"x\", response=\"y\"",
                 "presents digest authorization=Mufasa@r@h", "Mufasa"},
             Row{"Bearer mF_9.B5f-4.1JqM", "presents bearer authorization=mF_9.B5f-4.1JqM", ""},
             Row{"token-alone-without-scheme",
                 "presents header-field authorization=token-alone-without-scheme", ""},
             Row{"ApiKey abcdef", "presents header-field authorization=abcdef", ""},
         }) {
        Dialogue d;
        d.client("10.0.0.1", "A").get("/").with("Authorization", row.field);
        const Inspection seen(d);
        EXPECT_THAT(seen.uses(1), ElementsAre(row.use)) << row.field;
        EXPECT_EQ(seen.facts(1).rare->user, row.user) << row.field;
    }
}

TEST(SessionHeads, TheUserOfATokenIsToldWhereItNamesOne) {
    // {"alg":"none"} and {"sub":"17","email":"anna@shop.test"}
    Dialogue d;
    d.client("10.0.0.1", "A")
        .get("/")
        .with("Authorization",
              "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxNyIsImVtYWlsIjoiYW5uYUBzaG9wLnRlc3QifQ.");
    EXPECT_EQ(Inspection(d).facts(1).rare->user, "anna@shop.test");
}

TEST(SessionHeads, BrokenAuthorizationIsNone) {
    for (const char* field : {"", "Basic", "Basic ===", "Basic YQ==", "Digest realm=\"r\""}) {
        Dialogue d;
        d.client("10.0.0.1", "A").get("/").with("Authorization", field);
        const Inspection seen(d);
        for (const std::string& use : seen.uses(1)) {
            EXPECT_EQ(use.find("presents basic"), std::string::npos) << field;
            EXPECT_EQ(use.find("presents digest"), std::string::npos) << field;
        }
        EXPECT_EQ(seen.facts(1).rare->user, "") << field;
    }
}

TEST(SessionHeads, TellFieldsOfTheApplicationsOwn) {
    Dialogue d;
    d.client("10.0.0.1", "A")
        .get("/")
        .with("X-Auth-Token", "short")
        .with("x-anything", id(1))
        .with("X-Anything-Else", "no identifier")
        .with("X-Request-Id", id(2))
        .with("X-Forwarded-Proto", id(3))
        .with("Y-Token", id(4));
    EXPECT_THAT(Inspection(d).uses(1), ElementsAre("presents header-field x-auth-token=short",
                                                   "presents header-field x-anything=" + id(1)));
}

TEST(SessionHeads, TellParametersOfTheTarget) {
    Dialogue d;
    d.client("10.0.0.1", "A").get("/a;jsessionid=X1/b;v=2?sid=Y&page=2&token=" + id(1));
    EXPECT_THAT(Inspection(d).uses(1), ElementsAre("presents path-parameter jsessionid=X1",
                                                   "presents query-parameter sid=Y",
                                                   "presents query-parameter token=" + id(1)));
}

TEST(SessionHeads, ThePathIsWithoutParameters) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "A");
    anna.get("/cart");
    anna.get("/cart;jsessionid=X?a=b");
    anna.get("/carts");
    const Inspection seen(d);
    EXPECT_EQ(seen.facts(1).path, seen.facts(2).path);
    EXPECT_NE(seen.facts(1).path, seen.facts(3).path);
}

TEST(SessionHeads, TellSignsOfTheRequest) {
    struct Row {
        const char* method;
        const char* target;
        bool isUnsafe;
        bool isLogout;
        bool targetsLogin;
        bool isAsset;
    };
    for (const Row& row : {
             Row{"GET", "/", false, false, false, false},
             Row{"HEAD", "/logout", false, true, false, false},
             Row{"POST", "/login", true, false, true, false},
             Row{"GET", "/index.php?action=logout", false, true, false, false},
             Row{"DELETE", "/api/session", true, true, false, false},
             Row{"GET", "/api/session", false, false, false, false},
             Row{"MKCOL", "/x", true, false, false, false},
             Row{"GET", "/logo.png?v=2", false, false, false, true},
         }) {
        Dialogue d;
        Step& step = d.client("10.0.0.1", "A").sends(row.method, row.target);
        if (row.isAsset) step.body("image/png", "x").with("Accept", "image/*");
        const Inspection seen(d);
        const Signs& signs = seen.facts(1).signs;
        EXPECT_EQ(signs.isUnsafe, row.isUnsafe) << row.method << row.target;
        EXPECT_EQ(signs.isLogoutRequest, row.isLogout) << row.method << row.target;
        EXPECT_EQ(signs.targetsLogin, row.targetsLogin) << row.method << row.target;
        EXPECT_EQ(signs.isAsset, row.isAsset) << row.method << row.target;
    }
}

TEST(SessionHeads, APageIsWhatABrowserShows) {
    struct Row {
        const char* field;
        const char* value;
        const char* type;
        bool isPage;
    };
    for (const Row& row : {
             Row{"Accept", "text/html,*/*", "text/html; charset=utf-8", true},
             Row{"Accept", "*/*", "text/html", true},
             Row{"Accept", "application/json", "text/html", false},
             Row{"Accept", "text/html", "application/json", false},
             Row{"Sec-Fetch-Dest", "document", "text/html", true},
             Row{"Sec-Fetch-Dest", "empty", "text/html", false},
             Row{"X-Requested-With", "XMLHttpRequest", "text/html", false},
         }) {
        Dialogue d;
        d.client("10.0.0.1", "A").get("/").with(row.field, row.value).body(row.type, "x");
        EXPECT_EQ(Inspection(d).facts(1).signs.isPage, row.isPage)
            << row.field << ": " << row.value << ", " << row.type;
    }
}

TEST(SessionHeads, WhatAConnectionRepeatsIsReadOnce) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "A");
    anna.get("/").cookie("sid", "1");
    anna.get("/a").cookie("sid", "1");
    anna.get("/b").cookie("sid", "2");
    anna.get("/c").cookie("sid", "2").on(7);
    const Inspection seen(d);
    EXPECT_FALSE(seen.facts(1).signs.repeats);
    EXPECT_TRUE(seen.facts(2).signs.repeats);
    EXPECT_FALSE(seen.facts(3).signs.repeats);
    EXPECT_FALSE(seen.facts(4).signs.repeats);
    for (std::uint64_t exchange = 1; exchange <= 2; ++exchange)
        EXPECT_THAT(seen.uses(exchange), ElementsAre("presents cookie sid=1"));
    EXPECT_THAT(seen.uses(3), ElementsAre("presents cookie sid=2"));
}

TEST(SessionHeads, WhatIsRepeatedToAnotherServiceIsReadAgain) {
    Dialogue d;
    Client proxy = d.client("10.0.0.1", "A");
    proxy.get("http://a.test/").cookie("sid", "1").on(1);
    proxy.get("http://b.test/").cookie("sid", "1").on(1);
    const Inspection seen(d);
    EXPECT_FALSE(seen.facts(2).signs.repeats);
    EXPECT_NE(seen.use(1, "sid").name, seen.use(2, "sid").name);
}

// ---- limits

TEST(SessionHeads, ValuesBeyondTheLimitsAreCounted) {
    Dialogue d;
    std::string cookies = "long=" + std::string(200, 'x');
    for (unsigned n = 0; n < 10; ++n)
        cookies += "; c" + std::to_string(n) + "=1";
    d.client("10.0.0.1", "A").get("/").with("Cookie", cookies).sets("late", id(1));
    Limits limits;
    limits.usesOfMessage = 4;
    limits.valueBytes = 100;
    const Inspection seen(d, limits);
    EXPECT_EQ(seen.uses(1).size(), 4U);
    EXPECT_GT(seen.facts(1).rare->usesPassedOver, 0U);
}

TEST(SessionHeads, NamesBeyondTheLimitAreCounted) {
    Dialogue d;
    d.client("10.0.0.1", "A").get("/").with("Cookie", "a=1; b=2; c=3; a=4");
    Limits limits;
    limits.names = 2;
    const Inspection seen(d, limits);
    EXPECT_THAT(seen.uses(1),
                ElementsAre("presents cookie a=1", "presents cookie b=2", "presents cookie a=4"));
    EXPECT_EQ(seen.names().refused(), 1U);
}

}  // namespace
}  // namespace hark::session::test
