// QUIC connections are told by their first packets, and counted with what follows.

#include "core/udp/quic_connections.h"

#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/udp/quic_packets.h"

namespace hark::udp {
namespace {

using namespace test;
using stream::Direction;
using testing::ElementsAre;
using testing::IsEmpty;

class Wire final : public QuicListener {
public:
    explicit Wire(const Limits& limits = {}) : quic(limits, ids, *this) {}

    /// A datagram between hosts 10.0.0.`source` and 10.0.0.`destination`.
    Wire& sends(std::uint8_t source, std::uint16_t sourcePort, std::uint8_t destination,
                std::uint16_t destinationPort, const std::string& payload, std::size_t onWire = 0) {
        const std::string bytes = std::string(8, '\0') + payload;
        ip::Datagram datagram;
        datagram.source.octets = {10, 0, 0, source};
        datagram.destination.octets = {10, 0, 0, destination};
        datagram.protocol = ip::kProtocolUdp;
        datagram.scope = scope;
        datagram.payload = base::asBytes(bytes);
        datagram.origin = {{1, ++packets_}, now};
        now += std::chrono::milliseconds(1);
        Datagram udp{datagram, sourcePort, destinationPort, datagram.payload.subspan(8),
                     onWire == 0 ? payload.size() : onWire};
        quic.onDatagram(udp);
        return *this;
    }
    Wire& client(const std::string& payload) { return sends(1, 50000, 2, 443, payload); }
    Wire& server(const std::string& payload) { return sends(2, 443, 1, 50000, payload); }
    /// What was told, "open 1" and "1 10.0.0.1:50000>10.0.0.2:443 version 1 3/1300 2/700 1-5 fin".
    const std::vector<std::string>& finish() {
        quic.finish();
        return lines;
    }

    void quicOpened(const QuicConnection& connection) override {
        lines.push_back(fmt::format("open {}", connection.id.value));
    }
    void quicClosed(const QuicConnection& c) override {
        const auto end = [](const Endpoint& e) {
            return fmt::format("{}:{}", ip::toString(e.address), e.port);
        };
        lines.push_back(fmt::format(
            "{} {}>{} {} {}/{} {}/{} {}-{} {}{}", c.id.value, end(c.client), end(c.server),
            quicVersionName(c.version), c.counters[0].packets, c.counters[0].bytes,
            c.counters[1].packets, c.counters[1].bytes, c.first.packet.number, c.last.packet.number,
            toString(c.endReason), c.startSeen ? "" : " midway"));
    }

    base::ConnectionIds ids;
    QuicConnections quic;
    std::vector<std::string> lines;
    base::Timestamp now{std::chrono::seconds(1'700'000'000)};
    std::uint32_t scope = 0;

private:
    std::uint64_t packets_ = 0;
};

const std::string kShort =
    "\x43"
    "encrypted";

TEST(QuicConnections, CountWhatBothSidesSend) {
    Wire w;
    w.client(initial("firstdest"))
        .server(initial("", "servers!"))
        .server(handshake("", "servers!"));
    w.client(initial("servers!")).client(kShort).server(kShort);
    EXPECT_THAT(w.finish(), ElementsAre("open 1",
                                        "1 10.0.0.1:50000>10.0.0.2:443 version 1 3/2410 "
                                        "3/1810 1-6 capture-ended"));
    EXPECT_EQ(w.quic.seen(), 1U);
}

TEST(QuicConnections, AreToldApartByTheirEndpointsAndNetwork) {
    Wire w;
    w.client(initial("firstdest")).sends(1, 50001, 2, 443, initial("firstdest"));
    w.sends(3, 50000, 2, 443, initial("firstdest"));
    w.scope = 7;
    w.client(initial("firstdest"));
    w.finish();
    EXPECT_EQ(w.quic.seen(), 4U);
    EXPECT_EQ(w.ids.last(), 4U);
}

TEST(QuicConnections, BeginOnlyInDatagramsThatAreLargeEnough) {
    Wire w;
    w.client(initial("firstdest", "", 1199)).client(kShort).server(handshake("", "servers!"));
    EXPECT_THAT(w.finish(), IsEmpty());
    Wire cut;  // by the snap length
    cut.sends(1, 50000, 2, 443, initial("firstdest").substr(0, 80), 1250);
    EXPECT_THAT(cut.finish(), ElementsAre("open 1", testing::HasSubstr(" 1/1250 0/0 ")));
}

TEST(QuicConnections, KnowTheServerByItsAnswer) {
    Wire w;
    w.server(initial("c", "servers!")).client(kShort);
    EXPECT_THAT(w.finish(), ElementsAre("open 1",
                                        "1 10.0.0.1:50000>10.0.0.2:443 version 1 1/10 "
                                        "1/1200 1-2 capture-ended midway"));
    Wire port;
    port.server(initial("longclientid", "servers!"));
    EXPECT_THAT(port.finish().back(), testing::HasSubstr("10.0.0.1:50000>10.0.0.2:443"));
}

TEST(QuicConnections, SpeakTheVersionThatTheServerChose) {
    Wire w;  // RFC 9368: compatible version negotiation
    w.client(initial("firstdest")).server(longPacket('\xd3', 0x6b3343cf, "", "servers!", 1200));
    EXPECT_THAT(w.finish().back(), testing::HasSubstr("version 2"));
}

TEST(QuicConnections, StayOneWhenTheServerRefusesTheVersion) {
    Wire w;
    w.client(initial("firstdest", "c1", 1200, 0xff00001d));
    w.server(versionNegotiation("c1", "firstdest", {1}));
    w.client(initial("otherdest", "c2")).server(initial("c2", "servers!"));
    EXPECT_THAT(w.finish(), ElementsAre("open 1", testing::HasSubstr("version 1 2/2400 2/")));
    Wire unknown;  // the client's version is not known here either
    unknown.client(initial("firstdest", "c1", 1200, 0x1a2a3a4a));
    unknown.server(versionNegotiation("c1", "firstdest", {1})).client(initial("otherdest", "c2"));
    EXPECT_THAT(unknown.finish(),
                ElementsAre("open 1", testing::HasSubstr("443 version 1 1/1200")));
}

TEST(QuicConnections, ThatFollowOnTheSamePortsAreOthers) {
    Wire w;
    w.client(initial("firstdest")).server(initial("", "servers!")).client(kShort);
    w.client(initial("otherdest"));
    EXPECT_THAT(w.finish(), ElementsAre("open 1", testing::HasSubstr("1-3 reused"), "open 2",
                                        testing::HasSubstr("4-4 capture-ended")));
    Wire named;
    named.client(initial("firstdest", "c1")).client(initial("otherdest", "c2"));
    named.finish();
    EXPECT_EQ(named.quic.seen(), 2U);
}

TEST(QuicConnections, AreNoOthersForARetryOrTheServersIds) {
    Wire w;
    w.client(initial("firstdest")).client(initial("firstdest"));     // sent again
    w.server(longPacket('\xf3', 1, "", "fromretry", 60));            // Retry
    w.client(initial("fromretry")).server(initial("", "servers!"));  //
    w.client(initial("servers!")).client(initial("fromretry"));
    w.finish();
    EXPECT_EQ(w.quic.seen(), 1U);
    Wire oneSided;  // the server's ids were not captured
    oneSided.client(initial("firstdest")).client(initial("servers!"));
    oneSided.finish();
    EXPECT_EQ(oneSided.quic.seen(), 1U);
}

TEST(QuicConnections, EndBySilence) {
    Wire w;
    w.client(initial("firstdest"));
    w.now += std::chrono::minutes(6);
    w.client(kShort);
    w.client(initial("otherdest"));
    EXPECT_THAT(w.finish(), ElementsAre("open 1", testing::HasSubstr("1-1 idle"), "open 2",
                                        testing::HasSubstr("3-3 capture-ended")));
}

TEST(QuicConnections, SurviveOnePacketWithAWrongTime) {
    Wire w;
    w.client(initial("firstdest"));
    const auto before = w.now;
    w.now += std::chrono::hours(24 * 365);
    w.client(kShort);
    w.now = before;
    w.client(kShort);
    EXPECT_THAT(w.finish(), ElementsAre("open 1", testing::HasSubstr("3/1220")));
}

TEST(QuicConnections, AreBoundedAndTheLongestSilentIsGivenUp) {
    Wire w({.quicConnections = 2});
    for (const std::uint16_t port : {std::uint16_t{1}, std::uint16_t{2}})
        w.sends(1, port, 2, 443, initial("firstdest"));
    w.sends(2, 443, 1, 1, kShort).sends(1, 3, 2, 443, initial("firstdest"));
    EXPECT_EQ(w.quic.evicted(), 1U);
    EXPECT_THAT(w.finish(),
                ElementsAre("open 1", "open 2", testing::HasSubstr("2-2 evicted"), "open 3",
                            testing::HasSubstr("1-3 capture"), testing::HasSubstr("4-4 capture")));
}

}  // namespace
}  // namespace hark::udp
