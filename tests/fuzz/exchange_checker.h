#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <variant>

#include "core/exchange/event.h"
#include "tests/fuzz/memory_input.h"

namespace hark::fuzz {

/// Holds that what the line says of any capture is in order and adds up, and reads every byte that
/// it is given; aborts where it isn't.
class ExchangeChecker final : public exchange::Sink {
public:
    static constexpr std::size_t kNoLimit = ~std::size_t{0};

    /// How many names of addresses and offers of HTTP/3 there may be.
    explicit ExchangeChecker(std::size_t names = kNoLimit, std::size_t offers = kNoLimit)
        : namesLeft_(names), offersLeft_(offers) {}

    void on(const exchange::Event& event) override {
        std::visit([this](const auto& e) { this->check(e); }, event);
    }
    void finish() const { require(open_.empty() && connections_ == 0); }

private:
    void check(const exchange::ConnectionBegan& /*event*/) { ++connections_; }
    void check(const exchange::Began& event) {
        const exchange::Exchange& e = event.exchange;
        require(e.id.value == ++lastId_);
        open_[lastId_] = {};
        base::ExchangeId& previous = lastOf_[e.connection];
        require(e.previous == previous);
        previous = e.id;
    }
    void check(const exchange::RequestHeadSeen& event) {
        require(event.exchange.requestHead.has_value() && event.exchange.uri.has_value());
        const http::RequestHead& head = *event.exchange.requestHead;
        require(!head.method().empty());
        checkFields(head.fields);
        require(open_.contains(event.exchange.id.value));
    }
    void check(const exchange::ResponseHeadSeen& event) {
        require(event.exchange.responseHead.has_value() || !event.exchange.interim.empty());
        if (event.exchange.responseHead) checkFields(event.exchange.responseHead->fields);
        require(open_.contains(event.exchange.id.value));
    }
    void check(const exchange::ContentSeen& event) {
        std::uint64_t& count = open_.at(event.exchange.id.value)[stream::index(event.direction)];
        if (const auto* content = std::get_if<http::Content>(&event.what)) {
            touch(content->bytes);
            count += content->bytes.size();
        } else {
            count += std::get<http::ContentGap>(event.what).length;
        }
    }
    void check(const exchange::Ended& event) {
        const exchange::Exchange& e = event.exchange;
        const auto& counts = open_.at(e.id.value);
        if (e.request) require(e.request->bodyBytes == counts[0]);
        if (e.response) require(e.response->bodyBytes == counts[1]);
        if (e.request) require(e.request->missingBytes <= e.request->bodyBytes);
        if (e.response) require(e.response->missingBytes <= e.response->bodyBytes);
        if (e.timing.blocked) require(*e.timing.blocked <= *e.timing.wait);
        open_.erase(e.id.value);
    }
    void check(const exchange::ConnectionEnded& event) {
        require(connections_ > 0);
        --connections_;
        lastOf_.erase(event.connection.id);
    }
    void check(const exchange::AddressNamed& event) {
        require(!event.name.empty() && namesLeft_-- > 0);
        for (const char c : event.name)
            require(c > ' ' && c < '\x7f');
    }
    void check(const exchange::Http3Offered& event) {
        require(offersLeft_-- > 0);
        touch(base::asBytes(event.host));
        touch(base::asBytes(event.alternative));
        require(event.exchange.value <= lastId_);
    }
    static void check(const exchange::NetworkAnomaly& event) {
        require(event.anomaly.packet.isSet());
    }
    static void checkFields(const http::Fields& fields) {
        for (std::size_t i = 0; i < fields.size(); ++i) {
            touch(base::asBytes(fields[i].name));
            touch(base::asBytes(fields[i].value));
        }
    }

    std::map<std::uint64_t, std::array<std::uint64_t, 2>> open_;
    std::map<base::ConnectionId, base::ExchangeId> lastOf_;
    std::uint64_t lastId_ = 0;
    std::uint64_t connections_ = 0;
    std::size_t namesLeft_;
    std::size_t offersLeft_;
};

}  // namespace hark::fuzz
