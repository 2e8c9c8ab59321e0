#include "core/session/classification.h"

#include <absl/container/flat_hash_map.h>

#include "core/session/candidate.h"

namespace hark::session {

namespace {

using Class = CredentialClass;

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
        verdicts.push_back(candidate.take());
    return verdicts;
}

}  // namespace hark::session
