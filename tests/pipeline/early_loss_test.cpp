// What is lost before anything of a connection was recognised must still keep requests and
// responses in step; and what a stray FIN claims must not cut a stream short.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/analysis/pipeline.h"
#include "tests/support/conversation.h"
#include "tests/support/recorders.h"

namespace hark {
namespace {

constexpr std::string_view kFirst = "GET /1 HTTP/1.1\r\nHost: h\r\n\r\n";
constexpr std::string_view kSecond = "GET /2 HTTP/1.1\r\nHost: h\r\n\r\n";

test::ExchangeRecorder analyse(const test::Conversation& conversation) {
    test::ExchangeRecorder recorder;
    analysis::Pipeline pipeline({}, recorder);
    test::play(conversation.packets(), [&](const capture::Packet& p) { pipeline.onPacket(p); });
    pipeline.finish();
    return recorder;
}

TEST(EarlyLoss, AFirstRequestThatWasNotCapturedKeepsItsResponse) {
    test::Conversation c;
    c.handshake().clientSends(kFirst).clientSends(kSecond);
    c.serverSends("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none")
        .serverSends("HTTP/1.1 404 No\r\nContent-Length: 3\r\n\r\ntwo")
        .close();
    c.drop(3);
    EXPECT_THAT(analyse(c).summary(), testing::UnorderedElementsAre("- - 200", "GET /2 404"));
}

TEST(EarlyLoss, RequestsWithoutAnyResponseAreEndedInBoundedSpace) {
    test::Conversation c;
    c.handshake();
    for (int i = 0; i < 5000; ++i)
        c.clientSends(kFirst);
    const test::ExchangeRecorder recorder = analyse(c);
    EXPECT_EQ(recorder.exchanges.size(), 5000U);
}

}  // namespace
}  // namespace hark
