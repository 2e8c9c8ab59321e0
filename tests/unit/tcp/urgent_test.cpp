// Urgent data stay in the stream and are told (RFC 9293 section 3.8.5, RFC 6093).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/tcp/wire.h"

namespace hark::tcp {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::IsEmpty;

// Bytes at a place of the client's stream, in a segment with URG.
void sendsUrgent(Conversation& c, std::int64_t offset, std::string_view bytes,
                 std::uint16_t pointer) {
    constexpr std::size_t kPointerAt = 14 + 20 + 18;  // behind Ethernet and IPv4
    c.sendsSegment(kClient, kAck | kUrg, offset, bytes);
    std::string& frame = c.packets().back().bytes;
    frame[kPointerAt] = static_cast<char>(pointer >> 8U);
    frame[kPointerAt + 1] = static_cast<char>(pointer & 0xffU);
}

std::vector<std::string> details(const Wire& wire) {
    std::vector<std::string> all;
    for (const auto& anomaly : wire[0].connection.anomalies)
        all.push_back(anomaly.detail);
    return all;
}

TEST(TcpUrgent, StaysInTheStreamAndIsTold) {
    Wire wire;
    Conversation c = connected();
    c.clientSends("/malic");
    sendsUrgent(c, 6, "XY", 2);
    wire.read(c.sendsUnseen(kClient, 2).clientSends("ious").close());
    EXPECT_EQ(wire[0].stream.text(kClient), "/malicXYious");
    EXPECT_THAT(wire.anomalies(), ElementsAre("tcp-urgent"));
    const base::Anomaly& anomaly = wire[0].connection.anomalies[0];
    EXPECT_EQ(anomaly.packet.number, 5U);
    EXPECT_EQ(anomaly.offset, 7U);
    EXPECT_EQ(anomaly.detail, "pointer 2, last octet \"Y\", offset 7");
}

TEST(TcpUrgent, IsToldOnceForCopiesAndForAllSegmentsThatPointToTheSameOctet) {
    Wire wire;
    Conversation c = connected();
    sendsUrgent(c, 0, "ab", 4);
    sendsUrgent(c, 2, "cd", 2);
    sendsUrgent(c, 0, "abcd", 4);
    wire.read(c);
    EXPECT_EQ(wire[0].stream.text(kClient), "abcd");
    EXPECT_THAT(details(wire), ElementsAre("pointer 4, last octet not in this packet"));
}

TEST(TcpUrgent, IsToldAgainWhereThePointerMovesOn) {
    Wire wire;
    Conversation c = connected();
    sendsUrgent(c, 0, "ab", 1);
    sendsUrgent(c, 2, "cd", 2);
    wire.read(c);
    EXPECT_THAT(details(wire), ElementsAre("pointer 1, last octet \"a\", offset 0",
                                           "pointer 2, last octet \"d\", offset 3"));
}

TEST(TcpUrgent, QuotesTheOctetEscaped) {
    Wire wire;
    Conversation c = connected();
    sendsUrgent(c, 0, "\xff\xf2", 2);  // Telnet's data mark
    sendsUrgent(c, 2, "\x1b", 1);
    wire.read(c);
    EXPECT_THAT(details(wire), ElementsAre("pointer 2, last octet \"\\xf2\", offset 1",
                                           "pointer 1, last octet \"\\x1b\", offset 2"));
}

TEST(TcpUrgent, WithoutDataIsNotTold) {
    Wire wire;
    Conversation c = connected();
    sendsUrgent(c, 0, "", 5);
    wire.read(c.clientSends("hello"));
    EXPECT_THAT(wire.anomalies(), IsEmpty());
}

TEST(TcpUrgent, WithAPointerThatCountsForNothingIsNotQuoted) {
    Wire wire;
    Conversation c = connected();
    c.clientSends("abc");
    sendsUrgent(c, 3, "de", 0);
    wire.read(c);
    EXPECT_THAT(details(wire), ElementsAre("pointer 0, last octet not in this packet"));
}

TEST(TcpUrgent, OfASegmentThatIsNotBelievedIsNotTold) {
    Wire wire;
    Conversation c = connected();
    sendsUrgent(c, 1U << 30U, "far", 3);
    sendsUrgent(c, 0, "near", 4);
    wire.read(c);
    EXPECT_EQ(details(wire).back(), "pointer 4, last octet \"r\", offset 3");
}

TEST(TcpUrgent, IsBoundedAsAllAnomaliesAre) {
    const Limits limits;
    Wire wire;
    Conversation c = connected();
    for (std::size_t i = 0; i < limits.anomaliesPerConnection + 5; ++i)
        sendsUrgent(c, static_cast<std::int64_t>(i), "u", 1);
    wire.read(c);
    EXPECT_EQ(wire[0].connection.anomalies.size(), limits.anomaliesPerConnection);
    EXPECT_EQ(wire[0].connection.anomaliesDropped, 5U);
}

}  // namespace
}  // namespace hark::tcp
