#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <absl/container/flat_hash_map.h>
#include <absl/container/inlined_vector.h>

#include "core/base/boxed.h"
#include "core/session/event.h"
#include "core/session/facts.h"

namespace hark::session {

/// Places in a Registry; they stay until it forgets.
using SessionIndex = std::uint32_t;
using CredentialIndex = std::uint32_t;
inline constexpr std::uint32_t kNone = ~std::uint32_t{0};

/// A value that is followed.
struct Credential {
    enum class State : std::uint8_t { Live, Replaced, Dead };

    CredentialRow row;       ///< without the value
    std::uint32_t name = 0;  ///< of the NameBook, as in the row
    ValueKey value = 0;
    std::uint32_t path = 0;   ///< of a cookie that was set, as in Use; 0: not known
    std::uint32_t scope = 0;  ///< the service, or the domain, that accepts it
    SessionIndex session = kNone;
    CredentialClass what = CredentialClass::Session;
    State state = State::Live;
    bool isClientState = false;
    bool isDirty = true;  ///< not told since it changed
    bool isValueTold = false;
    base::Timestamp until;  ///< when it was replaced or died
    /// Clients that were given it or presented it, the first few.
    absl::InlinedVector<std::uint32_t, 2> holders;
};

/// A login whose answer doesn't say whether it succeeded; the next page will.
struct PendingLogin {
    base::ExchangeId exchange;
    base::Timestamp time;
    std::uint32_t client = 0;
    std::string user;
    base::CredentialId fixatedWith;  ///< kept, though another client held it; may be none
    bool serviceRotates = false;     ///< sets a fresh identifier at logins that succeed
};

/// An answer as if the credential weren't known; what follows tells whether it was the end.
struct PendingExpiry {
    base::ExchangeId exchange;
    base::Timestamp time;
    std::uint64_t path = 0;
    base::CredentialId credential;
    std::string evidence;
};

/// How long a service was seen to keep sessions at rest.
struct IdleTimes {
    base::Duration accepted{0};             ///< the longest rest after which one was known
    std::optional<base::Duration> expired;  ///< the shortest after which one was not
    /// Whether it is much longer than what was borne so far.
    [[nodiscard]] bool isUnusual(base::Duration rest) const {
        return accepted > std::chrono::seconds(1) && rest > 2 * accepted;
    }
    /// Whether a session is more probably gone than not after that rest; nothing is known at first.
    [[nodiscard]] bool isTooLong(base::Duration rest) const {
        return expired && rest > accepted && rest - accepted > *expired - rest;
    }
};

/// A session and what is needed to go on with it.
struct SessionState {
    SessionRow row;  ///< visitor and visitorReason are filled when it is told
    // What most exchanges ask for or change follows what they change in the row.
    bool isEnded = false;
    bool maybeSignedIn = false;  ///< adopted or remembered, and nothing says that nobody is
    bool wasSignedIn = false;    ///< when it ended
    bool isDirty = true;
    bool wasKnown = false;                ///< an answer showed that the service knows it
    std::uint32_t newestClient = 0;       ///< of clients
    std::uint64_t exchangesOfNewest = 0;  ///< that its row in row.clients doesn't have yet
    base::ConnectionId connection;        ///< of its last exchange
    base::Timestamp lastPresented;        ///< its credential, or when it was minted
    base::Timestamp lastEnded;            ///< the last byte of its exchanges so far
    base::Boxed<PendingLogin> login;
    base::Boxed<PendingExpiry> expiry;

    std::uint32_t loginClient = 0;  ///< who logged in
    base::Timestamp endedAt;
    std::vector<std::uint32_t> signedClients;     ///< told since then, with loginClient
    std::vector<std::uint32_t> clients;           ///< of row.clients
    std::vector<base::ConnectionId> connections;  ///< sorted; those of this import
    std::uint64_t connectionsBefore = 0;          ///< of imports before it
    absl::InlinedVector<CredentialIndex, 2> credentials;
    std::uint64_t nextStep = 0;  ///< the path to which the last step of a form led
    std::uint32_t steps = 0;
    std::uint32_t states = 0;  ///< StateRows told
    unsigned carriers = 0;     ///< bits by Carrier
};

/// Who holds what: sessions in the order of their beginnings, and credentials by value.
class Registry {
public:
    /// Null where that value isn't followed for that service or domain.
    [[nodiscard]] Credential* find(ValueKey value, std::uint32_t scope);
    /// Brings near what find() needs.
    void prefetch(ValueKey value, std::uint32_t scope) const {
        byValue_.prefetch(Key{value, scope});
    }
    /// The value must not be followed yet.
    CredentialIndex add(Credential&& credential);
    SessionIndex add(SessionState&& session);
    [[nodiscard]] Credential& credential(CredentialIndex index) { return credentials_[index]; }
    [[nodiscard]] SessionState& session(SessionIndex index) { return sessions_[index]; }
    [[nodiscard]] const Credential& credential(CredentialIndex index) const {
        return credentials_[index];
    }
    [[nodiscard]] CredentialIndex indexOf(const Credential& credential) const {
        return static_cast<CredentialIndex>(&credential - credentials_.data());
    }
    [[nodiscard]] std::size_t sessions() const { return sessions_.size(); }
    [[nodiscard]] std::size_t credentials() const { return credentials_.size(); }

    /// Forgets credentials that were not used since, and sessions that have none left. Returns the
    /// new places of sessions by the old ones; kNone for those that were forgotten.
    std::vector<SessionIndex> forget(base::Timestamp since);
    [[nodiscard]] bool isUnusedSince(const SessionState& session, base::Timestamp since) const;
    /// When half of the credentials were used last, or before.
    [[nodiscard]] base::Timestamp medianUse() const;

    /// The session's live credential of that name and, as far as they are known, path; kNone where
    /// there is none.
    [[nodiscard]] CredentialIndex liveOf(const SessionState& session, std::uint32_t name,
                                         std::uint32_t path) const;
    /// Whether it has a live credential by which the service knows it.
    [[nodiscard]] bool isCarried(const SessionState& session) const;

private:
    struct Key {
        ValueKey value;
        std::uint32_t scope;
        friend bool operator==(const Key&, const Key&) = default;
        template <typename H>
        friend H AbslHashValue(H state, const Key& key) {
            return H::combine(std::move(state), key.value, key.scope);
        }
    };

    std::vector<SessionState> sessions_;
    std::vector<Credential> credentials_;
    absl::flat_hash_map<Key, CredentialIndex> byValue_;
};

}  // namespace hark::session
