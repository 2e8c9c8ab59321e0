#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"
#include "core/base/time.h"

namespace hark::session {

/// Why nothing more is expected of a session.
enum class EndReason : std::uint8_t {
    None,  ///< no end was seen
    Logout,
    Expired,  ///< the server answered as if it didn't know the credential
    Deleted,  ///< the server deleted the credential without a logout
};
[[nodiscard]] constexpr std::string_view toString(EndReason reason) {
    switch (reason) {
        case EndReason::None:
            return "none";
        case EndReason::Logout:
            return "logout";
        case EndReason::Expired:
            return "expired";
        case EndReason::Deleted:
            return "deleted";
    }
    return "";
}

/// Where an application keeps what it knows of a session, as far as the credential shows it.
enum class StateKept : std::uint8_t {
    Unknown,
    Server,  ///< the credential is opaque
    Client,  ///< the credential carries the state: a signed cookie, a JWT
};
[[nodiscard]] constexpr std::string_view toString(StateKept kept) {
    switch (kept) {
        case StateKept::Unknown:
            return "unknown";
        case StateKept::Server:
            return "server";
        case StateKept::Client:
            return "client";
    }
    return "";
}

/// A user agent that presented a session's credentials. Text is from traffic.
struct ClientRow {
    std::string address;    ///< of the client, or what a proxy names for it
    std::string userAgent;  ///< the field's value
    base::ExchangeId first;
    std::uint64_t exchanges = 0;
};

/// Sums over the exchanges of a session.
struct Figures {
    std::uint64_t exchanges = 0;
    std::uint64_t pages = 0;         ///< documents that a person asked for
    std::uint64_t assets = 0;        ///< what a page loads: images, scripts, styles, fonts, data
    std::uint64_t errors = 0;        ///< status 4xx and 5xx, and requests without a response
    std::uint64_t requestBytes = 0;  ///< of content, as transferred
    std::uint64_t responseBytes = 0;
    std::uint64_t connections = 0;  ///< used, whoever else used them
    std::uint64_t reused = 0;       ///< exchanges that weren't the first of their connection
    base::Duration blocked{0};      ///< waited behind earlier responses of a connection
    std::uint64_t thinks = 0;    ///< pauses between the end of a page's loading and the next page
    base::Duration thinking{0};  ///< their sum
};

/// One user agent's activity at one site, from the exchange that mints or first presents a session
/// credential, through rotations, until logout, expiry or deletion. Text is from traffic but for
/// `visitorReason`.
struct SessionRow {
    std::string service;        ///< "http://shop.example:8443"
    std::uint64_t visitor = 0;  ///< the same for all sessions of one user agent
    std::string visitorReason;  ///< what joins it to that visitor's session before; may be empty
    std::string user;           ///< of the last login; empty where none was seen
    std::vector<std::string> users;  ///< all, in order
    std::string carriedBy;  ///< names of Carriers, separated by ", ", in the order of their use
    StateKept stateKept = StateKept::Unknown;
    EndReason end = EndReason::None;
    std::optional<base::ExchangeId> endedBy;
    std::vector<ClientRow> clients;
    bool isAdopted = false;  ///< began before the capture: its first credential wasn't minted
    // What most exchanges change is together.
    bool isSignedIn = false;  ///< at its end
    base::SessionId id;
    base::Timestamp started, lastSeen;
    base::ExchangeId firstExchange, lastExchange;
    Figures figures;
};

}  // namespace hark::session
