#include "core/http/set_cookie.h"

#include <algorithm>
#include <array>
#include <limits>

#include "core/base/text.h"
#include "core/http/cookies.h"
#include "core/http/target_parts.h"

namespace hark::http {

namespace {

using base::equalsIgnoringCase;

// RFC 6265bis section 5.6 step 1: all controls but HTAB.
bool isForbidden(char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

// Section 5.6.2: digits, maybe behind a minus sign; as far off as can be where they are too many.
std::optional<std::chrono::seconds> readMaxAge(std::string_view value) {
    const bool negative = !value.empty() && value.front() == '-';
    const std::string_view digits = value.substr(negative ? 1 : 0);
    if (digits.empty() || !std::all_of(digits.begin(), digits.end(), isDigit)) return std::nullopt;
    if (negative) return std::chrono::seconds(-1);  // all of them end the cookie at once
    constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    const std::uint64_t seconds = std::min(base::parseDecimal(digits).value_or(kMost), kMost);
    return std::chrono::seconds(static_cast<std::int64_t>(seconds));
}

// A capture's clock may stand near the end of what a Timestamp holds.
base::Timestamp later(base::Timestamp time, std::chrono::seconds by) {
    return time < base::Timestamp::max() - by ? time + by : base::Timestamp::max();
}

SameSite readSameSite(std::string_view value) {
    if (equalsIgnoringCase(value, "none")) return SameSite::None;
    if (equalsIgnoringCase(value, "lax")) return SameSite::Lax;
    if (equalsIgnoringCase(value, "strict")) return SameSite::Strict;
    return SameSite::Unknown;
}

void takeAttribute(SetCookie& cookie, std::string_view name, std::string_view value) {
    if (equalsIgnoringCase(name, "expires")) {
        if (const auto date = parseCookieDate(value)) cookie.expires = date;
    } else if (equalsIgnoringCase(name, "max-age")) {
        if (const auto age = readMaxAge(value)) cookie.maxAge = age;
    } else if (equalsIgnoringCase(name, "domain")) {
        cookie.domain = value.substr(!value.empty() && value.front() == '.' ? 1 : 0);
    } else if (equalsIgnoringCase(name, "path")) {
        cookie.path = !value.empty() && value.front() == '/' ? value : std::string_view{};
    } else if (equalsIgnoringCase(name, "secure")) {
        cookie.secure = true;
    } else if (equalsIgnoringCase(name, "httponly")) {
        cookie.httpOnly = true;
    } else if (equalsIgnoringCase(name, "partitioned")) {
        cookie.partitioned = true;
    } else if (equalsIgnoringCase(name, "samesite")) {
        cookie.sameSite = readSameSite(value);
    }
}

struct Attribute {
    std::string_view name;
    std::string_view value;
};

Attribute readAttribute(std::string_view text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) return {base::trimmed(text), {}};
    return {base::trimmed(text.substr(0, equals)), base::trimmed(text.substr(equals + 1))};
}

bool startsIgnoringCase(std::string_view text, std::string_view prefix) {
    return equalsIgnoringCase(text.substr(0, prefix.size()), prefix);
}

bool isIpv4(std::string_view host) {
    for (int part = 0; part < 4; ++part) {
        if (part > 0) {
            if (host.empty() || host.front() != '.') return false;
            host.remove_prefix(1);
        }
        const std::size_t length = std::min<std::size_t>(std::min(host.find('.'), host.size()), 4);
        const auto number = base::parseDecimal(host.substr(0, length));
        if (!number || *number > 255) return false;
        host.remove_prefix(length);
    }
    return host.empty();
}

}  // namespace

std::optional<SetCookie> parseSetCookie(std::string_view field) {
    if (std::any_of(field.begin(), field.end(), isForbidden)) return std::nullopt;
    std::size_t end = std::min(field.find(';'), field.size());
    const CookiePair pair = readCookiePair(field.substr(0, end));
    const std::size_t octets = pair.name.size() + pair.value.size();
    if (octets == 0 || octets > kMaximumCookieOctets) return std::nullopt;
    SetCookie cookie;
    cookie.name = pair.name;
    cookie.value = pair.value;
    while (end < field.size()) {
        field.remove_prefix(end + 1);
        end = std::min(field.find(';'), field.size());
        const Attribute attribute = readAttribute(field.substr(0, end));
        if (attribute.value.size() <= kMaximumAttributeOctets)
            takeAttribute(cookie, attribute.name, attribute.value);
    }
    return cookie;
}

std::optional<base::Timestamp> expiryOf(const SetCookie& cookie, base::Timestamp received) {
    if (cookie.maxAge) {
        if (*cookie.maxAge <= std::chrono::seconds(0)) return base::Timestamp::min();
        return later(received, std::min<std::chrono::seconds>(*cookie.maxAge, kLongestCookieAge));
    }
    if (cookie.expires) return std::min(*cookie.expires, later(received, kLongestCookieAge));
    return std::nullopt;
}

bool isDeletion(const SetCookie& cookie, base::Timestamp received) {
    const auto expiry = expiryOf(cookie, received);
    return expiry && *expiry <= received;
}

std::string_view defaultPath(std::string_view target) {
    const std::string_view path = pathOf(target);
    const std::size_t slash = path.rfind('/');
    if (slash == std::string_view::npos || slash == 0 || path.front() != '/') return "/";
    return path.substr(0, slash);
}

bool pathMatches(std::string_view cookiePath, std::string_view requestPath) {
    if (requestPath.empty()) requestPath = "/";
    if (cookiePath.empty() || !requestPath.starts_with(cookiePath)) return false;
    return requestPath.size() == cookiePath.size() || cookiePath.back() == '/' ||
           requestPath[cookiePath.size()] == '/';
}

bool domainMatches(std::string_view host, std::string_view domain) {
    if (domain.empty()) return false;
    if (host.size() == domain.size()) return equalsIgnoringCase(host, domain);
    if (host.size() < domain.size() + 1) return false;
    const std::size_t below = host.size() - domain.size();
    return host[below - 1] == '.' && equalsIgnoringCase(host.substr(below), domain) &&
           !isIpAddress(host);
}

bool isIpAddress(std::string_view host) {
    // No host name has a colon; a port is not part of a host here.
    return host.find(':') != std::string_view::npos || isIpv4(host);
}

PrefixRule brokenPrefixRule(const SetCookie& cookie) {
    constexpr std::string_view kSecure = "__Secure-";
    constexpr std::string_view kHost = "__Host-";
    const auto hasPrefix = [=](std::string_view text) {
        return startsIgnoringCase(text, kSecure) || startsIgnoringCase(text, kHost);
    };
    if (cookie.name.empty() && hasPrefix(cookie.value)) return PrefixRule::Named;
    if (!hasPrefix(cookie.name)) return PrefixRule::Kept;
    if (!cookie.secure) return PrefixRule::Secure;
    if (!startsIgnoringCase(cookie.name, kHost)) return PrefixRule::Kept;
    if (!cookie.domain.empty()) return PrefixRule::HostOnly;
    return cookie.path == "/" ? PrefixRule::Kept : PrefixRule::RootPath;
}

}  // namespace hark::http
