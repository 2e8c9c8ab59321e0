// Copies of bytes that were handed on already: the same, or others.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/tcp/recent_bytes.h"
#include "tests/unit/tcp/wire.h"

namespace hark::tcp {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(TcpCopies, ThatDifferFromWhatWasHandedOnAreTold) {
    Wire wire;
    Conversation c = connected();
    c.clientSends("GET / HTTP/1.1\r\n\r\n").serverSends("HTTP/1.1 302 Found\r\n\r\n");
    wire.read(c.sendsAt(kServer, 0, "HTTP/1.1 200 OK\r\n\r\n123"));
    EXPECT_EQ(wire[0].stream.text(kServer), "HTTP/1.1 302 Found\r\n\r\n");
    ASSERT_THAT(wire.anomalies(), ElementsAre("tcp-overlap-differs"));
    const base::Anomaly& anomaly = wire[0].connection.anomalies[0];
    EXPECT_EQ(anomaly.packet.number, 6U);
    EXPECT_EQ(anomaly.offset, 9U);
    EXPECT_EQ(anomaly.detail, "first \"302 Found\r\n\r\n\", later \"200 OK\r\n\r\n123\"");
}

TEST(TcpCopies, MayReachBeyondWhatWasHandedOn) {
    Wire wire;
    Conversation c = connected();
    wire.read(c.serverSends("HTTP/1.1 302").sendsAt(kServer, 0, "HTTP/1.1 200 OK"));
    EXPECT_EQ(wire[0].stream.text(kServer), "HTTP/1.1 302 OK");
    ASSERT_THAT(wire.anomalies(), ElementsAre("tcp-overlap-differs"));
    EXPECT_EQ(wire[0].connection.anomalies[0].detail, R"(first "302", later "200")");
}

TEST(TcpCopies, QuoteThirtyTwoBytesOfEitherReading) {
    Wire wire;
    Conversation c = connected();
    wire.read(c.clientSends(std::string(100, 'a')).sendsAt(kClient, 10, std::string(50, 'b')));
    EXPECT_EQ(wire[0].connection.anomalies.at(0).detail,
              "first \"" + std::string(32, 'a') + "\", later \"" + std::string(32, 'b') + "\"");
    EXPECT_EQ(wire[0].connection.anomalies.at(0).offset, 10U);
}

TEST(TcpCopies, AreHeldAgainstSeveralSegmentsAndTheFirstDifferenceCounts) {
    Wire wire;
    Conversation c = connected();
    c.clientSends("abc").clientSends("def").clientSends("ghi");
    wire.read(c.sendsAt(kClient, 0, "abXdeXghX"));
    ASSERT_THAT(wire.anomalies(), ElementsAre("tcp-overlap-differs"));
    EXPECT_EQ(wire[0].connection.anomalies[0].offset, 2U);
}

TEST(TcpCopies, WithTheSameBytesAreNotTold) {
    const std::string message = "0123456789abcdefghijklmnopqrstuvwxyz";
    for (const std::size_t size : {1U, 2U, 5U, 36U}) {
        Wire wire;
        Conversation c = connected({.segmentSize = size});
        c.clientSends(message);
        for (std::size_t begin = 0; begin < message.size(); begin += 3) {
            for (const std::size_t length : {2U, 7U, 36U}) {
                c.sendsAt(kClient, static_cast<std::int64_t>(begin),
                          std::string_view(message).substr(begin, length));
            }
        }
        wire.read(c);
        EXPECT_EQ(wire[0].stream.text(kClient), message);
        EXPECT_THAT(wire.anomalies(), IsEmpty()) << size;
    }
}

TEST(TcpCopies, OfAnotherConnectionOrDirectionAreNoCopies) {
    Wire wire;
    Conversation c = connected();
    Conversation other = connected({.client = {"10.0.0.3", 50001}});
    c.clientSends("aaaa").serverSends("bbbb").repeat(kFirst, kFirst + 2);
    other.clientSends("cccc").serverSends("dddd").repeat(kFirst + 1, kFirst + 2);
    wire.play(hark::test::merged({&c, &other}));
    wire.finish();
    EXPECT_THAT(wire.anomalies(0), IsEmpty());
    EXPECT_THAT(wire.anomalies(1), IsEmpty());
}

TEST(TcpCopies, ThatAreProbesOfKeepAliveAreNotTold) {  // RFC 9293 section 3.8.4
    Wire wire;
    wire.read(connected().clientSends("hello").clientProbes().clientProbes().close());
    EXPECT_THAT(wire.anomalies(), IsEmpty());
}

TEST(TcpCopies, OfOneByteAreProbesWhereThePeerHasAcknowledgedIt) {
    for (const bool isAcknowledged : {true, false}) {
        Wire wire;
        Conversation c = connected();
        c.serverSends("hello").serverSends("world");
        if (isAcknowledged) c.clientAcknowledges();
        wire.read(c.sendsAt(kServer, 4, "w"));
        EXPECT_EQ(wire.anomalies().size(), isAcknowledged ? 0U : 1U);
    }
}

TEST(TcpCopies, BehindAGapAndWithSnapLengthAreHeldAgainstWhatWasCaptured) {
    Wire wire;
    Conversation c = connected();
    c.clientSends("abcdefgh").cutToSnapLength(kFirst, 14 + 20 + 20 + 4).sendsUnseen(kClient, 10);
    c.clientSends("stuv").serverAcknowledges().waits(std::chrono::seconds(2)).serverAcknowledges();
    wire.read(c.sendsAt(kClient, 0, "abcdXXXXYYYYYYYYYYstuV"));
    ASSERT_THAT(wire.anomalies(), ElementsAre("tcp-overlap-differs"));
    EXPECT_EQ(wire[0].connection.anomalies[0].offset, 21U);
}

TEST(TcpCopies, ThatBeginBeforeTheStreamAreHeldAgainstItsBeginning) {
    Wire wire;
    Conversation c;  // the start is not captured
    c.sendsAt(kClient, 10, "abcd").sendsAt(kClient, 7, "xyzaXcd");
    wire.read(c);
    ASSERT_THAT(wire.anomalies(), ElementsAre("tcp-overlap-differs"));
    EXPECT_EQ(wire[0].connection.anomalies[0].offset, 1U);
}

TEST(TcpCopies, ComeWithAFinAfterTheEndAndAreToldStill) {
    Wire wire;
    Conversation c = connected();
    c.clientSends("hello").clientFinishes().serverAcknowledges();
    wire.read(c.sendsSegment(kClient, kAck | kFin, 0, "hallo"));
    EXPECT_THAT(wire.lines().front(), "> hello");
    EXPECT_THAT(wire.anomalies(), ElementsAre("tcp-overlap-differs"));
}

TEST(TcpCopies, OfWhatWasWrittenOverAreNotTold) {
    const Limits limits{.recentSegments = 64};
    for (const std::size_t between : {10U, 100U}) {
        Wire wire(limits);
        Conversation c = connected();
        c.clientSends("first");
        for (std::size_t i = 0; i < between; ++i)
            c.serverSends(std::string(64, 'x'));
        wire.read(c.sendsAt(kClient, 0, "later"));
        EXPECT_EQ(wire.anomalies().size(), between == 10U ? 1U : 0U);
    }
}

Difference require(const std::optional<Difference>& found) {
    return found ? *found : Difference{};
}

// Of many directions, each finds its own pieces and no others, however often the ring went round.
TEST(TcpRecentBytes, FindsWhatIsThereAndNothingElse) {
    constexpr std::size_t kDirections = 7;
    RecentBytes recent({.recentSegments = 20});
    std::array<RecentBytes::Place, kDirections> newest{};
    std::array<std::uint64_t, kDirections> next{};
    std::size_t found = 0;
    for (std::size_t i = 0; i < 10'000; ++i) {
        const std::size_t who = i * i % kDirections;
        const std::string bytes(1 + i % 90, static_cast<char>('a' + who));
        recent.keep(newest.at(who), next.at(who), base::asBytes(bytes));
        next.at(who) += bytes.size();
        for (std::size_t d = 0; d < kDirections; ++d) {
            const std::uint64_t begin = next.at(d) - std::min<std::uint64_t>(next.at(d), 300);
            const std::string same(300, static_cast<char>('a' + d));
            ASSERT_FALSE(recent.difference(newest.at(d), begin, base::asBytes(same)));
            const std::string other(300, 'z');
            const auto difference = recent.difference(newest.at(d), begin, base::asBytes(other));
            if (!difference) continue;
            ++found;
            ASSERT_EQ(difference->first.find_first_not_of(same[0]), std::string::npos);
            ASSERT_LT(difference->offset, next.at(d));
        }
    }
    EXPECT_GT(found, 10'000U);
}

TEST(TcpRecentBytes, KeepTheBeginningOfEachPiece) {
    const std::string piece(RecentBytes::kBytes + 10, 'a');
    RecentBytes recent{Limits{}};
    RecentBytes::Place newest = 0;
    recent.keep(newest, 0, base::asBytes(piece));
    recent.keep(newest, piece.size(), base::asBytes(piece));
    std::string later = piece + piece;
    later[RecentBytes::kBytes] = 'b';  // not kept
    EXPECT_FALSE(recent.difference(newest, 0, base::asBytes(later)));
    later[piece.size() + 5] = 'b';
    EXPECT_EQ(require(recent.difference(newest, 0, base::asBytes(later))).offset, piece.size() + 5);
    later[RecentBytes::kBytes - 1] = 'c';
    const Difference difference =
        require(recent.difference(newest, 7, base::asBytes(later.substr(7))));
    EXPECT_EQ(difference.offset, RecentBytes::kBytes - 1);
    EXPECT_EQ(difference.first, "a");
    EXPECT_EQ(difference.later, "c");
    EXPECT_FALSE(recent.difference(newest, 2 * piece.size(), base::asBytes("b")));
    EXPECT_FALSE(recent.difference(0, 0, base::asBytes("b")));
}

TEST(TcpRecentBytes, LooksBackNoFurtherThanTheLimit) {
    RecentBytes recent({.comparedSegments = 4});
    RecentBytes::Place newest = 0;
    for (std::uint64_t i = 0; i < 6; ++i)
        recent.keep(newest, i, base::asBytes("a"));
    EXPECT_FALSE(recent.difference(newest, 0, base::asBytes("bb")));
    EXPECT_EQ(require(recent.difference(newest, 0, base::asBytes("bbb"))).offset, 2U);
}

}  // namespace
}  // namespace hark::tcp
