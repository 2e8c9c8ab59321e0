#include "core/store/exchange_table.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace hark::store {

namespace {

// Bits of exchange.flags; see the schema.
constexpr unsigned kRequest = 1;
constexpr unsigned kRequestHead = 2;
constexpr unsigned kRequestComplete = 4;
constexpr unsigned kResponse = 8;
constexpr unsigned kResponseHead = 16;
constexpr unsigned kResponseComplete = 32;
constexpr unsigned kEnded = 64;

constexpr const char* kColumns =
    "id, connection, ordinal, protocol, flags, started_ns, "
    "duration_ns, "
    "blocked_ns, connect_ns, send_ns, wait_ns, receive_ns, stream, dns_ns, tls_ns, "
    "origin, method, target, request_line, url, "
    "status, response_type, request_fields, response_head, "
    "request_body_bytes, request_missing, response_body_bytes, response_missing, "
    "request_content, response_content, "
    "capture, request_first, request_last, response_first, response_last, packet_ranges";

std::int64_t protocolNumber(http::Version version) {
    switch (version) {
        case http::Version::Http10:
            return 10;
        case http::Version::Http11:
            return 11;
        case http::Version::Http2:
            return 20;
        case http::Version::Http3:
            return 30;
    }
    return 0;
}

unsigned flagsOf(const exchange::Exchange& exchange, bool ended) {
    unsigned flags = ended ? kEnded : 0;
    if (exchange.requestHead) flags |= kRequestHead;
    if (exchange.responseHead) flags |= kResponseHead;
    if (exchange.request) flags |= kRequest | (exchange.request->complete ? kRequestComplete : 0);
    if (exchange.response) {
        flags |= kResponse | (exchange.response->complete ? kResponseComplete : 0);
    }
    return flags;
}

std::optional<base::Duration> durationOf(const exchange::Exchange& exchange) {
    std::optional<base::Timestamp> last;
    if (exchange.request) last = exchange.request->lastByte;
    if (exchange.response && (!last || exchange.response->lastByte > *last)) {
        last = exchange.response->lastByte;
    }
    if (!last) return std::nullopt;
    return std::max(*last - exchange.started, base::Duration{0});
}

// RFC 9112 section 3: method SP request-target SP HTTP-version CRLF, and nothing else.
bool isRegularRequestLine(const http::RequestHead& head) {
    if (head.version != http::Version::Http10 && head.version != http::Version::Http11) return true;
    const std::string_view line = head.fields.bytes().substr(0, head.startLineBytes);
    const std::string_view end =
        head.version == http::Version::Http11 ? " HTTP/1.1\r\n" : " HTTP/1.0\r\n";
    const std::size_t method = head.methodSpan.length;
    return head.methodSpan.begin == 0 && head.targetSpan.begin == method + 1 &&
           line.size() == method + 1 + head.targetSpan.length + end.size() && line[method] == ' ' &&
           line.substr(line.size() - end.size()) == end;
}

// The rule by which the views make the URL; where it fails the URL gets a column of its own.
bool isUrlRegular(std::string_view method, std::string_view target, const http::TargetUri& uri) {
    if (method == "CONNECT") return uri.url == target;
    if (target == "*") return uri.url == uri.origin;
    if (target.empty() || target[0] != '/') return uri.url == target;
    const std::string_view url = uri.url;
    return url.size() == uri.origin.size() + target.size() &&
           url.substr(0, uri.origin.size()) == uri.origin &&
           url.substr(uri.origin.size()) == target;
}

void writeRanges(std::string_view name, const exchange::PacketRanges& ranges, std::string& out) {
    fmt::format_to(std::back_inserter(out), "{}\"{}\":[", out.size() > 1 ? "," : "", name);
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        fmt::format_to(std::back_inserter(out), "{}[{},{},{}]", i == 0 ? "" : ",",
                       ranges[i].capture, ranges[i].first, ranges[i].last);
    }
    out += ']';
}

void bindRange(Insert& insert, const exchange::PacketRange* range) {
    if (range == nullptr) {
        insert.null().null();
    } else {
        insert.number(range->first).number(range->last);
    }
}

const exchange::PacketRange* firstRange(const std::optional<exchange::MessageRecord>& message) {
    return message && !message->packets.empty() ? message->packets.data() : nullptr;
}

void bindSizes(Insert& insert, const std::optional<exchange::MessageRecord>& message) {
    if (message) {
        insert.number(message->bodyBytes).number(message->missingBytes);
    } else {
        insert.null().null();
    }
}

}  // namespace

ExchangeTable::ExchangeTable(Database& database, HeadTable& heads, AnomalyTable& anomalies,
                             std::size_t names, bool replaces)
    : heads_(heads),
      anomalies_(anomalies),
      origins_(database, names),
      mediaTypes_(database, names),
      insert_(database, "exchange", kColumns,
              replaces ? Insert::Conflict::Replace : Insert::Conflict::Fail),
      insertInterim_(database,
                     "INSERT INTO interim(exchange, position, status, head) VALUES(?, ?, ?, ?)"),
      insertTrailer_(database, "INSERT INTO trailer(exchange, message, head) VALUES(?, ?, ?)") {}

void ExchangeTable::begin(const exchange::Exchange& exchange, bool ended) {
    if (const auto& head = exchange.requestHead) {
        requestHead_ = heads_.prepare(head->fields, head->startLineBytes);
    }
    if (const auto& head = exchange.responseHead) {
        responseHead_ = heads_.prepare(head->fields, 0);
    }
    bindIdentity(exchange, ended);
    bindTarget(exchange);
}

void ExchangeTable::finish(const exchange::Exchange& exchange, std::uint64_t requestContent,
                           std::uint64_t responseContent, bool ended) {
    bindHeads(exchange);
    bindSizes(insert_, exchange.request);
    bindSizes(insert_, exchange.response);
    insert_.reference(requestContent).reference(responseContent);
    bindPackets(exchange);
    insert_.run();
    if (ended) storeDependents(exchange);
}

void ExchangeTable::bindIdentity(const exchange::Exchange& exchange, bool ended) {
    insert_.number(exchange.id.value).reference(exchange.connection.value);
    insert_.number(exchange.ordinal);
    const exchange::Timing& timing = exchange.timing;
    insert_.integer(protocolNumber(exchange.protocol)).number(flagsOf(exchange, ended));
    insert_.time(exchange.started).duration(durationOf(exchange)).duration(timing.blocked);
    insert_.duration(timing.connect).duration(timing.send).duration(timing.wait);
    insert_.duration(timing.receive);
    insert_.number(exchange.stream);
    insert_.duration(timing.dns).duration(timing.tls);
}

void ExchangeTable::bindTarget(const exchange::Exchange& exchange) {
    if (!exchange.requestHead) {
        insert_.null().null().null().null().null();
        return;
    }
    const http::RequestHead& head = *exchange.requestHead;
    if (exchange.uri) {
        insert_.number(origins_.store(*exchange.uri));
    } else {
        insert_.null();
    }
    insert_.text(head.method()).text(head.target());
    if (isRegularRequestLine(head)) {
        insert_.null();
    } else {
        insert_.text(head.fields.bytes().substr(0, head.startLineBytes));
    }
    if (exchange.uri && !isUrlRegular(head.method(), head.target(), *exchange.uri)) {
        insert_.text(exchange.uri->url);
    } else {
        insert_.null();
    }
}

void ExchangeTable::bindHeads(const exchange::Exchange& exchange) {
    if (exchange.responseHead) {
        insert_.number(exchange.responseHead->status);
        const auto type = exchange.responseHead->fields.first("content-type");
        insert_.reference(type ? mediaTypes_.store(*type) : 0);
    } else {
        insert_.null().null();
    }
    if (exchange.requestHead) {
        const http::RequestHead& head = *exchange.requestHead;
        insert_.number(
            heads_.store(head.fields, head.startLineBytes, head.startLineBytes, requestHead_));
    } else {
        insert_.null();
    }
    if (exchange.responseHead) {
        const http::ResponseHead& head = *exchange.responseHead;
        insert_.number(heads_.store(head.fields, 0, head.startLineBytes, responseHead_));
    } else {
        insert_.null();
    }
}

void ExchangeTable::bindPackets(const exchange::Exchange& exchange) {
    const exchange::PacketRange* request = firstRange(exchange.request);
    const exchange::PacketRange* response = firstRange(exchange.response);
    const exchange::PacketRange* any = request != nullptr ? request : response;
    insert_.reference(any != nullptr ? any->capture : 0);
    bindRange(insert_, request);
    bindRange(insert_, response);
    const bool several =
        (request != nullptr && exchange.request->packets.size() > 1) ||
        (response != nullptr && exchange.response->packets.size() > 1) ||
        (request != nullptr && response != nullptr && request->capture != response->capture);
    if (!several) {
        insert_.null();
        return;
    }
    ranges_ = '{';
    if (request != nullptr) writeRanges("request", exchange.request->packets, ranges_);
    if (response != nullptr) writeRanges("response", exchange.response->packets, ranges_);
    ranges_ += '}';
    insert_.text(ranges_);
}

void ExchangeTable::storeDependents(const exchange::Exchange& exchange) {
    std::uint64_t position = 0;
    for (const http::ResponseHead& head : exchange.interim) {
        insertInterim_.number(exchange.id.value).number(position++).number(head.status);
        insertInterim_.number(heads_.store(head.fields, 0, head.startLineBytes)).run();
    }
    const auto storeTrailers = [&](const std::optional<exchange::MessageRecord>& message,
                                   std::string_view name) {
        if (!message || !message->trailers) return;
        insertTrailer_.number(exchange.id.value).text(name);
        insertTrailer_.number(heads_.store(*message->trailers, 0, 0)).run();
    };
    storeTrailers(exchange.request, "request");
    storeTrailers(exchange.response, "response");
    for (const base::Anomaly& anomaly : exchange.anomalies) {
        anomalies_.store(exchange.connection.value, exchange.id.value, anomaly);
    }
}

}  // namespace hark::store
