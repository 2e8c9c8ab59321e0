#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/ip/decoder.h"
#include "core/link/decode.h"
#include "core/tcp/reassembler.h"
#include "tests/support/conversation.h"
#include "tests/support/recorders.h"

namespace hark::tcp::test {

using hark::test::Conversation;

inline constexpr auto kClient = stream::Direction::ClientToServer;
inline constexpr auto kServer = stream::Direction::ServerToClient;
inline constexpr std::uint8_t kFin = 0x01;
inline constexpr std::uint8_t kSyn = 0x02;
inline constexpr std::uint8_t kRst = 0x04;
inline constexpr std::uint8_t kAck = 0x10;
inline constexpr std::uint8_t kUrg = 0x20;
/// The place of the first packet after the handshake.
inline constexpr std::size_t kFirst = 3;

/// A conversation whose handshake is done.
inline Conversation connected(const Conversation::Options& options = {}) {
    Conversation c(options);
    c.handshake();
    return c;
}

/// One connection as the listener saw it.
struct Seen {
    Connection connection;
    hark::test::StreamRecorder stream;
    bool closed = false;
};

/// The reassembler behind link and ip, with a recorder for each connection.
class Wire final : private ip::Sink, private ConnectionListener {
public:
    explicit Wire(const Limits& limits = {}) : ip_(*this, {}), tcp_(limits, ids_, *this) {}

    /// Swaps the roles of a connection at its first data.
    bool swapsAtFirstData = false;

    void play(const std::vector<hark::test::BuiltPacket>& packets) {
        hark::test::play(packets, [this](const capture::Packet& packet) {
            ip_.on(link::decode(packet));
            waitingHighest = std::max(waitingHighest, tcp_.waitingBytes());
            memoryHighest = std::max(memoryHighest, tcp_.memory());
        });
    }
    Wire& read(const Conversation& conversation) {
        play(conversation.packets());
        tcp_.finish();
        return *this;
    }
    Wire& readWithoutFinish(const Conversation& conversation) {
        play(conversation.packets());
        return *this;
    }
    void finish() { tcp_.finish(); }

    [[nodiscard]] const Seen& operator[](std::size_t i) const { return *seen_.at(i); }
    [[nodiscard]] std::size_t size() const { return seen_.size(); }
    [[nodiscard]] const std::vector<std::string>& lines(std::size_t i = 0) const {
        return seen_.at(i)->stream.lines();
    }
    [[nodiscard]] const Counters& counters() const { return tcp_.counters(); }
    [[nodiscard]] std::size_t openConnections() const { return tcp_.openConnections(); }
    /// Names of a connection's anomalies, in order.
    [[nodiscard]] std::vector<std::string> anomalies(std::size_t i = 0) const {
        std::vector<std::string> names;
        for (const auto& anomaly : seen_.at(i)->connection.anomalies)
            names.emplace_back(anomaly.code.name);
        return names;
    }
    std::size_t waitingHighest = 0;
    std::size_t memoryHighest = 0;

private:
    class Stream final : public stream::Sink {
    public:
        Stream(Seen& seen, RoleCorrection* roles) : seen_(seen), roles_(roles) {}
        void on(const stream::Event& event) override {
            const auto* data = std::get_if<stream::Data>(&event);
            if (roles_ != nullptr && data != nullptr) {
                std::exchange(roles_, nullptr)->swapRoles();
                stream::Data turned = *data;
                turned.direction = stream::opposite(turned.direction);
                seen_.stream.on(turned);
                return;
            }
            seen_.stream.on(event);
        }

    private:
        Seen& seen_;
        RoleCorrection* roles_;
    };

    void on(const ip::Event& event) override {
        if (const auto* datagram = std::get_if<ip::Datagram>(&event)) tcp_.onDatagram(*datagram);
    }
    void connectionOpened(const Connection& connection) override {
        seen_.push_back(std::make_unique<Seen>());
        seen_.back()->connection = connection;
    }
    std::unique_ptr<stream::Sink> streamOpened(const Connection& connection,
                                               RoleCorrection& roles) override {
        return std::make_unique<Stream>(*seen_.at(connection.id.value - 1),
                                        swapsAtFirstData ? &roles : nullptr);
    }
    void connectionClosed(const Connection& connection, stream::Sink* /*sink*/) override {
        Seen& seen = *seen_.at(connection.id.value - 1);
        seen.connection = connection;
        seen.closed = true;
    }

    std::vector<std::unique_ptr<Seen>> seen_;
    ip::Decoder ip_;
    base::ConnectionIds ids_;
    Reassembler tcp_;
};

}  // namespace hark::tcp::test
