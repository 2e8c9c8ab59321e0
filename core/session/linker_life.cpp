// The life of a session: how it begins, rests, and ends.

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/session/linker.h"

namespace hark::session {

SessionIndex Linker::begin(const Facts& facts, bool isAdopted) {
    SessionState state;
    state.row.id = {++narrator_.last().session};
    state.row.service = books_.services[facts.service];
    state.row.visitor = visitors_.add();
    state.row.isAdopted = isAdopted;
    state.row.started = state.row.lastSeen = facts.requested;
    state.row.firstExchange = state.row.lastExchange = facts.exchange;
    state.maybeSignedIn = isAdopted || isRemembered(facts);
    state.lastPresented = facts.requested;
    const SessionIndex index = registry_.add(std::move(state));
    dirtySessions_.push_back(index);
    return index;
}

void Linker::event(SessionIndex session, LifeEventKind kind, const Facts& facts,
                   CredentialIndex credential, std::string_view evidence) {
    const base::CredentialId id =
        credential == kNone ? base::CredentialId{} : registry_.credential(credential).row.id;
    const bool isOfRequest = kind == LifeEventKind::Adopted ||
                             kind == LifeEventKind::UsedAfterEnd ||
                             kind == LifeEventKind::SecondClient || kind == LifeEventKind::Roaming;
    narrator_.lifeEvent(registry_.session(session), kind, facts.exchange,
                        isOfRequest ? facts.requested : facts.responded, id, evidence);
}

void Linker::replace(CredentialIndex old, base::Timestamp time) {
    Credential& one = registry_.credential(old);
    if (one.state != Credential::State::Live) return;
    one.state = Credential::State::Replaced;
    one.until = time;
    touchCredential(old);
}

void Linker::end(SessionIndex session, EndReason reason, base::ExchangeId by,
                 base::Timestamp time) {
    SessionState& state = registry_.session(session);
    state.wasSignedIn = state.row.isSignedIn;
    state.isEnded = true;
    state.endedAt = time;
    state.row.end = reason;
    state.row.endedBy = by;
    state.row.isSignedIn = state.maybeSignedIn = false;
    state.expiry.reset();
    state.login.reset();
    for (const CredentialIndex index : state.credentials) {
        Credential& one = registry_.credential(index);
        if (one.state != Credential::State::Live) continue;
        one.state = Credential::State::Dead;
        one.until = time;
        touchCredential(index);
    }
    touch(session);
}

void Linker::expire(SessionIndex session, const Facts& facts, CredentialIndex credential,
                    std::string_view evidence) {
    event(session, LifeEventKind::Expired, facts, credential, evidence);
    IdleTimes& idle = idle_[facts.service];
    const base::Duration rested = rest(facts, registry_.session(session));
    if (!idle.expired || rested < *idle.expired) idle.expired = rested;
    end(session, EndReason::Expired, facts.exchange, facts.responded);
}

base::Duration Linker::rest(const Facts& facts, const SessionState& state) {
    return std::max(facts.requested - state.lastPresented, base::Duration{0});
}

// The credential was presented, and the answer is that of a service that knows it.
void Linker::accept(const Facts& facts, SessionIndex session) {
    SessionState& state = registry_.session(session);
    if (!facts.signs.isAsset && !isRefused(facts) && facts.status < 400) {
        IdleTimes& idle = idle_[facts.service];
        idle.accepted = std::max(idle.accepted, rest(facts, state));
    }
    state.lastPresented = std::max(state.lastPresented, facts.requested);
    state.wasKnown = true;
}

// The service knew the credential all the time.
void Linker::reopen(SessionIndex session, CredentialIndex credential) {
    SessionState& state = registry_.session(session);
    state.isEnded = false;
    state.row.end = EndReason::None;
    state.row.endedBy.reset();
    state.row.isSignedIn = state.wasSignedIn;
    state.maybeSignedIn = !state.wasSignedIn;
    registry_.credential(credential).state = Credential::State::Live;
    touchCredential(credential);
    touch(session);
}

void Linker::suspectExpiry(const Facts& facts, const Answer& answer, SessionIndex session,
                           CredentialIndex presented) {
    SessionState& state = registry_.session(session);
    if (state.isEnded) return;
    if (state.expiry) {
        if (facts.requested > state.expiry->time && isExpiryRefuted(*state.expiry, facts)) {
            state.expiry.reset();
        }
    } else if (!answer.renews && isExpirySuspected(state, facts)) {
        state.expiry = PendingExpiry{
            facts.exchange, facts.responded, facts.path, registry_.credential(presented).row.id,
            facts.signs.redirectsToLogin
                ? "somebody was signed in, and is sent to log in from here on"
                : "somebody was signed in, and is refused from here on"};
        undecided_.push_back(session);
    }
}

// Whoever logs in again had been taken for a stranger before.
void Linker::confirmExpiryAtLogin(const Facts& facts, SessionIndex session, const Answer& answer) {
    if (facts.signs.isLoginAttempt && !answer.fresh.empty()) confirmExpiry(session);
}

void Linker::confirmExpiry(SessionIndex session) {
    SessionState& state = registry_.session(session);
    if (!state.expiry || state.isEnded) return;
    const PendingExpiry expiry = *state.expiry;
    narrator_.lifeEvent(state, LifeEventKind::Expired, expiry.exchange, expiry.time,
                        expiry.credential, expiry.evidence);
    end(session, EndReason::Expired, expiry.exchange, expiry.time);
}

void Linker::finish() {
    for (const SessionIndex session : undecided_)
        decide(session);
    undecided_.clear();
}

void Linker::decide(SessionIndex session) {
    if (const auto login = registry_.session(session).login) {
        if (login->serviceRotates) {
            fail(session, *login, "the answer sets no new identifier, as this service does");
        } else {
            succeed(session, *login, "the answer leads on, and nothing says otherwise");
        }
    }
    confirmExpiry(session);
}

}  // namespace hark::session
