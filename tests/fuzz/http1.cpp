// Both directions of a connection in pieces, with gaps and ends. Each message must go through its
// events in order.
//
// A piece is one byte of control and what it announces: bit 0 the direction; bits 1 to 2 data,
// data, gap, end; the next byte is the length, from bit 3 on times 16.

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

#include "core/base/byte_reader.h"
#include "core/http1/decoder.h"
#include "tests/fuzz/memory_input.h"

namespace {

using namespace hark;
using fuzz::require;

class Messages final : public http::MessageSink {
public:
    void on(http::MessageEvent&& event) override {
        Message& m = open_[stream::index(event.direction)];
        std::visit([&](const auto& what) { check(m, event, what); }, event.what);
    }
    [[nodiscard]] bool isOpen(stream::Direction direction) const {
        return open_[stream::index(direction)].started;
    }

private:
    struct Message {
        bool started = false;
        bool head = false;
        std::uint64_t key = 0;
    };
    static void check(Message& m, const http::MessageEvent& event, const http::MessageStart&) {
        require(!m.started);
        m = {true, false, event.exchangeKey};
    }
    static void checkHead(Message& m, const http::MessageEvent& event, const http::Fields& fields) {
        require(m.started && !m.head && m.key == event.exchangeKey);
        m.head = true;
        for (std::size_t i = 0; i < fields.size(); ++i) {
            fuzz::touch(base::asBytes(fields[i].name));
            fuzz::touch(base::asBytes(fields[i].value));
        }
    }
    static void check(Message& m, const http::MessageEvent& event, const http::RequestHead& head) {
        require(event.direction == stream::Direction::ClientToServer && !head.method().empty());
        checkHead(m, event, head.fields);
    }
    static void check(Message& m, const http::MessageEvent& event, const http::ResponseHead& head) {
        require(event.direction == stream::Direction::ServerToClient && head.status < 1000);
        checkHead(m, event, head.fields);
    }
    static void check(Message& m, const http::MessageEvent& event, const http::Content& content) {
        require(m.head && m.key == event.exchangeKey && !content.bytes.empty());
        fuzz::touch(content.bytes);
    }
    static void check(Message& m, const http::MessageEvent& event, const http::ContentGap& gap) {
        require(m.head && m.key == event.exchangeKey && gap.length > 0);
    }
    static void check(Message& m, const http::MessageEvent& event, const http::Trailers&) {
        require(m.head && m.key == event.exchangeKey);
    }
    static void check(Message& m, const http::MessageEvent& event, const http::MessageEnd& end) {
        const bool isOfThisMessage = m.started && m.key == event.exchangeKey;
        // "No response to that request is expected any more."
        if (!isOfThisMessage && event.direction == stream::Direction::ServerToClient) {
            require(!end.complete);
            return;
        }
        require(isOfThisMessage && (m.head || !end.complete));
        m = {};
    }
    static void check(Message&, const http::MessageEvent&, const base::Anomaly&) {}
    void check(Message&, const http::MessageEvent&, const http::HandOver&) {
        require(!handedOver_);
        handedOver_ = true;
    }

    std::array<Message, 2> open_;
    bool handedOver_ = false;
};

// The other protocol's stream: data and gaps tile it.
class Rest final : public stream::Sink {
public:
    void on(const stream::Event& event) override {
        std::visit([this](const auto& e) { check(e); }, event);
    }

private:
    void check(const stream::Data& data) {
        fuzz::touch(data.bytes);
        follow(data.direction, data.offset, data.bytes.size());
    }
    void check(const stream::Gap& gap) { follow(gap.direction, gap.offset, gap.length); }
    void check(const stream::End& end) {
        std::uint64_t& next = next_[stream::index(end.direction)];
        require(next == end.offset);
        next = ~std::uint64_t{0};  // nothing follows
    }
    void follow(stream::Direction direction, std::uint64_t offset, std::uint64_t length) {
        std::uint64_t& next = next_[stream::index(direction)];
        require(next == offset && length > 0);
        next += length;
    }
    std::array<std::uint64_t, 2> next_{};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    base::ByteReader reader({reinterpret_cast<const std::byte*>(data), size});
    Messages messages;
    Rest rest;
    // Small limits, so that short inputs reach them.
    http1::Commons commons;
    {
        http1::Decoder decoder(messages, rest, commons,
                               {.headBytes = 512,
                                .fieldLines = 16,
                                .chunkLineBytes = 32,
                                .trailerBytes = 64,
                                .outstanding = 4,
                                .heldBytes = 64,
                                .allHeadBytes = 300,
                                .allOutstanding = 3,
                                .partOfHeadBytes = 100});
        std::array<std::uint64_t, 2> offsets{};
        std::array<bool, 2> ended{};
        stream::Origin origin{{1, 1}, {}};
        const auto end = [&](stream::Direction direction, stream::EndReason reason) {
            bool& over = ended[stream::index(direction)];
            if (!over)
                decoder.on(
                    stream::End{direction, offsets[stream::index(direction)], reason, origin});
            over = true;
            require(!messages.isOpen(direction));
        };
        while (reader.remaining() >= 2) {
            const unsigned control = reader.u8();
            const std::size_t length = reader.u8() + (control >> 3U) * 16U;
            const auto direction = (control & 1U) == 0 ? stream::Direction::ClientToServer
                                                       : stream::Direction::ServerToClient;
            std::uint64_t& offset = offsets[stream::index(direction)];
            if ((control & 8U) != 0) ++origin.packet.number;
            if (ended[stream::index(direction)] || length == 0) continue;
            const unsigned kind = control >> 1U & 3U;
            if (kind <= 1) {
                const base::Bytes bytes = reader.take(std::min(length, reader.remaining()));
                if (bytes.empty()) break;
                decoder.on(stream::Data{direction, offset, bytes, origin});
                offset += bytes.size();
            } else if (kind == 2) {
                decoder.on(stream::Gap{direction, offset, length, stream::GapReason::Lost, origin});
                offset += length;
            } else {
                end(direction,
                    length % 2 == 0 ? stream::EndReason::Fin : stream::EndReason::CaptureEnded);
            }
        }
        end(stream::Direction::ServerToClient, stream::EndReason::CaptureEnded);
        end(stream::Direction::ClientToServer, stream::EndReason::CaptureEnded);
    }
    require(commons.headBytes == 0 && commons.outstanding == 0);
    return 0;
}
