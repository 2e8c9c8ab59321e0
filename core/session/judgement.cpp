#include "core/session/judgement.h"

#include <algorithm>

namespace hark::session {

namespace {

bool isPageOfContent(const Facts& facts) {
    return facts.signs.isInspected && facts.status == 200 && !facts.signs.isAsset;
}

bool maybeSignedIn(const SessionState& session) {
    return session.row.isSignedIn || session.maybeSignedIn;
}

}  // namespace

LoginOutcome outcomeOfLogin(const Facts& facts, bool mints) {
    if (!facts.signs.hasResponse) return LoginOutcome::Unknown;
    // A page of status 403 that doesn't ask again turns down the request, not the password.
    if (facts.status == 403 && facts.signs.isInspected && facts.signs.isPage &&
        !facts.signs.hasPasswordInput && !facts.signs.targetsLogin) {
        return LoginOutcome::Unknown;
    }
    if (facts.status >= 400 || facts.signs.isRefused) return LoginOutcome::Failed;
    if (facts.signs.hasPasswordInput && !facts.signs.hasLogoutLink) return LoginOutcome::Failed;
    if (mints) return LoginOutcome::Succeeded;
    if (facts.signs.redirectsToLogin) return LoginOutcome::Failed;
    if (facts.signs.hasLogoutLink) return LoginOutcome::Succeeded;
    return facts.signs.isRedirect || facts.signs.isPage ? LoginOutcome::NextPageTells
                                                        : LoginOutcome::Succeeded;
}

LoginOutcome outcomeByNextPage(const PendingLogin& login, const Facts& facts) {
    if (facts.signs.isAsset || !facts.signs.hasResponse) return LoginOutcome::NextPageTells;
    if (facts.signs.redirectsToLogin || facts.status == 401) return LoginOutcome::Failed;
    if (facts.signs.hasPasswordInput) return LoginOutcome::Failed;
    if (facts.signs.hasLogoutLink) return LoginOutcome::Succeeded;
    if (facts.signs.isLoginAttempt) return LoginOutcome::Failed;
    if (facts.signs.isRedirect || facts.status >= 400) return LoginOutcome::NextPageTells;
    return login.serviceRotates && isPageOfContent(facts) ? LoginOutcome::Failed
                                                          : LoginOutcome::Succeeded;
}

bool isExpiryByReplacement(const SessionState& session, bool offeredLogout, const Facts& facts) {
    if (!maybeSignedIn(session) || facts.signs.isLoginAttempt) return false;
    if (facts.signs.redirectsToLogin || facts.status == 401) return true;
    if (facts.signs.hasLogoutLink) return false;
    return facts.signs.hasPasswordInput || (offeredLogout && isPageOfContent(facts));
}

bool isExpirySuspected(const SessionState& session, const Facts& facts) {
    if (!maybeSignedIn(session) || facts.signs.isLoginAttempt || facts.signs.targetsLogin) {
        return false;
    }
    // Of who was adopted it isn't known whether the service ever knew it; and a challenge of HTTP
    // authentication asks for something else.
    if (!session.row.isSignedIn && (!session.wasKnown || facts.signs.challenges)) return false;
    return facts.signs.redirectsToLogin || facts.status == 401;
}

bool isExpiryRefuted(const PendingExpiry& expiry, const Facts& facts) {
    if (facts.signs.hasLogoutLink) return true;
    if (!facts.signs.hasResponse || facts.status >= 300 || facts.signs.isAsset) return false;
    if (facts.path == expiry.path) return !facts.signs.hasPasswordInput;
    // A page without a way to log out may be anybody's; data are for whoever is signed in.
    return !facts.signs.isPage && !facts.signs.targetsLogin && !facts.signs.isLoginAttempt;
}

bool isLogout(const SessionState& session, const Facts& facts) {
    if (!facts.signs.isLogoutRequest || !facts.signs.hasResponse || facts.status >= 400) {
        return false;
    }
    // A page that asks whether to log out offers it once more.
    const bool asksFirst =
        !facts.signs.isUnsafe && facts.status == 200 && facts.signs.hasLogoutLink;
    const bool deletes = std::any_of(facts.uses.begin(), facts.uses.end(),
                                     [](const Use& use) { return use.act == Act::Deletes; });
    return (maybeSignedIn(session) || facts.signs.isUnsafe || deletes) && !asksFirst;
}

bool saysExpired(const Facts& facts) {
    return facts.status == 408 || facts.status == 419 || facts.status == 440;
}

bool isRefused(const Facts& facts) {
    return facts.status == 401 || facts.status == 403 || facts.signs.redirectsToLogin ||
           facts.signs.isRefused || !facts.signs.hasResponse || facts.status == 400;
}

}  // namespace hark::session
