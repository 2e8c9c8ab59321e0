#include "core/session/classification.h"

#include <chrono>
#include <optional>
#include <tuple>
#include <utility>

#include <absl/container/flat_hash_map.h>

#include "core/base/time.h"
#include "core/http/set_cookie.h"
#include "core/session/candidate.h"

namespace hark::session {

namespace {

using Class = CredentialClass;

// Given to those who have none when a password is sent, and hardly ever else: it says who, while
// the service's session identifier says which visit.
bool comesAtLogin(const NameAccount& account) {
    return account.begun > 0 && account.begunAtLogin * 10 >= account.begun * 8;
}

bool changesAtLogins(const NameAccount& account) {
    return account.issuedAtLogin > 0 || account.deletedAtLogout > 0;
}

// Nearly each request's answer sets another value.
bool changesAlways(const NameAccount& account) {
    return account.replaced * 2 > account.presented;
}

// Scripts may read it.
bool isReadable(const NameAccount& account) {
    return account.httpOnly == 0;
}

// For how long user agents keep the value that was set last; nothing: for their session.
std::optional<base::Duration> keptFor(const NameAccount& account) {
    const auto cookie = http::parseSetCookie(account.setCookie);
    const auto expiry = cookie ? http::expiryOf(*cookie, account.setAt) : std::nullopt;
    if (!expiry) return std::nullopt;
    return *expiry - account.setAt;
}

bool isKeptLonger(const NameAccount& account, const NameAccount& other) {
    constexpr std::chrono::minutes kRounding{1};  // of dates to seconds, and by slow answers
    const auto one = keptFor(account);
    const auto two = keptFor(other);
    return one && (!two || *one > *two + kRounding);
}

bool outlivesVisits(const NameAccount& account) {
    constexpr std::chrono::days kLongestVisit{1};
    return keptFor(account) > std::optional<base::Duration>(kLongestVisit);
}

// Whether it identifies the visits of those to whom `login` is given at logins: it was there
// already, and is neither what outlives visits nor what scripts send back against forgery.
bool identifiesVisits(const Candidate& candidate, const NameAccount& login) {
    const NameAccount& account = candidate.account();
    if (account.begun == 0 || comesAtLogin(account)) return false;
    const auto beside = login.beside.find(account.number);
    if (beside == login.beside.end() || beside->second * 10 < login.begunAtLogin * 8) return false;
    const bool isLongLived = account.longLived > 0;
    const bool changes = changesAtLogins(account);
    if (candidate.isNamedSession()) return changes || !isLongLived;
    if (account.echoed > 0) return false;
    if (changes && !isLongLived) return true;
    const bool isForScripts = isReadable(account) && !isReadable(login);
    return (changes || !outlivesVisits(account)) && !isKeptLonger(account, login) && !isForScripts;
}

/// The cookies of one service, each judged in view of the others.
class Service {
public:
    explicit Service(const std::vector<Verdict>& decided) : decided_(&decided) {}
    void add(Candidate& candidate) { candidates_.push_back(&candidate); }

    void judge() {
        Candidate* best = heaviest([](const Candidate&) { return true; });
        if (best == nullptr) return;
        if (comesAtLogin(best->account()) && !best->isFixed() && !best->isNamedSession()) {
            Candidate* visits = heaviest([&](const Candidate& one) {
                return one.verdict().what == Class::Session &&
                       identifiesVisits(one, best->account());
            });
            if (visits != nullptr) best = visits;
        }
        for (Candidate* one : candidates_) {
            if (one != best && one->verdict().links() && !one->isFixed()) demote(*one, *best);
        }
        if (!best->isFixed() && !best->isKnown()) judgeAlone(*best);
    }

private:
    // Of those that link; of equal ones what is presented more, then what was met first.
    template <typename Accept>
    Candidate* heaviest(Accept accepts) const {
        const auto rank = [this](const Candidate& one) {
            const std::uint32_t number = one.account().number;
            const bool wasSession =
                number < decided_->size() && (*decided_)[number].what == Class::Session;
            return std::tuple(one.weight(), wasSession, one.account().presented);
        };
        Candidate* best = nullptr;
        for (Candidate* one : candidates_) {
            if (!one->verdict().links() || !accepts(*one)) continue;
            if (best == nullptr || rank(*one) > rank(*best)) best = one;
        }
        return best;
    }

    // Beside the service's session identifier: what else a value of its own may be for.
    static void demote(Candidate& one, const Candidate& identifier) {
        const NameAccount& account = one.account();
        const NameAccount& best = identifier.account();
        const bool isDecided = account.before && account.before->what != Class::Unknown;
        if (isDecided && best.before && best.before->what == Class::Session) {
            one.keepBefore();
        } else if (one.isKnown()) {
            if (one.verdict().what == Class::Session && account.issuedFresh == 0 &&
                best.issuedFresh > 0) {
                one.decide(Class::Unknown,
                           "another cookie is this service's session identifier, "
                           "and the service never sets this one");
            }
        } else if (comesAtLogin(account) && account.persistent > 0 && account.keptAtLogout > 0 &&
                   account.deletedAtLogout == 0) {
            one.decide(Class::Browser, "set at login, and outlives logouts");
        } else if (comesAtLogin(account) && account.persistent > 0) {
            one.decide(Class::RememberMe, "set at login, beyond the browser session");
        } else if (comesAtLogin(account)) {
            one.decide(Class::Authentication, "set at login only");
        } else if (account.issuedFresh == 0) {
            one.decide(Class::Browser, "never set by the service");
        } else if (account.longLived > 0 || account.issuedAtLogin == 0) {
            one.decide(Class::Browser, "outlives logins");
        } else if (isReadable(account) && !isReadable(best)) {
            judgeReadable(one, best);
        }
    }

    // Set for scripts, while they can't read the identifier.
    static void judgeReadable(Candidate& one, const NameAccount& best) {
        if (one.account().echoed > 0) {
            one.decide(Class::Csrf, "repeated in forms or fields");
        } else if (changesAlways(one.account())) {
            one.decide(Class::Unknown, changesAlways(best)
                                           ? "it changes as another cookie does, and scripts may "
                                             "read this one only"
                                           : "it changes with the answers, whoever is logged in");
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

    const std::vector<Verdict>* decided_;
    std::vector<Candidate*> candidates_;
};

}  // namespace

std::vector<Verdict> classify(const NameBook& names, const Overrides& overrides,
                              const std::vector<Verdict>& decided) {
    std::vector<Candidate> candidates;
    candidates.reserve(names.size());
    for (std::uint32_t number = 1; number < names.size(); ++number) {
        candidates.emplace_back(names[number], overrides);
    }
    absl::flat_hash_map<std::uint32_t, Service> services;
    for (Candidate& candidate : candidates) {
        if (candidate.account().carrier == Carrier::Cookie) {
            services.try_emplace(candidate.account().service, decided).first->second.add(candidate);
        }
    }
    for (auto& [number, service] : services)
        service.judge();
    std::vector<Verdict> verdicts(1);
    verdicts.reserve(names.size());
    for (Candidate& candidate : candidates)
        verdicts.push_back(candidate.take());
    return verdicts;
}

}  // namespace hark::session
