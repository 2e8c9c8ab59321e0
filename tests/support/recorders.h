#pragma once

#include <string>
#include <vector>

#include "core/exchange/event.h"
#include "core/http/message.h"
#include "core/stream/event.h"

namespace hark::test {

/// The events of a byte stream in short: "> hello", "< gap 3 lost", "> end fin". Bytes of one
/// direction that follow each other are one line, however they were cut.
class StreamRecorder final : public stream::Sink {
public:
    void on(const stream::Event& event) override;
    [[nodiscard]] const std::vector<std::string>& lines() const { return lines_; }
    /// All data of a direction, gaps as that many '?' but at most a million.
    [[nodiscard]] const std::string& text(stream::Direction direction) const {
        return text_[stream::index(direction)];
    }
    /// Of each gap's origin, the packet.
    [[nodiscard]] const std::vector<std::uint64_t>& gapPackets() const { return gapPackets_; }
    /// Whether offsets were without hole or overlap, and each direction ended once, last.
    [[nodiscard]] bool tiles() const { return tiles_; }
    [[nodiscard]] bool ended(stream::Direction direction) const {
        return ended_[stream::index(direction)];
    }

private:
    void follow(stream::Direction direction, std::uint64_t offset, std::uint64_t length);

    std::vector<std::string> lines_;
    std::array<std::string, 2> text_;
    std::vector<std::uint64_t> gapPackets_;
    std::array<std::uint64_t, 2> next_{};
    std::array<bool, 2> ended_{};
    bool tiles_ = true;
    bool lastWasData_ = false;
    stream::Direction lastDirection_ = stream::Direction::ClientToServer;
};

/// The messages of a connection in short: "> GET /a", "> content hello", "< 200 OK", "< gap 3",
/// "< trailer name: value", "< end", "< end incomplete", "anomaly code", "hand over protocol".
class MessageRecorder final : public http::MessageSink {
public:
    void on(http::MessageEvent&& event) override;
    [[nodiscard]] const std::vector<std::string>& lines() const { return lines_; }

private:
    std::vector<std::string> lines_;
    bool lastWasContent_ = false;
    std::string lastMark_;
};

/// Copies of finished exchanges and connections, for tests of everything above the decoder.
class ExchangeRecorder final : public exchange::Sink {
public:
    struct Content {
        std::string request;
        std::string response;  ///< gaps as '?'
    };
    struct Connection {
        tcp::Connection connection;
        exchange::Protocol protocol;
        exchange::KeepAlive keepAlive;
    };
    void on(const exchange::Event& event) override;
    /// In the order in which they ended.
    std::vector<exchange::Exchange> exchanges;
    std::vector<Content> contents;  ///< by place in `exchanges`
    std::vector<Connection> connections;
    std::size_t began = 0;
    /// "192.0.2.7 shop.test", "shop.test:443 alt-svc :443".
    std::vector<std::string> names;
    std::vector<std::string> offers;
    /// "GET /a 200" for each exchange by id; "-" for what is not known.
    [[nodiscard]] std::vector<std::string> summary() const;

private:
    std::vector<std::pair<base::ExchangeId, Content>> open_;
};

}  // namespace hark::test
