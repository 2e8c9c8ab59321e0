#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/query/rows.h"

namespace hark::query {

/// A user session as lists show it. Text is from traffic but for the names of kinds ("none",
/// "server" …) and `visitorReason`. Durations in nanoseconds.
struct SessionRow {
    std::uint64_t id = 0;
    std::string service;        ///< "http://shop.example:8443"
    std::uint64_t visitor = 0;  ///< the same for all sessions of one user agent
    std::string visitorReason;  ///< what joins it to that visitor's session before; may be empty
    std::string user;           ///< of the last login; empty where none was seen
    std::vector<std::string> users;        ///< all, in order
    bool isSignedIn = false;               ///< at its end
    bool isAdopted = false;                ///< began before the capture
    std::string end;                       ///< "none", "logout", "expired", "deleted"
    std::optional<std::uint64_t> endedBy;  ///< the exchange
    std::int64_t startedNs = 0;
    std::int64_t lastNs = 0;  ///< when it was last seen
    std::uint64_t firstExchange = 0;
    std::uint64_t lastExchange = 0;
    std::string carriedBy;  ///< "cookie, bearer", in the order of their use
    std::string stateKept;  ///< "unknown", "server", "client"
    std::uint64_t exchanges = 0;
    std::uint64_t pages = 0;         ///< documents that a person asked for
    std::uint64_t assets = 0;        ///< what a page loads
    std::uint64_t errors = 0;        ///< status 4xx and 5xx, and requests without a response
    std::uint64_t requestBytes = 0;  ///< of content, as transferred
    std::uint64_t responseBytes = 0;
    std::uint64_t connections = 0;  ///< used, whoever else used them
    std::uint64_t reused = 0;       ///< exchanges that weren't the first of their connection
    std::int64_t blockedNs = 0;     ///< waited behind earlier responses of a connection
    std::uint64_t thinks = 0;       ///< pauses between a page's loading and the next page
    std::int64_t thinkingNs = 0;    ///< their sum
    std::string clientAddress;      ///< of the client that presented it first
    std::string userAgent;          ///< of the same
    std::uint64_t clients = 0;      ///< that presented it
    std::uint64_t credentials = 0;  ///< values
    std::uint64_t logins = 0;       ///< that succeeded
    std::uint64_t rotations = 0;
    Note note;

    [[nodiscard]] std::int64_t durationNs() const { return lastNs - startedNs; }
};

/// A user agent that presented a session's credentials. Text is from traffic.
struct ClientRow {
    std::string address;    ///< of the client, or what a proxy names for it
    std::string userAgent;  ///< the field's value
    std::uint64_t firstExchange = 0;
    std::uint64_t exchanges = 0;
};

/// One value of a session's. Name and value are from traffic; the value is secret.
struct CredentialRow {
    std::uint64_t id = 0;
    std::uint64_t session = 0;
    std::uint64_t nameId = 0;  ///< CookieRow::id, where the carrier is a cookie
    std::string carrier;       ///< "cookie", "bearer", "path-parameter" …
    std::string name;          ///< of the cookie, parameter or field
    std::string what;          ///< its class: "session", "authentication" …
    std::string value;
    std::optional<std::uint64_t> minted;  ///< the exchange whose response issued it
    std::uint64_t firstExchange = 0;      ///< that minted, presented or ended it
    std::uint64_t lastExchange = 0;
    std::int64_t firstSeenNs = 0;
    std::int64_t lastSeenNs = 0;
    std::uint64_t uses = 0;  ///< requests that presented it
    bool isLive = true;      ///< not replaced, ended or deleted
};

/// One step of a session's life, at the exchange that shows it.
struct LifeEventRow {
    std::uint64_t id = 0;  ///< from 1, in the order of time
    std::uint64_t session = 0;
    std::string event;  ///< "minted", "login", "rotated" …
    std::uint64_t exchange = 0;
    std::uint64_t connection = 0;  ///< of that exchange
    std::optional<std::uint64_t> ordinal;
    Address client;  ///< of that connection
    std::int64_t timeNs = 0;
    /// The credential that it is about, where there is one; name and value from traffic, the value
    /// secret.
    struct Credential {
        std::uint64_t id = 0;
        std::string carrier;
        std::string name;
        std::string value;
    };
    std::optional<Credential> credential;
    std::string evidence;  ///< how it is known, in words; may quote names from traffic
};

/// Something that a session's exchanges show of its state. Name and value are from traffic.
struct StateRow {
    std::uint64_t id = 0;  ///< from 1, in the order of time
    std::uint64_t session = 0;
    std::uint64_t exchange = 0;
    std::int64_t timeNs = 0;
    std::string kind;   ///< "user", "preference", "cart", "checkout", "form-step" …
    std::string name;   ///< of the field, cookie or parameter
    std::string value;  ///< empty for secrets
};

/// All that the case knows of one session but its exchanges.
struct SessionDetail {
    SessionRow row;
    std::vector<ClientRow> clients;          ///< in the order in which they came
    std::vector<CredentialRow> credentials;  ///< in the order in which they were first seen
    std::vector<LifeEventRow> events;
    std::vector<StateRow> state;
};

/// Of which names under which clients send values a list is.
enum class NameScope : std::uint8_t {
    Cookies,
    All,  ///< parameters, header fields and tokens, too
};

/// A cookie of a service, or another name under which its clients send values, whatever these are:
/// where it was minted and used. Text is from traffic but for `carrier`, `what` and `reasons`.
struct CookieRow {
    std::uint64_t id = 0;  ///< in the order in which they were first seen, with gaps
    std::string service;   ///< "http://shop.example:8443", or the cookie's domain as ".example.org"
    std::string carrier;   ///< "cookie", "bearer", "path-parameter" …
    std::string name;
    std::string path;             ///< for which the server sets it; may be empty
    std::string what;             ///< its class: "session", "browser", "preference" …
    std::string reasons;          ///< for that, in words, separated by "; ", the weightiest first
    std::uint64_t minted = 0;     ///< responses that set it to a value that the request hadn't
    std::uint64_t renewed = 0;    ///< responses that set the value that the request had
    std::uint64_t deleted = 0;    ///< responses that delete it
    std::uint64_t presented = 0;  ///< requests
    std::uint64_t values = 0;     ///< distinct ones, as far as they were counted
    std::uint64_t clients = 0;    ///< distinct user agents, as far as they can be told apart
    std::uint64_t sessions = 0;   ///< of which a value of it is a credential
    std::optional<std::uint64_t> firstMinted, lastMinted, firstPresented, lastPresented;
    std::string setCookie;  ///< value of the last Set-Cookie that wasn't a deletion; secret
    std::optional<std::int64_t> setNs;  ///< when that was
};

/// A reason why an exchange belongs to its session; see evidenceItems().
struct EvidenceItem {
    std::string kind;     ///< "presents", "mints", "rotates", "ends" …
    std::string carrier;  ///< "cookie", "bearer", "path-parameter" …
    std::string name;     ///< from traffic
    std::string reason;   ///< in words
};
/// What is in ExchangeRow::evidence. The JSON in there is ours, but names in it may be text that is
/// not UTF-8, as it was in traffic.
[[nodiscard]] std::vector<EvidenceItem> evidenceItems(std::string_view json);

/// A cookie that a user agent held at some moment. Text is from traffic, the value secret.
struct HeldCookie {
    std::string name;
    std::string value;
    std::string domain;      ///< the host that set it or that it was sent to, or its Domain
    bool isHostOnly = true;  ///< it has no Domain: for that host alone
    std::string path;        ///< empty where only requests showed the cookie
    std::string attributes;  ///< as received, behind the first semicolon; may be empty
    std::optional<std::uint64_t> setBy;       ///< exchange; none: it was sent and never set here
    std::optional<std::uint64_t> lastSentBy;  ///< the last exchange whose request had it
    std::optional<std::int64_t> expiresNs;    ///< none: until the browser is closed, or not known
};

}  // namespace hark::query
