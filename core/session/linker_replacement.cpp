// What becomes of credentials that a session holds: others take their place, or they are deleted.

#include <algorithm>

#include <fmt/format.h>

#include "core/session/linker.h"

namespace hark::session {

// A fresh value comes in place of one that the session has.
SessionIndex Linker::answerReplacement(const Facts& facts, Link& link, Answer& answer,
                                       SessionIndex session, bool isStale) {
    const CredentialIndex presented = link.credential;
    const Credential& one = registry_.credential(presented);
    const bool isRefresh = facts.signs.refreshes || one.what == CredentialClass::Refresh;
    if (isStale && !one.isClientState && !isRefresh) {
        event(session, LifeEventKind::UsedAfterEnd, facts, presented,
              fmt::format("the request presents {} after it was replaced, and the service makes a "
                          "new one",
                          nameOf(presented)));
        return mintAfter(session, facts, link, answer);
    }
    const bool isRemembered = !facts.signs.isLoginAttempt && remembersAnew(facts);
    const bool isTooLong = !one.isClientState &&
                           idle_[facts.service].isTooLong(rest(facts, registry_.session(session)));
    if (!isRefresh && (isRemembered || isTooLong)) {
        expire(session, facts, presented,
               isRemembered ? "a remember-me token is exchanged for a fresh identifier"
                            : "a fresh identifier after a rest in which this service forgets "
                              "sessions");
        return mintAfter(session, facts, link, answer);
    }
    if (!isRefresh &&
        isExpiryByReplacement(registry_.session(session), offersLogout(facts), facts)) {
        expire(session, facts, presented,
               facts.signs.redirectsToLogin
                   ? "somebody was signed in, and is sent to log in with a fresh identifier"
                   : "somebody was signed in, and is answered as a stranger with a fresh "
                     "identifier");
        return mintAfter(session, facts, link, answer);
    }
    rotate(facts, link, answer, session);
    return session;
}

// Another user agent has the session that the same user and password, or token, began.
bool Linker::hasIdentifierAlready(const Answer& answer, SessionIndex session) {
    return std::any_of(answer.fresh.begin(), answer.fresh.end(), [&](const Use* use) {
        return (*verdicts_)[use->name].what == CredentialClass::Session &&
               registry_.liveOf(registry_.session(session), use->name, use->path) != kNone;
    });
}

// A login cookie beside the session's identifier comes and goes, and changes, while the service
// goes on to know the session by the identifier.
bool Linker::isBeside(const Use& use, CredentialIndex presented) const {
    const Credential& one = registry_.credential(presented);
    return use.carrier == Carrier::Cookie &&
           (*verdicts_)[use.name].what == CredentialClass::Authentication &&
           one.what == CredentialClass::Session &&
           books_.names[one.name].carrier == Carrier::Cookie;
}

bool Linker::isOfSession(const Use& use) const {
    return (*verdicts_)[use.name].what != CredentialClass::Refresh;
}

// Whether a fresh value takes the place of one that the session holds, or held when the request
// was sent.
bool Linker::hasReplacement(const Answer& answer, SessionIndex session, CredentialIndex presented) {
    return std::any_of(answer.fresh.begin(), answer.fresh.end(),
                       [&](const Use* use) { return takesPlace(*use, session, presented); });
}

bool Linker::takesPlace(const Use& use, SessionIndex session, CredentialIndex presented) {
    return !isBeside(use, presented) && occupant(use, session, presented) != kNone;
}

CredentialIndex Linker::occupant(const Use& use, SessionIndex session, CredentialIndex presented) {
    const CredentialIndex live = registry_.liveOf(registry_.session(session), use.name, use.path);
    if (live != kNone) return live;
    const Credential& one = registry_.credential(presented);
    const bool isPath = one.path == 0 || use.path == 0 || one.path == use.path;
    if (one.name == use.name) return isPath ? presented : kNone;
    const bool isSameClass = one.what == (*verdicts_)[use.name].what;
    const bool isOtherPlace = books_.names[one.name].carrier != use.carrier;
    return isSameClass && isOtherPlace ? presented : kNone;
}

// The session has a fresh value from here on, beside what it had or in its place.
CredentialIndex Linker::add(const Facts& facts, Link& link, const Use& use, SessionIndex session) {
    const CredentialIndex old = occupant(use, session, link.credential);
    if (old != kNone) replace(old, facts.responded);
    link.evidence.add(old != kNone ? Reason::Rotates : Reason::Adds, use.name);
    return follow(facts, use, session, true);
}

void Linker::rotate(const Facts& facts, Link& link, Answer& answer, SessionIndex session) {
    CredentialIndex newest = kNone;
    for (const Use* use : answer.fresh) {
        const bool rotates = takesPlace(*use, session, link.credential);
        const CredentialIndex index = add(facts, link, *use, session);
        if (rotates && newest == kNone) newest = index;
    }
    answer.mints = answer.isRotation = true;
    answer.isClientState = registry_.credential(newest).isClientState;
    SessionState& state = registry_.session(session);
    state.lastPresented = std::max(state.lastPresented, facts.requested);
    state.expiry.reset();
    event(session, LifeEventKind::Rotated, facts, newest,
          fmt::format("the response replaces {} that the request presents", nameOf(newest)));
}

void Linker::takeDeletions(const Facts& facts, Link& link, const Answer& answer,
                           SessionIndex session) {
    bool isDeleted = false;
    for (const Use* use : answer.deletions) {
        const CredentialIndex live =
            registry_.liveOf(registry_.session(session), use->name, use->path);
        if (live == kNone) continue;
        Credential& one = registry_.credential(live);
        one.state = Credential::State::Dead;
        one.until = facts.responded;
        touchCredential(live);
        link.evidence.add(Reason::Deletes, use->name);
        isDeleted = true;
    }
    const SessionState& state = registry_.session(session);
    if (!isDeleted || registry_.isCarried(state)) return;
    const bool wasSignedIn = state.row.isSignedIn || state.maybeSignedIn;
    const bool isTurnedAway = facts.signs.redirectsToLogin || facts.status == 401;
    const bool isRested = idle_[facts.service].isUnusual(rest(facts, state));
    if (!facts.signs.isUnsafe && (isTurnedAway || isRested)) {
        expire(session, facts, link.credential,
               isTurnedAway ? "the user agent is sent to log in, its credential deleted"
                            : "the credential is deleted after a longer rest than this service "
                              "was seen to bear");
    } else if (wasSignedIn && facts.signs.isUnsafe) {
        event(session, LifeEventKind::Logout, facts, link.credential,
              "the response deletes the credential of somebody who was signed in");
        end(session, EndReason::Logout, facts.exchange, facts.responded);
    } else {
        event(session, LifeEventKind::Deleted, facts, link.credential,
              "the response deletes the session's credential");
        end(session, EndReason::Deleted, facts.exchange, facts.responded);
    }
}

}  // namespace hark::session
