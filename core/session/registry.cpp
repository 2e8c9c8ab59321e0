#include "core/session/registry.h"

#include <algorithm>
#include <utility>

namespace hark::session {

Credential* Registry::find(ValueKey value, std::uint32_t scope) {
    const auto found = byValue_.find(Key{value, scope});
    return found == byValue_.end() ? nullptr : &credentials_[found->second];
}

CredentialIndex Registry::add(Credential&& credential) {
    const auto index = static_cast<CredentialIndex>(credentials_.size());
    byValue_.emplace(Key{credential.value, credential.scope}, index);
    sessions_[credential.session].credentials.push_back(index);
    credentials_.push_back(std::move(credential));
    return index;
}

SessionIndex Registry::add(SessionState&& session) {
    sessions_.push_back(std::move(session));
    return static_cast<SessionIndex>(sessions_.size() - 1);
}

bool Registry::isUnusedSince(const SessionState& session, base::Timestamp since) const {
    return std::all_of(
        session.credentials.begin(), session.credentials.end(),
        [&](CredentialIndex index) { return credentials_[index].row.lastSeen <= since; });
}

base::Timestamp Registry::medianUse() const {
    std::vector<base::Timestamp> times;
    times.reserve(credentials_.size());
    for (const Credential& one : credentials_)
        times.push_back(one.row.lastSeen);
    if (times.empty()) return {};
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
    std::nth_element(times.begin(), middle, times.end());
    return *middle;
}

std::vector<SessionIndex> Registry::forget(base::Timestamp since) {
    std::vector<CredentialIndex> credentials(credentials_.size(), kNone);
    std::vector<SessionIndex> sessions(sessions_.size(), kNone);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < credentials_.size(); ++i) {
        Credential& one = credentials_[i];
        if (one.row.lastSeen <= since) {
            byValue_.erase(Key{one.value, one.scope});
            continue;
        }
        credentials[i] = static_cast<CredentialIndex>(kept);
        byValue_[Key{one.value, one.scope}] = static_cast<CredentialIndex>(kept);
        if (kept != i) credentials_[kept] = std::move(one);
        ++kept;
    }
    credentials_.erase(credentials_.begin() + static_cast<std::ptrdiff_t>(kept),
                       credentials_.end());
    kept = 0;
    for (std::size_t i = 0; i < sessions_.size(); ++i) {
        SessionState& one = sessions_[i];
        for (CredentialIndex& index : one.credentials)
            index = credentials[index];
        one.credentials.erase(std::remove(one.credentials.begin(), one.credentials.end(), kNone),
                              one.credentials.end());
        if (one.credentials.empty()) continue;
        sessions[i] = static_cast<SessionIndex>(kept);
        for (const CredentialIndex index : one.credentials)
            credentials_[index].session = static_cast<SessionIndex>(kept);
        if (kept != i) sessions_[kept] = std::move(one);
        ++kept;
    }
    sessions_.erase(sessions_.begin() + static_cast<std::ptrdiff_t>(kept), sessions_.end());
    return sessions;
}

CredentialIndex Registry::liveOf(const SessionState& session, std::uint32_t name,
                                 std::uint32_t path) const {
    const auto found = std::find_if(
        session.credentials.rbegin(), session.credentials.rend(), [&](CredentialIndex index) {
            const Credential& one = credentials_[index];
            const bool isPath = path == 0 || one.path == 0 || path == one.path;
            return one.name == name && isPath && one.state == Credential::State::Live;
        });
    return found == session.credentials.rend() ? kNone : *found;
}

bool Registry::isCarried(const SessionState& session) const {
    return std::any_of(session.credentials.rbegin(), session.credentials.rend(),
                       [&](CredentialIndex index) {
                           const Credential& one = credentials_[index];
                           return one.state == Credential::State::Live &&
                                  (one.what == CredentialClass::Session ||
                                   one.what == CredentialClass::Authentication);
                       });
}

}  // namespace hark::session
