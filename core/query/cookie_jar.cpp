#include "core/query/cookie_jar.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "core/base/text.h"
#include "core/http/cookies.h"
#include "core/http/public_suffix.h"
#include "core/http/set_cookie.h"

namespace hark::query {

namespace {

bool goesTo(const HeldCookie& cookie, const CookieJar::Place& to) {
    const bool isItsHost = cookie.isHostOnly ? base::equalsIgnoringCase(cookie.domain, to.host)
                                             : http::domainMatches(to.host, cookie.domain);
    return isItsHost && (cookie.path.empty() || http::pathMatches(cookie.path, to.path));
}

// A pair of a Cookie field.
struct Sent {
    std::string_view name;
    std::string_view value;
    bool isHeld = false;
    friend bool operator<(const Sent& a, const Sent& b) {
        return std::tie(a.name, a.value) < std::tie(b.name, b.value);
    }
};

// Each once, in the order of names and values; no more than a browser has.
std::vector<Sent> pairsOf(std::string_view cookieField, std::size_t most) {
    std::vector<Sent> sent;
    http::forEachCookie(cookieField, [&](const http::CookiePair& pair) {
        if (sent.size() < most) sent.push_back({pair.name, pair.value, false});
    });
    std::sort(sent.begin(), sent.end());
    const auto repeated = [](const Sent& a, const Sent& b) { return !(a < b); };
    sent.erase(std::unique(sent.begin(), sent.end(), repeated), sent.end());
    return sent;
}

bool isSameCookie(const HeldCookie& one, const HeldCookie& other) {
    return one.name == other.name && one.domain == other.domain &&
           one.isHostOnly == other.isHostOnly && one.path == other.path;
}

// What browsers would store for it, but for its end; nothing where they would not.
std::optional<HeldCookie> stored(const http::SetCookie& set, const CookieJar::Place& from) {
    if (http::brokenPrefixRule(set) != http::PrefixRule::Kept) return std::nullopt;
    HeldCookie cookie;
    cookie.name = set.name;
    cookie.value = set.value;
    cookie.domain = base::toLower(set.domain.empty() ? from.host : set.domain);
    cookie.isHostOnly = set.domain.empty();
    if (!cookie.isHostOnly && http::isPublicSuffix(cookie.domain)) {
        if (!base::equalsIgnoringCase(from.host, cookie.domain)) return std::nullopt;
        cookie.isHostOnly = true;
    }
    if (!cookie.isHostOnly && !http::domainMatches(from.host, cookie.domain)) return std::nullopt;
    cookie.path = set.path.empty() ? http::defaultPath(from.path) : set.path;
    cookie.setBy = from.exchange;
    return cookie;
}

}  // namespace

void CookieJar::add(HeldCookie cookie) {
    if (cookies_.size() >= limits_.cookies) cookies_.pop_front();
    cookies_.push_back(std::move(cookie));
}

void CookieJar::addSet(const Place& from, std::string_view setCookieField,
                       base::Timestamp received) {
    const auto set = http::parseSetCookie(setCookieField);
    if (!set) return;
    auto cookie = stored(*set, from);
    if (!cookie) return;
    const std::size_t end = setCookieField.find(';');
    if (end != std::string_view::npos) {
        cookie->attributes = base::trimmed(setCookieField.substr(end + 1));
    }
    if (const auto expiry = http::expiryOf(*set, received)) {
        cookie->expiresNs = expiry->time_since_epoch().count();
    }
    // A cookie that was sent before its Path was known is taken for the one that is set.
    cookies_.remove_if([&](const HeldCookie& held) {
        return isSameCookie(held, *cookie) || (held.path.empty() && held.name == cookie->name &&
                                               goesTo(*cookie, {held.domain, from.path, 0}));
    });
    if (!http::isDeletion(*set, received)) add(std::move(*cookie));
}

// A cookie that goes there, and whose name came with other values alone, is not held any more: a
// script or a response that was not captured has replaced it.
void CookieJar::addSent(const Place& to, std::string_view cookieField) {
    std::vector<Sent> sent = pairsOf(cookieField, limits_.cookies);
    std::map<std::string_view, HeldCookie> replaced;
    auto next = cookies_.begin();
    for (std::size_t left = cookies_.size(); left > 0; --left) {
        const auto cookie = next++;
        const auto same = std::lower_bound(sent.begin(), sent.end(), Sent{cookie->name, {}});
        if (same == sent.end() || same->name != cookie->name || !goesTo(*cookie, to)) continue;
        const auto pair = std::lower_bound(same, sent.end(), Sent{cookie->name, cookie->value});
        if (pair != sent.end() && pair->name == cookie->name && pair->value == cookie->value) {
            pair->isHeld = true;
            cookie->lastSentBy = to.exchange;
            cookies_.splice(cookies_.end(), cookies_, cookie);
        } else {
            replaced.insert_or_assign(same->name, std::move(*cookie));
            cookies_.erase(cookie);
        }
    }
    for (const Sent& pair : sent) {
        if (pair.isHeld) continue;
        HeldCookie cookie;
        cookie.name = pair.name;
        cookie.value = pair.value;
        cookie.domain = base::toLower(to.host);
        cookie.lastSentBy = to.exchange;
        if (const auto place = replaced.find(pair.name); place != replaced.end()) {
            cookie.domain = place->second.domain;
            cookie.isHostOnly = place->second.isHostOnly;
            cookie.path = place->second.path;
        }
        add(std::move(cookie));
    }
}

std::vector<HeldCookie> CookieJar::heldAt(base::Timestamp moment) const {
    const std::int64_t now = moment.time_since_epoch().count();
    std::vector<HeldCookie> held;
    std::copy_if(
        cookies_.begin(), cookies_.end(), std::back_inserter(held),
        [&](const HeldCookie& cookie) { return !cookie.expiresNs || *cookie.expiresNs > now; });
    std::stable_sort(held.begin(), held.end(), [](const HeldCookie& a, const HeldCookie& b) {
        return std::tie(a.domain, a.path, a.name) < std::tie(b.domain, b.path, b.name);
    });
    return held;
}

}  // namespace hark::query
