#include "core/session/inspector.h"

#include <algorithm>
#include <array>
#include <string>

#include <absl/container/inlined_vector.h>

#include "core/base/text.h"
#include "core/content/media_type.h"
#include "core/session/words.h"

namespace hark::session {

namespace {

using content::MediaKind;

// A response whose length is not known to be below this may last: what its head shows is told when
// the head is there.
constexpr std::uint64_t kShortContent = 1024 * 1024;

// What an interface answers to whoever presents a credential is data, unless it is asked for
// tokens or something is changed.
bool isWanted(MediaKind type, const http::RequestHead& request, bool hasCredentials,
              const Facts& facts) {
    if (type == MediaKind::Json && hasCredentials && request.method() == "GET") {
        return has(facts.topics, Topic::Session);
    }
    return type != MediaKind::Other;
}

// What an exchange's records say so far.
void takeRecords(const exchange::Exchange& exchange, Facts& facts) {
    for (const auto* message : {&exchange.request, &exchange.response}) {
        if (*message) facts.ended = std::max(facts.ended, (*message)->lastByte);
    }
    facts.blocked = exchange.timing.blocked.value_or(base::Duration{0});
    if (exchange.request) facts.requestBytes = exchange.request->bodyBytes;
    if (exchange.response) facts.responseBytes = exchange.response->bodyBytes;
}

}  // namespace

/// An exchange of which more may come.
struct Inspector::Open {
    /// The beginnings of its contents, as transferred.
    using Contents = std::array<std::string, 2>;

    base::ExchangeId exchange;
    Facts* facts = nullptr;
    bool hasCredentials = false;         // the request's fields do
    std::array<bool, 2> isWanted{};      // its contents are
    std::unique_ptr<Contents> contents;  // by stream::index(Direction)
};

struct Inspector::Connection {
    RepeatedFields fields;
    absl::InlinedVector<Open, 1> open;  // nearly always one

    Open* find(base::ExchangeId exchange) {
        for (Open& one : open) {
            if (one.exchange == exchange) return &one;
        }
        return nullptr;
    }
};

Inspector::Inspector(const Limits& limits, const Books& books, base::Pool<Facts>& facts,
                     FactsSink& sink)
    : limits_(limits),
      facts_(facts),
      sink_(sink),
      heads_(limits_, books),
      contentReader_(limits_, books),
      pool_(std::make_unique<base::Pool<Connection>>()) {}

Inspector::~Inspector() = default;

void Inspector::on(const exchange::Event& event) {
    struct Reader {
        Inspector& inspector;
        void operator()(const exchange::ConnectionBegan& began) const {
            inspector.open(began.connection);
        }
        void operator()(const exchange::RequestHeadSeen& seen) const {
            inspector.onRequestHead(seen.exchange);
        }
        void operator()(const exchange::ResponseHeadSeen& seen) const {
            inspector.onResponseHead(seen.exchange);
        }
        void operator()(const exchange::ContentSeen& seen) const { inspector.onContent(seen); }
        void operator()(const exchange::Ended& ended) const { inspector.onEnded(ended.exchange); }
        void operator()(const exchange::ConnectionEnded& ended) const {
            inspector.close(ended.connection.id);
        }
        void operator()(const exchange::Began& began) const {
            inspector.prefetch(began.exchange.connection);
        }
        void operator()(const exchange::NetworkAnomaly&) const {}
        void operator()(const exchange::AddressNamed&) const {}
        void operator()(const exchange::Http3Offered&) const {}
    };
    std::visit(Reader{*this}, event);
}

void Inspector::open(const tcp::Connection& connection) {
    Connection& made = pool_->take();
    made.fields.address = connection.client.address;
    connections_.emplace(connection.id, &made);
}

void Inspector::close(base::ConnectionId connection) {
    last_ = nullptr;
    const auto found = connections_.find(connection);
    if (found == connections_.end()) return;
    pool_->release(*found->second);
    connections_.erase(found);
}

void Inspector::forgetRepeated() {
    for (const auto& [id, connection] : connections_)
        connection->fields.read.reset();
}

void Inspector::forEachRemembered(absl::FunctionRef<void(const Use&)> take) const {
    for (const auto& [id, connection] : connections_) {
        for (const Open& open : connection->open) {
            for (const Use& use : open.facts->uses)
                take(use);
        }
    }
}

// Events of a connection come several at a time.
Inspector::Connection* Inspector::find(base::ConnectionId connection) {
    if (last_ != nullptr && lastId_ == connection) return last_;
    const auto found = connections_.find(connection);
    if (found == connections_.end()) return nullptr;
    lastId_ = connection;
    last_ = found->second;
    return last_;
}

// What the heads will need is brought near while others handle them.
void Inspector::prefetch(base::ConnectionId connection) {
    if (const Connection* const found = find(connection)) base::prefetch(*found);
}

void Inspector::onRequestHead(const exchange::Exchange& exchange) {
    Connection* connection = find(exchange.connection);
    if (connection == nullptr) return;
    Open& open = connection->open.emplace_back();
    open.exchange = exchange.id;
    open.facts = &facts_.take();
    heads_.readRequest(exchange, connection->fields, *open.facts);
    const RequestFields& fields = *connection->fields.read;
    open.isWanted[stream::index(stream::Direction::ClientToServer)] =
        fields.type != MediaKind::Other;
    open.hasCredentials = fields.hasCredentials;
}

void Inspector::onResponseHead(const exchange::Exchange& exchange) {
    Connection* connection = exchange.responseHead ? find(exchange.connection) : nullptr;
    Open* open = connection != nullptr ? connection->find(exchange.id) : nullptr;
    if (open == nullptr) return;
    Facts& facts = *open->facts;
    const MediaKind type = heads_.readResponse(exchange, facts);
    open->isWanted[stream::index(stream::Direction::ServerToClient)] =
        isWanted(type, *exchange.requestHead, open->hasCredentials, facts);
    if (exchange.responseHead->contentLength.value_or(kShortContent) < kShortContent) return;
    takeRecords(exchange, facts);
    sink_.onFacts(facts, false);
}

// Only the beginning, up to the limit or the first gap.
void Inspector::onContent(const exchange::ContentSeen& seen) {
    const auto* piece = std::get_if<http::Content>(&seen.what);
    const exchange::Exchange& exchange = seen.exchange;
    const bool isResponse = seen.direction == stream::Direction::ServerToClient;
    const auto& record = isResponse ? exchange.response : exchange.request;
    if (piece == nullptr || !record || record->missingBytes > 0) return;
    const std::uint64_t before =
        record->bodyBytes - std::min<std::uint64_t>(record->bodyBytes, piece->bytes.size());
    if (before >= limits_.inspectedContent) return;
    Connection* connection = find(exchange.connection);
    Open* open = connection != nullptr ? connection->find(exchange.id) : nullptr;
    if (open == nullptr || !open->isWanted.at(stream::index(seen.direction))) return;
    if (!open->contents) open->contents = std::make_unique<Open::Contents>();
    std::string& bytes = open->contents->at(stream::index(seen.direction));
    if (bytes.size() != before) return;
    const std::string_view text =
        base::asText(piece->bytes).substr(0, limits_.inspectedContent - bytes.size());
    if (collected_ + text.size() > limits_.collectedContents) {
        ++contentsPassedOver_;
        open->isWanted.at(stream::index(seen.direction)) = false;
        return;
    }
    bytes += text;
    collected_ += text.size();
}

void Inspector::onEnded(const exchange::Exchange& exchange) {
    Connection* connection = find(exchange.connection);
    Open* open = connection != nullptr ? connection->find(exchange.id) : nullptr;
    if (open == nullptr) return;
    Facts& facts = *open->facts;
    takeRecords(exchange, facts);
    if (open->contents) readContents(exchange, *open);
    connection->open.erase(open);
    sink_.onFacts(facts, true);
}

void Inspector::readContents(const exchange::Exchange& exchange, Open& open) {
    const auto& [request, response] = *open.contents;
    Facts& facts = *open.facts;
    if (!request.empty()) contentReader_.readRequest(exchange, request, facts);
    if (!response.empty()) contentReader_.readResponse(exchange, response, facts);
    collected_ -= request.size() + response.size();
}

}  // namespace hark::session
