#include "core/query/filter_names.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <vector>

#include "core/base/text.h"

namespace hark::query {

namespace {

using F = FilterField;
using K = ValueKind;

constexpr auto kNames = std::to_array<FilterName>({
    {"method", "http.request.method", F::Method, K::Text, false, "", "",
     "request method: GET, POST …"},
    {"status-code", "status http.response.code code", F::Status, K::Number, false, "", "",
     "status code: 404, 4xx, 200..299"},
    {"domain", "host http.host", F::Host, K::Text, false, "", "",
     "host of the target URI: shop.example.test, *.example.test"},
    {"path", "http.request.uri.path", F::Path, K::Text, false, "", "",
     "path, without the query: /cart*"},
    {"url", "http.request.full_uri", F::Url, K::Text, false, "", "", "target URI"},
    {"target", "http.request.uri uri", F::Target, K::Text, false, "", "", "request target as sent"},
    {"service", "origin", F::Service, K::Text, false, "", "",
     "scheme, host and port of the target URI: http://shop.example.test:8080"},
    {"scheme", "", F::Scheme, K::Text, false, "", "", "http or https"},
    {"mime-type", "mime type http.content_type", F::MediaType, K::Text, false, "", "",
     "media type of the response: image/*"},
    {"size", "response-size http.content_length", F::Size, K::Bytes, false, "", "",
     "content of the response as transferred: size>=1M"},
    {"request-size", "", F::RequestSize, K::Bytes, false, "", "", "content of the request"},
    {"larger-than", "", F::LargerThan, K::Bytes, false, "", "",
     "response content of more than: 1k"},
    {"smaller-than", "", F::SmallerThan, K::Bytes, false, "", "",
     "response content of less than: 1k"},
    {"duration", "time", F::Duration, K::Duration, false, "", "",
     "first to last byte: duration>500ms"},
    {"wait", "http.time", F::Wait, K::Duration, false, "", "",
     "request's end to the response's first byte"},
    {"receive", "", F::Receive, K::Duration, false, "", "", "first to last byte of the response"},
    {"blocked", "", F::Blocked, K::Duration, false, "", "", "waiting behind earlier responses"},
    {"after", "since", F::After, K::Time, false, "", "",
     "began then or later, a connection or session still lived: 12.4s or 1m30s since the first "
     "packet, or a time as 2026-11-21T08:43:12Z"},
    {"before", "until", F::Before, K::Time, false, "", "", "began before then: as for after"},
    {"protocol", "", F::Protocol, K::Text, false, "", "", "HTTP/1.0, HTTP/1.1, HTTP/2, HTTP/3"},
    {"has-response-header", "", F::HasResponseHeader, K::Text, false, "", "",
     "a field name: set-cookie"},
    {"has-request-header", "", F::HasRequestHeader, K::Text, false, "", "", "a field name"},
    {"has-header", "", F::HasHeader, K::Text, false, "", "", "a field name, in either message"},
    {"header", "", F::Header, K::Text, false, "", "", "header[name]:value, in either message"},
    {"request-header", "", F::RequestHeader, K::Text, false, "", "", "request-header[name]:value"},
    {"response-header", "", F::ResponseHeader, K::Text, false, "", "",
     "response-header[name]:value"},
    {"user-agent", "http.user_agent", F::RequestHeader, K::Text, false, "", "user-agent",
     "User-Agent field"},
    {"referer", "http.referer", F::RequestHeader, K::Text, false, "", "referer", "Referer field"},
    {"location", "http.location", F::ResponseHeader, K::Text, false, "", "location",
     "Location field"},
    {"http.cookie", "", F::RequestHeader, K::Text, false, "", "cookie", "Cookie field"},
    {"http.set_cookie", "", F::ResponseHeader, K::Text, false, "", "set-cookie",
     "Set-Cookie field"},
    {"http.authorization", "", F::RequestHeader, K::Text, false, "", "authorization",
     "Authorization field"},
    {"http.server", "", F::ResponseHeader, K::Text, false, "", "server", "Server field"},
    {"cookie-name", "", F::CookieName, K::Text, false, "", "",
     "name of a cookie that the client sent"},
    {"cookie-value", "", F::CookieValue, K::Text, false, "", "",
     "value of a cookie that the client sent"},
    {"set-cookie-name", "", F::SetCookieName, K::Text, false, "", "",
     "name of a cookie that was set"},
    {"set-cookie-value", "", F::SetCookieValue, K::Text, false, "", "",
     "value of a cookie that was set"},
    {"set-cookie-domain", "", F::SetCookieDomain, K::Text, false, "", "",
     "Domain of a cookie that was set"},
    {"body", "http.file_data content", F::Body, K::Text, false, "", "",
     "text in the decoded content of either message"},
    {"is", "", F::Is, K::Word, false, "complete incomplete pipelined running marked", "",
     "complete, incomplete, pipelined (blocked by others), running, marked by the analyst"},
    {"packet", "frame.number frame", F::Packet, K::Number, false, "", "",
     "a packet in which it travelled"},
    {"id", "exchange", F::Id, K::Number, false, "", "", "the exchange's number"},
    {"anomaly", "", F::Anomaly, K::Text, false, "", "", "code of an anomaly: *, http1-*"},
    {"session", "", F::Session, K::Number, false, "", "", "the user session's number; *, none"},
    {"user", "", F::User, K::Text, false, "", "", "a user who was logged in to the session"},
    {"visitor", "", F::Visitor, K::Number, false, "", "",
     "number that the sessions of one user agent share"},
    {"event", "", F::Event, K::Text, false, "", "",
     "what it was to a session: login, logout, rotated, expired …"},
    {"marked", "", F::Marked, K::Word, false, "yes no", "", "whether the analyst marked it"},
    {"note", "", F::Note, K::Text, false, "", "", "text in the analyst's note; * for any"},
    {"connection", "tcp.stream", F::Connection, K::Number, true, "", "", "the connection's number"},
    {"client", "ip.src", F::Client, K::Text, true, "", "", "address, or address:port"},
    {"server", "ip.dst", F::Server, K::Text, true, "", "", "address, or address:port"},
    {"address", "ip.addr ip ipv6.addr", F::Address, K::Text, true, "", "",
     "address of either side"},
    {"port", "tcp.port", F::Port, K::Number, true, "", "", "port of either side"},
    {"client-port", "tcp.srcport", F::ClientPort, K::Number, true, "", "", "port of the client"},
    {"server-port", "tcp.dstport", F::ServerPort, K::Number, true, "", "", "port of the server"},
    {"keep-alive", "", F::KeepAlive, K::Word, true, "yes no", "",
     "whether its connection carried more than one exchange"},
    {"exchanges", "", F::Exchanges, K::Number, true, "", "",
     "how many its connection, or the session, carried"},
    {"tls.sni", "sni tls.handshake.extensions_server_name", F::TlsServerName, K::Text, true, "", "",
     "server name that the client asked for in TLS: *.example.test"},
    {"tls.alpn", "alpn tls.handshake.extensions_alpn_str", F::TlsProtocol, K::Text, true, "", "",
     "a protocol that TLS chose or offered: h2"},
    {"tls.version", "tls.handshake.version", F::TlsVersion, K::Text, true, "", "",
     "version that the server chose: *1.3, \"TLS 1.2\""},
    {"end", "", F::End, K::Text, true, "", "",
     "how its connection ended: fin, reset, idle, capture-ended …"},
    {"ended-by", "", F::EndedBy, K::Word, true, "client server", "", "who ended its connection"},
});

template <typename Visitor>
void eachSpelling(const FilterName& entry, Visitor visit) {
    visit(entry.name);
    std::string_view rest = entry.synonyms;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        visit(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
}

// Levenshtein's distance, both texts short.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
        }
    }
    return row.back();
}

}  // namespace

std::span<const FilterName> filterNames() {
    return kNames;
}

const FilterName* findFilterName(std::string_view name) {
    const FilterName* found = nullptr;
    for (const FilterName& entry : kNames) {
        eachSpelling(entry, [&](std::string_view spelling) {
            if (base::equalsIgnoringCase(spelling, name)) found = &entry;
        });
    }
    return found;
}

std::string_view nearestFilterName(std::string_view name) {
    const std::string wanted = base::toLower(name.substr(0, 64));
    std::string_view nearest;
    std::size_t least = std::numeric_limits<std::size_t>::max();
    for (const FilterName& entry : kNames) {
        eachSpelling(entry, [&](std::string_view spelling) {
            const std::size_t far = distance(wanted, spelling);
            if (far < least) {
                least = far;
                nearest = spelling;
            }
        });
    }
    // Beyond a third of its letters a word is another word.
    return least <= std::max<std::size_t>(wanted.size() / 3, 1) ? nearest : std::string_view();
}

}  // namespace hark::query
