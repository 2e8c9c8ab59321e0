// Which values are followed, what requests present, and what is told when.

#include "core/session/linker.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/session/words.h"

namespace hark::session {

namespace {

// A value that doesn't look like an identifier may be one where the service makes others like it.
constexpr std::size_t kShortestId = 16;

}  // namespace

Linker::Linker(const Limits& limits, const Books& books, Sink& sink)
    : limits_(&limits), books_(books), narrator_(books, sink) {}

// A response's value: names alone are believed in cookies; elsewhere the value must look like an
// identifier, and one of a JSON content must be used, or be the answer to a login.
bool Linker::isIssued(const Facts& facts, const Use& use) const {
    const Verdict& verdict = (*verdicts_)[use.name];
    switch (use.carrier) {
        case Carrier::Cookie:
            return verdict.links();
        case Carrier::JsonMember:
        case Carrier::HeaderField:
            if (presented_->contains(use.value) &&
                (facts.signs.isUnsafe || verdict.links() || has(facts.topics, Topic::Session))) {
                return true;
            }
            return (facts.signs.isLoginAttempt || facts.signs.refreshes) && use.looksLikeId &&
                   (verdict.links() || verdict.what == CredentialClass::Refresh);
        default:
            return verdict.links() && use.looksLikeId;
    }
}

Credential* Linker::find(const Facts& facts, ValueKey value) {
    if (Credential* one = registry_.find(value, facts.service)) return one;
    for (const std::uint32_t domain : books_.domains.of(facts.service)) {
        if (Credential* one = registry_.find(value, domain)) return one;
    }
    return nullptr;
}

void Linker::prefetch(const Facts& facts) const {
    narrator_.prefetch(facts.connection);
    for (const Use& use : facts.uses) {
        if (use.looksLikeId || links(use)) registry_.prefetch(use.value, facts.service);
    }
}

// Presented while it was good: a request on its way when the value was replaced is no stale one.
bool Linker::isUsable(const Credential& credential, const Facts& facts) {
    if (registry_.session(credential.session).isEnded) return false;
    return credential.state == Credential::State::Live ||
           (credential.state == Credential::State::Replaced && facts.requested <= credential.until);
}

CredentialIndex Linker::follow(const Facts& facts, const Use& use, SessionIndex session,
                               bool isMinted) {
    Credential one;
    one.row.id = {++narrator_.last().credential};
    one.row.session = registry_.session(session).row.id;
    one.row.name = one.name = use.name;
    one.row.first = one.row.last = facts.exchange;
    one.row.firstSeen = one.row.lastSeen = isMinted ? facts.responded : facts.requested;
    if (isMinted) one.row.minted = facts.exchange;
    one.value = use.value;
    one.path = use.path;
    one.scope = use.domain != 0 ? use.domain : facts.service;
    one.session = session;
    one.what = (*verdicts_)[use.name].what;
    if (one.what == CredentialClass::Unknown) one.what = CredentialClass::Authentication;
    one.isClientState = use.isClientState;
    one.holders.push_back(facts.client);
    const CredentialIndex index = registry_.add(std::move(one));
    dirtyCredentials_.push_back(index);
    newCredentials_.push_back(index);
    atHosts_.insert({use.value, books_.domains.hostNumber(facts.service)});
    touch(session);
    return index;
}

void Linker::readRequest(const Facts& facts, Link& link) {
    std::uint32_t place = 0;
    for (const Use& use : facts.uses) {
        const std::uint32_t at = place++;
        if (use.act != Act::Presents) continue;
        const bool isOfSession = links(use);
        if (!use.looksLikeId && !isOfSession) continue;
        if (const Credential* one = find(facts, use.value)) {
            choose(facts, link, registry_.indexOf(*one), use.name);
        } else if (isOfSession && isAdoptable(facts, use)) {
            const bool isBetter =
                link.adoptable == kNone ||
                ((*verdicts_)[use.name].what == CredentialClass::Session &&
                 (*verdicts_)[facts.uses[link.adoptable].name].what != CredentialClass::Session);
            if (isBetter) link.adoptable = at;
        }
    }
    // Many may log in to a site by one user, or an application by one token: an identifier of the
    // service's own tells them apart.
    if (link.credential != kNone && link.adoptable != kNone && isScheme(link.name) &&
        (*verdicts_)[facts.uses[link.adoptable].name].what == CredentialClass::Session) {
        link.credential = kNone;
    }
}

bool Linker::isScheme(std::uint32_t name) const {
    const Carrier carrier = books_.names[name].carrier;
    return carrier == Carrier::Basic || carrier == Carrier::Digest || carrier == Carrier::Bearer;
}

// What a request presents without its having been issued may be anything: it must look like an
// identifier, and a parameter be a session's that is carried from page to page.
bool Linker::isAdoptable(const Facts& facts, const Use& use) const {
    // Cookies ignore ports: what another service of the host has is noise here.
    if (atHosts_.contains({use.value, books_.domains.hostNumber(facts.service)})) return false;
    const NameAccount& account = books_.names[use.name];
    const bool isNamedSession = (*verdicts_)[use.name].what == CredentialClass::Session;
    switch (use.carrier) {
        case Carrier::Basic:
        case Carrier::Digest:
            return true;
        case Carrier::JsonMember:
            return false;
        case Carrier::FormField:
        case Carrier::PathParameter:
            return isNamedSession && use.looksLikeId;
        case Carrier::QueryParameter:
            return isNamedSession && use.looksLikeId &&
                   (account.issued() > 0 || account.carried > 0);
        case Carrier::Cookie:
            return use.looksLikeId ||
                   (account.issuedFresh > 0 && books_.values.text(use.value).size() >= kShortestId);
        case Carrier::HeaderField:
        case Carrier::Bearer:
            return use.looksLikeId;
    }
    return false;
}

// By what it was when the request was sent.
int Linker::rank(CredentialIndex index, const Facts& facts) {
    const Credential& one = registry_.credential(index);
    const bool wasLive = one.state == Credential::State::Live || facts.requested <= one.until;
    if (!wasLive) return one.state == Credential::State::Replaced ? 1 : 0;
    if (one.what == CredentialClass::Session) return 4;
    return one.what == CredentialClass::Refresh ? 2 : 3;
}

void Linker::choose(const Facts& facts, Link& link, CredentialIndex candidate, std::uint32_t name) {
    touchUse(candidate, facts);
    if (link.credential == kNone) {
        link.credential = candidate;
        link.name = name;
        return;
    }
    const bool isOther =
        registry_.credential(candidate).session != registry_.credential(link.credential).session;
    const int before = rank(link.credential, facts);
    const int now = rank(candidate, facts);
    if (isOther && before >= 3 && now >= 3 && !isScheme(name) && !isScheme(link.name)) {
        link.evidence.add(Reason::Conflicts, before >= now ? name : link.name);
    }
    if (now > before) {
        link.credential = candidate;
        link.name = name;
    }
}

void Linker::touch(SessionIndex session) {
    SessionState& state = registry_.session(session);
    if (state.isDirty) return;
    state.isDirty = true;
    dirtySessions_.push_back(session);
}

void Linker::touchCredential(CredentialIndex credential) {
    Credential& one = registry_.credential(credential);
    if (one.isDirty) return;
    one.isDirty = true;
    dirtyCredentials_.push_back(credential);
}

void Linker::touchUse(CredentialIndex credential, const Facts& facts) {
    Credential& one = registry_.credential(credential);
    ++one.row.uses;
    if (!one.row.minted && facts.requested < one.row.firstSeen) {
        one.row.first = facts.exchange;
        one.row.firstSeen = facts.requested;
    }
    if (facts.requested >= one.row.lastSeen) {
        one.row.last = facts.exchange;
        one.row.lastSeen = facts.requested;
    }
    touchCredential(credential);
}

std::string Linker::nameOf(CredentialIndex credential) const {
    if (credential == kNone) return "a credential";
    const NameAccount& account = books_.names[registry_.credential(credential).name];
    return fmt::format("the {} {}", toString(account.carrier), account.name);
}

void Linker::tellSettled() {
    narrator_.tellMembers(Narrator::Which::ThoseThatRest);
    tellNewCredentials();
}

void Linker::tellNewCredentials() {
    for (const CredentialIndex index : newCredentials_)
        tellCredential(index);
    newCredentials_.clear();
}

void Linker::tellCredential(CredentialIndex index) {
    Credential& one = registry_.credential(index);
    CredentialRow row = one.row;
    row.isLive = one.state == Credential::State::Live;
    if (!one.isValueTold) row.value = books_.values.text(one.value);
    one.isValueTold = true;
    one.isDirty = false;
    narrator_.tell(std::move(row));
}

// Who comes back after so many others is taken for new.
void Linker::forget() {
    if (registry_.credentials() <= limits_->credentials) return;
    const base::Timestamp since = registry_.medianUse();
    for (const SessionIndex session : undecided_) {
        if (registry_.isUnusedSince(registry_.session(session), since)) decide(session);
    }
    tell();
    const std::size_t before = registry_.credentials();
    const std::vector<SessionIndex> places = registry_.forget(since);
    atHosts_.clear();
    forgotten_ += before - registry_.credentials();
    std::vector<SessionIndex> undecided;
    for (const SessionIndex session : undecided_) {
        if (places[session] != kNone) undecided.push_back(places[session]);
    }
    undecided_ = std::move(undecided);
}

void Linker::tell() {
    narrator_.tellMembers(Narrator::Which::All);
    tellNewCredentials();
    for (const CredentialIndex index : dirtyCredentials_) {
        if (registry_.credential(index).isDirty) tellCredential(index);
    }
    dirtyCredentials_.clear();
    for (const SessionIndex index : dirtySessions_) {
        SessionState& state = registry_.session(index);
        state.isDirty = false;
        countNewestClient(state);
        SessionRow row = state.row;
        const auto visitor = static_cast<std::uint32_t>(state.row.visitor);
        row.visitor = visitors_.of(visitor);
        if (const std::string_view reason = visitors_.reason(visitor); !reason.empty()) {
            row.visitorReason = reason;
        }
        narrator_.tell(std::move(row));
    }
    dirtySessions_.clear();
}

}  // namespace hark::session
