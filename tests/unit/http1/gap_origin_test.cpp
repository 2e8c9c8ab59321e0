#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/http1/decoder.h"
#include "tests/support/recorders.h"

namespace hark {
namespace {

using testing::Contains;

// A hole that is given up when the connection closes has the last packet as its origin, and the
// bytes behind the hole may come from that very packet.
TEST(Http1Loss, AMessageBehindAGapIsFoundThoughBothComeFromTheLastPacket) {
    test::MessageRecorder messages;
    test::StreamRecorder rest;
    const http1::Limits limits;
    http1::Commons commons;
    http1::Decoder decoder(messages, rest, commons, limits);
    constexpr auto kClient = stream::Direction::ClientToServer;
    const stream::Origin first{{1, 1}, {}};
    const stream::Origin last{{1, 9}, {}};
    constexpr std::string_view kCutHead = "GET /a HTTP/1.1\r\nHost: x\r\nX-Cut: ";
    constexpr std::string_view kWhole = "GET /b HTTP/1.1\r\nHost: x\r\n\r\n";
    decoder.on(stream::Data{kClient, 0, base::asBytes(kCutHead), first});
    decoder.on(stream::Gap{kClient, kCutHead.size(), 100, stream::GapReason::Lost, last});
    decoder.on(stream::Data{kClient, kCutHead.size() + 100, base::asBytes(kWhole), last});
    EXPECT_THAT(messages.lines(), Contains("> GET /a"));
    EXPECT_THAT(messages.lines(), Contains("> GET /b"));
}

}  // namespace
}  // namespace hark
