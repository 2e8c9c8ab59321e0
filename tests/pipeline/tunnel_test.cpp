// What is said through a CONNECT tunnel, and what lies below the connections.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/analysis/pipeline.h"
#include "tests/support/conversation.h"
#include "tests/support/recorders.h"

namespace hark {
namespace {

TEST(Tunnel, LeadsToItsAuthorityAndNotToTheProxy) {
    test::Conversation c({.server = {"10.0.0.2", 8080}});
    c.handshake()
        .clientSends("CONNECT Shop.example:81 HTTP/1.1\r\nHost: shop.example:81\r\n\r\n")
        .serverSends("HTTP/1.1 200 OK\r\n\r\n")
        .clientSends("GET /in HTTP/1.0\r\n\r\n")
        .serverSends("HTTP/1.0 204 None\r\n\r\n")
        .close();
    test::ExchangeRecorder recorder;
    analysis::Pipeline pipeline({}, recorder);
    test::play(c.packets(), [&](const capture::Packet& packet) { pipeline.onPacket(packet); });
    pipeline.finish();
    ASSERT_THAT(recorder.summary(),
                testing::ElementsAre("CONNECT Shop.example:81 200", "GET /in 204"));
    for (const auto& e : recorder.exchanges) {
        if (e.requestHead->method() != "GET") continue;
        EXPECT_EQ(e.uri->url("/in"), "http://shop.example:81/in");
    }
}

}  // namespace
}  // namespace hark
