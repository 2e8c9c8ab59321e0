#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/session/credential.h"
#include "core/session/session.h"

namespace hark::session {

/// What can happen to a session.
enum class LifeEventKind : std::uint8_t {
    Minted,   ///< its credential was first issued
    Adopted,  ///< first seen mid-life
    Login,    ///< succeeded
    LoginFailed,
    Rotated,          ///< a new value continues it
    PrivilegeChange,  ///< the user changed without a logout
    Logout,
    Expired,
    Deleted,
    UsedAfterEnd,  ///< a dead credential was presented
    SecondClient,  ///< another address and user agent presented the live credential
    Roaming,       ///< only the address changed
    Fixated,       ///< a login kept an id that another client held before
};
[[nodiscard]] constexpr std::string_view toString(LifeEventKind kind) {
    switch (kind) {
        case LifeEventKind::Minted:
            return "minted";
        case LifeEventKind::Adopted:
            return "adopted";
        case LifeEventKind::Login:
            return "login";
        case LifeEventKind::LoginFailed:
            return "login-failed";
        case LifeEventKind::Rotated:
            return "rotated";
        case LifeEventKind::PrivilegeChange:
            return "privilege-change";
        case LifeEventKind::Logout:
            return "logout";
        case LifeEventKind::Expired:
            return "expired";
        case LifeEventKind::Deleted:
            return "deleted";
        case LifeEventKind::UsedAfterEnd:
            return "used-after-end";
        case LifeEventKind::SecondClient:
            return "second-client";
        case LifeEventKind::Roaming:
            return "roaming";
        case LifeEventKind::Fixated:
            return "fixated";
    }
    return "";
}

/// One step of a session's life, at the exchange that shows it. `evidence` says how it is known, in
/// words; it may quote names from traffic, never values.
struct LifeEventRow {
    std::uint64_t id = 0;  ///< from 1, in the order of time
    base::SessionId session;
    LifeEventKind kind = LifeEventKind::Minted;
    base::ExchangeId exchange;
    base::Timestamp time;
    base::CredentialId credential;  ///< may be none
    std::string evidence;
};

/// Something that a session's exchanges show of its state. Text is from traffic.
struct StateRow {
    std::uint64_t id = 0;  ///< from 1, in the order of time
    base::SessionId session;
    base::ExchangeId exchange;
    base::Timestamp time;
    /// "user", "preference", "cart", "checkout", "form-step", "csrf-issued", "csrf-returned"
    std::string_view kind;
    std::string name;   ///< of the field, cookie or parameter
    std::string value;  ///< empty for secrets
};

/// Reasons why an exchange belongs to a session; many exchanges share one.
struct EvidenceRow {
    struct Item {
        std::string_view kind;  ///< "presents", "mints", "rotates", "ends" …
        Carrier carrier = Carrier::Cookie;
        std::string name;    ///< from traffic
        std::string reason;  ///< in words
    };
    std::uint64_t id = 0;  ///< from 1
    std::vector<Item> items;
};

/// Exchanges that follow each other on a connection belong to one session for the same reasons:
/// most do, and a row each would cost more than finding out.
struct MembersRow {
    std::uint64_t id = 0;  ///< from 1
    base::ConnectionId connection;
    base::ExchangeId first, last;  ///< and all between them on that connection
    base::SessionId session;
    std::uint64_t evidence = 0;  ///< EvidenceRow::id
};

/// The ids that were given last.
struct LastIds {
    std::uint64_t session = 0;
    std::uint64_t visitor = 0;
    std::uint64_t credential = 0;
    std::uint64_t lifeEvent = 0;
    std::uint64_t state = 0;
    std::uint64_t evidence = 0;
    std::uint64_t members = 0;
    std::uint64_t name = 0;
};

/// Rows with larger ids than these are void: what was told of them is told anew.
struct Reconsidered {
    LastIds kept;
};

/// What is told comes as rows; one that was told before replaces it, by its id. An EvidenceRow
/// comes before the first MembersRow that names it.
using Event = std::variant<Reconsidered, EvidenceRow, MembersRow, SessionRow, CredentialRow,
                           NameRow, LifeEventRow, StateRow>;

class Sink {
public:
    virtual ~Sink() = default;
    virtual void on(const Event& event) = 0;
};

/// What a case that is continued knows of sessions.
struct Earlier {
    LastIds last;
    std::vector<SessionRow> sessions;
    std::vector<CredentialRow> credentials;  ///< of these sessions
    std::vector<NameRow> names;
    std::vector<EvidenceRow> evidence;
};

}  // namespace hark::session
