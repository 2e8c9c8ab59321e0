// Frames of Wi-Fi that aggregate several packets carry whole exchanges, packet by packet.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/analysis/pipeline.h"
#include "tests/support/conversation.h"
#include "tests/support/recorders.h"

namespace hark {
namespace {

constexpr capture::LinkType kWifi = 105;

/// What an access point makes of an Ethernet frame: addresses, a length, LLC, and padding.
std::string subframe(const std::string& ethernet) {
    constexpr std::size_t kAddresses = 12;
    const std::string content = std::string("\xaa\xaa\x03\0\0\0", 6) + ethernet.substr(kAddresses);
    std::string frame = ethernet.substr(0, kAddresses);
    frame += static_cast<char>(content.size() >> 8U);
    frame += static_cast<char>(content.size() & 0xffU);
    frame += content;
    frame.append((4 - frame.size() % 4) % 4, '\0');
    return frame;
}

TEST(Wifi, AggregatesCarryWholeExchanges) {
    test::Conversation c;
    c.handshake()
        .clientSends("GET /1 HTTP/1.1\r\nHost: h\r\n\r\n")
        .serverSends("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none")
        .clientSends("GET /2 HTTP/1.1\r\nHost: h\r\n\r\n")
        .serverSends("HTTP/1.1 404 No\r\nContent-Length: 3\r\n\r\ntwo")
        .close();
    // To the system, with quality of service, whose control says that it is an aggregate.
    const std::string header =
        std::string("\x88\x01\0\0", 4) + std::string(18, '\x02') + std::string("\0\0\x80\0", 4);
    std::vector<test::BuiltPacket> frames;
    constexpr std::size_t kTogether = 4;
    for (std::size_t at = 0; at < c.size(); ++at) {
        if (at % kTogether == 0) {
            frames.push_back({.time = c.packets()[at].time, .bytes = header, .wireLength = 0});
        }
        frames.back().bytes += subframe(c.packets()[at].bytes);
        frames.back().wireLength = static_cast<std::uint32_t>(frames.back().bytes.size());
    }

    test::ExchangeRecorder recorder;
    analysis::Pipeline pipeline({}, recorder);
    test::play(frames, [&](capture::Packet packet) {
        packet.linkType = kWifi;
        pipeline.onPacket(packet);
    });
    pipeline.finish();
    EXPECT_THAT(recorder.summary(), testing::UnorderedElementsAre("GET /1 200", "GET /2 404"));
    EXPECT_EQ(pipeline.ipCounters().ipv4, c.size());
}

}  // namespace
}  // namespace hark
