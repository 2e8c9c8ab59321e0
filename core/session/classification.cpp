#include "core/session/classification.h"

#include <algorithm>
#include <optional>

#include <absl/container/flat_hash_map.h>
#include <fmt/format.h>

#include "core/base/text.h"
#include "core/session/known_names.h"

namespace hark::session {

namespace {

using Class = CredentialClass;

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
    if (account.deletedAtLogout > 0)
        add(fmt::format("deleted at {} logouts", account.deletedAtLogout));
    if (account.echoed > 0) add(fmt::format("repeated in {} forms or fields", account.echoed));
    if (account.longLived > 0) add("kept for more than 60 days");
    if (account.httpOnly > 0) add("HttpOnly");
    return words;
}

/// One name's evidence, before it is weighed against its neighbours'.
class Candidate {
public:
    Candidate(const NameAccount& account, const Overrides& overrides)
        : account_(account), known_(knownClass(account.name)) {
        if (isListed(overrides.sessionNames, account.name)) {
            decide(Class::Session, "you say so");
        } else if (isListed(overrides.otherNames, account.name)) {
            decide(Class::Unknown, "you say that it is no session's");
        } else {
            judge();
            // What an earlier import knew counts where this one says nothing.
            if (account.before && verdict_.what == Class::Unknown) verdict_ = *account.before;
            if (account.before && account.before->links()) weight_ += 8;
        }
        isFixed_ = verdict_.reasons.starts_with("you say");
    }

    [[nodiscard]] const NameAccount& account() const { return account_; }
    [[nodiscard]] Verdict& verdict() { return verdict_; }
    [[nodiscard]] bool isFixed() const { return isFixed_; }
    [[nodiscard]] bool isKnown() const { return known_.has_value(); }
    /// Can be the service's session identifier; the more, the likelier.
    [[nodiscard]] int weight() const { return weight_; }

    void decide(Class what, std::string_view reason) {
        verdict_.what = what;
        verdict_.reasons = reason;
        const std::string words = describe(account_);
        if (!words.empty()) verdict_.reasons += "; " + words;
    }

private:
    void judge();
    void judgeCookie();
    void judgeParameter();
    void weigh();

    const NameAccount& account_;
    std::optional<Class> known_;
    Verdict verdict_;
    bool isFixed_ = false;
    int weight_ = 0;
};

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
    if (known_) weight_ += 8;
    if (account_.issuedFresh > 0) weight_ += 4;
    if (account_.issuedAtLogin > 0) weight_ += 4;
    if (account_.deletedAtLogout > 0) weight_ += 4;
    if (account_.httpOnly > 0) weight_ += 2;
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

/// The cookies of one service, each judged in view of the others.
class Service {
public:
    void add(Candidate& candidate) { candidates_.push_back(&candidate); }

    void judge() {
        Candidate* best = nullptr;
        for (Candidate* one : candidates_) {
            if (one->verdict().links() && (best == nullptr || one->weight() > best->weight())) {
                best = one;
            }
        }
        if (best == nullptr) return;
        for (Candidate* one : candidates_) {
            if (one != best && one->verdict().links() && !one->isFixed()) demote(*one, *best);
        }
        if (!best->isFixed() && !best->isKnown()) judgeAlone(*best);
    }

private:
    // Beside the service's session identifier: what else a value of its own may be for.
    static void demote(Candidate& one, const Candidate& best) {
        const NameAccount& account = one.account();
        if (one.isKnown()) {
            if (one.verdict().what == CredentialClass::Session && account.issuedFresh == 0 &&
                best.account().issuedFresh > 0) {
                one.decide(Class::Unknown,
                           "another cookie is this service's session identifier, "
                           "and the service never sets this one");
            }
            return;
        }
        const bool comesAtLogin =
            account.issuedFresh > 0 && account.issuedAtLogin * 10 >= account.issuedFresh * 8;
        if (comesAtLogin && account.persistent > 0) {
            one.decide(Class::RememberMe, "set at login, beyond the browser session");
        } else if (comesAtLogin) {
            one.decide(Class::Authentication, "set at login only");
        } else if (account.issuedFresh == 0) {
            one.decide(Class::Browser, "never set by the service");
        } else if (account.longLived > 0 || account.issuedAtLogin == 0) {
            one.decide(Class::Browser, "outlives logins");
        }
    }

    // Nothing better is there, but does it change with sessions?
    static void judgeAlone(Candidate& one) {
        const NameAccount& account = one.account();
        const bool hasLifeOfSession =
            account.issuedAtLogin > 0 || account.deletedAtLogout > 0 || account.replaced > 0;
        if (account.issuedFresh == 0 && account.keptAtLogin > 0) {
            one.decide(Class::Browser, "never set by the service, and outlives logins");
        } else if (account.longLived > 0 && !hasLifeOfSession) {
            one.decide(Class::Browser, "kept for long, whatever happens");
        }
    }

    std::vector<Candidate*> candidates_;
};

}  // namespace

std::vector<Verdict> classify(const NameBook& names, const Overrides& overrides) {
    std::vector<Candidate> candidates;
    candidates.reserve(names.size());
    for (std::uint32_t number = 1; number < names.size(); ++number) {
        candidates.emplace_back(names[number], overrides);
    }
    absl::flat_hash_map<std::uint32_t, Service> services;
    for (Candidate& candidate : candidates) {
        if (candidate.account().carrier == Carrier::Cookie) {
            services[candidate.account().service].add(candidate);
        }
    }
    for (auto& [number, service] : services)
        service.judge();
    std::vector<Verdict> verdicts(1);
    verdicts.reserve(names.size());
    for (Candidate& candidate : candidates)
        verdicts.push_back(std::move(candidate.verdict()));
    return verdicts;
}

}  // namespace hark::session
