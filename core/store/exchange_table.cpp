#include "core/store/exchange_table.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "core/http/exchange_flags.h"

namespace hark::store {

namespace {

using Flag = http::ExchangeFlag;

// With the values that fifteen of them have in most exchanges.
constexpr const char* kColumns =
    "id, connection, previous, ordinal, protocol=11, flags=127, started_ns, duration_ns, "
    "blocked_ns=NULL, dns_ns=NULL, connect_ns=NULL, tls_ns=NULL, send_ns, wait_ns, receive_ns, "
    "stream=NULL, origin, method, target, request_line=NULL, url=NULL, status, response_type, "
    "request_fields, response_head, "
    "request_body_bytes=0, request_missing=0, response_body_bytes, response_missing=0, "
    "request_content=NULL, response_content, "
    "capture=1, request_first, request_last, response_first, response_last, packet_ranges=NULL";
constexpr unsigned kUsualFlags = 127;  // as above
constexpr std::uint32_t kUsualCapture = 1;

unsigned flagsOf(const exchange::Exchange& exchange, bool ended) {
    unsigned flags = ended ? Flag::kEnded : 0U;
    if (exchange.requestHead) flags |= Flag::kRequestHead;
    if (exchange.responseHead) flags |= Flag::kResponseHead;
    if (exchange.request) {
        flags |= Flag::kRequest | (exchange.request->complete ? Flag::kRequestComplete : 0U);
    }
    if (exchange.response) {
        flags |= Flag::kResponse | (exchange.response->complete ? Flag::kResponseComplete : 0U);
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

// Has the values that kColumns names.
bool isUsual(const exchange::Exchange& exchange, bool ended) {
    const exchange::Timing& timing = exchange.timing;
    return exchange.protocol == http::Version::Http11 && flagsOf(exchange, ended) == kUsualFlags &&
           !timing.blocked && !timing.dns && !timing.connect && !timing.tls && !exchange.stream &&
           exchange.uri && exchange.request->bodyBytes == 0 &&
           exchange.response->missingBytes == 0 && !exchange.request->packets.empty() &&
           exchange.request->packets[0].capture == kUsualCapture &&
           isRegularRequestLine(*exchange.requestHead) &&
           isUrlRegular(exchange.requestHead->target(), *exchange.uri) && !spansInputs(exchange);
}

void addIdentity(Insert& row, const exchange::Exchange& exchange, bool ended) {
    const exchange::Timing& timing = exchange.timing;
    row.number(exchange.id.value).reference(exchange.connection.value);
    row.reference(exchange.previous.value).number(exchange.ordinal);
    row.integer(static_cast<std::int64_t>(exchange.protocol)).number(flagsOf(exchange, ended));
    row.time(exchange.started).duration(durationOf(exchange)).duration(timing.blocked);
    row.duration(timing.dns).duration(timing.connect).duration(timing.tls).duration(timing.send);
    row.duration(timing.wait).duration(timing.receive).number(exchange.stream);
}

void addSizes(Insert& row, const std::optional<exchange::MessageRecord>& message) {
    if (message) {
        row.number(message->bodyBytes).number(message->missingBytes);
    } else {
        row.null().null();
    }
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
                             const Limits& limits, bool replaces)
    : heads_(heads),
      anomalies_(anomalies),
      origins_(database, limits),
      mediaTypes_(database, limits),
      replaces_(replaces),
      insert_(database, "exchange", kColumns,
              replaces ? Insert::Conflict::Replace : Insert::Conflict::Fail,
              Insert::Constants::Given),
      insertUsual_(database, "exchange", kColumns),
      insertInterim_(database, "interim", "exchange, position, status, head"),
      insertTrailer_(database, "trailer", "exchange, message, head") {}

void ExchangeTable::begin(const exchange::Exchange& exchange, bool ended) {
    if (const auto& head = exchange.requestHead) {
        requestHead_ = heads_.prepare(head->fields, head->startLineBytes, head->startLineBytes);
    }
    if (const auto& head = exchange.responseHead) {
        responseHead_ = heads_.prepare(head->fields, 0, head->startLineBytes);
    }
    // Rows that replace each other must wait in one place, in their order.
    row_ = !replaces_ && isUsual(exchange, ended) ? &insertUsual_ : &insert_;
    ended_ = ended;
    addIdentity(*row_, exchange, ended);
    addTarget(*row_, exchange);
}

void ExchangeTable::finish(const exchange::Exchange& exchange, std::uint64_t requestContent,
                           std::uint64_t responseContent) {
    addHeads(*row_, exchange);
    addSizes(*row_, exchange.request);
    addSizes(*row_, exchange.response);
    row_->reference(requestContent).reference(responseContent);
    addPackets(*row_, exchange);
    row_->run();
    if (ended_) storeDependents(exchange);
}

void ExchangeTable::addTarget(Insert& row, const exchange::Exchange& exchange) {
    if (!exchange.requestHead) {
        row.null().null().null().null().null();
        return;
    }
    const http::RequestHead& head = *exchange.requestHead;
    row.reference(exchange.uri ? origins_.store(exchange.uri->origin) : 0);
    row.text(head.method()).text(head.target());
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

void ExchangeTable::addPackets(Insert& row, const exchange::Exchange& exchange) {
    const exchange::PacketRange* request = firstRange(exchange.request);
    const exchange::PacketRange* response = firstRange(exchange.response);
    const exchange::PacketRange* any = request != nullptr ? request : response;
    row.reference(any != nullptr ? any->capture : 0);
    addRange(row, request);
    addRange(row, response);
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
