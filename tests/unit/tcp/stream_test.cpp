// Bytes in order, each once, whatever order and copies they came in.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/tcp/wire.h"

namespace hark::tcp {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(TcpStream, ComesInOrder) {
    Wire wire;
    wire.read(connected().clientSends("hello").serverSends("world").close());
    EXPECT_THAT(wire.lines(), ElementsAre("> hello", "< world", "> end fin", "< end fin"));
    EXPECT_TRUE(wire[0].stream.tiles());
    const Connection& c = wire[0].connection;
    EXPECT_EQ(c.counter(kClient).bytes, 5U);
    EXPECT_EQ(c.counter(kServer).bytes, 5U);
    EXPECT_EQ(c.counter(kClient).packets, 5U);
    EXPECT_EQ(c.counter(kClient).retransmittedSegments, 0U);
    EXPECT_EQ(c.endReason, stream::EndReason::Fin);
    EXPECT_EQ(c.endedBy, kClient);
    EXPECT_TRUE(c.startSeen);
    EXPECT_THAT(c.anomalies, IsEmpty());
    EXPECT_EQ(wire.openConnections(), 0U);
}

TEST(TcpStream, MeasuresTheHandshake) {
    Wire wire;
    wire.read(connected({.step = std::chrono::milliseconds(3)}));
    EXPECT_EQ(wire[0].connection.handshake.roundTrip(), std::chrono::milliseconds(6));
}

TEST(TcpStream, SortsSegmentsThatCameOutOfOrder) {
    Wire wire;
    wire.read(connected()
                  .clientSends("abc")
                  .clientSends("def")
                  .clientSends("ghi")
                  .swap(kFirst, kFirst + 2)
                  .close());
    EXPECT_THAT(wire.lines(), ElementsAre("> abcdefghi", "> end fin", "< end fin"));
    EXPECT_EQ(wire[0].connection.counter(kClient).outOfOrderSegments, 1U);
    EXPECT_EQ(wire[0].connection.counter(kClient).gaps, 0U);
}

TEST(TcpStream, HasRetransmittedBytesOnce) {
    Wire wire;
    wire.read(connected()
                  .clientSends("abc")
                  .clientSends("def")
                  .repeat(kFirst, kFirst + 2)
                  .repeat(kFirst + 1, kFirst + 3)
                  .close());
    EXPECT_THAT(wire.lines(), ElementsAre("> abcdef", "> end fin", "< end fin"));
    EXPECT_EQ(wire[0].connection.counter(kClient).retransmittedSegments, 2U);
    EXPECT_EQ(wire[0].connection.counter(kClient).retransmittedBytes, 6U);
    EXPECT_EQ(wire[0].connection.counter(kClient).bytes, 6U);
}

TEST(TcpStream, TakesTheNewPartOfAnOverlappingSegment) {
    Wire wire;
    wire.read(connected().clientSends("abcd").sendsAt(kClient, 2, "cdef"));
    EXPECT_THAT(wire.lines(),
                ElementsAre("> abcdef", "> end capture-ended", "< end capture-ended"));
    EXPECT_TRUE(wire[0].stream.tiles());
    EXPECT_EQ(wire[0].connection.counter(kClient).retransmittedBytes, 2U);
}

TEST(TcpStream, TakesASegmentThatCoversWhatWaits) {
    Wire wire;
    wire.read(connected()
                  .sendsAt(kClient, 2, "cd")
                  .sendsAt(kClient, 6, "gh")
                  .sendsAt(kClient, 1, "bcdefghi")
                  .sendsAt(kClient, 0, "a"));
    EXPECT_EQ(wire[0].stream.text(kClient), "abcdefghi");
    EXPECT_TRUE(wire[0].stream.tiles());
    EXPECT_THAT(wire.anomalies(), IsEmpty());
}

TEST(TcpStream, KeepsTheFirstBytesWhereCopiesDiffer) {
    Wire wire;
    wire.read(connected()
                  .sendsAt(kClient, 3, "def")
                  .sendsAt(kClient, 2, "cdXf")
                  .sendsAt(kClient, 0, "ab"));
    EXPECT_EQ(wire[0].stream.text(kClient), "abcdef");
    EXPECT_THAT(wire.anomalies(), ElementsAre("tcp-overlap-differs"));
    EXPECT_EQ(wire[0].connection.anomalies[0].packet.number, 5U);
}

TEST(TcpStream, WrapsAroundInsideAMessage) {
    Wire wire;
    const std::string message = "0123456789abcdefghijklmnopqrstuvwxyz";
    wire.read(connected({.clientIsn = 0xfffffff0, .serverIsn = 0xffffffff, .segmentSize = 5})
                  .clientSends(message)
                  .serverSends(message)
                  .swap(kFirst + 2, kFirst + 3)
                  .close());
    EXPECT_THAT(wire.lines(),
                ElementsAre("> " + message, "< " + message, "> end fin", "< end fin"));
    EXPECT_TRUE(wire[0].stream.tiles());
}

TEST(TcpStream, CountsOffsetsBeyondFourGigabytes) {
    Wire wire;
    Conversation c = connected();
    // Each hole is as large as can be told from a retransmission.
    for (int i = 0; i < 5; ++i) {
        c.clientSends("x").sendsUnseen(kClient, 1U << 29U).clientSends("y").serverAcknowledges();
        c.waits(std::chrono::seconds(2)).serverAcknowledges();
    }
    wire.read(c.close());
    EXPECT_EQ(wire[0].connection.counter(kClient).gapBytes, std::uint64_t{5} << 29U);
    EXPECT_EQ(wire[0].connection.counter(kClient).bytes, 10U);
    EXPECT_TRUE(wire[0].stream.tiles());
}

// A response acknowledges the request that it answers.
TEST(TcpStream, HasBytesAfterThoseThatTheyAcknowledge) {
    Wire wire;
    wire.read(connected().clientSends("question").serverSends("answer").swap(kFirst, kFirst + 1));
    EXPECT_THAT(wire.lines(), ElementsAre("> question", "< answer", "> end capture-ended",
                                          "< end capture-ended"));
}

TEST(TcpStream, DoesNotWaitForeverForTheBytesThatAreAcknowledged) {
    Wire wire;
    Conversation c = connected();
    c.clientSends("question").drop(kFirst).serverSends("answer");
    wire.readWithoutFinish(c);
    EXPECT_THAT(wire.lines(), IsEmpty());
    Conversation later = c;
    later.packets().clear();
    later.waits(std::chrono::seconds(2)).serverSends(", more");
    wire.readWithoutFinish(later);
    EXPECT_THAT(wire.lines(), ElementsAre("> gap 8 lost", "< answer, more"));
}

TEST(TcpStream, IsNotOpenedForSegmentsWithoutBytes) {
    Wire wire;
    wire.read(connected().clientAcknowledges().serverAcknowledges().close());
    EXPECT_THAT(wire.lines(), IsEmpty());
    EXPECT_TRUE(wire[0].closed);
    EXPECT_EQ(wire[0].connection.counter(kClient).bytes, 0U);
}

TEST(TcpStream, TakesNoKeepAliveProbeForARetransmission) {
    Wire wire;
    wire.read(connected()
                  .clientSends("abc")
                  .serverAcknowledges()
                  .clientProbes()
                  .serverAcknowledges()
                  .clientSends("def"));
    EXPECT_EQ(wire[0].stream.text(kClient), "abcdef");
    EXPECT_EQ(wire[0].connection.counter(kClient).retransmittedSegments, 0U);
    EXPECT_THAT(wire.anomalies(), IsEmpty());
}

TEST(TcpStream, BeginsWithTheBytesOfTheSyn) {  // RFC 7413
    Wire wire;
    Conversation c;
    c.sendsSegment(kClient, 0x02, -1, "hello").sendsUnseen(kClient, 6);
    c.sendsSegment(kServer, 0x12, -1, "").sendsUnseen(kServer, 1);
    c.clientSends(" world").close();
    wire.read(c);
    EXPECT_THAT(wire.lines(), ElementsAre("> hello world", "> end fin", "< end fin"));
}

TEST(TcpStream, HasASnapLengthCutAsAGap) {
    Wire wire;
    wire.read(connected()
                  .clientSends("hello")
                  .clientSends("world")
                  .cutToSnapLength(kFirst, 14 + 20 + 20 + 2)
                  .close());
    EXPECT_THAT(wire.lines(),
                ElementsAre("> he", "> gap 3 snap-length", "> world", "> end fin", "< end fin"));
    EXPECT_TRUE(wire[0].stream.tiles());
}

TEST(TcpStream, KeepsWhatASnapLengthLeftOfWaitingSegments) {
    Wire wire;
    wire.read(connected()
                  .clientSends("hello")
                  .clientSends("world")
                  .cutToSnapLength(kFirst + 1, 14 + 20 + 20 + 2)
                  .swap(kFirst, kFirst + 1)
                  .close());
    EXPECT_EQ(wire[0].stream.text(kClient), "hellowo???");
    EXPECT_TRUE(wire[0].stream.tiles());
}

TEST(TcpStream, KeepsBytesWithAWrongChecksumAndCountsThem) {
    Wire wire;
    wire.read(connected().clientSends("hello").spoilChecksum(kFirst).close());
    EXPECT_EQ(wire[0].stream.text(kClient), "hello");
    EXPECT_EQ(wire.counters().checksumsWrong, 1U);
    EXPECT_EQ(wire.counters().checksumsVerified, 7U);
}

TEST(TcpStream, WorksOverIpv6AndVlans) {
    Wire wire;
    wire.read(
        connected({.client = {"2001:db8::1", 50000}, .server = {"2001:db8::2", 80}, .vlan = 7})
            .clientSends("hello")
            .close());
    EXPECT_THAT(wire.lines(), ElementsAre("> hello", "> end fin", "< end fin"));
    EXPECT_EQ(wire.counters().checksumsWrong, 0U);
}

}  // namespace
}  // namespace hark::tcp
