// What responses do with credentials.

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/session/linker.h"

namespace hark::session {

// A remember-me token brings a session back: the request presents one, and gets another.
bool Linker::remembersAnew(const Facts& facts) const {
    return std::any_of(facts.uses.begin(), facts.uses.end(), [&](const Use& use) {
        return use.act == Act::Presents && use.carrier == Carrier::Cookie &&
               (*verdicts_)[use.name].what == CredentialClass::RememberMe &&
               std::any_of(facts.uses.begin(), facts.uses.end(), [&](const Use& other) {
                   return other.act == Act::Issues && other.name == use.name &&
                          other.value != use.value;
               });
    });
}

bool Linker::isRemembered(const Facts& facts) const {
    return std::any_of(facts.uses.begin(), facts.uses.end(), [&](const Use& use) {
        return use.act == Act::Presents && use.carrier == Carrier::Cookie &&
               (*verdicts_)[use.name].what == CredentialClass::RememberMe;
    });
}

// Whether whoever is signed in was offered to log out by the page at that path.
bool Linker::offersLogout(const Facts& facts) const {
    return logoutPages_.contains({facts.service, facts.path});
}

void Linker::on(const Facts& facts) {
    Link link;
    readRequest(facts, link);
    if (link.credential != kNone && isOrdinary(facts, link)) {
        takeOrdinary(facts, link);
        return;
    }
    Answer answer;
    readResponse(facts, answer);
    SessionIndex session = kNone;
    if (link.credential == kNone) {
        session = answerUnknown(facts, link, answer);
    } else {
        session = registry_.credential(link.credential).session;
        confirmExpiryAtLogin(facts, session, answer);
        session = registry_.session(session).isEnded ? answerEnded(facts, link, answer)
                                                     : answerLive(facts, link, answer);
    }
    if (session == kNone) return;
    takeLogin(facts, session, answer);
    takeClient(facts, session, link.credential);
    takeVisitor(facts, session);
    takeFigures(facts, session);
    takeState(facts, session);
    narrator_.member(facts, registry_.session(session).row.id, link.evidence);
    touch(session);
}

// Nothing happens but that a live session is used by the client that used it before; most exchanges
// are so.
bool Linker::isOrdinary(const Facts& facts, const Link& link) {
    const Credential& one = registry_.credential(link.credential);
    const SessionState& state = registry_.session(one.session);
    return facts.signs.repeats && facts.signs.hasResponse && facts.status < 400 &&
           one.state == Credential::State::Live && !state.isEnded && !state.expiry &&
           !state.login && !facts.signs.isUnsafe && !facts.signs.isLogoutRequest &&
           !facts.signs.redirectsToLogin && !facts.signs.hasLogoutLink && facts.client != 0 &&
           state.newestClient == facts.client && link.evidence.items.empty() &&
           (!state.row.isSignedIn ||
            std::find(state.signedClients.begin(), state.signedClients.end(), facts.client) !=
                state.signedClients.end()) &&
           (!facts.uses.hasOwn() ||
            std::all_of(facts.uses.begin(), facts.uses.end(),
                        [](const Use& use) { return use.act == Act::Presents; }));
}

void Linker::takeOrdinary(const Facts& facts, const Link& link) {
    const SessionIndex session = registry_.credential(link.credential).session;
    accept(facts, session);
    SessionState& state = registry_.session(session);
    ++state.exchangesOfNewest;
    takeFigures(facts, session);
    narrator_.memberByPresenting(facts, state.row.id, link.name);
    touch(session);
}

// Of a cookie that is set more than once, with the same name, domain and path, the last counts
// (RFC 6265bis section 5.7).
void Linker::readResponse(const Facts& facts, Answer& answer) {
    for (const Use& use : facts.uses) {
        if (use.act == Act::Presents) continue;
        const auto isSame = [&](const Use* one) {
            return one->name == use.name && one->carrier == Carrier::Cookie &&
                   one->path == use.path && one->domain == use.domain;
        };
        std::erase_if(answer.fresh, isSame);
        std::erase_if(answer.deletions, isSame);
        if (use.act == Act::Deletes) {
            if (links(use)) answer.deletions.push_back(&use);
            continue;
        }
        if (!isIssued(facts, use)) continue;
        const bool isRepeated =
            std::any_of(answer.fresh.begin(), answer.fresh.end(),
                        [&](const Use* one) { return one->value == use.value; });
        if (isPresented(facts, use.value)) {
            answer.renews = true;
        } else if (!isRepeated && find(facts, use.value) == nullptr) {
            answer.fresh.push_back(&use);
        }
    }
}

bool Linker::isPresented(const Facts& facts, ValueKey value) {
    return std::any_of(facts.uses.begin(), facts.uses.end(), [&](const Use& use) {
        return use.act == Act::Presents && use.value == value;
    });
}

SessionIndex Linker::mint(const Facts& facts, Link& link, Answer& answer) {
    const SessionIndex session = begin(facts, false);
    CredentialIndex first = kNone;
    for (const Use* use : answer.fresh) {
        const CredentialIndex index = follow(facts, *use, session, true);
        if (first == kNone) first = index;
        link.evidence.add(Reason::Mints, use->name);
    }
    answer.mints = true;
    event(session, LifeEventKind::Minted, facts, first,
          fmt::format("the response issues {} for the first time", nameOf(first)));
    return session;
}

// A new session of the same visitor, in answer to a credential that is good no more.
SessionIndex Linker::mintAfter(SessionIndex before, const Facts& facts, Link& link,
                               Answer& answer) {
    const SessionIndex session = mint(facts, link, answer);
    visitors_.join(static_cast<std::uint32_t>(registry_.session(before).row.visitor),
                   static_cast<std::uint32_t>(registry_.session(session).row.visitor),
                   fmt::format("it began in answer to a credential of session {}",
                               registry_.session(before).row.id.value));
    return session;
}

// No followed credential is presented.
SessionIndex Linker::answerUnknown(const Facts& facts, Link& link, Answer& answer) {
    const bool hasFresh = std::any_of(answer.fresh.begin(), answer.fresh.end(),
                                      [&](const Use* use) { return isOfSession(*use); });
    if (link.adoptable == kNone) return hasFresh ? mint(facts, link, answer) : kNone;

    const Use& use = facts.uses[link.adoptable];
    const bool isByScheme = isScheme(use.name);
    // Credentials that are refused, or whose answer is not known, link nothing.
    if (isByScheme && (facts.status >= 400 || !facts.signs.hasResponse)) {
        return hasFresh ? mint(facts, link, answer) : kNone;
    }
    const bool isReplaced = std::any_of(answer.fresh.begin(), answer.fresh.end(),
                                        [&](const Use* fresh) { return fresh->name == use.name; });
    const bool logsIn =
        facts.signs.isLoginAttempt && outcomeOfLogin(facts, true) == LoginOutcome::Succeeded;
    // The service doesn't know it: what it makes instead is a session of its own.
    if (isReplaced && !use.isClientState && !logsIn) return mint(facts, link, answer);

    const SessionIndex session = begin(facts, true);
    link.credential = follow(facts, use, session, false);
    link.name = use.name;
    touchUse(link.credential, facts);
    link.evidence.add(Reason::Adopts, use.name);
    if (use.carrier == Carrier::Basic || use.carrier == Carrier::Digest) {
        registry_.session(session).row.isAdopted = false;
        const PendingLogin login{
            facts.exchange, facts.responded, facts.client, facts.rare->user, {}, false};
        succeed(session, login, "the service accepts user and password in Authorization");
    } else {
        event(session, LifeEventKind::Adopted, facts, link.credential,
              fmt::format("the request presents {}, which was issued before the capture began",
                          nameOf(link.credential)));
        if (use.carrier == Carrier::Bearer && !facts.rare->user.empty()) {
            registry_.session(session).row.user = facts.rare->user;
        }
    }
    return answerLive(facts, link, answer);
}

// The presented credential's session had ended before the response.
SessionIndex Linker::answerEnded(const Facts& facts, Link& link, Answer& answer) {
    const SessionIndex session = registry_.credential(link.credential).session;
    const bool isLate = facts.requested > registry_.session(session).endedAt;
    const bool mints = std::any_of(answer.fresh.begin(), answer.fresh.end(), [&](const Use* use) {
        return isOfSession(*use) && !isBeside(*use, link.credential);
    });
    // State that clients hold is good wherever it is presented, unless it is turned down.
    const bool isClientState = registry_.credential(link.credential).isClientState;
    const bool isGood = !isRefused(facts) && facts.status == 200 && !facts.signs.hasPasswordInput;
    const LoginOutcome outcome = outcomeOfLogin(facts, false);
    const bool logsIn = facts.signs.isLoginAttempt && (outcome == LoginOutcome::Succeeded ||
                                                       outcome == LoginOutcome::NextPageTells);
    const bool isInside = isGood && facts.signs.hasLogoutLink;
    // A login cookie beside the identifier proves a login, by whatever way it came.
    const bool isProved = !answer.fresh.empty() && !isRefused(facts);
    const bool goesOn = mints ? isClientState && isInside : logsIn || isProved || isInside;
    if (isLate && goesOn) {
        reopen(session, link.credential);
        if (!mints && logsIn) registry_.session(session).row.isSignedIn = false;
        return answerLive(facts, link, answer);
    }
    link.evidence.add(Reason::PresentsDead, link.name);
    if (isLate && (mints || isRefused(facts))) {
        event(session, LifeEventKind::UsedAfterEnd, facts, link.credential,
              fmt::format("the request presents {} after the session's end",
                          nameOf(link.credential)));
    }
    return mints ? mintAfter(session, facts, link, answer) : session;
}

SessionIndex Linker::answerLive(const Facts& facts, Link& link, Answer& answer) {
    const CredentialIndex presented = link.credential;
    const SessionIndex session = registry_.credential(presented).session;
    const bool isStale = !isUsable(registry_.credential(presented), facts);
    const bool isAdopted =
        std::any_of(link.evidence.items.begin(), link.evidence.items.end(),
                    [](const Evidence::Item& item) { return item.reason == Reason::Adopts; });
    if (!isAdopted) {
        link.evidence.add(isStale ? Reason::PresentsStale : Reason::Presents, link.name);
    }
    if (isScheme(link.name) && hasIdentifierAlready(answer, session)) {
        return mint(facts, link, answer);
    }
    if (isLogout(registry_.session(session), facts)) {
        event(session, LifeEventKind::Logout, facts, presented,
              answer.deletions.empty()
                  ? "the request asks to log out and is answered"
                  : "the request asks to log out, and the response deletes " + nameOf(presented));
        for (const Use* use : answer.deletions)
            link.evidence.add(Reason::Deletes, use->name);
        end(session, EndReason::Logout, facts.exchange, facts.responded);
        if (hasReplacement(answer, session, presented)) {
            Link unlinked;
            mintAfter(session, facts, unlinked, answer);
        }
        answer.mints = false;
        return session;
    }
    if (hasReplacement(answer, session, presented)) {
        return answerReplacement(facts, link, answer, session, isStale);
    }
    if (saysExpired(facts) && !isStale) {
        if (facts.signs.isLoginAttempt) {
            event(session, LifeEventKind::LoginFailed, facts, presented,
                  "a password is sent when the session has run out");
        }
        expire(session, facts, presented, "the status says that the session has run out");
        return session;
    }
    for (const Use* use : answer.fresh) {
        add(facts, link, *use, session);
        answer.mints = true;
    }
    takeDeletions(facts, link, answer, session);
    suspectExpiry(facts, answer, session, presented);
    if (!registry_.session(session).isEnded) accept(facts, session);
    return session;
}

}  // namespace hark::session
