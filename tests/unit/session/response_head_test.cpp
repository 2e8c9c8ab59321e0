// What the heads of responses set, and where they lead.

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/session/inspection.h"

namespace hark::session::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(SessionHeads, TellAttributesOfSetCookie) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "A");
    anna.get("/")
        .sets("a", id(1))
        .sets("b", id(1), "; Max-Age=3600; HttpOnly")
        .sets("c", id(1), "; Max-Age=9999999; Path=/x");
    const Inspection seen(d);
    EXPECT_FALSE(seen.use(1, "a").isPersistent);
    EXPECT_FALSE(seen.use(1, "a").isHttpOnly);
    EXPECT_TRUE(seen.use(1, "b").isPersistent);
    EXPECT_TRUE(seen.use(1, "b").isHttpOnly);
    EXPECT_FALSE(seen.use(1, "b").isLongLived);
    EXPECT_TRUE(seen.use(1, "c").isLongLived);
    const NameAccount& account = seen.names()[seen.use(1, "c").name];
    EXPECT_EQ(account.path, "/x");
    EXPECT_EQ(account.setCookie, "c=" + id(1) + "; Max-Age=9999999; Path=/x");
    EXPECT_EQ(account.setAt, seen.facts(1).responded);
}

TEST(SessionHeads, TellDeletions) {
    Dialogue d;
    d.client("10.0.0.1", "A")
        .get("/")
        .sets("a", "x", "; Max-Age=0")
        .sets("b", "x", "; Max-Age=-1")
        .sets("c", "x", "; Expires=Thu, 01-Jan-1970 00:00:01 GMT")
        .sets("d", "", "")
        .sets("e", "x", "; Expires=Fri, 01-Jan-2100 00:00:01 GMT")
        .sets("f", "x", "; Expires=Thu, 01-Jan-1970 00:00:01 GMT; Max-Age=60");
    EXPECT_THAT(Inspection(d).uses(1),
                ElementsAre("deletes cookie a", "deletes cookie b", "deletes cookie c",
                            "deletes cookie d", "issues cookie e=x", "issues cookie f=x"));
}

TEST(SessionHeads, TellTheDomain) {
    struct Row {
        const char* url;
        const char* attribute;
        const char* domain;  // empty: the service alone
    };
    for (const Row& row : {
             Row{"http://www.shop.test/", "; Domain=shop.test", ".shop.test"},
             Row{"http://www.shop.test/", "; Domain=.Shop.Test", ".shop.test"},
             Row{"http://shop.test:8080/", "; Domain=shop.test", ".shop.test"},
             Row{"http://www.shop.test/", "", ""},
             Row{"http://www.shop.test/", "; Domain=", ""},
             Row{"http://www.shop.test/", "; Domain=other.test", ""},
             Row{"http://shop.test/", "; Domain=www.shop.test", ""},
             Row{"http://noshop.test/", "; Domain=shop.test", ""},
             Row{"http://a.co.uk/", "; Domain=co.uk", ""},
             Row{"http://a.github.io/", "; Domain=github.io", ""},
             Row{"http://10.0.0.7/", "; Domain=10.0.0.7", ""},
         }) {
        Dialogue d;
        d.client("10.0.0.1", "A").get(row.url).sets("sid", id(1), row.attribute);
        const Inspection seen(d);
        EXPECT_EQ(seen.services()[seen.use(1, "sid").domain], row.domain)
            << row.url << row.attribute;
    }
}

TEST(SessionHeads, CookiesThatBrowsersIgnoreAreNone) {
    // RFC 6265bis sections 4.1.3 and 5.6.
    Dialogue d;
    d.client("10.0.0.1", "A")
        .get("/")
        .sets("__Host-a", "x", "; Secure")
        .sets("__Host-b", "x", "; Secure; Path=/; Domain=shop.test")
        .sets("__Secure-c", "x", "; Path=/")
        .sets("__host-d", "x", "; Path=/")
        .sets("e", std::string(5000, 'x'))
        .sets("__Host-f", "x", "; Secure; Path=/")
        .sets("__Secure-g", "x", "; Secure");
    EXPECT_THAT(Inspection(d).uses(1),
                ElementsAre("issues cookie __Host-f=x", "issues cookie __Secure-g=x"));
}

TEST(SessionHeads, TellALocation) {
    struct Row {
        const char* location;
        bool toLogin;
        std::vector<std::string> uses;
    };
    for (const Row& row : {
             Row{"/home", false, {}},
             Row{"/login?next=/cart", true, {}},
             Row{"https://sso.test/signin", true, {}},
             Row{"login.php", true, {}},
             Row{"/home?from=login", false, {}},
             Row{"/home;jsessionid=X1?sid=Y",
                 false,
                 {"issues path-parameter jsessionid=X1", "issues query-parameter sid=Y"}},
         }) {
        Dialogue d;
        d.client("10.0.0.1", "A").get("/").leadsTo(row.location);
        const Inspection seen(d);
        EXPECT_TRUE(seen.facts(1).signs.isRedirect);
        EXPECT_EQ(seen.facts(1).signs.redirectsToLogin, row.toLogin) << row.location;
        EXPECT_EQ(seen.uses(1), row.uses) << row.location;
    }
}

TEST(SessionHeads, ALocationWithoutRedirectSaysNothing) {
    Dialogue d;
    d.client("10.0.0.1", "A").get("/").answers(201).says("Location", "/login;jsessionid=X");
    d.client("10.0.0.1", "A").get("/").answers(304).says("Location", "/login;jsessionid=X");
    const Inspection seen(d);
    EXPECT_THAT(seen.uses(1), IsEmpty());
    EXPECT_FALSE(seen.facts(2).signs.isRedirect);
}

TEST(SessionHeads, TellTokensAndChallenges) {
    Dialogue d;
    d.client("10.0.0.1", "A")
        .get("/")
        .answers(401)
        .says("WWW-Authenticate", "Basic realm=r")
        .says("X-Auth-Token", id(1))
        .says("Authorization", "Bearer " + id(2))
        .says("X-Other", id(3));
    const Inspection seen(d);
    EXPECT_TRUE(seen.facts(1).signs.challenges);
    EXPECT_THAT(seen.uses(1), Contains("issues header-field x-auth-token=" + id(1)));
}

}  // namespace
}  // namespace hark::session::test
