// What is believed of segments that no receiver would take as they are.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/tcp/wire.h"

namespace hark::tcp {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::IsEmpty;

// What follows a conversation, by itself.
Conversation after(const Conversation& c) {
    Conversation rest = c;
    rest.packets().clear();
    return rest;
}

// RST: RFC 9293 section 3.10.7.4, RFC 5961 section 3.2.

TEST(TcpReset, InsideTheWindowButNotExactIsNotBelieved) {
    for (const std::int64_t offset : {1, 100, 60'000, -1}) {
        Wire wire;
        Conversation c = connected();
        c.clientSends("hello").serverAcknowledges().sendsSegment(kServer, kRst, offset, "");
        wire.read(c.serverSends("world").clientAcknowledges().close());
        if (offset == 1) {  // the bytes end beyond it
            EXPECT_THAT(wire.anomalies(), ElementsAre("tcp-reset-out-of-window"));
        }
        EXPECT_EQ(wire.size(), 1U) << offset;
        EXPECT_THAT(wire.lines(), ElementsAre("> hello", "< world", "> end fin", "< end fin"));
    }
}

TEST(TcpReset, BeforeWhatThePeerAcknowledgedIsNotBelieved) {
    Wire wire;
    Conversation c = connected();
    c.serverSends("world").clientAcknowledges().sendsSegment(kServer, kRst, 2, "");
    wire.read(c.serverSends("!").close());
    EXPECT_EQ(wire[0].stream.text(kServer), "world!");
    EXPECT_THAT(wire.anomalies(), ElementsAre("tcp-reset-out-of-window"));
    EXPECT_EQ(wire.counters().resetsIgnored, 1U);
}

TEST(TcpReset, WaitsForTheBytesBeforeItThatWereCapturedLate) {
    Wire wire;
    Conversation c = connected();
    c.clientSends("question").serverSends("one").serverSends("two").serverResets();
    wire.read(c.swap(kFirst + 2, kFirst + 3));
    ASSERT_EQ(wire.size(), 1U);
    EXPECT_THAT(wire.lines(), ElementsAre("> question", "< onetwo", "> end reset", "< end reset"));
    EXPECT_THAT(wire.anomalies(), IsEmpty());
}

TEST(TcpReset, BehindAHoleThatIsNeverFilledEndsTheConnectionStill) {
    Wire wire;
    Conversation c = connected();
    c.serverSends("one").serverSends("two").drop(kFirst + 1).serverResets();
    wire.read(c);
    EXPECT_EQ(wire[0].stream.text(kServer), "one");
    EXPECT_EQ(wire[0].connection.endReason, stream::EndReason::Reset);
    EXPECT_EQ(wire[0].connection.endedBy, kServer);
}

TEST(TcpReset, AfterAFinMayHaveTheNumberOfTheFinOrTheNext) {
    for (const std::int64_t offset : {5, 6}) {
        Wire wire;
        Conversation c = connected();
        c.clientSends("hello").clientFinishes().sendsSegment(kClient, kRst, offset, "");
        wire.readWithoutFinish(c);
        EXPECT_EQ(wire.openConnections(), 0U) << offset;
        EXPECT_EQ(wire[0].connection.endReason, stream::EndReason::Reset);
    }
}

TEST(TcpReset, WithNumberZeroRefusesASynAndNothingElse) {
    Wire wire;
    Conversation c = connected();
    c.clientSends("hello").sendsSegment(kServer, kRst | kAck, -9001, "");
    wire.read(c.serverSends("world").close());
    EXPECT_EQ(wire[0].stream.text(kServer), "world");
    EXPECT_THAT(wire.anomalies(), ElementsAre("tcp-reset-out-of-window"));
}

TEST(TcpReset, ThatDoesNotAcknowledgeTheSynRefusesNothing) {  // RFC 9293 section 3.10.7.3
    Wire wire;
    Conversation c;
    c.sendsSegment(kClient, kSyn, -1, "").sendsSegment(kServer, kRst, -9001, "");
    c.sendsUnseen(kClient, 1).sendsSegment(kServer, kSyn | kAck, -1, "").sendsUnseen(kServer, 1);
    wire.read(c.clientSends("hello").close());
    ASSERT_EQ(wire.size(), 1U);
    EXPECT_EQ(wire[0].stream.text(kClient), "hello");
}

TEST(TcpReset, MayBeFollowedByAnotherConnectionInTheSameSecond) {
    Wire wire;
    wire.readWithoutFinish(connected().clientSends("one").clientResets());
    wire.read(connected({.clientIsn = 700'000}).clientSends("two").close());
    ASSERT_EQ(wire.size(), 2U);
    EXPECT_THAT(wire.lines(0), ElementsAre("> one", "> end reset", "< end reset"));
    EXPECT_THAT(wire.lines(1), ElementsAre("> two", "> end fin", "< end fin"));
}

TEST(TcpReset, IsFollowedByNoDataOfTheSameConnection) {
    Wire wire;
    Conversation c = connected();
    c.clientSends("hello").clientResets().serverSends("answer").clientSends("late");
    wire.read(c);
    ASSERT_EQ(wire.size(), 1U);
    EXPECT_EQ(wire.counters().afterClose, 2U);
}

// SYN: RFC 9293 section 3.10.7.4, RFC 5961 section 4.

TEST(TcpSyn, ThatNobodyAnswersDoesNotCutAConnection) {
    Wire wire;
    Conversation c = connected();
    c.clientSends("hel").sendsSegment(kClient, kSyn, 500'000, "").clientSends("lo");
    wire.read(c.serverSends("world").close());
    ASSERT_EQ(wire.size(), 1U);
    EXPECT_THAT(wire.lines(), ElementsAre("> hello", "< world", "> end fin", "< end fin"));
    EXPECT_THAT(wire.anomalies(), ElementsAre("tcp-stray-syn"));
    EXPECT_EQ(wire.counters().straySyns, 1U);
}

TEST(TcpSyn, ThatIsAnsweredBeginsAConnectionWithItsOwnTime) {
    Wire wire;
    wire.readWithoutFinish(connected().clientSends("one"));
    Conversation::Options again{.clientIsn = 700'000, .serverIsn = 800'000};
    again.start += std::chrono::seconds(1);
    wire.read(connected(again).clientSends("two").close());
    ASSERT_EQ(wire.size(), 2U);
    EXPECT_THAT(wire[0].connection.anomalies, IsEmpty());
    EXPECT_EQ(wire[1].connection.handshake.syn, again.start);
    EXPECT_TRUE(wire[1].connection.startSeen);
    EXPECT_EQ(wire.counters().straySyns, 0U);
}

TEST(TcpSyn, BeginsAConnectionWhereOnlyTheClientIsCaptured) {
    Wire wire;
    Conversation first = connected();
    first.clientSends("one").drop(1);
    Conversation second = connected({.clientIsn = 700'000, .serverIsn = 800'000});
    wire.readWithoutFinish(first).read(second.clientSends("two").drop(1));
    ASSERT_EQ(wire.size(), 2U);
    EXPECT_EQ(wire[0].stream.text(kClient), "one");
    EXPECT_EQ(wire[1].stream.text(kClient), "two");
}

TEST(TcpSyn, BeginsAConnectionAfterALongSilence) {
    Wire wire;
    Conversation c = connected();
    c.clientSends("one").waits(std::chrono::minutes(5));
    wire.read(c.sendsSegment(kClient, kSyn, 500'000, ""));
    EXPECT_EQ(wire.size(), 2U);
}

TEST(TcpSyn, BeginsAConnectionInTheSameSecondAsAFin) {
    Wire wire;
    wire.readWithoutFinish(connected().clientSends("one").clientFinishes());
    wire.read(connected({.clientIsn = 700'000}).clientSends("two").close());
    ASSERT_EQ(wire.size(), 2U);
    EXPECT_EQ(wire[1].stream.text(kClient), "two");
}

TEST(TcpSyn, ThatNobodyAnswersDoesNotCutAHalfClosedConnection) {
    Wire wire;
    Conversation c = connected();
    c.clientSends("question").clientFinishes().serverSends("ans");
    c.sendsSegment(kClient, kSyn, 500'000, "").serverSends("wer").serverFinishes();
    wire.read(c.clientAcknowledges());
    ASSERT_EQ(wire.size(), 1U);
    EXPECT_EQ(wire[0].stream.text(kServer), "answer");
}

TEST(TcpSyn, KeepsItsBytesWhileItIsHeldBack) {  // RFC 7413
    Wire wire;
    wire.readWithoutFinish(connected().clientSends("one"));
    Conversation c({.clientIsn = 700'000, .serverIsn = 800'000});
    c.sendsSegment(kClient, kSyn, -1, "hello").sendsUnseen(kClient, 6);
    c.sendsSegment(kServer, kSyn | kAck, -1, "").sendsUnseen(kServer, 1).clientSends(" world");
    wire.read(c);
    ASSERT_EQ(wire.size(), 2U);
    EXPECT_EQ(wire[1].stream.text(kClient), "hello world");
}

// FIN: RFC 9293 section 3.10.7.4, the eighth check.

TEST(TcpFin, ALittleAheadIsGivenUpWhenBytesComeBehindIt) {
    Wire wire;
    Conversation c = connected();
    c.clientSends("hel").sendsSegment(kClient, kFin | kAck, 6, "").clientSends("lo, world");
    wire.read(c.close());
    EXPECT_THAT(wire.lines(), ElementsAre("> hello, world", "> end fin", "< end fin"));
    EXPECT_THAT(wire.anomalies(), ElementsAre("tcp-fin-before-data"));
}

TEST(TcpFin, ALittleAheadIsGivenUpWhenBytesBehindItAreAcknowledged) {
    Wire wire;
    Conversation c = connected();
    c.clientSends("hel").sendsSegment(kClient, kFin | kAck, 4, "").sendsUnseen(kClient, 5);
    wire.read(c.serverAcknowledges().clientSends("!").close());
    EXPECT_EQ(wire[0].stream.text(kClient), std::string("hel").append(5, '?').append("!"));
    EXPECT_EQ(wire[0].connection.endReason, stream::EndReason::Fin);
}

TEST(TcpFin, BeforeBytesThatWaitIsNotBelieved) {
    Wire wire;
    Conversation c = connected();
    c.sendsAt(kClient, 3, "def").sendsSegment(kClient, kFin | kAck, 4, "");
    wire.read(c.sendsAt(kClient, 0, "abc").sendsUnseen(kClient, 6).clientFinishes());
    EXPECT_THAT(wire.lines(), ElementsAre("> abcdef", "> end fin", "< end capture-ended"));
    EXPECT_THAT(wire.anomalies(), ElementsAre("tcp-fin-before-data"));
}

TEST(TcpFin, ThatWasAcknowledgedKeepsOnlyTheBytesBeforeIt) {
    Wire wire;
    Conversation c = connected();
    c.clientSends("abc").clientSends("def").drop(kFirst).clientFinishes().serverAcknowledges();
    wire.read(c.sendsAt(kClient, 0, "abcdefghi"));
    EXPECT_THAT(wire.lines(), ElementsAre("> abcdef", "> end fin", "< end capture-ended"));
    EXPECT_THAT(wire.anomalies(), ElementsAre("tcp-data-after-fin"));
}

TEST(TcpFin, MayComeWithDataAndAgain) {
    Wire wire;
    Conversation c = connected();
    c.sendsSegment(kClient, kFin | kAck, 0, "hello").repeat(kFirst, kFirst + 1);
    wire.read(c.sendsSegment(kClient, kFin | kAck, 5, ""));
    EXPECT_THAT(wire.lines(), ElementsAre("> hello", "> end fin", "< end capture-ended"));
    EXPECT_THAT(wire.anomalies(), IsEmpty());
}

TEST(TcpFin, FarBeyondTheWindowIsNotBelieved) {
    Wire wire;
    Conversation c = connected();
    c.clientSends("hel").sendsSegment(kClient, kFin | kAck, 1'000'000, "").clientSends("lo");
    wire.read(c.close());
    EXPECT_THAT(wire.lines(), ElementsAre("> hello", "> end fin", "< end fin"));
}

// Numbers beyond the window: RFC 9293 section 3.10.7.4, RFC 7323 section 2.2.

TEST(TcpWindow, KeepsOutBytesThatItCannotHold) {
    Wire wire;
    Conversation c = connected();
    c.clientSends("hel").sendsAt(kClient, 1'000'000, "garbage").clientSends("lo");
    wire.read(c.close());
    EXPECT_THAT(wire.lines(), ElementsAre("> hello", "> end fin", "< end fin"));
    EXPECT_THAT(wire.anomalies(), ElementsAre("tcp-beyond-window"));
    EXPECT_EQ(wire.counters().beyondWindow, 1U);
}

TEST(TcpWindow, IsNoLessForACopyOfTheSamePacket) {
    Wire wire;
    Conversation c = connected();
    c.clientSends("hel").sendsAt(kClient, 1'000'000, "garbage").repeat(kFirst + 1, kFirst + 2);
    wire.read(c.clientSends("lo").close());
    EXPECT_EQ(wire[0].stream.text(kClient), "hello");
}

TEST(TcpWindow, IsScaledAsBothSynsSay) {
    Wire wire;
    Conversation c = connected({.windowScale = 7});
    c.clientSends("x").serverAcknowledges().sendsUnseen(kClient, 1'000'000).clientSends("y");
    wire.read(c.close());
    EXPECT_EQ(wire[0].connection.counter(kClient).gapBytes, 1'000'000U);
    EXPECT_THAT(wire.anomalies(), IsEmpty());
}

TEST(TcpWindow, DoesNotBelieveABareAcknowledgmentFarAhead) {
    Wire wire;
    Conversation c = connected();
    c.clientSends("hel").sendsUnseen(kClient, 1U << 29U).serverAcknowledges();
    c.sendsUnseen(kClient, 0U - (1U << 29U)).clientSends("lo").waits(std::chrono::seconds(5));
    wire.read(c.serverSends("world").close());
    EXPECT_THAT(wire.lines(), ElementsAre("> hello", "< world", "> end fin", "< end fin"));
    EXPECT_THAT(wire.anomalies(), ElementsAre("tcp-impossible-ack"));
}

TEST(TcpWindow, IsLeftBehindAfterALongLossThatTwoPacketsProve) {
    Wire wire;
    Conversation c = connected();
    c.clientSends("abc").sendsUnseen(kClient, 5'000'000).clientSends("def").clientSends("ghi");
    wire.read(c.close());
    EXPECT_EQ(wire[0].connection.counter(kClient).gapBytes, 5'000'000U);
    EXPECT_EQ(wire[0].connection.counter(kClient).bytes, 9U);
    EXPECT_EQ(wire[0].connection.endReason, stream::EndReason::Fin);
}

TEST(TcpWindow, IsLeftBehindByAcknowledgmentsWhereTheSenderIsNotCaptured) {
    Wire wire;
    Conversation c;
    c.clientSends("abc").sendsUnseen(kServer, 40'000'000).clientAcknowledges();
    c.sendsUnseen(kServer, 1000).clientAcknowledges();
    wire.read(c.clientSends("def"));
    EXPECT_EQ(wire[0].connection.counter(kServer).gapBytes, 40'001'000U);
}

TEST(TcpWindow, OfZeroIsProbedWithAByteThatMayComeAgain) {  // RFC 9293 section 3.8.6.1
    Wire wire;
    Conversation c = connected();
    c.clientSends("abc").serverAcknowledges().sendsAt(kClient, 3, "d").sendsAt(kClient, 3, "d");
    wire.read(c.clientSends("def").close());
    EXPECT_THAT(wire.lines(), ElementsAre("> abcdef", "> end fin", "< end fin"));
    EXPECT_THAT(wire.anomalies(), IsEmpty());
}

// After the end.

TEST(TcpLate, SegmentsFarFromTheEndBeginAnotherConnection) {
    Wire wire;
    wire.readWithoutFinish(connected().clientSends("one").close());
    Conversation other({.clientIsn = 900'000'000, .serverIsn = 800'000'000});
    wire.read(other.clientSends("two").serverSends("three"));
    ASSERT_EQ(wire.size(), 2U);
    EXPECT_FALSE(wire[1].connection.startSeen);
    EXPECT_EQ(wire[1].stream.text(kClient), "two");
    EXPECT_EQ(wire[1].stream.text(kServer), "three");
}

TEST(TcpLate, SegmentsWithoutDataAreOfTheOldConnectionForTwiceTheMsl) {
    Conversation far({.clientIsn = 900'000'000});
    Wire soon;
    soon.readWithoutFinish(connected().close()).read(far.clientAcknowledges());
    EXPECT_EQ(soon.size(), 1U);
    EXPECT_EQ(soon.counters().afterClose, 1U);
    Wire late;
    late.readWithoutFinish(connected().close());
    late.read(after(far).waits(std::chrono::minutes(5)).clientAcknowledges());
    EXPECT_EQ(late.size(), 2U);
}

// The capture's clock.

TEST(TcpClock, IsNotMovedByOnePacketFromTheFuture) {
    Wire wire;
    Conversation c = connected();
    c.clientSends("hel");
    Conversation::Options future;
    future.client.port = 50001;
    future.start += std::chrono::hours(24 * 365);
    wire.readWithoutFinish(c).readWithoutFinish(Conversation(future).clientSends("x"));
    wire.read(after(c).clientSends("lo").close());
    EXPECT_EQ(wire[0].stream.text(kClient), "hello");
    EXPECT_EQ(wire[0].connection.endReason, stream::EndReason::Fin);
    EXPECT_EQ(wire.counters().clockJumps, 1U);
}

TEST(TcpClock, KeepsTheConnectionThatMadeAJumpBelievable) {
    Wire wire;
    wire.readWithoutFinish(connected());
    Conversation::Options later;
    later.client.port = 50001;
    later.start += std::chrono::hours(24 * 365);
    Conversation c = connected(later);
    for (int i = 0; i < 9; ++i)
        c.clientSends("x").serverSends("y");
    wire.readWithoutFinish(c.close());
    EXPECT_EQ(wire.size(), 2U);
    EXPECT_EQ(wire[0].connection.endReason, stream::EndReason::Idle);
    EXPECT_EQ(wire[1].connection.endReason, stream::EndReason::Fin);
    EXPECT_EQ(wire[1].stream.text(kClient), "xxxxxxxxx");
}

TEST(TcpClock, MayGoBackToo) {
    Wire wire;
    Conversation::Options past;
    past.client.port = 50001;
    past.start -= std::chrono::hours(5);
    Conversation old = connected(past);
    for (int i = 0; i < 9; ++i)
        old.clientSends("x");
    Conversation c = connected();
    wire.readWithoutFinish(c.clientSends("hel")).readWithoutFinish(old);
    // From there it is three hours to a time that is still before the first packet.
    wire.readWithoutFinish(after(old).waits(std::chrono::hours(3)).clientSends("y"));
    EXPECT_EQ(wire.openConnections(), 2U);
    EXPECT_EQ(wire.counters().clockJumps, 2U);
}

// Other wild things.

TEST(TcpOverlap, KeepsBothReadingsInTheAnomaly) {
    Wire wire;
    wire.read(connected()
                  .sendsAt(kClient, 3, "def")
                  .sendsAt(kClient, 2, "cdXf")
                  .sendsAt(kClient, 0, "ab"));
    ASSERT_EQ(wire.anomalies().size(), 1U);
    EXPECT_EQ(wire[0].connection.anomalies[0].detail, "first \"ef\", later \"Xf\"");
    EXPECT_EQ(wire[0].connection.anomalies[0].offset, 4U);
}

TEST(TcpStream, IsExactWhereEveryPacketWasCapturedTwice) {
    Wire wire;
    Conversation c = connected();
    c.clientSends("question").serverSends("answer").close();
    for (std::size_t i = c.size(); i > 0; --i)
        c.repeat(i - 1, i);
    wire.read(c);
    ASSERT_EQ(wire.size(), 1U);
    EXPECT_THAT(wire.lines(), ElementsAre("> question", "< answer", "> end fin", "< end fin"));
    EXPECT_THAT(wire.anomalies(), IsEmpty());
}

TEST(TcpStream, KeepsUrgentBytesInline) {  // RFC 6093 section 3.1
    Wire wire;
    Conversation c = connected();
    c.clientSends("ab").sendsSegment(kClient, 0x38, 2, "c").sendsUnseen(kClient, 1);
    wire.read(c.clientSends("d").close());
    EXPECT_EQ(wire[0].stream.text(kClient), "abcd");
}

TEST(TcpStream, TakesNoKeepAliveProbeAfterAFinForData) {  // RFC 9293 section 3.8.4
    Wire wire;
    Conversation c = connected();
    c.clientSends("abc").clientFinishes().serverAcknowledges().clientProbes();
    wire.read(c.serverSends("d").serverFinishes().clientAcknowledges());
    EXPECT_THAT(wire.lines(), ElementsAre("> abc", "> end fin", "< d", "< end fin"));
    EXPECT_THAT(wire.anomalies(), IsEmpty());
}

}  // namespace
}  // namespace hark::tcp
