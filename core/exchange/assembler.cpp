#include "core/exchange/assembler.h"

#include <algorithm>
#include <utility>

namespace hark::exchange {

namespace {

// Odd traffic must not make an exchange grow; the first ones tell enough.
constexpr std::size_t kAnomaliesPerExchange = 64;
constexpr std::size_t kStrayAnomalies = 64;
constexpr std::size_t kInterimResponses = 64;
// Inputs over which one message may be spread.
constexpr std::size_t kPacketRanges = 64;

void addPacket(PacketRanges& ranges, const base::PacketRef& packet) {
    if (!packet.isSet()) return;
    for (PacketRange& range : ranges) {
        if (range.capture != packet.capture) continue;
        range.first = std::min(range.first, packet.number);
        range.last = std::max(range.last, packet.number);
        return;
    }
    if (ranges.size() < kPacketRanges) {
        ranges.push_back({packet.capture, packet.number, packet.number});
    }
}

void touch(MessageRecord& record, const stream::Origin& origin) {
    addPacket(record.packets, origin.packet);
    record.lastByte = std::max(record.lastByte, origin.time);
}

MessageRecord recordFrom(const stream::Origin& origin) {
    MessageRecord record;
    record.firstByte = origin.time;
    touch(record, origin);
    return record;
}

}  // namespace

struct Assembler::Open {
    std::uint64_t key = 0;
    Exchange exchange;
    bool requestEnded = false;
    bool responseEnded = false;
    bool responseIsInterim = false;
    stream::Origin responseStart;
    bool handsOver = false;
    std::optional<base::Timestamp> earlierResponseEnd;  // of the exchange before, once it is known
};

Assembler::Assembler(const tcp::Connection& connection, bool secure, ExchangeIds& ids, Sink& sink,
                     Lookups* lookups)
    : connection_(connection), secure_(secure), ids_(ids), sink_(sink), lookups_(lookups) {}

Assembler::~Assembler() = default;

Assembler::Open* Assembler::find(std::uint64_t key) {
    const auto found = std::find_if(open_.begin(), open_.end(),
                                    [key](const auto& open) { return open->key == key; });
    return found == open_.end() ? nullptr : found->get();
}

void Assembler::on(http::MessageEvent&& event) {
    Open* open = find(event.exchangeKey);
    std::visit(
        [&](auto&& what) {
            using What = std::decay_t<decltype(what)>;
            if constexpr (std::is_same_v<What, http::MessageStart>) {
                onStart(event, open);
            } else if constexpr (std::is_same_v<What, base::Anomaly>) {
                onAnomaly(open, std::forward<decltype(what)>(what));
            } else if constexpr (std::is_same_v<What, http::HandOver>) {
                onHandOver(event.exchangeKey, open, what);
            } else if (open == nullptr) {
                return;  // the exchange had ended, as with content after a final response
            } else if constexpr (std::is_same_v<What, http::RequestHead>) {
                onRequestHead(*open, std::forward<decltype(what)>(what), event.origin);
            } else if constexpr (std::is_same_v<What, http::ResponseHead>) {
                onResponseHead(*open, std::forward<decltype(what)>(what), event.origin);
            } else if constexpr (std::is_same_v<What, http::Trailers>) {
                onTrailers(*open, event.direction, std::move(what.fields));
            } else if constexpr (std::is_same_v<What, http::MessageEnd>) {
                onMessageEnd(*open, event, what.complete);
            } else {
                onContent(*open, event, what);
            }
        },
        std::move(event.what));
}

Assembler::Open& Assembler::begin(const http::MessageEvent& event) {
    auto owned = std::make_unique<Open>();
    Open& open = *owned;
    open.key = event.exchangeKey;
    open.exchange.id = ids_.next();
    if (!keepAlive_.firstExchange) keepAlive_.firstExchange = open.exchange.id;
    if (keepAlive_.lastExchange) open.exchange.previous = *keepAlive_.lastExchange;
    keepAlive_.lastExchange = open.exchange.id;
    open.exchange.connection = connection_.id;
    open.exchange.started = event.origin.time;
    open_.push_back(std::move(owned));
    return open;
}

void Assembler::onStart(const http::MessageEvent& event, Open* open) {
    const bool isRequest = event.direction == stream::Direction::ClientToServer;
    if (open == nullptr) {
        open = &begin(event);
        if (isRequest) {
            open->exchange.request = recordFrom(event.origin);
            const auto& start = std::get<http::MessageStart>(event.what);
            const std::uint64_t outstanding = start.followsLoss ? 1 : open_.size();
            if (outstanding > 1) ++keepAlive_.pipelinedRequests;
            keepAlive_.maximumOutstanding = std::max(keepAlive_.maximumOutstanding, outstanding);
            if (open_.size() == 1 && lastResponseEnd_ && event.origin.time > *lastResponseEnd_) {
                keepAlive_.idle += event.origin.time - *lastResponseEnd_;
            }
        } else {
            open->requestEnded = true;
        }
        sink_.on(Began{open->exchange});
    }
    if (!isRequest) {
        open->responseStart = event.origin;
        open->earlierResponseEnd = lastResponseEnd_;
    }
}

void Assembler::onRequestHead(Open& open, http::RequestHead&& head, const stream::Origin& origin) {
    Exchange& exchange = open.exchange;
    exchange.protocol = head.version;
    if (!version_) version_ = head.version;
    exchange.ordinal = nextOrdinal_++;
    ++keepAlive_.exchanges;
    touch(*exchange.request, origin);
    if (*exchange.ordinal == 0) exchange.timing.connect = connection_.handshake.roundTrip();
    if (!uris_) {
        uris_.emplace(secure_, ip::toString(connection_.server.address), connection_.server.port);
    }
    http::TargetUriResult target = uris_->of(head);
    for (const base::AnomalyCode code : target.anomalies) {
        exchange.anomalies.push_back({code, {}, origin.packet, 0});
    }
    exchange.uri = std::move(target.uri);
    if (exchange.uri->form == http::TargetUri::Form::Authority) tunnelTo_ = exchange.uri->origin;
    if (*exchange.ordinal == 0 && lookups_ != nullptr) {
        exchange.timing.dns = lookups_->timeOf(connection_, exchange.uri->origin->host);
    }
    exchange.requestHead = std::move(head);
    announceEnd(open, exchange.requestHead->fields, exchange.requestHead->version, false);
    sink_.on(RequestHeadSeen{exchange});
}

void Assembler::onResponseHead(Open& open, http::ResponseHead&& head,
                               const stream::Origin& origin) {
    Exchange& exchange = open.exchange;
    open.responseIsInterim = head.isInterim();
    if (open.responseIsInterim) {
        if (exchange.interim.size() >= kInterimResponses) return;
        exchange.interim.push_back(std::move(head));
        sink_.on(ResponseHeadSeen{exchange});
        return;
    }
    if (!exchange.requestHead) exchange.protocol = head.version;
    if (!version_) version_ = head.version;
    exchange.response = recordFrom(open.responseStart);
    touch(*exchange.response, origin);
    exchange.responseHead = std::move(head);
    announceEnd(open, exchange.responseHead->fields, exchange.responseHead->version, true);
    sink_.on(ResponseHeadSeen{exchange});
}

template <typename Piece>
void Assembler::onContent(Open& open, const http::MessageEvent& event, const Piece& piece) {
    auto& record = event.direction == stream::Direction::ClientToServer ? open.exchange.request
                                                                        : open.exchange.response;
    if (!record) return;
    if constexpr (std::is_same_v<Piece, http::Content>) {
        record->bodyBytes += piece.bytes.size();
        touch(*record, event.origin);
    } else {
        record->bodyBytes += piece.length;
        record->missingBytes += piece.length;
    }
    sink_.on(ContentSeen{open.exchange, event.direction, piece});
}

void Assembler::onTrailers(Open& open, stream::Direction direction, http::Fields&& trailers) {
    auto& record = direction == stream::Direction::ClientToServer ? open.exchange.request
                                                                  : open.exchange.response;
    if (record) record->trailers = std::move(trailers);
}

void Assembler::onMessageEnd(Open& open, const http::MessageEvent& event, bool complete) {
    Exchange& exchange = open.exchange;
    if (event.direction == stream::Direction::ClientToServer) {
        open.requestEnded = true;
        if (exchange.request) {
            exchange.request->complete = complete;
            if (complete) touch(*exchange.request, event.origin);
            if (exchange.requestHead) {
                exchange.timing.send = exchange.request->lastByte - exchange.request->firstByte;
            }
        }
    } else {
        if (open.responseIsInterim) {
            open.responseIsInterim = false;
            return;
        }
        open.responseEnded = true;
        if (exchange.response) {
            exchange.response->complete = complete;
            if (complete) touch(*exchange.response, event.origin);
            exchange.timing.receive = exchange.response->lastByte - exchange.response->firstByte;
            lastResponseEnd_ = exchange.response->lastByte;
        }
    }
    if (open.requestEnded && open.responseEnded) end(open);
}

// Waiting behind earlier responses (head-of-line blocking) is a part of the wait.
void Assembler::measureWait(Open& open) {
    Exchange& exchange = open.exchange;
    if (!exchange.request || !exchange.requestHead || !exchange.response) return;
    const base::Timestamp sent = exchange.request->lastByte;
    const base::Timestamp answered = exchange.response->firstByte;
    exchange.timing.wait = std::max(base::Duration{0}, answered - sent);
    if (open.earlierResponseEnd && *open.earlierResponseEnd > exchange.request->firstByte) {
        const base::Timestamp unblocked = std::min(*open.earlierResponseEnd, answered);
        exchange.timing.blocked = std::max(base::Duration{0}, unblocked - sent);
        keepAlive_.blocked += *exchange.timing.blocked;
    }
}

void Assembler::onAnomaly(Open* open, base::Anomaly&& anomaly) {
    auto& anomalies = open != nullptr ? open->exchange.anomalies : strayAnomalies_;
    const std::size_t limit = open != nullptr ? kAnomaliesPerExchange : kStrayAnomalies;
    if (anomalies.size() < limit) anomalies.push_back(std::move(anomaly));
}

void Assembler::onHandOver(std::uint64_t key, const Open* open, const http::HandOver& handOver) {
    const bool isTunnel = handOver.protocol == "connect";
    keepAlive_.endAnnounced = isTunnel ? "CONNECT" : "Upgrade";
    // What follows is said to the tunnel's other end, not to the proxy.
    if (isTunnel && tunnelTo_) uris_.emplace(secure_, tunnelTo_->host, tunnelTo_->port);
    if (open != nullptr) {
        keepAlive_.endAnnouncedBy = open->exchange.id;
    } else if (lastEnded_ && lastEnded_->first == key) {
        keepAlive_.endAnnouncedBy = lastEnded_->second;
    }
}

// RFC 9112 section 9.3: close says it; HTTP/1.0 without keep-alive means it.
void Assembler::announceEnd(const Open& open, const http::Fields& fields, http::Version version,
                            bool isResponse) {
    if (!keepAlive_.endAnnounced.empty()) return;
    if (fields.hasToken("connection", "close")) {
        keepAlive_.endAnnounced =
            isResponse ? "response Connection: close" : "request Connection: close";
    } else if (version == http::Version::Http10 && isResponse &&
               !fields.hasToken("connection", "keep-alive")) {
        keepAlive_.endAnnounced = "HTTP/1.0 default";
    } else {
        return;
    }
    keepAlive_.endAnnouncedBy = open.exchange.id;
}

void Assembler::end(Open& open) {
    measureWait(open);
    sink_.on(Ended{open.exchange});
    lastEnded_ = {open.key, open.exchange.id};
    open_.erase(std::find_if(open_.begin(), open_.end(),
                             [&](const auto& owned) { return owned.get() == &open; }));
}

void Assembler::finish() {
    while (!open_.empty())
        end(*open_.front());
}

}  // namespace hark::exchange
