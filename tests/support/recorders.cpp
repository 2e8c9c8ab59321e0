#include "tests/support/recorders.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace hark::test {

namespace {

constexpr std::uint64_t kLongestGapText = 1U << 20U;

std::string mark(stream::Direction direction) {
    return direction == stream::Direction::ClientToServer ? "> " : "< ";
}

}  // namespace

void StreamRecorder::follow(stream::Direction direction, std::uint64_t offset,
                            std::uint64_t length) {
    std::uint64_t& next = next_[stream::index(direction)];
    tiles_ = tiles_ && offset == next && !ended_[stream::index(direction)];
    next = offset + length;
}

void StreamRecorder::on(const stream::Event& event) {
    if (const auto* data = std::get_if<stream::Data>(&event)) {
        tiles_ = tiles_ && !data->bytes.empty();
        follow(data->direction, data->offset, data->bytes.size());
        const std::string bytes(base::asText(data->bytes));
        text_[stream::index(data->direction)] += bytes;
        if (lastWasData_ && lastDirection_ == data->direction) {
            lines_.back() += bytes;
        } else {
            lines_.push_back(mark(data->direction) + bytes);
        }
        lastWasData_ = true;
        lastDirection_ = data->direction;
        return;
    }
    lastWasData_ = false;
    if (const auto* gap = std::get_if<stream::Gap>(&event)) {
        tiles_ = tiles_ && gap->length > 0;
        follow(gap->direction, gap->offset, gap->length);
        text_[stream::index(gap->direction)].append(std::min(gap->length, kLongestGapText), '?');
        gapPackets_.push_back(gap->origin.packet.number);
        lines_.push_back(
            fmt::format("{}gap {} {}", mark(gap->direction), gap->length, toString(gap->reason)));
        return;
    }
    const auto& end = std::get<stream::End>(event);
    follow(end.direction, end.offset, 0);
    ended_[stream::index(end.direction)] = true;
    lines_.push_back(fmt::format("{}end {}", mark(end.direction), toString(end.reason)));
}

void MessageRecorder::on(http::MessageEvent&& event) {
    const std::string m = mark(event.direction);
    const bool continuesContent = lastWasContent_ && lastMark_ == m;
    lastWasContent_ = false;
    lastMark_ = m;
    const auto& what = event.what;
    if (const auto* request = std::get_if<http::RequestHead>(&what)) {
        lines_.push_back(fmt::format("{}{} {}", m, request->method(), request->target()));
    } else if (const auto* response = std::get_if<http::ResponseHead>(&what)) {
        lines_.push_back(fmt::format("{}{} {}", m, response->status, response->reason()));
    } else if (const auto* content = std::get_if<http::Content>(&what)) {
        if (!continuesContent) lines_.push_back(m + "content ");
        lines_.back() += base::asText(content->bytes);
        lastWasContent_ = true;
    } else if (const auto* gap = std::get_if<http::ContentGap>(&what)) {
        lines_.push_back(fmt::format("{}gap {}", m, gap->length));
    } else if (const auto* trailers = std::get_if<http::Trailers>(&what)) {
        for (std::size_t i = 0; i < trailers->fields.size(); ++i) {
            lines_.push_back(fmt::format("{}trailer {}: {}", m, trailers->fields[i].name,
                                         trailers->fields[i].value));
        }
    } else if (const auto* end = std::get_if<http::MessageEnd>(&what)) {
        lines_.push_back(m + (end->complete ? "end" : "end incomplete"));
    } else if (const auto* anomaly = std::get_if<base::Anomaly>(&what)) {
        lines_.push_back(fmt::format("anomaly {}", anomaly->code.name));
    } else if (const auto* handOver = std::get_if<http::HandOver>(&what)) {
        lines_.push_back("hand over " + handOver->protocol);
    }
}

void ExchangeRecorder::on(const exchange::Event& event) {
    if (const auto* start = std::get_if<exchange::Began>(&event)) {
        ++began;
        open_.emplace_back(start->exchange.id, Content{});
    } else if (const auto* seen = std::get_if<exchange::ContentSeen>(&event)) {
        const auto at = std::find_if(open_.begin(), open_.end(), [&](const auto& open) {
            return open.first == seen->exchange.id;
        });
        std::string& text = seen->direction == stream::Direction::ClientToServer
                                ? at->second.request
                                : at->second.response;
        if (const auto* content = std::get_if<http::Content>(&seen->what)) {
            text += base::asText(content->bytes);
        } else {
            text.append(std::get<http::ContentGap>(seen->what).length, '?');
        }
    } else if (const auto* end = std::get_if<exchange::Ended>(&event)) {
        const auto at = std::find_if(open_.begin(), open_.end(), [&](const auto& open) {
            return open.first == end->exchange.id;
        });
        exchanges.push_back(end->exchange);
        contents.push_back(std::move(at->second));
        open_.erase(at);
    } else if (const auto* closed = std::get_if<exchange::ConnectionEnded>(&event)) {
        connections.push_back({closed->connection, closed->protocol, closed->keepAlive});
    } else if (const auto* named = std::get_if<exchange::AddressNamed>(&event)) {
        names.push_back(fmt::format("{} {}", ip::toString(named->address), named->name));
    } else if (const auto* offered = std::get_if<exchange::Http3Offered>(&event)) {
        offers.push_back(fmt::format("{}:{} {} {}", offered->host, offered->port,
                                     toString(offered->source), offered->alternative));
    }
}

std::vector<std::string> ExchangeRecorder::summary() const {
    std::vector<const exchange::Exchange*> byId;
    for (const auto& e : exchanges)
        byId.push_back(&e);
    std::sort(byId.begin(), byId.end(), [](const auto* a, const auto* b) { return a->id < b->id; });
    std::vector<std::string> lines;
    for (const auto* e : byId) {
        lines.push_back(
            fmt::format("{} {} {}", e->requestHead ? e->requestHead->method() : "-",
                        e->requestHead ? e->requestHead->target() : "-",
                        e->responseHead ? std::to_string(e->responseHead->status) : "-"));
    }
    return lines;
}

}  // namespace hark::test
