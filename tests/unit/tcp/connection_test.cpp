// Where a connection begins, who its sides are, and how it ends.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/tcp/wire.h"

namespace hark::tcp {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(TcpConnection, MayBeginInTheMiddle) {
    Wire wire;
    Conversation c;
    c.sendsUnseen(kClient, 5000).sendsUnseen(kServer, 7000);
    wire.read(c.serverSends("rest of an answer").clientSends("question").serverSends("answer"));
    EXPECT_THAT(wire.lines(), ElementsAre("< rest of an answer", "> question", "< answer",
                                          "> end capture-ended", "< end capture-ended"));
    EXPECT_FALSE(wire[0].connection.startSeen);
    EXPECT_EQ(wire[0].connection.server.port, 80);
    EXPECT_EQ(wire[0].connection.handshake.roundTrip(), std::nullopt);
}

TEST(TcpConnection, GuessesTheServerByItsPort) {
    Wire wire;
    Conversation c({.client = {"10.0.0.1", 80}, .server = {"10.0.0.2", 50000}});
    wire.read(c.clientSends("x"));
    EXPECT_EQ(wire[0].connection.server.port, 80);
    EXPECT_THAT(wire[0].stream.text(kServer), "x");
}

TEST(TcpConnection, LetsItsConsumerSwapTheRoles) {
    Wire wire;
    wire.swapsAtFirstData = true;
    Conversation c({.client = {"10.0.0.1", 80}, .server = {"10.0.0.2", 50000}});
    wire.read(c.clientSends("question").serverSends("answer").clientFinishes());
    EXPECT_THAT(wire.lines(),
                ElementsAre("> question", "< answer", "> end fin", "< end capture-ended"));
    EXPECT_EQ(wire[0].connection.client.port, 80);
    EXPECT_EQ(wire[0].connection.counter(kClient).bytes, 8U);
    EXPECT_EQ(wire[0].connection.endedBy, kClient);
}

TEST(TcpConnection, ThatWasSeenToBeginKeepsItsRoles) {
    Wire wire;
    wire.read(connected({.client = {"10.0.0.1", 80}, .server = {"10.0.0.2", 50000}})
                  .clientSends("question"));
    EXPECT_EQ(wire[0].connection.client.port, 80);
    EXPECT_EQ(wire[0].stream.text(kClient), "question");
}

TEST(TcpConnection, MayBeOpenedByBothSidesAtOnce) {  // RFC 9293 section 3.5
    Wire wire;
    Conversation c;
    c.sendsSegment(kClient, 0x02, -1, "").sendsSegment(kServer, 0x02, -1, "");
    c.sendsUnseen(kClient, 1).sendsUnseen(kServer, 1);
    c.sendsSegment(kClient, 0x12, -1, "").sendsSegment(kServer, 0x12, -1, "");
    wire.read(c.clientSends("hello").serverSends("world").close());
    ASSERT_EQ(wire.size(), 1U);
    EXPECT_THAT(wire.lines(), ElementsAre("> hello", "< world", "> end fin", "< end fin"));
    EXPECT_EQ(wire[0].connection.client.port, 50000);
}

TEST(TcpConnection, IsAnotherOneAfterANewSyn) {
    Wire wire;
    Conversation first = connected();
    first.clientSends("one");
    Conversation second = connected({.clientIsn = 700'000, .serverIsn = 800'000});
    second.clientSends("two").close();
    wire.readWithoutFinish(first).read(second);
    ASSERT_EQ(wire.size(), 2U);
    EXPECT_THAT(wire.lines(0), ElementsAre("> one", "> end reused", "< end reused"));
    EXPECT_THAT(wire.lines(1), ElementsAre("> two", "> end fin", "< end fin"));
    EXPECT_EQ(wire[0].connection.endReason, stream::EndReason::Reused);
    EXPECT_EQ(wire[1].connection.id.value, 2U);
}

TEST(TcpConnection, IsAnotherOneAfterANewSynOfTheSamePorts) {
    Wire wire;
    wire.readWithoutFinish(connected().clientSends("one").close());
    wire.read(connected({.clientIsn = 5'000'000}).clientSends("two").close());
    ASSERT_EQ(wire.size(), 2U);
    EXPECT_THAT(wire.lines(1), ElementsAre("> two", "> end fin", "< end fin"));
}

TEST(TcpConnection, IsTheSameAfterARetransmittedSyn) {
    Wire wire;
    wire.read(connected().repeat(0, 1).repeat(2, 3).clientSends("hello").close());
    ASSERT_EQ(wire.size(), 1U);
    EXPECT_EQ(wire[0].stream.text(kClient), "hello");
}

TEST(TcpConnection, EndsWithAReset) {
    Wire wire;
    wire.read(connected().clientSends("hello").serverSends("wor").serverResets());
    EXPECT_THAT(wire.lines(), ElementsAre("> hello", "< wor", "> end reset", "< end reset"));
    EXPECT_EQ(wire[0].connection.endReason, stream::EndReason::Reset);
    EXPECT_EQ(wire[0].connection.endedBy, kServer);
}

TEST(TcpConnection, ThatIsRefusedEndsWithAReset) {
    Wire wire;
    Conversation c;
    c.sendsSegment(kClient, 0x02, -1, "").sendsUnseen(kClient, 1);
    wire.read(c.sendsSegment(kServer, 0x14, -9001, ""));
    ASSERT_EQ(wire.size(), 1U);
    EXPECT_EQ(wire[0].connection.endReason, stream::EndReason::Reset);
    EXPECT_EQ(wire[0].connection.endedBy, kServer);
}

TEST(TcpConnection, IgnoresAResetOutOfTheWindow) {
    Wire wire;
    wire.read(connected()
                  .clientSends("hello")
                  .sendsSegment(kServer, kRst, 100'000'000, "")
                  .serverSends("world")
                  .close());
    EXPECT_THAT(wire.lines(), ElementsAre("> hello", "< world", "> end fin", "< end fin"));
    EXPECT_THAT(wire.anomalies(), ElementsAre("tcp-reset-out-of-window"));
}

TEST(TcpConnection, MayBeHalfClosed) {
    Wire wire;
    wire.read(connected()
                  .clientSends("question")
                  .clientFinishes()
                  .serverSends("ans")
                  .clientAcknowledges()
                  .serverSends("wer")
                  .serverFinishes()
                  .clientAcknowledges());
    EXPECT_THAT(wire.lines(), ElementsAre("> question", "> end fin", "< answer", "< end fin"));
    EXPECT_EQ(wire[0].connection.endedBy, kClient);
    EXPECT_EQ(wire.openConnections(), 0U);
}

TEST(TcpConnection, MayBeHalfClosedBeforeAnyByte) {
    Wire wire;
    wire.read(connected().clientFinishes().serverSends("banner").serverFinishes());
    EXPECT_THAT(wire.lines(), ElementsAre("> end fin", "< banner", "< end fin"));
    EXPECT_TRUE(wire[0].stream.tiles());
}

TEST(TcpConnection, HasItsFinAfterTheBytesThatCameLate) {
    Wire wire;
    wire.read(connected().clientSends("hello").clientFinishes().swap(kFirst, kFirst + 1));
    EXPECT_THAT(wire.lines(), ElementsAre("> hello", "> end fin", "< end capture-ended"));
}

TEST(TcpConnection, IgnoresBytesBehindItsFin) {
    Wire wire;
    wire.read(connected().clientSends("hello").clientFinishes().sendsAt(kClient, 5, "more"));
    EXPECT_EQ(wire[0].stream.text(kClient), "hello");
    EXPECT_THAT(wire.anomalies(), ElementsAre("tcp-data-after-fin"));
}

TEST(TcpConnection, IsOverAfterALongSilence) {
    Wire wire;
    Conversation::Options other;
    other.client.port = 50001;
    other.start += std::chrono::hours(3);
    Conversation later = connected(other);
    for (int i = 0; i < 8; ++i)
        later.clientSends("x");
    wire.readWithoutFinish(connected().clientSends("hello")).readWithoutFinish(later);
    EXPECT_THAT(wire.lines(), ElementsAre("> hello", "> end idle", "< end idle"));
    EXPECT_EQ(wire[0].connection.endReason, stream::EndReason::Idle);
    EXPECT_EQ(wire.openConnections(), 1U);
}

TEST(TcpConnection, ThatWasSilentTheLongestIsGivenUpAtTheLimit) {
    Wire wire({.connections = 2});
    std::vector<Conversation> all;
    for (std::uint16_t i = 0; i < 3; ++i) {
        Conversation::Options options;
        options.client.port = static_cast<std::uint16_t>(50000 + i);
        all.push_back(connected(options));
        all.back().clientSends("x");
    }
    wire.readWithoutFinish(all[0]).readWithoutFinish(all[1]);
    all[0].packets().clear();
    wire.readWithoutFinish(all[0].clientSends("y"));  // now the other one is older
    wire.readWithoutFinish(all[2]);
    EXPECT_EQ(wire.counters().evicted, 1U);
    EXPECT_FALSE(wire[0].closed);
    EXPECT_TRUE(wire[1].closed);
    EXPECT_EQ(wire[1].connection.endReason, stream::EndReason::Evicted);
    EXPECT_EQ(wire.openConnections(), 2U);
}

TEST(TcpConnection, ThatHasEndedHasNoLateSegments) {
    Wire wire;
    Conversation c = connected();
    c.clientSends("hello").close();
    c.repeat(kFirst, c.size()).repeat(c.size() - 2, c.size());
    wire.read(c);
    EXPECT_EQ(wire.size(), 1U);
    EXPECT_EQ(wire.counters().afterClose, 2U);
}

TEST(TcpConnection, OfAnotherVlanIsAnotherOne) {
    Wire wire;
    wire.readWithoutFinish(connected({.vlan = 1}).clientSends("one"));
    wire.read(connected({.vlan = 2}).clientSends("two"));
    ASSERT_EQ(wire.size(), 2U);
    EXPECT_EQ(wire[0].stream.text(kClient), "one");
    EXPECT_EQ(wire[1].stream.text(kClient), "two");
}

TEST(TcpConnection, KeepsABoundedNumberOfAnomalies) {
    Wire wire({.anomaliesPerConnection = 2});
    Conversation c = connected();
    for (int i = 0; i < 5; ++i)
        c.sendsSegment(kServer, kRst, 100'000'000, "");
    wire.read(c);
    EXPECT_EQ(wire.anomalies().size(), 2U);
    EXPECT_EQ(wire[0].connection.anomaliesDropped, 3U);
}

TEST(TcpSegment, ThatHasNoHeaderIsCounted) {
    Wire wire;
    Conversation c;
    c.clientSends("hello").cutToSnapLength(0, 14 + 20 + 10);
    wire.read(c);
    EXPECT_EQ(wire.size(), 0U);
    EXPECT_EQ(wire.counters().malformed, 1U);
    EXPECT_THAT(wire.counters().segments, 1U);
}

}  // namespace
}  // namespace hark::tcp
