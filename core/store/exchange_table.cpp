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
    "id, connection, ordinal, protocol, flags, started_ns, duration_ns, "
    "blocked_ns, dns_ns, connect_ns, tls_ns, send_ns, wait_ns, receive_ns, stream, "
    "origin, method, target, request_line, url, status, response_type, "
    "request_fields, response_head, "
    "request_body_bytes, request_missing, response_body_bytes, response_missing, "
    "request_content, response_content, "
    "capture, request_first, request_last, response_first, response_last, packet_ranges";

// Most exchanges are like this in fifteen of them; each value that isn't given saves time.
constexpr const char* kUsualColumns =
    "id, connection, ordinal, protocol=11, flags=127, started_ns, duration_ns, "
    "blocked_ns=NULL, dns_ns=NULL, connect_ns=NULL, tls_ns=NULL, send_ns, wait_ns, receive_ns, "
    "stream=NULL, origin, method, target, request_line=NULL, url=NULL, status, response_type, "
    "request_fields, response_head, "
    "request_body_bytes=0, request_missing=0, response_body_bytes, response_missing=0, "
    "request_content=NULL, response_content, "
    "capture=1, request_first, request_last, response_first, response_last, packet_ranges=NULL";

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
bool isUrlRegular(std::string_view target, const http::TargetUri& uri) {
    return uri.form != http::TargetUri::Form::Origin || target.starts_with('/');
}

void writeRanges(std::string_view name, const exchange::PacketRanges& ranges, std::string& out) {
    fmt::format_to(std::back_inserter(out), "{}\"{}\":[", out.size() > 1 ? "," : "", name);
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        fmt::format_to(std::back_inserter(out), "{}[{},{},{}]", i == 0 ? "" : ",",
                       ranges[i].capture, ranges[i].first, ranges[i].last);
    }
    out += ']';
}

const exchange::PacketRange* firstRange(const std::optional<exchange::MessageRecord>& message) {
    return message && !message->packets.empty() ? message->packets.data() : nullptr;
}

// Its packets are not told by the first range of either message.
bool spansInputs(const exchange::Exchange& exchange) {
    const exchange::PacketRange* request = firstRange(exchange.request);
    const exchange::PacketRange* response = firstRange(exchange.response);
    return (request != nullptr && exchange.request->packets.size() > 1) ||
           (response != nullptr && exchange.response->packets.size() > 1) ||
           (request != nullptr && response != nullptr && request->capture != response->capture);
}

// Fits kUsualColumns.
bool isUsual(const exchange::Exchange& exchange, bool ended) {
    const exchange::Timing& timing = exchange.timing;
    return protocolNumber(exchange.protocol) == 11 && flagsOf(exchange, ended) == 127 &&
           !timing.blocked && !timing.dns && !timing.connect && !timing.tls && !exchange.stream &&
           exchange.uri && exchange.request->bodyBytes == 0 &&
           exchange.response->missingBytes == 0 && !exchange.request->packets.empty() &&
           exchange.request->packets[0].capture == 1 &&
           isRegularRequestLine(*exchange.requestHead) &&
           isUrlRegular(exchange.requestHead->target(), *exchange.uri) && !spansInputs(exchange);
}

void addRange(Insert& row, const exchange::PacketRange* range) {
    if (range == nullptr) {
        row.null().null();
    } else {
        row.number(range->first).number(range->last);
    }
}

}  // namespace

ExchangeTable::ExchangeTable(Database& database, HeadTable& heads, AnomalyTable& anomalies,
                             std::size_t names, bool replaces)
    : heads_(heads),
      anomalies_(anomalies),
      origins_(database, names),
      mediaTypes_(database, names),
      replaces_(replaces),
      insert_(database, "exchange", kColumns,
              replaces ? Insert::Conflict::Replace : Insert::Conflict::Fail),
      insertUsual_(database, "exchange", kUsualColumns),
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
    // Rows that replace each other must wait in one place, in their order.
    usual_ = !replaces_ && isUsual(exchange, ended);
    Insert& row = usual_ ? insertUsual_ : insert_;
    addIdentity(row, exchange, ended);
    addTarget(row, exchange);
}

void ExchangeTable::finish(const exchange::Exchange& exchange, std::uint64_t requestContent,
                           std::uint64_t responseContent, bool ended) {
    Insert& row = usual_ ? insertUsual_ : insert_;
    addHeads(row, exchange);
    if (!usual_) addSizes(row, exchange.request);
    addSizes(row, exchange.response);
    if (!usual_) row.reference(requestContent);
    row.reference(responseContent);
    addPackets(row, exchange);
    row.run();
    if (ended) storeDependents(exchange);
}

void ExchangeTable::addIdentity(Insert& row, const exchange::Exchange& exchange, bool ended) const {
    const exchange::Timing& timing = exchange.timing;
    row.number(exchange.id.value).reference(exchange.connection.value).number(exchange.ordinal);
    if (!usual_) row.integer(protocolNumber(exchange.protocol)).number(flagsOf(exchange, ended));
    row.time(exchange.started).duration(durationOf(exchange));
    if (!usual_) {
        row.duration(timing.blocked).duration(timing.dns).duration(timing.connect);
        row.duration(timing.tls);
    }
    row.duration(timing.send).duration(timing.wait).duration(timing.receive);
    if (!usual_) row.number(exchange.stream);
}

void ExchangeTable::addTarget(Insert& row, const exchange::Exchange& exchange) {
    if (!exchange.requestHead) {
        row.null().null().null().null().null();
        return;
    }
    const http::RequestHead& head = *exchange.requestHead;
    row.reference(exchange.uri ? origins_.store(exchange.uri->origin) : 0);
    row.text(head.method()).text(head.target());
    if (usual_) return;
    if (isRegularRequestLine(head)) {
        row.null();
    } else {
        row.text(head.fields.bytes().substr(0, head.startLineBytes));
    }
    if (exchange.uri && !isUrlRegular(head.target(), *exchange.uri)) {
        row.text(exchange.uri->url(head.target()));
    } else {
        row.null();
    }
}

void ExchangeTable::addHeads(Insert& row, const exchange::Exchange& exchange) {
    if (exchange.responseHead) {
        row.number(std::uint64_t{exchange.responseHead->status});
        const auto type = exchange.responseHead->fields.first("content-type");
        row.reference(type ? mediaTypes_.store(*type) : 0);
    } else {
        row.null().null();
    }
    if (exchange.requestHead) {
        const http::RequestHead& head = *exchange.requestHead;
        row.number(
            heads_.store(head.fields, head.startLineBytes, head.startLineBytes, requestHead_));
    } else {
        row.null();
    }
    if (exchange.responseHead) {
        const http::ResponseHead& head = *exchange.responseHead;
        row.number(heads_.store(head.fields, 0, head.startLineBytes, responseHead_));
    } else {
        row.null();
    }
}

void ExchangeTable::addSizes(Insert& row,
                             const std::optional<exchange::MessageRecord>& message) const {
    if (!message) {
        row.null().null();
        return;
    }
    row.number(message->bodyBytes);
    if (!usual_) row.number(message->missingBytes);
}

void ExchangeTable::addPackets(Insert& row, const exchange::Exchange& exchange) {
    const exchange::PacketRange* request = firstRange(exchange.request);
    const exchange::PacketRange* response = firstRange(exchange.response);
    const exchange::PacketRange* any = request != nullptr ? request : response;
    if (!usual_) row.reference(any != nullptr ? any->capture : 0);
    addRange(row, request);
    addRange(row, response);
    if (usual_) return;
    if (!spansInputs(exchange)) {
        row.null();
        return;
    }
    ranges_ = '{';
    if (request != nullptr) writeRanges("request", exchange.request->packets, ranges_);
    if (response != nullptr) writeRanges("response", exchange.response->packets, ranges_);
    ranges_ += '}';
    row.text(ranges_);
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
