// However many connections there are, they stay within their limits.

#include <gtest/gtest.h>
#include <malloc.h>

#include "core/tcp/reassembler.h"

namespace hark::tcp {
namespace {

class Nobody final : public ConnectionListener {
public:
    std::uint64_t opened = 0;
    std::uint64_t closed = 0;

private:
    class Stream final : public stream::Sink {
        void on(const stream::Event& /*event*/) override {}
    };
    void connectionOpened(const Connection& /*connection*/) override { ++opened; }
    std::unique_ptr<stream::Sink> streamOpened(const Connection& /*connection*/,
                                               RoleCorrection& /*roles*/) override {
        return std::make_unique<Stream>();
    }
    void connectionClosed(const Connection& /*connection*/, stream::Sink* /*sink*/) override {
        ++closed;
    }
};

// Segments from any of 2^32 clients to one server, a microsecond after each other.
class Flood {
public:
    explicit Flood(const Limits& limits = {}) : tcp(limits, ids, listener) {}

    void sends(std::uint32_t client, std::uint8_t flags, std::uint32_t sequence,
               std::size_t payload = 0) {
        std::vector<std::byte> segment(20 + payload, std::byte{'x'});
        const auto put = [&segment](std::size_t at, std::uint32_t value) {
            for (std::size_t i = 0; i < 4; ++i)
                segment[at + i] = static_cast<std::byte>(value >> (24U - 8U * i) & 0xffU);
        };
        put(0, 0xc3500050U);  // from port 50000 to port 80
        put(4, sequence);
        put(8, 1);
        put(12, 0x5000ffffU | std::uint32_t{flags} << 16U);
        put(16, 0);
        ip::Datagram datagram;
        for (std::size_t i = 0; i < 4; ++i)
            datagram.source.octets.at(i) = static_cast<std::uint8_t>(client >> (24U - 8U * i));
        datagram.destination.octets[0] = 10;
        datagram.protocol = ip::kProtocolTcp;
        datagram.payload = segment;
        datagram.payloadLength = static_cast<std::uint32_t>(segment.size());
        datagram.origin.packet = {1, ++packets_};
        datagram.origin.time += std::chrono::microseconds(packets_);
        tcp.onDatagram(datagram);
        highest = std::max(highest, tcp.memory());
    }

    Nobody listener;
    base::ConnectionIds ids;
    Reassembler tcp;
    std::size_t highest = 0;

private:
    std::uint64_t packets_ = 0;
};

constexpr std::uint8_t kSyn = 0x02;
constexpr std::uint8_t kAck = 0x10;
constexpr std::uint8_t kUrg = 0x20;

std::size_t allocated() {
    const auto heap = mallinfo2();
    return heap.uordblks + heap.hblkhd;
}

TEST(TcpMemory, StaysWithinTheLimitInAFloodOfAMillionSyns) {
    constexpr std::uint32_t kClients = 1'000'000;
    const Limits limits;
    const std::size_t before = allocated();
    Flood flood(limits);
    for (std::uint32_t client = 0; client < kClients; ++client) {
        flood.sends(client, kSyn, client * 7919U);
        if (client % 100'000 != 0) continue;
        ASSERT_LE(allocated() - before, limits.memory);
    }
    EXPECT_LE(flood.highest, limits.memory);
    EXPECT_LE(allocated() - before, limits.memory);
    EXPECT_EQ(flood.tcp.openConnections(), limits.connections);
    EXPECT_EQ(flood.tcp.counters().evicted, kClients - limits.connections);
    flood.tcp.finish();
    EXPECT_EQ(flood.listener.closed, kClients);
}

TEST(TcpMemory, CountsTheBookkeepingOfTinySegmentsBehindHoles) {
    constexpr std::size_t kMemory = 4U << 20U;
    const std::size_t before = allocated();
    Flood flood({.memory = kMemory});
    for (std::uint32_t client = 0; client < 2000; ++client) {
        flood.sends(client, kSyn, 0);
        for (std::uint32_t i = 0; i < 50; ++i)
            flood.sends(client, kAck, 100 + 2 * i, 1);
    }
    EXPECT_LE(flood.highest, kMemory + (1U << 16U));
    EXPECT_LE(flood.tcp.memory(), kMemory);
    EXPECT_LE(allocated() - before, kMemory + (1U << 20U));
    EXPECT_GT(flood.tcp.counters().evicted, 0U);
}

TEST(TcpMemory, CountsAnomaliesAndSynsThatAreHeldBack) {
    constexpr std::size_t kMemory = 4U << 20U;
    Flood flood({.memory = kMemory});
    for (std::uint32_t client = 0; client < 4000; ++client) {
        flood.sends(client, kSyn, 0);
        flood.sends(client, kAck, 1, 1);
        flood.sends(client, kSyn, 77'000'000, 1000);
        for (std::uint32_t i = 0; i < 20; ++i)
            flood.sends(client, 0x04, 99'000'000);
    }
    EXPECT_LE(flood.tcp.memory(), kMemory);
    EXPECT_GT(flood.tcp.counters().evicted, 0U);
}

TEST(TcpMemory, CountsWhatHardlyAnyConnectionHas) {
    Flood flood;
    flood.sends(1, kSyn, 0);
    const std::size_t before = flood.tcp.memory();
    flood.sends(1, kAck | kUrg, 1, 1);
    EXPECT_GE(flood.tcp.memory(), before + sizeof(Oddities));
    flood.tcp.finish();
    EXPECT_EQ(flood.tcp.memory(), 0U);
}

TEST(TcpMemory, IsGivenBackWhenConnectionsEnd) {
    Flood flood;
    for (std::uint32_t client = 0; client < 100; ++client) {
        flood.sends(client, kSyn, 0);
        flood.sends(client, kAck, 100, 10);
        flood.sends(client, 0x04, 90);
    }
    flood.tcp.finish();
    EXPECT_EQ(flood.tcp.memory(), 0U);
}

}  // namespace
}  // namespace hark::tcp
