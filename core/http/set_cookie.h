#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/time.h"

namespace hark::http {

/// The SameSite attribute (RFC 6265bis section 5.6.7).
enum class SameSite : std::uint8_t {
    Unset,
    None,
    Lax,
    Strict,
    Unknown,  ///< there, but none of the three; browsers treat it as Unset
};

/// A Set-Cookie field as browsers read it. Views into the field's value.
struct SetCookie {
    std::string_view name;  ///< may be empty, never together with the value
    std::string_view value;
    std::optional<base::Timestamp> expires;      ///< kept within what a Timestamp can hold
    std::optional<std::chrono::seconds> maxAge;  ///< may be negative
    std::string_view domain;  ///< without a leading dot, case as written; empty: this host only
    std::string_view path;    ///< begins with "/"; empty: the default path (defaultPath)
    bool secure = false;
    bool httpOnly = false;
    bool partitioned = false;
    SameSite sameSite = SameSite::Unset;
    friend bool operator==(const SetCookie&, const SetCookie&) = default;
};

/// Name and value together; more is no cookie (RFC 6265bis section 5.6).
inline constexpr std::size_t kMaximumCookieOctets = 4096;
/// An attribute with a longer value is passed over (RFC 6265bis section 5.6).
inline constexpr std::size_t kMaximumAttributeOctets = 1024;
/// No cookie is kept for longer (RFC 6265bis section 5.5).
inline constexpr std::chrono::days kLongestCookieAge{400};

/// Reads one Set-Cookie field by the algorithm of RFC 6265bis section 5.6: of attributes of the
/// same name the last one counts. Nothing where browsers ignore the field: a control character in
/// it, neither name nor value, more than kMaximumCookieOctets.
[[nodiscard]] std::optional<SetCookie> parseSetCookie(std::string_view field);

/// The date of an Expires attribute as browsers read it (RFC 6265bis section 5.1.1): in any order
/// and with nearly any marks between. Kept within what a Timestamp can hold: 1677 to 2262.
[[nodiscard]] std::optional<base::Timestamp> parseCookieDate(std::string_view text);

/// When a cookie received then ends: Max-Age before Expires (RFC 6265bis section 5.7), at most
/// kLongestCookieAge later. Nothing: it lasts as long as the browser's session.
[[nodiscard]] std::optional<base::Timestamp> expiryOf(const SetCookie& cookie,
                                                      base::Timestamp received);

/// Whether the field removes the cookie: its end is not after the time at which it came.
[[nodiscard]] bool isDeletion(const SetCookie& cookie, base::Timestamp received);

/// The Path of a cookie that has none, from the request target whose response set it: up to the
/// path's last slash, at least "/" (RFC 6265bis section 5.1.4). A view into `target`, or static.
[[nodiscard]] std::string_view defaultPath(std::string_view target);

/// Whether a cookie of that path goes to that path (RFC 6265bis section 5.1.4). `requestPath` is
/// without query; an empty one counts as "/".
[[nodiscard]] bool pathMatches(std::string_view cookiePath, std::string_view requestPath);

/// Whether a host is in a cookie's domain, in any case: the same, or below it and no IP address
/// (RFC 6265bis section 5.1.3). Neither has a port; `domain` is without a leading dot.
[[nodiscard]] bool domainMatches(std::string_view host, std::string_view domain);

/// Whether a host is an IPv4 address, or an IPv6 address with or without brackets.
[[nodiscard]] bool isIpAddress(std::string_view host);

/// The first rule of a name's prefix that a cookie breaks; browsers ignore it then (RFC 6265bis
/// sections 4.1.3 and 5.7). Prefixes count in any case.
enum class PrefixRule : std::uint8_t {
    Kept,      ///< none is broken, or there is no prefix
    Named,     ///< a cookie without name whose value looks like a prefixed name
    Secure,    ///< __Secure-, __Host-: Secure is missing
    HostOnly,  ///< __Host-: there is a Domain
    RootPath,  ///< __Host-: Path is not "/"
};
[[nodiscard]] PrefixRule brokenPrefixRule(const SetCookie& cookie);

}  // namespace hark::http
