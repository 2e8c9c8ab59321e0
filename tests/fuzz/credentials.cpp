// What carries credentials in heads and values: the input's first byte chooses the reader, the rest
// is the field, target, host or value.

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/base/base64.h"
#include "core/base/percent.h"
#include "core/base/text.h"
#include "core/content/json_web_token.h"
#include "core/content/limits.h"
#include "core/content/signed_value.h"
#include "core/content/token_shape.h"
#include "core/http/authorization.h"
#include "core/http/cookies.h"
#include "core/http/public_suffix.h"
#include "core/http/set_cookie.h"
#include "core/http/target_parts.h"
#include "tests/fuzz/memory_input.h"

namespace {

using namespace hark;
using fuzz::require;

bool isWithin(std::string_view part, std::string_view whole) {
    return part.empty() || (part.data() >= whole.data() &&
                            part.data() + part.size() <= whole.data() + whole.size());
}

void readCookies(std::string_view text) {
    std::size_t octets = 0;
    http::forEachCookie(text, [&](const http::CookiePair& pair) {
        require(isWithin(pair.name, text) && isWithin(pair.value, text));
        require(!pair.name.empty() || !pair.value.empty());
        octets += pair.name.size() + pair.value.size();
    });
    require(octets <= text.size());
}

void readSetCookie(std::string_view text) {
    const auto cookie = http::parseSetCookie(text);
    if (!cookie) return;
    require(cookie->name.size() + cookie->value.size() <= http::kMaximumCookieOctets);
    require(cookie->path.empty() || cookie->path.front() == '/');
    for (const std::int64_t time : {INT64_MIN, std::int64_t{0}, INT64_MAX}) {
        const base::Timestamp received{base::Duration(time)};
        const auto expiry = http::expiryOf(*cookie, received);
        require(!http::isDeletion(*cookie, received) || (expiry && *expiry <= received));
    }
    static_cast<void>(http::brokenPrefixRule(*cookie));
    require(http::domainMatches(cookie->domain, cookie->domain) == !cookie->domain.empty());
}

void readAuthentication(std::string_view text) {
    if (const auto credentials = http::parseCredentials(text)) {
        require(isWithin(credentials->token, text));
        require(credentials->parameters.size() <= http::kMaximumAuthParameters);
        require(credentials->token.empty() || credentials->parameters.empty());
        static_cast<void>(http::basicCredentials(*credentials));
        static_cast<void>(http::digestCredentials(*credentials));
        static_cast<void>(http::bearerToken(*credentials));
    }
    const auto challenges = http::parseChallenges(text);
    require(challenges.size() <= http::kMaximumChallenges);
    for (const http::Authentication& challenge : challenges)
        require(!challenge.scheme.empty() && isWithin(challenge.token, text));
}

void readTarget(std::string_view text) {
    require(isWithin(http::pathOf(text), text) && isWithin(http::queryOf(text), text));
    require(http::defaultPath(text).front() == '/');
    require(http::pathMatches(http::defaultPath(text), http::defaultPath(text)));
    std::size_t octets = 0;
    http::forEachPathParameter(text, [&](std::string_view name, std::string_view value) {
        octets += name.size() + value.size();
    });
    require(octets <= text.size());
}

void readHost(std::string_view text) {
    const std::string_view domain = http::registrableDomain(text);
    require(isWithin(domain, text));
    require(domain.empty() || !http::isPublicSuffix(text));
    require(domain.empty() || http::registrableDomain(domain) == domain);
    require(http::sameSite(text, text));
    require(domain.empty() || http::sameSite(text, domain));
}

void readValue(std::string_view text) {
    const auto token = content::parseJsonWebToken(text);
    require(!token || text.size() <= content::kMaximumTokenOctets);
    const content::TokenShape shape = content::shapeOf(text);
    require(shape.length == text.size() && shape.entropyBits <= 256 * 8);
    require(isWithin(content::signedId(text), text));
    static_cast<void>(content::looksLikeIdentifier(text));
    std::string room;
    const std::string_view decoded = base::percentDecoded(text, room);
    require(decoded.size() <= text.size());
    require(base::fromBase64(base::toBase64(base::asBytes(text))) == text);
    static_cast<void>(base::fromBase64(text));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    switch (data[0] % 6) {
        case 0:
            readCookies(text);
            break;
        case 1:
            readSetCookie(text);
            break;
        case 2:
            readAuthentication(text);
            break;
        case 3:
            readTarget(text);
            break;
        case 4:
            readHost(text);
            break;
        default:
            readValue(text);
            break;
    }
    return 0;
}
