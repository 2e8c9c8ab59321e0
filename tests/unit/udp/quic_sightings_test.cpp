// QUIC is counted by its long headers (RFC 9000 section 17.2).

#include "core/udp/quic_sightings.h"

#include <string>

#include <gtest/gtest.h>

namespace hark::udp {
namespace {

using namespace std::string_view_literals;

class Sightings {
public:
    void see(std::uint8_t source, std::uint16_t sourcePort, std::uint8_t destination,
             std::uint16_t destinationPort, std::string_view payload) {
        std::string bytes;
        for (const std::uint16_t word :
             {sourcePort, destinationPort, std::uint16_t{0}, std::uint16_t{0}}) {
            bytes += static_cast<char>(word >> 8U);
            bytes += static_cast<char>(word & 0xffU);
        }
        bytes += payload;
        ip::Datagram datagram;
        datagram.source.octets[0] = source;
        datagram.destination.octets[0] = destination;
        datagram.protocol = ip::kProtocolUdp;
        datagram.payload = base::asBytes(bytes);
        quic.onDatagram(datagram);
    }
    QuicSightings quic;
};

constexpr auto kInitial =
    "\xc3\x00\x00\x00\x01\x08"
    "12345678rest"sv;

TEST(QuicSightings, CountsPairsOfEndpoints) {
    Sightings s;
    s.see(1, 50000, 2, 443, kInitial);
    s.see(2, 443, 1, 50000, kInitial);  // the answer
    s.see(1, 50000, 2, 443, kInitial);
    EXPECT_EQ(s.quic.connections(), 1U);
    s.see(1, 50001, 2, 443, kInitial);
    s.see(3, 50000, 2, 443, kInitial);
    EXPECT_EQ(s.quic.connections(), 3U);
    EXPECT_EQ(s.quic.datagrams(), 5U);
}

TEST(QuicSightings, KnowTheVersionsInUse) {
    Sightings s;
    s.see(1, 1, 2, 443,
          "\xc3\x6b\x33\x43\xcf\x08"
          "12345678"sv);  // RFC 9369
    s.see(1, 2, 2, 443,
          "\xc3\xff\x00\x00\x1d\x08"
          "12345678"sv);  // draft 29
    EXPECT_EQ(s.quic.connections(), 2U);
}

TEST(QuicSightings, AreNoOtherDatagrams) {
    Sightings s;
    for (const auto payload : {"\x43\x00\x00\x00\x01\x08"
                               "12345678"sv,
                               "\xc3\x12\x34\x56\x78\x08"
                               "12345678"sv,
                               "\xc3\x00\x00\x00\x01\x15"
                               "12345678"sv,
                               "\xc3\x00\x00"sv, ""sv, "dns or whatever"sv})
        s.see(1, 50000, 2, 443, payload);
    EXPECT_EQ(s.quic.connections(), 0U);
    EXPECT_EQ(s.quic.datagrams(), 6U);
}

TEST(QuicSightings, NeedAWholeUdpHeader) {
    QuicSightings quic;
    ip::Datagram datagram;
    datagram.payload = base::asBytes("abc");
    quic.onDatagram(datagram);
    EXPECT_EQ(quic.connections(), 0U);
}

}  // namespace
}  // namespace hark::udp
