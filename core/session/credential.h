#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/ids.h"
#include "core/base/time.h"

namespace hark::session {

/// Where in a message a credential is.
enum class Carrier : std::uint8_t {
    Cookie,          ///< Cookie and Set-Cookie (RFC 6265bis)
    PathParameter,   ///< ";jsessionid=…" (RFC 3986 section 3.3)
    QueryParameter,  ///< of a request target, a link or a Location
    FormField,       ///< of a submitted or an offered form
    JsonMember,      ///< of a JSON content
    HeaderField,     ///< a field of the application's own, such as X-Auth-Token
    Bearer,          ///< Authorization (RFC 6750)
    Basic,           ///< Authorization (RFC 7617)
    Digest,          ///< Authorization (RFC 7616)
};
[[nodiscard]] constexpr std::string_view toString(Carrier carrier) {
    switch (carrier) {
        case Carrier::Cookie:
            return "cookie";
        case Carrier::PathParameter:
            return "path-parameter";
        case Carrier::QueryParameter:
            return "query-parameter";
        case Carrier::FormField:
            return "form-field";
        case Carrier::JsonMember:
            return "json-member";
        case Carrier::HeaderField:
            return "header-field";
        case Carrier::Bearer:
            return "bearer";
        case Carrier::Basic:
            return "basic";
        case Carrier::Digest:
            return "digest";
    }
    return "";
}

/// What the values of a name are for. Session and Authentication link exchanges to sessions; the
/// others say at most "the same user agent".
enum class CredentialClass : std::uint8_t {
    Unknown,
    Session,         ///< a session identifier
    Authentication,  ///< proves a login, beside or instead of an identifier
    Refresh,         ///< is exchanged for a new credential
    RememberMe,      ///< brings a login back in a later session
    Csrf,
    Browser,     ///< identifies the user agent, outlives sessions and logins
    Preference,  ///< many user agents hold the same value
};
[[nodiscard]] constexpr std::string_view toString(CredentialClass what) {
    switch (what) {
        case CredentialClass::Unknown:
            return "unknown";
        case CredentialClass::Session:
            return "session";
        case CredentialClass::Authentication:
            return "authentication";
        case CredentialClass::Refresh:
            return "refresh";
        case CredentialClass::RememberMe:
            return "remember-me";
        case CredentialClass::Csrf:
            return "csrf";
        case CredentialClass::Browser:
            return "browser";
        case CredentialClass::Preference:
            return "preference";
    }
    return "";
}

/// A name under which a service's clients send values, and what it was taken for. Text is from
/// traffic but for `reasons`.
struct NameRow {
    std::uint64_t id = 0;  ///< from 1, in the order in which they were first seen
    std::string service;   ///< "http://shop.example:8443", or a cookie's domain as ".example.org"
    Carrier carrier = Carrier::Cookie;
    std::string name;
    std::string path;  ///< of cookies: the Path for which the server sets them; may be empty
    CredentialClass what = CredentialClass::Unknown;
    std::string reasons;          ///< in words, separated by "; ", the weightiest first
    std::uint64_t minted = 0;     ///< responses that set it to a value that the request hadn't
    std::uint64_t renewed = 0;    ///< responses that set the value that the request had
    std::uint64_t deleted = 0;    ///< responses that delete it
    std::uint64_t presented = 0;  ///< requests
    std::uint64_t values = 0;     ///< distinct ones, as far as they were counted
    std::uint64_t clients = 0;    ///< distinct user agents, as far as they can be told apart
    std::optional<base::ExchangeId> firstMinted, lastMinted, firstPresented, lastPresented;
    std::string setCookie;  ///< cookies: the value of the last Set-Cookie that wasn't a deletion
    base::Timestamp setAt;  ///< when that was
};

/// One value of a session's. The value is from traffic, and secret.
struct CredentialRow {
    base::CredentialId id;
    base::SessionId session;
    std::uint64_t name = 0;                  ///< NameRow::id
    std::string value;                       ///< told once; empty where the row is told again
    std::optional<base::ExchangeId> minted;  ///< whose response issued it
    base::ExchangeId first, last;            ///< exchanges that minted, presented or ended it
    base::Timestamp firstSeen, lastSeen;
    std::uint64_t uses = 0;  ///< requests that presented it
    bool isLive = true;      ///< not replaced, ended or deleted
};

}  // namespace hark::session
