#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/text.h"
#include "core/exchange/event.h"

namespace hark::test {

/// A directory that is gone afterwards.
class TemporaryDirectory {
public:
    TemporaryDirectory() {
        std::string name = (std::filesystem::temp_directory_path() / "hark-test-XXXXXX").string();
        path_ = mkdtemp(name.data());
    }
    ~TemporaryDirectory() { std::filesystem::remove_all(path_); }
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    [[nodiscard]] std::string operator/(std::string_view name) const {
        return path_ + "/" + std::string(name);
    }

private:
    std::string path_;
};

inline http::RequestHead requestHead(std::string bytes) {
    http::RequestHead head;
    const std::string_view text = bytes;
    const std::size_t methodEnd = text.find(' ');
    const std::size_t targetEnd = text.find(' ', methodEnd + 1);
    const std::size_t lineEnd = text.find('\n') + 1;
    head.version =
        text.substr(targetEnd + 1, 8) == "HTTP/1.0" ? http::Version::Http10 : http::Version::Http11;
    head.methodSpan = {0, static_cast<std::uint32_t>(methodEnd)};
    head.targetSpan = {static_cast<std::uint32_t>(methodEnd + 1),
                       static_cast<std::uint32_t>(targetEnd - methodEnd - 1)};
    head.startLineBytes = static_cast<std::uint32_t>(lineEnd);
    auto lines = http::splitFieldLines(bytes, lineEnd, 1000).lines;
    head.fields = http::Fields(std::move(bytes), std::move(lines));
    return head;
}

inline http::ResponseHead responseHead(std::string bytes) {
    http::ResponseHead head;
    const std::string_view text = bytes;
    const std::size_t lineEnd = text.find('\n') + 1;
    head.status = static_cast<std::uint16_t>(std::stoi(std::string(text.substr(9, 3))));
    head.reasonSpan = {13, static_cast<std::uint32_t>(lineEnd - 2 - 13)};
    head.startLineBytes = static_cast<std::uint32_t>(lineEnd);
    auto lines = http::splitFieldLines(bytes, lineEnd, 1000).lines;
    head.fields = http::Fields(std::move(bytes), std::move(lines));
    return head;
}

/// Makes the events of one case, with times that tick a millisecond and packets that count up.
class CaseBuilder {
public:
    explicit CaseBuilder(exchange::Sink& sink) : sink_(sink) {}

    /// A connection 10.0.0.`client` → 192.0.2.1:`port`; its exchanges follow.
    tcp::Connection& open(std::uint8_t client, std::uint16_t port = 80) {
        connection_ = tcp::Connection();
        connection_.id = {++connections_};
        connection_.client = {{{10, 0, 0, client}, false},
                              static_cast<std::uint16_t>(50000 + client)};
        connection_.server = {{{192, 0, 2, 1}, false}, port};
        connection_.startSeen = true;
        connection_.handshake = {time(), time(), time()};
        connection_.first = {packet(), *connection_.handshake.syn};
        connection_.last = connection_.first;
        keepAlive_ = {};
        last_ = {};
        sink_.on(exchange::ConnectionBegan{connection_});
        return connection_;
    }

    exchange::Exchange begin() {
        exchange::Exchange made;
        made.id = {++exchanges_};
        made.connection = connection_.id;
        made.previous = last_;
        last_ = made.id;
        made.ordinal = keepAlive_.exchanges++;
        made.started = time();
        made.request.emplace();
        made.request->firstByte = made.request->lastByte = made.started;
        made.request->packets = {{1, packet().number, packets_}};
        sink_.on(exchange::Began{made});
        return made;
    }
    void request(exchange::Exchange& made, std::string head) {
        made.requestHead = requestHead(std::move(head));
        made.protocol = made.requestHead->version;
        auto origin = std::make_shared<http::UriOrigin>();
        origin->scheme = "http";
        origin->host = made.requestHead->fields.first("host").value_or("192.0.2.1");
        origin->port = connection_.server.port;
        origin->prefix = "http://" + origin->host +
                         (origin->port == 80 ? "" : ":" + std::to_string(origin->port));
        const std::string_view target = made.requestHead->target();
        using Form = http::TargetUri::Form;
        Form form = made.requestHead->method() == "CONNECT" ? Form::Authority : Form::Origin;
        if (target == "*") form = Form::Asterisk;
        if (target.find("://") != std::string_view::npos) form = Form::Absolute;
        made.uri = http::TargetUri{std::move(origin), form};
        made.request->complete = true;
        made.timing.send = base::Duration{0};
        sink_.on(exchange::RequestHeadSeen{made});
    }
    void response(exchange::Exchange& made, std::string head) {
        made.responseHead = responseHead(std::move(head));
        made.response.emplace();
        made.response->firstByte = time();
        made.response->lastByte = made.response->firstByte;
        made.response->packets = {{1, packet().number, packets_}};
        made.response->complete = true;
        made.timing.wait = made.response->firstByte - made.started;
        made.timing.receive = base::Duration{0};
        sink_.on(exchange::ResponseHeadSeen{made});
    }
    void content(exchange::Exchange& made, stream::Direction direction, std::string_view bytes) {
        auto& record =
            direction == stream::Direction::ClientToServer ? made.request : made.response;
        record->bodyBytes += bytes.size();
        sink_.on(exchange::ContentSeen{made, direction, http::Content{base::asBytes(bytes)}});
    }
    void gap(exchange::Exchange& made, stream::Direction direction, std::uint64_t length) {
        auto& record =
            direction == stream::Direction::ClientToServer ? made.request : made.response;
        record->bodyBytes += length;
        record->missingBytes += length;
        sink_.on(exchange::ContentSeen{made, direction,
                                       http::ContentGap{length, stream::GapReason::Lost}});
    }
    void end(exchange::Exchange& made) {
        time();
        sink_.on(exchange::Ended{made});
    }
    /// All of one exchange; its id.
    std::uint64_t exchange(std::string requestText, std::string_view requestBody,
                           std::string responseText, std::string_view responseBody) {
        exchange::Exchange made = begin();
        request(made, std::move(requestText));
        if (!requestBody.empty()) content(made, stream::Direction::ClientToServer, requestBody);
        response(made, std::move(responseText));
        if (!responseBody.empty()) content(made, stream::Direction::ServerToClient, responseBody);
        end(made);
        return made.id.value;
    }
    void close(stream::EndReason reason = stream::EndReason::Fin) {
        connection_.last = {packet(), time()};
        connection_.endReason = reason;
        if (reason == stream::EndReason::Fin)
            connection_.endedBy = stream::Direction::ServerToClient;
        exchange::Protocol protocol;
        protocol.name = keepAlive_.exchanges > 0 ? "HTTP/1.1" : "TLS";
        protocol.tls = std::exchange(tls_, {});
        sink_.on(exchange::ConnectionEnded{connection_, protocol, keepAlive_});
    }
    [[nodiscard]] exchange::KeepAlive& keepAlive() { return keepAlive_; }
    /// Of the connection that is open.
    [[nodiscard]] exchange::TlsHellos& tls() { return tls_; }

private:
    base::Timestamp time() {
        return base::Timestamp(base::Duration(1'700'000'000'000'000'000 + ++ticks_ * 1'000'000));
    }
    base::PacketRef packet() { return {1, ++packets_}; }

    exchange::Sink& sink_;
    tcp::Connection connection_;
    exchange::KeepAlive keepAlive_;
    base::ExchangeId last_;  // of the connection
    exchange::TlsHellos tls_;
    std::uint64_t connections_ = 0;
    std::uint64_t exchanges_ = 0;
    std::uint64_t packets_ = 0;
    std::int64_t ticks_ = 0;
};

}  // namespace hark::test
