// Sessions that ended, and whose credential comes again.

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/session/rows.h"

namespace hark::session::test {
namespace {

using testing::Contains;
using testing::Not;

TEST(SessionReopening, AFreshLoginCookieBesideTheIdentifierProvesALogin) {
    Dialogue d;
    unsigned login = 100;
    const auto visit = [&](Client& client, unsigned visitor) {
        const std::string visits = id(visitor);
        const std::string logins = id(++login);
        client.get("/").sets("JSESSIONID", visits, "; Path=/; HttpOnly");
        client.post("/login")
            .cookie("JSESSIONID", visits)
            .form(kLogin)
            .sets("auth", logins, "; Path=/; HttpOnly")
            .leadsTo("/home");
        client.get("/home").cookie("JSESSIONID", visits).cookie("auth", logins).page(kInside);
        client.post("/logout")
            .cookie("JSESSIONID", visits)
            .cookie("auth", logins)
            .deletes("auth")
            .leadsTo("/");
        client.get("/").cookie("JSESSIONID", visits);
    };
    Client bert = d.client("10.0.0.2", "Firefox");
    for (unsigned visitor = 2; visitor < 10; ++visitor)
        visit(bert, visitor);
    Client anna = d.client("10.0.0.1", "Firefox");
    visit(anna, 1);
    // Somebody else asked for the password, and sent her back.
    anna.get("/callback?code=4711")
        .cookie("JSESSIONID", id(1))
        .sets("auth", id(++login), "; Path=/; HttpOnly")
        .leadsTo("/home");
    anna.get("/api/0").cookie("JSESSIONID", id(1)).cookie("auth", id(login)).data("{\"a\": 1}");
    const Rows rows = play(d);
    EXPECT_EQ(rows.sessions.size(), 9U);
    EXPECT_EQ(rows.session(8).end, EndReason::Logout);
    EXPECT_EQ(rows.session(9).end, EndReason::None);
    EXPECT_EQ(rows.session(9).figures.exchanges, 7U);
}

TEST(SessionReopening, EvidenceSaysThatTheCredentialIsGood) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.post("/login").form(kLogin).sets("sid", id(1)).leadsTo("/home");
    anna.get("/home").cookie("sid", id(1)).page(kInside);
    anna.post("/logout").cookie("sid", id(1)).leadsTo("/");
    anna.get("/home").cookie("sid", id(1)).page(kInside);
    const Rows rows = play(d);
    EXPECT_EQ(rows.evidence(d, {4}), "presents cookie sid");
    EXPECT_THAT(rows.life(), Not(Contains("1 used-after-end [4]")));
}

}  // namespace
}  // namespace hark::session::test
