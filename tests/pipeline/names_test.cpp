// DNS beside HTTP: names of addresses, the time that looking them up took, offers of HTTP/3, and
// QUIC beside TCP, from packets to what the case says.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "core/analysis/import.h"
#include "core/analysis/pipeline.h"
#include "core/query/case.h"
#include "tests/support/conversation.h"
#include "tests/support/dns_messages.h"
#include "tests/support/recorders.h"
#include "tests/unit/tls/hellos.h"

namespace hark {
namespace {

using std::chrono::milliseconds;
using test::BuiltPacket;
using test::Conversation;
using test::DnsMessage;
using test::Side;
using testing::ElementsAre;

constexpr base::Timestamp kBegin{std::chrono::seconds(1'700'000'000)};
constexpr Side kResolver{"10.0.0.53", 53};
constexpr Side kAsking{"10.0.0.1", 40000};

// A query at `start` and its answer 25 ms later.
void lookUp(std::vector<BuiltPacket>& packets, const std::string& name, const std::string& answer,
            base::Timestamp start, const Side& client = kAsking) {
    packets.push_back(
        test::datagram(client, kResolver, DnsMessage(7).question(name, 1).bytes(), start));
    packets.push_back(test::datagram(kResolver, client, answer, start + milliseconds(25)));
}

Conversation shop(const Side& client, base::Timestamp start, const std::string& more = "") {
    Conversation c({.client = client, .server = {"192.0.2.7", 80}, .start = start});
    c.handshake()
        .clientSends("GET /1 HTTP/1.1\r\nHost: shop.test\r\n\r\n")
        .serverSends("HTTP/1.1 200 OK\r\n" + more + "Content-Length: 3\r\n\r\none")
        .clientSends("GET /2 HTTP/1.1\r\nHost: shop.test\r\n\r\n")
        .serverSends("HTTP/1.1 200 OK\r\n" + more + "Content-Length: 3\r\n\r\ntwo")
        .close();
    return c;
}

void add(std::vector<BuiltPacket>& packets, const Conversation& c) {
    packets.insert(packets.end(), c.packets().begin(), c.packets().end());
}

// The QUIC packets that matter: a client's Initial and a short header.
std::string quicInitial() {
    std::string packet(
        "\xc3\0\0\0\1\x08"
        "firstdst\0",
        15);
    packet.resize(1200, 'e');
    return packet;
}

std::vector<BuiltPacket> wholeLine() {
    std::vector<BuiltPacket> packets;
    const std::string answer = DnsMessage(7)
                                   .question("shop.test", 1)
                                   .answer()
                                   .cname("shop.test", "cdn.test")
                                   .a("cdn.test", "192.0.2.7")
                                   .bytes();
    lookUp(packets, "shop.test", answer, kBegin);
    const std::string https = DnsMessage(7)
                                  .question("shop.test", 65)
                                  .answer()
                                  .https("shop.test", test::serviceBinding(1, "", {"h3", "h2"}))
                                  .bytes();
    packets.push_back(test::datagram(kResolver, kAsking, https, kBegin + milliseconds(26)));
    add(packets, shop({"10.0.0.1", 50000}, kBegin + milliseconds(30),
                      "Alt-Svc: h3=\":443\"; ma=60, h3-29=\":8443\"\r\n"));
    packets.push_back(test::datagram({"10.0.0.1", 51000}, {"192.0.2.7", 443}, quicInitial(),
                                     kBegin + milliseconds(60)));
    packets.push_back(test::datagram({"192.0.2.7", 443}, {"10.0.0.1", 51000},
                                     "\x43"
                                     "answer",
                                     kBegin + milliseconds(61)));
    add(packets, shop({"10.0.0.1", 50001}, kBegin + milliseconds(70)));
    return packets;
}

TEST(Names, AreLookedUpForTheFirstExchangeOfTheFirstConnection) {
    test::ExchangeRecorder recorder;
    analysis::Pipeline pipeline({}, recorder);
    test::play(wholeLine(), [&](const capture::Packet& packet) { pipeline.onPacket(packet); });
    pipeline.finish();
    ASSERT_EQ(recorder.exchanges.size(), 4U);
    EXPECT_EQ(recorder.exchanges[0].timing.dns, milliseconds(25));
    for (std::size_t i = 1; i < 4; ++i)
        EXPECT_EQ(recorder.exchanges[i].timing.dns, std::nullopt) << i;
    EXPECT_THAT(recorder.names, ElementsAre("192.0.2.7 shop.test"));
    EXPECT_THAT(recorder.offers,
                ElementsAre("shop.test:443 dns-https shop.test:443", "shop.test:80 alt-svc :443",
                            "shop.test:80 alt-svc :8443"));
}

TEST(Names, OfAnotherClientOrAnotherAddressTellNothing) {
    for (const Side& client : {Side{"10.0.0.2", 40000}, kAsking}) {
        std::vector<BuiltPacket> packets;
        const bool isOther = client.address != kAsking.address;
        lookUp(packets, "shop.test",
               DnsMessage(7)
                   .question("shop.test", 1)
                   .answer()
                   .a("shop.test", isOther ? "192.0.2.7" : "192.0.2.66")
                   .bytes(),
               kBegin, client);
        add(packets, shop({"10.0.0.1", 50000}, kBegin + milliseconds(30)));
        test::ExchangeRecorder recorder;
        analysis::Pipeline pipeline({}, recorder);
        test::play(packets, [&](const capture::Packet& packet) { pipeline.onPacket(packet); });
        pipeline.finish();
        EXPECT_EQ(recorder.exchanges.at(0).timing.dns, std::nullopt) << isOther;
    }
}

TEST(Names, AreReadOverTcpToo) {
    const auto framed = [](const std::string& message) {
        return std::string{'\0', static_cast<char>(message.size())} + message;
    };
    Conversation dns({.client = {"10.0.0.1", 40000}, .server = {"10.0.0.53", 53}, .start = kBegin});
    dns.handshake()
        .clientSends(framed(DnsMessage(7).question("shop.test", 1).bytes()))
        .serverSends(framed(
            DnsMessage(7).question("shop.test", 1).answer().a("shop.test", "192.0.2.7").bytes()))
        .close();
    std::vector<BuiltPacket> packets = dns.packets();
    add(packets, shop({"10.0.0.1", 50000}, kBegin + milliseconds(30)));
    test::ExchangeRecorder recorder;
    analysis::Pipeline pipeline({}, recorder);
    test::play(packets, [&](const capture::Packet& packet) { pipeline.onPacket(packet); });
    pipeline.finish();
    EXPECT_EQ(recorder.exchanges.at(0).timing.dns, milliseconds(1));
    EXPECT_EQ(recorder.connections.at(0).protocol.name, "DNS");
}

TEST(Quic, TakesItsIdsFromTheOrderOfFirstPackets) {
    test::ExchangeRecorder recorder;
    analysis::Pipeline pipeline({}, recorder);
    test::play(wholeLine(), [&](const capture::Packet& packet) { pipeline.onPacket(packet); });
    pipeline.finish();
    std::vector<std::string> lines;
    for (const auto& c : recorder.connections) {
        lines.push_back(std::to_string(c.connection.id.value) + " " + c.protocol.name + " " +
                        c.protocol.detail);
    }
    EXPECT_THAT(lines,
                testing::UnorderedElementsAre("1 HTTP/1.1 ", "2 QUIC version 1", "3 HTTP/1.1 "));
}

TEST(Tls, IsNamedInsideATunnelToo) {
    namespace tls = hark::tls::test;
    Conversation c({.segmentSize = 50});
    c.handshake()
        .clientSends("CONNECT shop.test:443 HTTP/1.1\r\nHost: shop.test:443\r\n\r\n")
        .serverSends("HTTP/1.1 200 OK\r\n\r\n")
        .clientSends(tls::record(
            tls::clientHello(tls::serverName("shop.test") + tls::alpn({"h2", "http/1.1"}))))
        .serverSends(tls::record(tls::serverHello(tls::alpn({"h2"}))))
        .close();
    test::ExchangeRecorder recorder;
    analysis::Pipeline pipeline({}, recorder);
    test::play(c.packets(), [&](const capture::Packet& packet) { pipeline.onPacket(packet); });
    pipeline.finish();
    const exchange::Protocol& protocol = recorder.connections.at(0).protocol;
    EXPECT_EQ(protocol.name, "HTTP/1.1");
    EXPECT_EQ(protocol.detail, "then TLS, SNI shop.test, TLS 1.2, ALPN h2");
    EXPECT_EQ(protocol.tls.serverName, "shop.test");
    EXPECT_EQ(protocol.tls.version, "TLS 1.2");
    EXPECT_EQ(protocol.tls.protocols, "h2");
}

TEST(Names, AreInTheCase) {
    std::string directory = testing::TempDir() + "hark-names-XXXXXX";
    ASSERT_NE(mkdtemp(directory.data()), nullptr);
    const std::string capture = directory + "/a.pcap";
    test::writePcap(capture, wholeLine());
    analysis::ImportOptions options;
    options.inputs = {capture};
    options.casePath = directory + "/a.hark";
    ASSERT_TRUE(analysis::importCaptures(options, {}).ok());
    auto opened = query::Case::open(options.casePath);
    ASSERT_TRUE(opened.ok());
    query::Case& from = **opened;

    const std::vector<std::uint64_t> ids{1, 2, 3};
    const auto exchanges = from.exchangeRows(ids);
    ASSERT_TRUE(exchanges.ok());
    EXPECT_EQ((*exchanges)[0].dnsNs, 25'000'000);
    EXPECT_EQ((*exchanges)[1].dnsNs, std::nullopt);
    const auto connections = from.connectionRows(ids);
    ASSERT_TRUE(connections.ok());
    EXPECT_EQ((*connections)[0].serverName, "shop.test");
    const query::ConnectionRow& quic = (*connections)[1];
    EXPECT_EQ(quic.protocol, "QUIC");
    EXPECT_EQ(quic.protocolDetail, "version 1");
    EXPECT_EQ(quic.serverName, "shop.test");
    EXPECT_EQ(quic.fromClient.packets, 1U);
    EXPECT_EQ(quic.fromClient.bytes, 1200U);
    EXPECT_EQ(quic.fromServer.bytes, 7U);
    EXPECT_TRUE(quic.startSeen);
    EXPECT_EQ(quic.endReason, "capture-ended");
    const auto statistics = from.statistics();
    ASSERT_TRUE(statistics.ok());
    EXPECT_EQ(statistics->names, 1U);
    EXPECT_EQ(statistics->namedAddresses, 1U);
    EXPECT_EQ(statistics->http3Offers.hosts, 2U);
    EXPECT_EQ(statistics->http3Offers.byAltSvc, 1U);
    EXPECT_EQ(statistics->http3Offers.byDns, 1U);
    ASSERT_EQ(statistics->http3OfferRows.size(), 3U);
    EXPECT_EQ(statistics->http3OfferRows[0].exchange, std::optional<std::uint64_t>(1));
    EXPECT_THAT(statistics->connectionProtocols,
                ElementsAre(testing::Pair("HTTP/1.1", 2), testing::Pair("QUIC", 1)));
}

}  // namespace
}  // namespace hark
