// A hole becomes a gap when the peer has acknowledged it and late packets had their chance.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/tcp/wire.h"

namespace hark::tcp {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::IsEmpty;

// "abc", then "def", which is lost, then "ghi".
Conversation withLoss(Conversation::Options options = {}) {
    Conversation c(options);
    c.handshake().clientSends("abc").clientSends("def").clientSends("ghi").drop(kFirst + 1);
    return c;
}

TEST(TcpLoss, IsAGapASecondAfterThePeerAcknowledgedIt) {
    Wire wire;
    Conversation c = withLoss();
    c.serverAcknowledges().waits(std::chrono::milliseconds(900)).serverAcknowledges();
    wire.readWithoutFinish(c);
    EXPECT_THAT(wire.lines(), ElementsAre("> abc"));
    Conversation later = c;
    later.packets().clear();
    later.waits(std::chrono::milliseconds(200)).serverAcknowledges();
    wire.readWithoutFinish(later);
    EXPECT_THAT(wire.lines(), ElementsAre("> abc", "> gap 3 lost", "> ghi"));
    EXPECT_TRUE(wire[0].stream.tiles());
}

// "abc", then three holes with a byte behind each, and nothing acknowledged until the end.
TEST(TcpLoss, HasThePacketThatShowedItAndIsGivenUpWithTheOthers) {
    Wire wire;
    Conversation c;
    c.handshake().clientSends("abc");
    for (const char* byte : {"1", "2", "3"})
        c.clientSends("lost").drop(c.size() - 1).clientSends(byte);
    c.serverAcknowledges().waits(std::chrono::seconds(2)).serverAcknowledges();
    wire.readWithoutFinish(c);
    EXPECT_THAT(wire.lines(), ElementsAre("> abc", "> gap 4 lost", "> 1", "> gap 4 lost", "> 2",
                                          "> gap 4 lost", "> 3"));
    // Packets 5, 6 and 7 carry what came behind the holes.
    EXPECT_THAT(wire[0].stream.gapPackets(), ElementsAre(5, 6, 7));
}

TEST(TcpLoss, AtTheEndHasThePacketThatAcknowledgedIt) {
    Wire wire;
    Conversation c;
    c.handshake().clientSends("abc").clientSends("lost").drop(kFirst + 1).serverAcknowledges();
    wire.read(c.waits(std::chrono::seconds(9)).serverAcknowledges());
    EXPECT_THAT(wire[0].stream.gapPackets(), ElementsAre(5));
}

TEST(TcpLoss, IsAGapAfterSoManyPacketsOfTheConnection) {
    Wire wire;
    Conversation c = withLoss({.step = base::Duration(1)});
    for (int i = 0; i < 300; ++i)
        c.serverAcknowledges();
    wire.readWithoutFinish(c);
    EXPECT_THAT(wire.lines(), ElementsAre("> abc", "> gap 3 lost", "> ghi"));
}

TEST(TcpLoss, IsWaitedForAsLongAsThePeerDoesNotAcknowledgeIt) {
    Wire wire;
    Conversation c({.step = std::chrono::seconds(5)});
    c.handshake().clientSends("abc").serverAcknowledges();
    c.sendsUnseen(kClient, 3);
    c.sendsAt(kClient, 6, "ghi").sendsAt(kClient, 9, "jkl").sendsAt(kClient, 3, "def");
    wire.readWithoutFinish(c);
    EXPECT_THAT(wire.lines(), ElementsAre("> abcdefghijkl"));
}

TEST(TcpLoss, IsFilledByALatePacket) {
    Wire wire;
    Conversation c = withLoss();
    wire.read(c.serverAcknowledges().sendsAt(kClient, 3, "def"));
    EXPECT_EQ(wire[0].stream.text(kClient), "abcdefghi");
    EXPECT_EQ(wire[0].connection.counter(kClient).gaps, 0U);
}

TEST(TcpLoss, IsAGapAtTheEndOfTheCapture) {
    Wire wire;
    wire.read(withLoss());
    EXPECT_THAT(wire.lines(), ElementsAre("> abc", "> gap 3 lost", "> ghi", "> end capture-ended",
                                          "< end capture-ended"));
    EXPECT_EQ(wire[0].connection.counter(kClient).gaps, 1U);
    EXPECT_EQ(wire[0].connection.counter(kClient).gapBytes, 3U);
}

TEST(TcpLoss, OfTheLastBytesIsKnownFromTheAcknowledgment) {
    Wire wire;
    Conversation c;
    c.handshake().clientSends("abc").clientSends("def").drop(kFirst + 1).serverSends("answer");
    wire.read(c);
    EXPECT_EQ(wire[0].stream.text(kClient), "abc???");
    EXPECT_EQ(wire[0].stream.text(kServer), "answer");
    EXPECT_TRUE(wire[0].stream.tiles());
}

TEST(TcpLoss, OfTheFinIsNoLossOfBytes) {
    Wire wire;
    Conversation c;
    c.handshake().clientSends("abc").clientFinishes().drop(kFirst + 1).serverSends("answer");
    wire.read(c.serverFinishes());
    EXPECT_EQ(wire[0].stream.text(kClient), "abc");
    EXPECT_EQ(wire[0].stream.text(kServer), "answer");
    EXPECT_EQ(wire[0].connection.counter(kClient).gaps, 0U);
    EXPECT_EQ(wire[0].connection.endReason, stream::EndReason::Fin);
}

TEST(TcpLoss, InACaptureOfOneDirectionIsGivenUpWithoutThePeer) {
    Wire wire;
    Conversation c;
    c.sendsUnseen(kServer, 1).clientSends("abc").sendsUnseen(kClient, 4).clientSends("def");
    c.waits(std::chrono::seconds(2)).clientSends("ghi");
    wire.readWithoutFinish(c);
    EXPECT_THAT(wire.lines(), ElementsAre("> abc", "> gap 4 lost", "> defghi"));
}

TEST(TcpLoss, OfTheWholePeerLeavesOneDirection) {
    Wire wire;
    Conversation c;
    c.sendsUnseen(kServer, 1).clientSends("abc").sendsUnseen(kServer, 500).clientSends("def");
    wire.readWithoutFinish(c);
    EXPECT_THAT(wire.lines(), ElementsAre("> abcdef"));
}

TEST(TcpLoss, IsCutShortWhereTooManyBytesWait) {
    Wire wire({.waitingBytesPerDirection = 10});
    Conversation c = withLoss();
    c.clientSends("jklmno");
    wire.readWithoutFinish(c);
    EXPECT_THAT(wire.lines(), ElementsAre("> abc"));
    Conversation later = c;
    later.packets().clear();
    wire.readWithoutFinish(later.clientSends("pq"));
    EXPECT_THAT(wire.lines(), ElementsAre("> abc", "> gap 3 limit", "> ghijklmnopq"));
    EXPECT_THAT(wire.anomalies(), IsEmpty());  // known when the connection is closed
    wire.finish();
    EXPECT_THAT(wire.anomalies(), ElementsAre("tcp-waiting-limit"));
}

TEST(TcpLoss, IsCutShortWhereTooManySegmentsWait) {
    Wire wire({.waitingSegmentsPerDirection = 3});
    Conversation c = withLoss();
    c.clientSends("j").clientSends("k").clientSends("l");
    wire.readWithoutFinish(c);
    EXPECT_THAT(wire.lines(), ElementsAre("> abc", "> gap 3 limit", "> ghijkl"));
}

TEST(TcpLoss, IsCutShortWhereTooMuchWaitsInAllConnections) {
    Wire wire({.waitingBytes = 5});
    Conversation::Options other;
    other.client.port = 50001;
    wire.readWithoutFinish(withLoss());
    EXPECT_EQ(wire.counters().waitingGivenUp, 0U);
    wire.readWithoutFinish(withLoss(other));
    EXPECT_EQ(wire.counters().waitingGivenUp, 1U);
    EXPECT_THAT(wire.lines(0), ElementsAre("> abc"));
    EXPECT_THAT(wire.lines(1), ElementsAre("> abc", "> gap 3 limit", "> ghi"));
}

TEST(TcpLoss, IsNotBelievedOfAnImpossibleAcknowledgment) {
    Wire wire;
    Conversation c;
    c.handshake().clientSends("abc").sendsUnseen(kClient, 1'000'000).serverSends("answer");
    wire.read(c);
    EXPECT_EQ(wire[0].stream.text(kClient), "abc");
    EXPECT_EQ(wire[0].stream.text(kServer), "answer");
    EXPECT_THAT(wire.anomalies(), ElementsAre("tcp-impossible-ack"));
}

}  // namespace
}  // namespace hark::tcp
