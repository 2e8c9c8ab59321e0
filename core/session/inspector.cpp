#include "core/session/inspector.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/text.h"
#include "core/content/coding_decoder.h"
#include "core/content/media_type.h"
#include "core/http/target_parts.h"
#include "core/session/content_reader.h"
#include "core/session/head_reader.h"
#include "core/session/words.h"

namespace hark::session {

namespace {

using content::MediaKind;

// A response whose length is not known to be below this may last: what its head shows is told when
// the head is there.
constexpr std::uint64_t kShortContent = 1024 * 1024;

bool mayLast(const http::ResponseHead& head) {
    if (head.status == 204 || head.status == 304) return false;
    const auto length = head.fields.first("content-length");
    const auto number = length ? base::parseDecimal(*length) : std::nullopt;
    return !number || *number > kShortContent;
}

}  // namespace

/// The beginnings of both contents of an exchange, as transferred.
struct Inspector::Contents {
    std::array<std::string, 2> bytes;
};

Inspector::Inspector(const Limits& limits, const Books& books, FactsSink& sink)
    : limits_(limits), sink_(sink), heads_(limits, books), contentReader_(limits, books) {}

Inspector::~Inspector() = default;

void Inspector::on(const exchange::Event& event) {
    if (const auto* began = std::get_if<exchange::ConnectionBegan>(&event)) {
        heads_.open(began->connection);
    } else if (const auto* opened = std::get_if<exchange::Began>(&event)) {
        heads_.begin(opened->exchange);
    } else if (const auto* head = std::get_if<exchange::ResponseHeadSeen>(&event)) {
        onResponseHead(head->exchange);
    } else if (const auto* content = std::get_if<exchange::ContentSeen>(&event)) {
        onContent(*content);
    } else if (const auto* ended = std::get_if<exchange::Ended>(&event)) {
        onEnded(ended->exchange);
    } else if (const auto* closed = std::get_if<exchange::ConnectionEnded>(&event)) {
        heads_.close(closed->connection.id);
    }
}

void Inspector::onResponseHead(const exchange::Exchange& exchange) {
    if (!exchange.responseHead || !exchange.requestHead || !mayLast(*exchange.responseHead)) return;
    sink_.onFacts(heads_.read(exchange), false);
}

// What an interface answers to whoever presents a credential is data, unless it is asked for
// tokens or something is changed.
bool Inspector::isWanted(const exchange::Exchange& exchange, bool isResponse) {
    const http::RequestHead& request = *exchange.requestHead;
    if (!isResponse) return mediaKindOf(request.fields) != MediaKind::Other;
    if (!exchange.responseHead) return false;
    const MediaKind kind = mediaKindOf(exchange.responseHead->fields);
    if (kind != MediaKind::Json || request.method() != "GET") return kind != MediaKind::Other;
    const bool presents = request.fields.first("cookie").has_value() ||
                          request.fields.first("authorization").has_value();
    return !presents || has(topicsOf(http::pathOf(request.target())), Topic::Session);
}

// Servers use a handful of types.
MediaKind Inspector::mediaKindOf(const http::Fields& fields) {
    const auto type = fields.first("content-type");
    if (!type) return MediaKind::Other;
    for (const auto& [known, kind] : mediaKinds_) {
        if (known == *type) return kind;
    }
    const MediaKind kind = content::mediaKindOf(*type);
    mediaKinds_[nextMediaKind_++ % mediaKinds_.size()] = {std::string(*type), kind};
    return kind;
}

// Only the beginning, up to the limit or the first gap.
void Inspector::onContent(const exchange::ContentSeen& seen) {
    const auto* piece = std::get_if<http::Content>(&seen.what);
    const exchange::Exchange& exchange = seen.exchange;
    if (piece == nullptr || !exchange.requestHead) return;
    const bool isResponse = seen.direction == stream::Direction::ServerToClient;
    const auto& record = isResponse ? exchange.response : exchange.request;
    if (!record || record->missingBytes > 0) return;
    const std::uint64_t before =
        record->bodyBytes - std::min<std::uint64_t>(record->bodyBytes, piece->bytes.size());
    if (before >= limits_.inspectedContent) return;
    Contents* contents = nullptr;
    if (before > 0) {
        if (contents_.empty()) return;
        const auto found = contents_.find(exchange.id);
        if (found != contents_.end()) contents = found->second.get();
    } else if (isWanted(exchange, isResponse)) {
        contents = begin(exchange.id);
    }
    if (contents == nullptr) return;
    std::string& bytes = contents->bytes.at(stream::index(seen.direction));
    if (bytes.size() != before) return;
    const std::string_view text =
        base::asText(piece->bytes).substr(0, limits_.inspectedContent - bytes.size());
    if (collected_ + text.size() > limits_.collectedContents) {
        ++contentsPassedOver_;
        return;
    }
    bytes += text;
    collected_ += text.size();
}

Inspector::Contents* Inspector::begin(base::ExchangeId exchange) {
    std::unique_ptr<Contents>& contents = contents_[exchange];
    if (!contents && collected_ >= limits_.collectedContents) {
        ++contentsPassedOver_;
        contents_.erase(exchange);
        return nullptr;
    }
    if (!contents) contents = std::make_unique<Contents>();
    return contents.get();
}

void Inspector::onEnded(const exchange::Exchange& exchange) {
    if (!exchange.requestHead) {
        heads_.end(exchange);
        return;
    }
    Facts facts = heads_.read(exchange);
    heads_.end(exchange);
    if (const auto found = contents_.find(exchange.id); found != contents_.end()) {
        const Contents& contents = *found->second;
        if (!contents.bytes[0].empty())
            contentReader_.readRequest(exchange, contents.bytes[0], facts);
        if (!contents.bytes[1].empty())
            contentReader_.readResponse(exchange, contents.bytes[1], facts);
        collected_ -= contents.bytes[0].size() + contents.bytes[1].size();
        contents_.erase(found);
    }
    sink_.onFacts(std::move(facts), true);
}

}  // namespace hark::session
