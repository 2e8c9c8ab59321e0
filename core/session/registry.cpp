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

CredentialIndex Registry::liveOf(const SessionState& session, std::uint32_t name) const {
    for (auto index = session.credentials.rbegin(); index != session.credentials.rend(); ++index) {
        const Credential& one = credentials_[*index];
        if (one.name == name && one.state == Credential::State::Live) return *index;
    }
    return kNone;
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
