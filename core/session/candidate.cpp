#include "core/session/candidate.h"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/session/known_names.h"

namespace hark::session {

namespace {

using Class = CredentialClass;

// Weights beside those of Candidate::weigh(), whose sum is below 20: what the user says comes
// first, then what an earlier import decided. Names are one input among others.
constexpr int kSaid = 64;
constexpr int kDecided = 32;
constexpr int kNamedSession = 12;
constexpr int kNamed = 8;

bool isListed(const std::vector<std::string>& names, std::string_view name) {
    return std::any_of(names.begin(), names.end(), [&](const std::string& listed) {
        return base::equalsIgnoringCase(listed, name);
    });
}

// Nearly all values look like identifiers, and nearly each client has its own.
bool identifies(const NameAccount& account) {
    return account.distinct > 0 && account.identifiers * 10 >= account.distinct * 8;
}

// Values that the service makes anew for each client, though they can be guessed: a counter.
bool isFreshEachTime(const NameAccount& account) {
    return account.issuedFresh >= 2 && account.issuedKnown == 0;
}

// Most values are held by several clients, and the service doesn't make them for each: what looks
// like an identifier is a thing's, or a bucket's.
bool isCommon(const NameAccount& account) {
    return account.shared * 2 > account.distinct && account.issuedFresh <= account.issuedKnown;
}

std::string describe(const NameAccount& account) {
    std::string words;
    const auto add = [&](std::string text) { words += (words.empty() ? "" : "; ") + text; };
    if (identifies(account)) {
        add(account.distinct == 1 ? "its value looks like an identifier"
                                  : fmt::format("{} of {} values look like identifiers",
                                                account.identifiers, account.distinct));
    } else if (account.distinct > 0) {
        add(fmt::format("{} distinct values, no identifiers", account.distinct));
    }
    if (account.shared > 0) add(fmt::format("{} held by several clients", account.shared));
    if (account.issuedFresh > 0)
        add(fmt::format("a fresh value made {} times", account.issuedFresh));
    if (account.issuedKnown > 0)
        add(fmt::format("a known value set {} times", account.issuedKnown));
    if (account.replaced > 0) add(fmt::format("replaced {} times", account.replaced));
    if (account.issuedAtLogin > 0) add(fmt::format("fresh at {} logins", account.issuedAtLogin));
    if (account.keptAtLogin > 0) add(fmt::format("kept at {} logins", account.keptAtLogin));
    if (account.keptAtLogout > 0) add(fmt::format("kept at {} logouts", account.keptAtLogout));
    if (account.deletedAtLogout > 0)
        add(fmt::format("deleted at {} logouts", account.deletedAtLogout));
    if (account.echoed > 0) add(fmt::format("repeated in {} forms or fields", account.echoed));
    if (account.longLived > 0) add("kept for more than 60 days");
    if (account.httpOnly > 0) add("HttpOnly");
    return words;
}

}  // namespace

Candidate::Candidate(const NameAccount& account, const Overrides& overrides)
    : account_(account), known_(knownClass(account.name)) {
    if (isListed(overrides.sessionNames, account.name)) {
        decide(Class::Session, "you say so");
        isFixed_ = true;
        weight_ = kSaid;
    } else if (isListed(overrides.otherNames, account.name)) {
        decide(Class::Unknown, "you say that it is no session's");
        isFixed_ = true;
    } else {
        judge();
        if (!account.before) return;
        // What an earlier import took for a session's stays one; what else it knew counts where
        // this one says nothing.
        if (verdict_.what == Class::Unknown || account.before->links()) verdict_ = *account.before;
        if (account.before->what == Class::Session) weight_ += kDecided;
    }
}

void Candidate::decide(Class what, std::string_view reason) {
    verdict_.what = what;
    verdict_.reasons = reason;
    const std::string words = describe(account_);
    if (!words.empty()) verdict_.reasons += "; " + words;
}

void Candidate::judge() {
    switch (account_.carrier) {
        case Carrier::Basic:
        case Carrier::Digest:
        case Carrier::Bearer:
            decide(Class::Authentication, "credentials of HTTP authentication");
            return;
        case Carrier::Cookie:
            judgeCookie();
            return;
        default:
            judgeParameter();
    }
}

void Candidate::judgeCookie() {
    const std::string known =
        known_ ? fmt::format("a name of {}", knownOrigin(account_.name)) : std::string();
    if (known_ &&
        (*known_ == Class::Csrf || *known_ == Class::Preference || *known_ == Class::Browser ||
         *known_ == Class::RememberMe || *known_ == Class::Refresh)) {
        decide(*known_, known);
        return;
    }
    const bool hasIds = identifies(account_);
    if (hasIds && account_.echoed > 0 && account_.echoed * 2 >= account_.keptAtLogin &&
        account_.issuedAtLogin == 0 && account_.httpOnly == 0) {
        decide(Class::Csrf, "repeated in forms or fields");
        return;
    }
    // Short or counted ids are believed where the name or the life of the cookie says what it is.
    const bool isWeakId = known_ ? account_.issuedFresh > account_.issuedKnown
                                 : isFreshEachTime(account_) &&
                                       (account_.issuedAtLogin > 0 || account_.deletedAtLogout > 0);
    if (!hasIds && !isWeakId) {
        const bool isRepeated = account_.shared > 0 || account_.issuedKnown > 0;
        decide(isRepeated ? Class::Preference : Class::Unknown,
               isRepeated ? "several clients hold the same value" : "nothing identifies with it");
        if (known_ && !isRepeated && account_.issued() == 0) {
            decide(*known_, known);
            weight_ = 1;
        }
        return;
    }
    if (!known_ && isCommon(account_)) {
        decide(Class::Preference, "several clients hold the same value");
        return;
    }
    if (!known_ && account_.issued() == 0) {
        const bool outlivesLogins = account_.keptAtLogin > 0;
        decide(outlivesLogins ? Class::Browser : Class::Unknown,
               outlivesLogins ? "the service never sets it, and it outlives logins"
                              : "the service never sets it, and nothing says what it is for");
        return;
    }
    decide(known_.value_or(Class::Session),
           known_ ? known : std::string_view("a value of its own for each client"));
    weigh();
}

// What speaks for a name being the one by which the service knows its sessions.
void Candidate::weigh() {
    weight_ = 1;
    if (known_) weight_ += *known_ == Class::Session ? kNamedSession : kNamed;
    if (account_.issuedFresh > 0) weight_ += 4;
    if (account_.issuedAtLogin > 0) weight_ += 4;
    if (account_.deletedAtLogout > 0) weight_ += 4;
    if (account_.httpOnly > 0) weight_ += 3;
    if (account_.persistent == 0 && account_.issuedFresh > 0) weight_ += 2;
    if (account_.longLived > 0) weight_ -= 4;
    if (account_.keptAtLogin > 0 && account_.issuedAtLogin == 0) weight_ -= 2;
    if (account_.echoed > 0) weight_ -= 2;
}

// A parameter links where its name says so, or where the service hands out a value to each client
// that carries it along; identifiers of things are in parameters as well.
void Candidate::judgeParameter() {
    if (known_ == Class::Authentication && account_.carrier == Carrier::FormField) {
        decide(Class::Csrf, "a token in a form");
        return;
    }
    if (known_) {
        if (*known_ == Class::Session && !identifies(account_) && account_.shared > 0) {
            decide(Class::Unknown, "several clients present the same value");
        } else {
            decide(*known_, fmt::format("a name of {}", knownOrigin(account_.name)));
        }
        return;
    }
    const bool isCarriedAlong = (account_.carrier == Carrier::QueryParameter ||
                                 account_.carrier == Carrier::PathParameter) &&
                                identifies(account_) && account_.issued() > 0 &&
                                account_.shared == 0 && account_.carried * 2 > account_.distinct &&
                                account_.presented >= account_.distinct * 3;
    decide(isCarriedAlong ? Class::Session : Class::Unknown,
           isCarriedAlong ? "each client carries a value of its own from page to page"
                          : "nothing says that it is a session's");
}

}  // namespace hark::session
