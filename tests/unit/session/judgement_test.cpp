// What one answer says of a login, an expiry or a logout.

#include "core/session/judgement.h"

#include <cstdint>
#include <functional>
#include <initializer_list>

#include <gtest/gtest.h>

namespace hark::session {
namespace {

using Setting = std::function<void(Facts&)>;

// A page of status 200 that asks for nothing.
Facts facts(const Setting& set) {
    Facts one;
    one.status = 200;
    one.signs.hasResponse = one.signs.isPage = one.signs.isInspected = true;
    set(one);
    return one;
}

TEST(LoginJudgement, ByItsOwnAnswer) {
    struct Row {
        const char* name;
        Setting set;
        bool mints;
        LoginOutcome outcome;
    };
    const Setting nothing = [](Facts&) {};
    for (const Row& row : {
             Row{"no response",
                 [](Facts& f) {
                     f.signs.hasResponse = false;
                     f.status = 0;
                 },
                 false, LoginOutcome::Unknown},
             Row{"401", [](Facts& f) { f.status = 401; }, false, LoginOutcome::Failed},
             Row{"401 that sets a cookie", [](Facts& f) { f.status = 401; }, true,
                 LoginOutcome::Failed},
             Row{"500", [](Facts& f) { f.status = 500; }, false, LoginOutcome::Failed},
             Row{"403 page without password", [](Facts& f) { f.status = 403; }, false,
                 LoginOutcome::Unknown},
             Row{"403 of an interface",
                 [](Facts& f) {
                     f.status = 403;
                     f.signs.isPage = false;
                 },
                 false, LoginOutcome::Failed},
             Row{"403 page that asks again",
                 [](Facts& f) {
                     f.status = 403;
                     f.signs.hasPasswordInput = true;
                 },
                 false, LoginOutcome::Failed},
             Row{"JSON that says no", [](Facts& f) { f.signs.isRefused = true; }, false,
                 LoginOutcome::Failed},
             Row{"page that asks again", [](Facts& f) { f.signs.hasPasswordInput = true; }, true,
                 LoginOutcome::Failed},
             Row{"page with both",
                 [](Facts& f) { f.signs.hasPasswordInput = f.signs.hasLogoutLink = true; }, false,
                 LoginOutcome::Succeeded},
             Row{"fresh credential", nothing, true, LoginOutcome::Succeeded},
             Row{"back to login",
                 [](Facts& f) {
                     f.signs.isRedirect = f.signs.redirectsToLogin = true;
                     f.status = 302;
                 },
                 false, LoginOutcome::Failed},
             Row{"page with logout", [](Facts& f) { f.signs.hasLogoutLink = true; }, false,
                 LoginOutcome::Succeeded},
             Row{"redirect",
                 [](Facts& f) {
                     f.signs.isRedirect = true;
                     f.status = 302;
                 },
                 false, LoginOutcome::NextPageTells},
             Row{"page", nothing, false, LoginOutcome::NextPageTells},
             Row{"data", [](Facts& f) { f.signs.isPage = false; }, false, LoginOutcome::Succeeded},
         }) {
        EXPECT_EQ(outcomeOfLogin(facts(row.set), row.mints), row.outcome) << row.name;
    }
}

TEST(LoginJudgement, ByTheNextPage) {
    struct Row {
        const char* name;
        Setting set;
        bool serviceRotates;
        LoginOutcome outcome;
    };
    const Setting nothing = [](Facts&) {};
    for (const Row& row : {
             Row{"asset", [](Facts& f) { f.signs.isAsset = true; }, false,
                 LoginOutcome::NextPageTells},
             Row{"unanswered", [](Facts& f) { f.signs.hasResponse = false; }, false,
                 LoginOutcome::NextPageTells},
             Row{"to login", [](Facts& f) { f.signs.redirectsToLogin = true; }, false,
                 LoginOutcome::Failed},
             Row{"401", [](Facts& f) { f.status = 401; }, false, LoginOutcome::Failed},
             Row{"asks again", [](Facts& f) { f.signs.hasPasswordInput = true; }, false,
                 LoginOutcome::Failed},
             Row{"another try", [](Facts& f) { f.signs.isLoginAttempt = true; }, false,
                 LoginOutcome::Failed},
             Row{"logout", [](Facts& f) { f.signs.hasLogoutLink = true; }, true,
                 LoginOutcome::Succeeded},
             Row{"redirect",
                 [](Facts& f) {
                     f.status = 302;
                     f.signs.isRedirect = true;
                 },
                 false, LoginOutcome::NextPageTells},
             Row{"404", [](Facts& f) { f.status = 404; }, false, LoginOutcome::NextPageTells},
             Row{"page", nothing, false, LoginOutcome::Succeeded},
             Row{"page of a service that sets fresh ids", nothing, true, LoginOutcome::Failed},
         }) {
        PendingLogin login;
        login.serviceRotates = row.serviceRotates;
        EXPECT_EQ(outcomeByNextPage(login, facts(row.set)), row.outcome) << row.name;
    }
}

TEST(ExpiryJudgement, TellsItFromARotation) {
    struct Row {
        const char* name;
        Setting set;
        bool isSignedIn;
        bool offeredLogout;
        bool isExpiry;
    };
    const Setting nothing = [](Facts&) {};
    for (const Row& row : {
             Row{"nobody signed in", [](Facts& f) { f.status = 401; }, false, true, false},
             Row{"401", [](Facts& f) { f.status = 401; }, true, false, true},
             Row{"to login", [](Facts& f) { f.signs.redirectsToLogin = true; }, true, false, true},
             Row{"a login",
                 [](Facts& f) {
                     f.signs.isLoginAttempt = true;
                     f.status = 401;
                 },
                 true, true, false},
             Row{"still inside", [](Facts& f) { f.signs.hasLogoutLink = true; }, true, true, false},
             Row{"asks for a password", [](Facts& f) { f.signs.hasPasswordInput = true; }, true,
                 false, true},
             Row{"offered logout before", nothing, true, true, true},
             Row{"never offered it", nothing, true, false, false},
             Row{"offered it, but is data", [](Facts& f) { f.signs.isInspected = false; }, true,
                 true, false},
         }) {
        SessionState session;
        session.row.isSignedIn = row.isSignedIn;
        EXPECT_EQ(isExpiryByReplacement(session, row.offeredLogout, facts(row.set)), row.isExpiry)
            << row.name;
    }
}

TEST(ExpiryJudgement, IsSuspectedAndRefuted) {
    SessionState session;
    session.row.isSignedIn = true;
    const Facts toLogin = facts([](Facts& f) {
        f.signs.redirectsToLogin = true;
        f.status = 302;
    });
    EXPECT_TRUE(isExpirySuspected(session, toLogin));
    EXPECT_TRUE(isExpirySuspected(session, facts([](Facts& f) { f.status = 401; })));
    EXPECT_FALSE(isExpirySuspected(session, facts([](Facts&) {})));
    EXPECT_FALSE(isExpirySuspected(SessionState{}, toLogin));
    EXPECT_FALSE(isExpirySuspected(
        session, facts([](Facts& f) { f.signs.redirectsToLogin = f.signs.targetsLogin = true; })));

    PendingExpiry expiry;
    expiry.path = 7;
    const auto refutes = [&](const Setting& set) { return isExpiryRefuted(expiry, facts(set)); };
    EXPECT_TRUE(refutes([](Facts& f) { f.signs.hasLogoutLink = true; }));
    EXPECT_TRUE(refutes([](Facts& f) { f.path = 7; }));
    EXPECT_FALSE(refutes([](Facts& f) {
        f.path = 7;
        f.signs.hasPasswordInput = true;
    }));
    EXPECT_FALSE(refutes([](Facts& f) { f.path = 8; }));
    EXPECT_TRUE(refutes([](Facts& f) {
        f.path = 8;
        f.signs.isPage = false;
    }));
    EXPECT_FALSE(refutes([](Facts& f) {
        f.path = 7;
        f.status = 302;
    }));
    EXPECT_FALSE(refutes([](Facts& f) {
        f.path = 7;
        f.signs.isAsset = true;
    }));
}

TEST(ExpiryJudgement, IsSaidBySomeStatuses) {
    Facts one;
    for (const std::uint16_t status : std::initializer_list<std::uint16_t>{408, 419, 440}) {
        one.status = status;
        EXPECT_TRUE(saysExpired(one)) << status;
    }
    for (const std::uint16_t status : std::initializer_list<std::uint16_t>{200, 302, 401, 403}) {
        one.status = status;
        EXPECT_FALSE(saysExpired(one)) << status;
    }
}

TEST(LogoutJudgement, NeedsARequestThatAsksForIt) {
    struct Row {
        const char* name;
        Setting set;
        bool isSignedIn;
        bool isLogout;
    };
    const auto deletes = [](Facts& f) {
        Use use;
        use.act = Act::Deletes;
        f.uses.add(use);
    };
    for (const Row& row : {
             Row{"other request", [](Facts&) {}, true, false},
             Row{"asked", [](Facts& f) { f.signs.isLogoutRequest = true; }, true, true},
             Row{"asked by nobody", [](Facts& f) { f.signs.isLogoutRequest = true; }, false, false},
             Row{"posted by nobody",
                 [](Facts& f) { f.signs.isLogoutRequest = f.signs.isUnsafe = true; }, false, true},
             Row{"asked by nobody, but deletes",
                 [&](Facts& f) {
                     f.signs.isLogoutRequest = true;
                     deletes(f);
                 },
                 false, true},
             Row{"page that asks first",
                 [](Facts& f) { f.signs.isLogoutRequest = f.signs.hasLogoutLink = true; }, true,
                 false},
             Row{"refused",
                 [](Facts& f) {
                     f.signs.isLogoutRequest = f.signs.isUnsafe = true;
                     f.status = 403;
                 },
                 true, false},
             Row{"unanswered",
                 [](Facts& f) {
                     f.signs.isLogoutRequest = true;
                     f.signs.hasResponse = false;
                 },
                 true, false},
         }) {
        SessionState session;
        session.row.isSignedIn = row.isSignedIn;
        EXPECT_EQ(isLogout(session, facts(row.set)), row.isLogout) << row.name;
    }
}

}  // namespace
}  // namespace hark::session
