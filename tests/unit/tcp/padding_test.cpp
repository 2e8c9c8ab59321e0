// Padding of Ethernet frames that was counted into IP packets, and zeros that are data.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/tcp/wire.h"

namespace hark::tcp {
namespace {

using namespace std::string_view_literals;
using namespace test;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kTwo = "\0\0"sv;
constexpr std::string_view kSix = "\0\0\0\0\0\0"sv;

// The segments of a whole exchange whose small frames were padded, on both sides.
TEST(TcpPadding, IsNoDataWhereTheNextSegmentHasTheSameNumber) {
    Wire wire;
    Conversation c = connected();
    c.sendsSegment(kClient, kAck, 0, kTwo).clientSends("question");
    c.sendsSegment(kServer, kAck, 0, kSix).sendsSegment(kServer, kAck, -1, kSix);
    c.serverSends("answer").sendsSegment(kClient, kAck, 8, kTwo);
    c.sendsSegment(kClient, kAck | kFin, 8, kTwo).sendsUnseen(kClient, 1);
    c.sendsSegment(kServer, kAck | kFin, 6, kSix).sendsUnseen(kServer, 1);
    wire.readWithoutFinish(c.sendsSegment(kClient, kAck, 9, kTwo));
    EXPECT_THAT(wire.lines(), ElementsAre("> question", "< answer", "> end fin", "< end fin"));
    wire.finish();
    EXPECT_THAT(wire.anomalies(), ElementsAre("tcp-padding-as-data"));
    EXPECT_EQ(wire[0].connection.anomalies[0].packet.number, 4U);
    EXPECT_EQ(wire[0].connection.counter(kClient).bytes, 8U);
    EXPECT_EQ(wire[0].connection.counter(kClient).gaps, 0U);
    EXPECT_EQ(wire.openConnections(), 0U);
}

TEST(TcpPadding, OfAFinIsToldByWhatThePeerAcknowledges) {
    Wire wire;
    Conversation c = connected();
    c.clientSends("hello").sendsSegment(kClient, kAck | kFin, 5, kSix).sendsUnseen(kClient, 1);
    wire.readWithoutFinish(c.serverAcknowledges());
    EXPECT_THAT(wire.lines(), ElementsAre("> hello", "> end fin"));
    wire.finish();
    EXPECT_THAT(wire.anomalies(), ElementsAre("tcp-padding-as-data"));
}

TEST(TcpPadding, OfAFinIsToldByTheSendersNextNumber) {
    Wire wire;
    Conversation c = connected();
    c.clientSends("hello").sendsSegment(kClient, kAck | kFin, 5, kSix);
    wire.readWithoutFinish(c.sendsSegment(kClient, kAck, 6, kSix));
    EXPECT_THAT(wire.lines(), ElementsAre("> hello", "> end fin"));
}

TEST(TcpPadding, IsLeftOutWhereNothingFollows) {
    Wire wire;
    wire.read(connected().clientSends("hello").sendsSegment(kServer, kAck, 0, kSix));
    EXPECT_THAT(wire.lines(), ElementsAre("> hello", "> end capture-ended", "< end capture-ended"));
    EXPECT_THAT(wire.anomalies(), ElementsAre("tcp-padding-as-data"));
    EXPECT_EQ(wire[0].connection.anomalies[0].packet.number, 5U);
}

TEST(TcpPadding, DoesNotMoveTheNumberOfAReset) {
    Wire wire;
    Conversation c = connected();
    c.clientSends("hello").sendsSegment(kClient, kAck, 5, kSix);
    wire.readWithoutFinish(c.sendsSegment(kClient, kRst, 5, ""));
    EXPECT_THAT(wire.lines(), ElementsAre("> hello", "> end reset", "< end reset"));
}

// A SYN with a maximum segment size alone is two bytes short of a frame.
TEST(TcpPadding, OfASynIsNoDataEither) {
    Wire wire;
    Conversation c({.windowScale = 7});  // an option of four bytes
    c.handshake().serverSends("hello").close();
    for (const std::size_t at : {0U, 1U}) {
        std::string& frame = c.packets().at(at).bytes;
        ASSERT_EQ(frame.size(), 14U + 44U);
        frame[14 + 3] = 46;  // the IP length
        frame += kTwo;
        c.packets().at(at).wireLength += 2;
    }
    wire.read(c);
    EXPECT_THAT(wire.lines(), ElementsAre("< hello", "> end fin", "< end fin"));
    EXPECT_THAT(wire.anomalies(), ElementsAre("tcp-padding-as-data"));
    EXPECT_EQ(wire[0].connection.anomalies[0].packet.number, 2U);
}

TEST(TcpPadding, CapturedBehindTheBytesThatCameAfterItDiffersFromNothing) {
    Wire wire;
    wire.read(connected().clientSends("question").sendsSegment(kClient, kAck, 0, kSix).close());
    EXPECT_THAT(wire.lines(), ElementsAre("> question", "> end fin", "< end fin"));
    EXPECT_THAT(wire.anomalies(), IsEmpty());
}

TEST(TcpZeros, AreDataWhereTheNextSegmentBeginsBehindThem) {
    for (const std::string_view zeros : {kTwo, kSix}) {
        Wire wire;
        Conversation c = connected();
        c.sendsSegment(kClient, kAck, 0, zeros);
        c.sendsUnseen(kClient, static_cast<std::uint32_t>(zeros.size()));
        wire.read(c.clientSends("tail").close());
        EXPECT_EQ(wire[0].stream.text(kClient), std::string(zeros) + "tail");
        EXPECT_TRUE(wire[0].stream.tiles());
        EXPECT_THAT(wire.anomalies(), IsEmpty());
        EXPECT_EQ(wire[0].connection.counter(kClient).gaps, 0U);
    }
}

TEST(TcpZeros, AreDataWhereThePeerAcknowledgesThem) {
    Wire wire;
    Conversation c = connected();
    c.sendsSegment(kClient, kAck, 0, kSix).sendsUnseen(kClient, 6);
    wire.readWithoutFinish(c.serverSends("answer"));
    EXPECT_EQ(wire[0].stream.text(kClient), kSix);
    ASSERT_EQ(wire.lines().size(), 2U);
    EXPECT_EQ(wire.lines()[1], "< answer");  // after what it answers
    wire.finish();
    EXPECT_THAT(wire.anomalies(), IsEmpty());
}

TEST(TcpZeros, AreDataOneAfterTheOther) {
    Wire wire;
    Conversation c = connected();
    for (int i = 0; i < 4; ++i)
        c.sendsSegment(kClient, kAck, 6 * i, kSix).sendsSegment(kClient, kAck, 6 * i, kSix);
    wire.read(c.sendsUnseen(kClient, 24).clientSends("tail"));
    EXPECT_EQ(wire[0].stream.text(kClient), std::string(24, '\0') + "tail");
    EXPECT_THAT(wire.anomalies(), IsEmpty());
}

TEST(TcpZeros, WithAFinAreDataWhereThePeerAcknowledgesBoth) {
    Wire wire;
    Conversation c = connected();
    c.sendsSegment(kClient, kAck | kFin, 0, kSix).sendsUnseen(kClient, 7);
    wire.readWithoutFinish(c.serverAcknowledges());
    EXPECT_EQ(wire[0].stream.text(kClient), kSix);
    EXPECT_EQ(wire.lines().back(), "> end fin");
    wire.finish();
    EXPECT_THAT(wire.anomalies(), IsEmpty());
}

TEST(TcpZeros, SentAgainWithMoreAreData) {
    Wire wire;
    Conversation c = connected();
    c.sendsSegment(kClient, kAck, 0, kSix).clientSends("\0\0\0\0\0\0more"sv);
    wire.read(c.close());
    EXPECT_EQ(wire[0].stream.text(kClient), "\0\0\0\0\0\0more"sv);
    EXPECT_THAT(wire.anomalies(), IsEmpty());
}

TEST(TcpZeros, ThatNoPaddingIsAsLongAsAreDataAtOnce) {
    Wire wire;
    Conversation c = connected();
    c.sendsSegment(kClient, kAck, 0, "\0\0\0"sv).sendsAt(kClient, 3, kSix);  // with PSH
    wire.readWithoutFinish(c);
    EXPECT_EQ(wire[0].stream.text(kClient), std::string(9, '\0'));
    wire.finish();
    EXPECT_THAT(wire.anomalies(), IsEmpty());
}

}  // namespace
}  // namespace hark::tcp
