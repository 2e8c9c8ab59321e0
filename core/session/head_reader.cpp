#include "core/session/head_reader.h"

#include <algorithm>
#include <utility>

#include "core/base/text.h"
#include "core/content/json_web_token.h"
#include "core/http/authorization.h"
#include "core/http/cookies.h"
#include "core/http/public_suffix.h"
#include "core/http/set_cookie.h"
#include "core/http/target_parts.h"
#include "core/session/words.h"

namespace hark::session {

namespace {

using content::MediaKind;

// The beginning of a query in which words are looked for.
constexpr std::size_t kTopicalQuery = 256;
// RFC 9110 section 9.2.1; methods that are not known may change something as well.
bool isSafe(std::string_view method) {
    return method == "GET" || method == "HEAD" || method == "OPTIONS" || method == "TRACE";
}

// The client that a proxy names: of X-Forwarded-For the first, of Forwarded the first "for"
// (RFC 7239 section 4), without port, quotes and brackets.
std::string_view forwardedFor(const http::Fields& fields) {
    std::string_view value;
    if (const auto forwarded = fields.first("forwarded")) {
        value = forwarded->substr(0, forwarded->find(','));
        while (!value.empty()) {
            const std::string_view pair = base::trimmed(value.substr(0, value.find(';')));
            if (base::equalsIgnoringCase(pair.substr(0, 4), "for=")) {
                value = pair.substr(4);
                break;
            }
            value.remove_prefix(std::min(
                value.find(';') == std::string_view::npos ? value.size() : value.find(';') + 1,
                value.size()));
        }
    } else if (const auto list = fields.first("x-forwarded-for")) {
        value = base::trimmed(list->substr(0, list->find(',')));
    }
    if (value.starts_with('"') && value.ends_with('"') && value.size() > 1) {
        value = value.substr(1, value.size() - 2);
    }
    if (value.starts_with('[')) return value.substr(1, value.find(']') - 1);
    if (std::count(value.begin(), value.end(), ':') == 1) value = value.substr(0, value.find(':'));
    return value;
}

}  // namespace

HeadReader::HeadReader(const Limits& limits, const Books& books)
    : limits_(limits), books_(books), uses_(limits, books) {}

void HeadReader::readRequest(const exchange::Exchange& exchange, RepeatedFields& fields,
                             Facts& facts) {
    facts.exchange = exchange.id;
    facts.connection = exchange.connection;
    facts.previous = exchange.previous;
    facts.requested = facts.responded = facts.ended = exchange.started;
    facts.signs.isReused = exchange.ordinal.value_or(0) > 0;
    const http::RequestHead& head = *exchange.requestHead;
    readService(exchange, fields);
    facts.service = fields.service;
    facts.signs.repeats = head.repeatsFields && fields.read && fields.last == exchange.previous;
    if (!facts.signs.repeats) {
        fields.read = std::make_shared<const RequestFields>(readFields(head.fields, fields));
    }
    fields.last = exchange.id;
    const RequestFields& read = *fields.read;
    facts.client = read.client;
    if (read.usesPassedOver > 0) facts.rare.edit().usesPassedOver = read.usesPassedOver;
    if (!read.user.empty()) facts.rare.edit().user = read.user;
    if (!read.uses.empty()) facts.uses.share({fields.read, &read.uses});
    readTarget(head.method(), head.target(), facts);
    facts.signs.isAsset |= read.isAsset;
    facts.signs.isPage = read.takesPages && !facts.signs.isAsset;
}

void HeadReader::readService(const exchange::Exchange& exchange, RepeatedFields& fields) {
    const http::UriOrigin* const origin = exchange.uri ? exchange.uri->origin.get() : nullptr;
    if (origin == fields.origin.get() && fields.service != 0) return;
    fields.origin = exchange.uri ? exchange.uri->origin : nullptr;
    fields.service = books_.services.add(origin != nullptr ? std::string_view(origin->prefix)
                                                           : std::string_view("unknown"));
    fields.read.reset();
}

void HeadReader::readTarget(std::string_view method, std::string_view target, Facts& facts) {
    const std::string_view whole = http::pathOf(target);
    const std::string_view path = whole.substr(0, whole.find(';'));
    facts.path = books_.values.keyOf(path);
    facts.signs.isUnsafe = !isSafe(method);
    facts.topics = static_cast<std::uint8_t>(topicsOf(path));
    facts.signs.isAsset = has(facts.topics, Topic::Asset);
    facts.signs.targetsLogin = has(facts.topics, Topic::Login);
    facts.signs.isLogoutRequest = has(facts.topics, Topic::Logout) ||
                                  (method == "DELETE" && has(facts.topics, Topic::Session));
    if (path.size() == target.size()) return;
    if (path.size() < whole.size()) uses_.addPathParameters(facts, Act::Presents, whole);
    const std::string_view query = http::queryOf(target);
    if (query.empty()) return;
    uses_.addQuery(facts, Act::Presents, query);
    facts.signs.isLogoutRequest |= queryAsksToLogOut(query.substr(0, kTopicalQuery));
}

std::uint32_t HeadReader::readClient(const http::Fields& fields, const ip::Address& address) {
    const std::string_view forwarded = forwardedFor(fields);
    std::string client = forwarded.empty() ? toString(address) : std::string(forwarded);
    client += '\n';
    client += fields.first("user-agent").value_or(std::string_view());
    return books_.clients.add(client);
}

void HeadReader::readAuthorization(std::string_view value, Facts& facts) {
    const auto credentials = http::parseCredentials(value);
    if (!credentials) return;
    if (const auto basic = http::basicCredentials(*credentials)) {
        uses_.add(facts, Carrier::Basic, Act::Presents, "authorization",
                  basic->user + ":" + basic->password);
        facts.rare.edit().user = basic->user;
    } else if (const auto digest = http::digestCredentials(*credentials)) {
        uses_.add(facts, Carrier::Digest, Act::Presents, "authorization",
                  digest->username + "@" + digest->realm);
        facts.rare.edit().user = digest->username;
    } else if (const std::string_view token = http::bearerToken(*credentials); !token.empty()) {
        uses_.add(facts, Carrier::Bearer, Act::Presents, "authorization", token);
        if (const auto jwt = content::parseJsonWebToken(token))
            facts.rare.edit().user = jwt->userName;
    } else if (!credentials->token.empty()) {
        uses_.add(facts, Carrier::HeaderField, Act::Presents, "authorization", credentials->token);
    }
}

// Fields of the application's own that carry tokens, among them what repeats a CSRF cookie.
void HeadReader::readOwnFields(const http::Fields& fields, Facts& facts) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const http::FieldLine line = fields[i];
        constexpr char kLetterCase = 0x20;
        if (line.name.size() < 2 || (line.name[0] | kLetterCase) != 'x' || line.name[1] != '-') {
            continue;
        }
        const std::string name = base::toLower(line.name);
        if (name.starts_with("x-forwarded") || name == "x-request-id" ||
            name == "x-correlation-id" || name == "x-real-ip" || name == "x-requested-with") {
            continue;
        }
        uses_.addIfCredential(facts, Carrier::HeaderField, Act::Presents, name, line.value);
    }
}

RequestFields HeadReader::readFields(const http::Fields& fields, const RepeatedFields& repeated) {
    RequestFields read;
    read.client = readClient(fields, repeated.address);
    Facts facts;
    facts.service = repeated.service;
    fields.forEach("cookie", [&](std::string_view value) {
        read.hasCredentials = true;
        http::forEachCookie(value, [&](const http::CookiePair& pair) {
            uses_.add(facts, Carrier::Cookie, Act::Presents, pair.name, pair.value);
        });
    });
    fields.forEach("authorization", [&](std::string_view value) {
        read.hasCredentials = true;
        readAuthorization(value, facts);
    });
    readOwnFields(fields, facts);
    read.uses.assign(facts.uses.begin(), facts.uses.end());
    read.user = facts.rare->user;
    read.usesPassedOver = facts.rare->usesPassedOver;
    if (const auto type = fields.first("content-type")) read.type = mediaKindOf(*type);

    // Fetch Metadata tells; else whoever takes anything may be shown a page.
    const auto destination = fields.first("sec-fetch-dest");
    const auto accept = fields.first("accept");
    read.isAsset = destination && *destination != "document";
    read.takesPages = destination
                          ? !read.isAsset
                          : !fields.first("x-requested-with") &&
                                (!accept || accept->find("text/html") != std::string_view::npos ||
                                 accept->starts_with("*/*"));
    return read;
}

MediaKind HeadReader::readResponse(const exchange::Exchange& exchange, Facts& facts) {
    const http::ResponseHead& head = *exchange.responseHead;
    facts.status = head.status;
    facts.responded = std::max(exchange.response->firstByte, facts.requested);
    facts.signs.hasResponse = true;
    facts.signs.isRedirect = head.status / 100 == 3 && head.status != 304;
    facts.signs.challenges = head.fields.first("www-authenticate").has_value();
    head.fields.forEach("set-cookie", [&](std::string_view value) {
        readSetCookie(value, exchange.requestHead->target(), facts);
    });
    if (facts.signs.isRedirect) {
        if (const auto location = head.fields.first("location")) readLocation(*location, facts);
    }
    const auto takeToken = [&](std::string_view name, const auto& value) {
        if (!value) return;
        uses_.addIfCredential(facts, Carrier::HeaderField, Act::Issues, name, *value);
    };
    takeToken("x-auth-token", head.fields.first("x-auth-token"));
    takeToken("x-session-token", head.fields.first("x-session-token"));
    takeToken("x-access-token", head.fields.first("x-access-token"));
    takeToken("x-session-id", head.fields.first("x-session-id"));
    takeToken("authorization", head.fields.first("authorization"));
    // A page is what a browser shows: it came as HTML, or leads there.
    const auto type = head.fields.first("content-type");
    const MediaKind kind = type ? mediaKindOf(*type) : MediaKind::Other;
    if (kind != MediaKind::Html && !facts.signs.isRedirect && head.status == 200) {
        facts.signs.isPage = false;
    }
    facts.signs.isAsset = facts.signs.isAsset && !facts.signs.isPage;
    return kind;
}

// Servers use a handful of types.
MediaKind HeadReader::mediaKindOf(std::string_view type) {
    for (const auto& [known, kind] : mediaKinds_) {
        if (known == type) return kind;
    }
    const MediaKind kind = content::mediaKindOf(type);
    mediaKinds_[nextMediaKind_++ % mediaKinds_.size()] = {std::string(type), kind};
    return kind;
}

void HeadReader::readSetCookie(std::string_view value, std::string_view target, Facts& facts) {
    const auto cookie = http::parseSetCookie(value);
    if (!cookie || http::brokenPrefixRule(*cookie) != http::PrefixRule::Kept) return;
    const bool isDeletion = http::isDeletion(*cookie, facts.responded) || cookie->value.empty();
    const std::size_t before = facts.uses.size();
    uses_.add(facts, Carrier::Cookie, isDeletion ? Act::Deletes : Act::Issues, cookie->name,
              cookie->value);
    if (facts.uses.size() == before) return;
    Use& use = facts.uses.back();
    use.path = static_cast<std::uint32_t>(
        books_.values.keyOf(cookie->path.empty() ? http::defaultPath(target) : cookie->path));
    constexpr std::chrono::days kLong{60};
    const auto expiry = http::expiryOf(*cookie, facts.responded);
    if (expiry && !isDeletion) {  // the end of what is deleted may be as early as times go
        use.isPersistent = true;
        use.isLongLived = *expiry - facts.responded > kLong;
    }
    use.isHttpOnly = cookie->httpOnly;
    NameAccount& account = books_.names[use.name];
    if (isDeletion) return;
    account.path = cookie->path;
    account.setCookie = value.substr(0, limits_.valueBytes);
    account.setAt = facts.responded;
    const std::string_view host = hostOf(books_.services[facts.service]);
    if (!cookie->domain.empty() && http::domainMatches(host, cookie->domain) &&
        !http::isIpAddress(host) && !http::isPublicSuffix(cookie->domain)) {
        use.domain = books_.services.add("." + base::toLower(cookie->domain));
        account.domain = use.domain;
        books_.domains.add(use.domain);
    }
}

void HeadReader::readLocation(std::string_view location, Facts& facts) {
    std::string_view path = http::pathOf(location);
    if (path.empty()) path = location.substr(0, location.find_first_of("?#"));
    path = path.substr(0, path.find(';'));
    facts.rare.edit().location = books_.values.keyOf(path);
    facts.signs.redirectsToLogin = has(topicsOf(path), Topic::Login);
    uses_.addParameters(facts, Act::Issues, location);
}

}  // namespace hark::session
