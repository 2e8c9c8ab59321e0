// To whom a credential belongs: the service that mints and accepts it, or a cookie's Domain.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/session/dialogue.h"
#include "tests/unit/session/rows.h"

namespace hark::session::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(SessionScope, EqualNamesAtUnrelatedServicesAreUnrelated) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("http://a.test/").sets("sid", id(1));
    anna.get("http://b.test/").sets("sid", id(2));
    anna.get("http://a.test/x").cookie("sid", id(1));
    anna.get("http://b.test/x").cookie("sid", id(2));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 3", "2: 2 4"));
    EXPECT_EQ(rows.session(1).service, "http://a.test");
    EXPECT_EQ(rows.session(2).service, "http://b.test");
}

TEST(SessionScope, EvenEqualValuesAtUnrelatedServicesAreUnrelated) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    Client bert = d.client("10.0.0.2", "Chrome");
    anna.get("http://a.test/").sets("sid", id(1));
    bert.get("http://b.test/").sets("sid", id(1));
    anna.get("http://a.test/x").cookie("sid", id(1));
    bert.get("http://b.test/x").cookie("sid", id(1));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 3", "2: 2 4"));
    EXPECT_NE(rows.session(1).visitor, rows.session(2).visitor);
}

TEST(SessionScope, TwoApplicationsOnOneHostDontTakeEachOthersCookies) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("http://h.test:8080/").sets("JSESSIONID", id(1));
    anna.get("http://h.test/").cookie("JSESSIONID", id(1)).sets("PHPSESSID", id(2));
    anna.get("http://h.test/a").cookie("JSESSIONID", id(1)).cookie("PHPSESSID", id(2));
    anna.get("http://h.test:8080/b").cookie("JSESSIONID", id(1)).cookie("PHPSESSID", id(2));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 4", "2: 2 3"));
    EXPECT_THAT(rows.life(), ElementsAre("1 minted [1]", "2 minted [2]"));
}

TEST(SessionScope, TwoApplicationsOnOneHostMayUseTheSameName) {
    // Each replaces what the other set in the one jar.
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("http://h.test:8080/").sets("sid", id(1));
    anna.get("http://h.test:8081/").cookie("sid", id(1)).sets("sid", id(2));
    anna.get("http://h.test:8081/a").cookie("sid", id(2));
    anna.get("http://h.test:8080/b").cookie("sid", id(2)).sets("sid", id(3));
    anna.get("http://h.test:8080/c").cookie("sid", id(3));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1", "2: 2 3", "3: 4 5"));
}

TEST(SessionScope, ACookieOfADomainGoesOverItsHosts) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("http://login.shop.test/").sets("sid", id(1), "; Domain=shop.test; Path=/");
    anna.get("http://www.shop.test/").cookie("sid", id(1));
    anna.get("http://shop.test/").cookie("sid", id(1));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2 3"));
}

TEST(SessionScope, ADomainThatIsAPublicSuffixIsNone) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("http://a.co.uk/").sets("sid", id(1), "; Domain=co.uk; Path=/");
    anna.get("http://b.co.uk/").cookie("sid", id(1)).sets("sid", id(2));
    anna.get("http://b.co.uk/x").cookie("sid", id(2));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1", "2: 2 3"));
}

TEST(SessionScope, ADomainThatIsNotTheHostsIsNone) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("http://a.test/").sets("sid", id(1), "; Domain=other.test; Path=/");
    anna.get("http://www.other.test/").cookie("sid", id(1)).sets("sid", id(2));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1", "2: 2"));
}

TEST(SessionScope, WithoutDomainACookieIsItsHostsAlone) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    Client bert = d.client("10.0.0.2", "Chrome");
    anna.get("http://shop.test/").sets("sid", id(1));
    bert.get("http://www.shop.test/").sets("sid", id(1));
    bert.get("http://www.shop.test/a").cookie("sid", id(1));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1", "2: 2 3"));
}

TEST(SessionScope, AnAddressHasNoDomains) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("http://10.0.0.7/").sets("sid", id(1), "; Domain=0.0.7");
    anna.get("http://11.0.0.7/").cookie("sid", id(1)).sets("sid", id(2));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1", "2: 2"));
}

TEST(SessionScope, ACookieThatBreaksItsPrefixIsNone) {
    // Browsers don't keep it (RFC 6265bis section 5.7).
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("__Host-sid", id(1), "; Path=/");
    anna.get("/").sets("__Host-sid", id(2), "; Path=/; Secure");
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 2"));
}

TEST(SessionScope, PathsTellTwoCookiesOfOneNameApart) {
    // Two applications below one origin; the browser sends both where both paths match.
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/shop/").sets("JSESSIONID", id(1), "; Path=/shop");
    anna.get("/wiki/").sets("JSESSIONID", id(2), "; Path=/wiki");
    anna.get("/shop/a").cookie("JSESSIONID", id(1));
    anna.get("/wiki/a").cookie("JSESSIONID", id(2));
    const Rows rows = play(d);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 3", "2: 2 4"));
}

}  // namespace
}  // namespace hark::session::test
