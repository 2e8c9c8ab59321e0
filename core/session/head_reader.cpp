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

// The beginning of a query in which words are looked for.
constexpr std::size_t kTopicalQuery = 256;
// Fields that are remembered of a connection, lest many open ones keep much; browsers send 1 KiB.
constexpr std::size_t kRepeatedFields = 8 * 1024;
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

/// A connection, and what the fields of its last request came to: most requests repeat them.
struct HeadReader::Connection {
    explicit Connection(const tcp::Connection& of) : wire(&of) {}

    const tcp::Connection* wire;
    std::string address;  // of the client, as text
    /// An exchange that is open, and the one that began before it.
    struct Open {
        base::ExchangeId exchange;
        base::ExchangeId before;
    };
    absl::InlinedVector<Open, 2> open;  // nearly always one
    base::ExchangeId lastBegun;
    const http::UriOrigin* origin = nullptr;
    std::uint32_t service = 0;

    std::string fields;  // as received
    bool isRead = false;
    std::uint32_t client = 0;
    std::vector<Use> uses;
    std::string user;
    bool takesPages = false;  // may be a document that a person asked for
    bool isAsset = false;     // the user agent says so
};

HeadReader::HeadReader(const Limits& limits, const Books& books)
    : limits_(limits), books_(books), uses_(limits, books) {}

HeadReader::~HeadReader() = default;

void HeadReader::open(const tcp::Connection& connection) {
    connections_.emplace(connection.id, std::make_unique<Connection>(connection));
}

void HeadReader::forEachRemembered(absl::FunctionRef<void(const Use&)> take) const {
    for (const auto& [id, connection] : connections_) {
        for (const Use& use : connection->uses)
            take(use);
    }
}

void HeadReader::begin(const exchange::Exchange& exchange) {
    const auto found = connections_.find(exchange.connection);
    if (found == connections_.end()) return;
    Connection& connection = *found->second;
    connection.open.push_back({exchange.id, connection.lastBegun});
    connection.lastBegun = exchange.id;
}

void HeadReader::end(const exchange::Exchange& exchange) {
    const auto found = connections_.find(exchange.connection);
    if (found == connections_.end()) return;
    auto& open = found->second->open;
    auto* const place = std::find_if(open.begin(), open.end(), [&](const Connection::Open& one) {
        return one.exchange == exchange.id;
    });
    if (place != open.end()) open.erase(place);
}

void HeadReader::close(base::ConnectionId connection) {
    connections_.erase(connection);
}

Facts HeadReader::read(const exchange::Exchange& exchange) {
    Facts facts;
    facts.exchange = exchange.id;
    facts.connection = exchange.connection;
    facts.requested = exchange.started;
    facts.responded = exchange.response ? exchange.response->firstByte : exchange.started;
    facts.ended = exchange.started;
    for (const auto& message : {std::cref(exchange.request), std::cref(exchange.response)}) {
        if (message.get()) facts.ended = std::max(facts.ended, message.get()->lastByte);
    }
    facts.signs.isReused = exchange.ordinal.value_or(0) > 0;
    facts.blocked = exchange.timing.blocked.value_or(base::Duration{0});
    if (exchange.request) facts.requestBytes = exchange.request->bodyBytes;
    if (exchange.response) facts.responseBytes = exchange.response->bodyBytes;

    const auto found = connections_.find(exchange.connection);
    if (found == connections_.end()) return facts;
    Connection& connection = *found->second;
    for (const Connection::Open& one : connection.open) {
        if (one.exchange == exchange.id) facts.before = one.before;
    }
    const http::RequestHead& head = *exchange.requestHead;
    readService(exchange, connection);
    facts.service = connection.service;
    const std::string_view fields = head.fields.bytes().substr(head.startLineBytes);
    facts.signs.repeats = connection.isRead && fields == connection.fields;
    if (!facts.signs.repeats) {
        readFields(head.fields, connection);
        connection.isRead = fields.size() <= kRepeatedFields;
        connection.fields = connection.isRead ? fields : std::string_view();
    }
    facts.client = connection.client;
    facts.user = connection.user;
    facts.uses.assign(connection.uses.begin(), connection.uses.end());
    readTarget(head.method(), head.target(), facts);
    facts.signs.isAsset |= connection.isAsset;
    facts.signs.isPage = connection.takesPages && !facts.signs.isAsset;
    if (exchange.responseHead) readResponse(exchange, facts);
    return facts;
}

void HeadReader::readService(const exchange::Exchange& exchange, Connection& connection) {
    const http::UriOrigin* origin = exchange.uri ? exchange.uri->origin.get() : nullptr;
    if (origin == connection.origin && connection.service != 0) return;
    connection.origin = origin;
    connection.service = books_.services.add(origin != nullptr ? std::string_view(origin->prefix)
                                                               : std::string_view("unknown"));
    connection.isRead = false;
}

void HeadReader::readTarget(std::string_view method, std::string_view target, Facts& facts) {
    // Most targets are a path alone.
    std::string_view path = target;
    const bool isPath = target.starts_with('/') && target.find('?') == std::string_view::npos &&
                        target.find(';') == std::string_view::npos &&
                        target.find('#') == std::string_view::npos;
    if (!isPath) {
        path = http::pathOf(target);
        path = path.substr(0, path.find(';'));
    }
    facts.path = books_.values.keyOf(path);
    facts.signs.isUnsafe = !isSafe(method);
    facts.topics = static_cast<std::uint8_t>(topicsOf(path));
    facts.signs.isAsset = has(facts.topics, Topic::Asset);
    facts.signs.targetsLogin = has(facts.topics, Topic::Login);
    facts.signs.isLogoutRequest = has(facts.topics, Topic::Logout) ||
                                  (method == "DELETE" && has(facts.topics, Topic::Session));
    if (path.size() == target.size()) return;
    uses_.addParameters(facts, Act::Presents, target);
    const std::string_view query = http::queryOf(target).substr(0, kTopicalQuery);
    facts.signs.isLogoutRequest |= queryAsksToLogOut(query);
}

void HeadReader::readClient(const http::Fields& fields, Connection& connection) {
    if (connection.address.empty()) connection.address = toString(connection.wire->client.address);
    const std::string_view forwarded = forwardedFor(fields);
    std::string client = forwarded.empty() ? connection.address : std::string(forwarded);
    client += '\n';
    client += fields.first("user-agent").value_or(std::string_view());
    connection.client = books_.clients.add(client);
}

void HeadReader::readAuthorization(std::string_view value, Facts& facts) {
    const auto credentials = http::parseCredentials(value);
    if (!credentials) return;
    if (const auto basic = http::basicCredentials(*credentials)) {
        uses_.add(facts, Carrier::Basic, Act::Presents, "authorization",
                  basic->user + ":" + basic->password);
        facts.user = basic->user;
    } else if (const auto digest = http::digestCredentials(*credentials)) {
        uses_.add(facts, Carrier::Digest, Act::Presents, "authorization",
                  digest->username + "@" + digest->realm);
        facts.user = digest->username;
    } else if (const std::string_view token = http::bearerToken(*credentials); !token.empty()) {
        uses_.add(facts, Carrier::Bearer, Act::Presents, "authorization", token);
        if (const auto jwt = content::parseJsonWebToken(token)) facts.user = jwt->userName;
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

void HeadReader::readFields(const http::Fields& fields, Connection& connection) {
    readClient(fields, connection);
    Facts facts;
    facts.service = connection.service;
    fields.forEach("cookie", [&](std::string_view value) {
        http::forEachCookie(value, [&](const http::CookiePair& pair) {
            uses_.add(facts, Carrier::Cookie, Act::Presents, pair.name, pair.value);
        });
    });
    fields.forEach("authorization",
                   [&](std::string_view value) { readAuthorization(value, facts); });
    readOwnFields(fields, facts);
    connection.uses.assign(facts.uses.begin(), facts.uses.end());
    connection.user = std::move(facts.user);

    // Fetch Metadata tells; else whoever takes anything may be shown a page.
    const auto destination = fields.first("sec-fetch-dest");
    const auto accept = fields.first("accept");
    connection.isAsset = destination && *destination != "document";
    connection.takesPages =
        destination ? !connection.isAsset
                    : !fields.first("x-requested-with") &&
                          (!accept || accept->find("text/html") != std::string_view::npos ||
                           accept->starts_with("*/*"));
}

void HeadReader::readResponse(const exchange::Exchange& exchange, Facts& facts) {
    const http::ResponseHead& head = *exchange.responseHead;
    facts.status = head.status;
    facts.signs.hasResponse = true;
    facts.signs.isRedirect = head.status / 100 == 3 && head.status != 304;
    facts.signs.challenges = head.fields.first("www-authenticate").has_value();
    head.fields.forEach("set-cookie", [&](std::string_view value) {
        readSetCookie(value, exchange.requestHead->target(), facts);
    });
    if (facts.signs.isRedirect) {
        if (const auto location = head.fields.first("location")) readLocation(*location, facts);
    }
    // A page is what a browser shows: it came as HTML, or leads there.
    const auto type = head.fields.first("content-type");
    const bool isHtml = type && base::equalsIgnoringCase(type->substr(0, 9), "text/html");
    if (!isHtml && !facts.signs.isRedirect && head.status == 200) facts.signs.isPage = false;
    facts.signs.isAsset = facts.signs.isAsset && !facts.signs.isPage;
    for (const std::string_view name :
         {"x-auth-token", "x-session-token", "x-access-token", "x-session-id", "authorization"}) {
        head.fields.forEach(name, [&](std::string_view value) {
            uses_.addIfCredential(facts, Carrier::HeaderField, Act::Issues, name, value);
        });
    }
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
    account.setCookie = value;
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
    facts.location = books_.values.keyOf(path);
    facts.signs.redirectsToLogin = has(topicsOf(path), Topic::Login);
    uses_.addParameters(facts, Act::Issues, location);
}

}  // namespace hark::session
