#include "core/ip/tunnel.h"

#include <cstddef>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "core/ip/decoder.h"

namespace hark::ip {
namespace {

using Octets = std::vector<std::uint8_t>;
using Lines = std::vector<std::string>;

std::uint8_t high(std::size_t value) {
    return static_cast<std::uint8_t>(value >> 8U);
}
std::uint8_t low(std::size_t value) {
    return static_cast<std::uint8_t>(value);
}

Octets operator+(Octets first, const Octets& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

Octets text(const std::string& characters) {
    return {characters.begin(), characters.end()};
}

/// An IPv4 packet from 10.0.0.`host` to 10.0.0.99.
Octets ipv4(std::uint8_t protocol, const Octets& payload, std::uint8_t host = 1,
            std::size_t fragment = 0) {
    const std::size_t total = 20 + payload.size();
    const Octets header{0x45,
                        0,
                        high(total),
                        low(total),
                        0,
                        7,
                        high(fragment),
                        low(fragment),
                        64,
                        protocol,
                        0,
                        0,
                        10,
                        0,
                        0,
                        host,
                        10,
                        0,
                        0,
                        99};
    return header + payload;
}

Octets ipv6(std::uint8_t next, const Octets& payload) {
    Octets address(16);
    address[15] = 1;
    return Octets{0x60, 0, 0, 0, high(payload.size()), low(payload.size()), next, 64} + address +
           address + payload;
}

Octets udp(std::size_t port, const Octets& payload) {
    const std::size_t length = 8 + payload.size();
    return Octets{0xc0, 0, high(port), low(port), high(length), low(length), 0, 0} + payload;
}

Octets ethernet(std::size_t etherType, const Octets& payload) {
    return Octets(12, 2) + Octets{high(etherType), low(etherType)} + payload;
}

Octets vxlan(std::uint8_t vni, const Octets& frame) {
    return udp(kPortVxlan, Octets{0x08, 0, 0, 0, 0, 0, vni, 0} + frame);
}

Octets geneve(const Octets& header, const Octets& payload) {
    return udp(kPortGeneve, header + payload);
}

/// A datagram from that port to a client's.
Octets udpFrom(std::size_t port, const Octets& payload) {
    const std::size_t length = 8 + payload.size();
    return Octets{high(port), low(port), 0xc0, 0, high(length), low(length), 0, 0} + payload;
}

/// A GTP-U header with these flags; the length is of all behind its first eight octets.
Octets gtp(std::uint8_t flags, const Octets& behind) {
    return udp(kPortGtp,
               Octets{flags, 0xff, high(behind.size()), low(behind.size()), 0, 0, 0, 9} + behind);
}

Octets l2tp(const Octets& header, const Octets& frame) {
    return udp(kPortL2tp, header + frame);
}

/// A PPTP packet with a sequence number; the length is of the PPP frame.
Octets pptp(const Octets& frame) {
    return Octets{0x30, 1, 0x88, 0x0b, high(frame.size()), low(frame.size()), 0, 5, 0, 0, 0, 1} +
           frame;
}

/// An AYIYA packet as tunnel brokers have it: an IPv6 address and a SHA-1 signature.
Octets ayiya(std::uint8_t operation, std::uint8_t next, const Octets& packet) {
    return udp(kPortAyiya, Octets{0x41, 0x52, operation, next} + Octets(4 + 16 + 20) + packet);
}

const Octets kPppIpv4{0xff, 3, 0, 0x21};

const Octets kInner4 = ipv4(kProtocolTcp, text("hello"));
const Octets kInner6 = ipv6(kProtocolTcp, text("hello"));
const Octets kFrame = ethernet(0x0800, kInner4);
const std::string kSeen4 = "10.0.0.1 > 10.0.0.99 6 hello";
const std::string kSeen6 = "::1 > ::1 6 hello";

class Recorder final : public Sink {
public:
    void on(const Event& event) override {
        const auto& datagram = std::get<Datagram>(event);
        last = datagram;
        tunnels = describe(datagram.tunnel);
        lines.push_back(fmt::format("{} > {} {} {}", toString(datagram.source),
                                    toString(datagram.destination), datagram.protocol,
                                    base::asText(datagram.payload)));
    }
    Lines lines;
    Datagram last;
    std::string tunnels;  // of the last one
};

/// A decoder with its recorder.
struct Line {
    void give(const Octets& bytes, std::size_t cut = 0, std::uint32_t scope = 0) {
        link::NetworkPacket packet;
        packet.protocol =
            bytes[0] >> 4U == 6 ? link::NetworkProtocol::Ipv6 : link::NetworkProtocol::Ipv4;
        packet.wireLength = static_cast<std::uint32_t>(bytes.size());
        packet.payload = std::as_bytes(std::span(bytes)).first(bytes.size() - cut);
        packet.scope = scope;
        packet.ref = {1, 5};
        decoder.on(packet);
    }
    [[nodiscard]] std::uint32_t scopeOf(const Octets& bytes) {
        give(bytes);
        return recorder.last.scope;
    }
    Limits limits{.tunnelDepth = 3};
    Recorder recorder;
    Decoder decoder{recorder, limits};
};

struct Case {
    std::string name;
    Octets packet;
    std::string seen;
    std::uint64_t Counters::*counter;
};

class IpTunnelOpened : public testing::TestWithParam<Case> {};

TEST_P(IpTunnelOpened, HandsOnWhatItCarries) {
    Line line;
    line.give(GetParam().packet);
    EXPECT_EQ(line.recorder.lines, Lines{GetParam().seen});
    EXPECT_EQ(line.decoder.counters().*GetParam().counter, 1U);
    EXPECT_EQ(line.decoder.counters().datagrams, 1U);
    EXPECT_EQ(line.decoder.counters().ipv4 + line.decoder.counters().ipv6, 1U);
    EXPECT_EQ(line.recorder.last.origin.packet, (base::PacketRef{1, 5}));
}

/// Whatever is cut off, it must not read beyond what was captured.
TEST_P(IpTunnelOpened, EndsInSilenceWhereTheCaptureWasCut) {
    const Octets& packet = GetParam().packet;
    for (std::size_t cut = 1; cut < packet.size(); ++cut) {
        Line line;
        line.give(packet, cut);
        EXPECT_LE(line.recorder.lines.size(), 1U);
        const bool isHeaderWhole = cut <= 5;
        if (isHeaderWhole) {
            EXPECT_EQ(line.recorder.lines,
                      Lines{GetParam().seen.substr(0, GetParam().seen.size() - cut)});
        }
    }
}

Octets gre(const Octets& header, const Octets& payload) {
    return ipv4(kProtocolGre, header + payload, 77);
}

const auto kByName = [](const auto& info) { return info.param.name; };

INSTANTIATE_TEST_SUITE_P(
    Kinds, IpTunnelOpened,
    testing::Values(
        Case{"GreWithIpv4", gre({0, 0, 8, 0}, kInner4), kSeen4, &Counters::greTunnels},
        Case{"GreWithIpv6", gre({0, 0, 0x86, 0xdd}, kInner6), kSeen6, &Counters::greTunnels},
        Case{"GreWithEveryField", gre({0xb0, 0, 8, 0, 1, 2, 0, 0, 0, 0, 0, 9, 0, 0, 0, 1}, kInner4),
             kSeen4, &Counters::greTunnels},
        Case{"GreWithReservedBitsToIgnore", gre({0x03, 0xf8, 8, 0}, kInner4), kSeen4,
             &Counters::greTunnels},
        Case{"GreWithBridgedEthernet", gre({0, 0, 0x65, 0x58}, kFrame), kSeen4,
             &Counters::greTunnels},
        Case{"GreWithVlanTaggedEthernet",
             gre({0, 0, 0x65, 0x58}, ethernet(0x8100, Octets{0, 5, 8, 0} + kInner4)), kSeen4,
             &Counters::greTunnels},
        Case{"GreWithMpls", gre({0, 0, 0x88, 0x47}, Octets{0, 1, 1, 64} + kInner4), kSeen4,
             &Counters::mplsPackets},
        Case{"GreInIpv6", ipv6(kProtocolGre, Octets{0, 0, 8, 0} + kInner4), kSeen4,
             &Counters::greTunnels},
        Case{"ErspanTypeI", gre({0, 0, 0x88, 0xbe}, kFrame), kSeen4, &Counters::greTunnels},
        Case{"ErspanTypeII",
             gre({0x10, 0, 0x88, 0xbe, 0, 0, 0, 1, 0x10, 0, 0, 9, 0, 0, 0, 0}, kFrame), kSeen4,
             &Counters::greTunnels},
        Case{"ErspanTypeIII",
             gre({0x10, 0, 0x22, 0xeb, 0, 0, 0, 1, 0x20, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0}, kFrame),
             kSeen4, &Counters::greTunnels},
        Case{"ErspanTypeIIIWithSubheaderAndIp",
             gre({0x10, 0, 0x22, 0xeb, 0, 0, 0, 1, 0x20, 0, 0, 9, 0, 0,
                  0,    0, 0,    0,    8, 1, 0, 0, 0,    0, 0, 0, 0, 0},
                 kInner4),
             kSeen4, &Counters::greTunnels},
        Case{"Vxlan", ipv4(kProtocolUdp, vxlan(0, kFrame), 77), kSeen4, &Counters::vxlanTunnels},
        Case{"VxlanInIpv6WithIpv6", ipv6(kProtocolUdp, vxlan(1, ethernet(0x86dd, kInner6))), kSeen6,
             &Counters::vxlanTunnels},
        Case{"VxlanGpeWithEthernet",
             ipv4(kProtocolUdp, udp(kPortVxlanGpe, Octets{0x0c, 0, 0, 3, 0, 0, 1, 0} + kFrame), 77),
             kSeen4, &Counters::vxlanTunnels},
        Case{
            "VxlanGpeWithIpv4",
            ipv4(kProtocolUdp, udp(kPortVxlanGpe, Octets{0x0c, 0, 0, 1, 0, 0, 1, 0} + kInner4), 77),
            kSeen4, &Counters::vxlanTunnels},
        Case{
            "VxlanGpeWithIpv6",
            ipv4(kProtocolUdp, udp(kPortVxlanGpe, Octets{0x0c, 0, 0, 2, 0, 0, 1, 0} + kInner6), 77),
            kSeen6, &Counters::vxlanTunnels},
        Case{"GeneveWithEthernet",
             ipv4(kProtocolUdp, geneve({0, 0, 0x65, 0x58, 0, 0, 1, 0}, kFrame), 77), kSeen4,
             &Counters::geneveTunnels},
        Case{"GeneveWithIpAndOptions",
             ipv4(kProtocolUdp,
                  geneve({2, 0x40, 8, 0, 0, 0, 1, 0, 1, 2, 3, 1, 0, 0, 0, 0}, kInner4), 77),
             kSeen4, &Counters::geneveTunnels},
        Case{"GreWithPpp", gre({0, 0, 0x88, 0x0b}, kPppIpv4 + kInner4), kSeen4,
             &Counters::greTunnels},
        Case{"GreWithWebCache", gre({0, 0, 0x88, 0x3e}, kInner4), kSeen4, &Counters::greTunnels},
        Case{"GreWithWebCacheTwo", gre({0, 0, 0x88, 0x3e}, Octets{0x40, 1, 2, 3} + kInner4), kSeen4,
             &Counters::greTunnels},
        Case{"Nvgre", gre({0x20, 0, 0x65, 0x58, 0, 0x10, 0, 7}, kFrame), kSeen4,
             &Counters::nvgreTunnels},
        Case{"GreWithAKeyThatNvgreReserves", gre({0x20, 0, 0x65, 0x58, 0, 0x0f, 0xff, 7}, kFrame),
             kSeen4, &Counters::greTunnels},
        Case{"GreWithPseudowire", gre({0, 0, 0x88, 0x47}, Octets{0, 1, 1, 64, 0, 0, 0, 0} + kFrame),
             kSeen4, &Counters::pseudowirePackets},
        Case{"Pptp", ipv4(kProtocolGre, pptp(kPppIpv4 + kInner4), 77), kSeen4,
             &Counters::pptpTunnels},
        Case{"PptpWithAcknowledgment",
             gre({0x30, 0x81, 0x88, 0x0b, 0, 26, 0, 5, 0, 0, 0, 1, 0, 0, 0, 2},
                 Octets{0x21} + kInner4),
             kSeen4, &Counters::pptpTunnels},
        Case{"Teredo", ipv4(kProtocolUdp, udp(kPortTeredo, kInner6), 77), kSeen6,
             &Counters::teredoTunnels},
        Case{"TeredoFromAServer", ipv4(kProtocolUdp, udpFrom(kPortTeredo, kInner6), 77), kSeen6,
             &Counters::teredoTunnels},
        Case{"TeredoWithOrigin",
             ipv4(kProtocolUdp, udp(kPortTeredo, Octets{0, 0, 1, 2, 3, 4, 5, 6} + kInner6), 77),
             kSeen6, &Counters::teredoTunnels},
        Case{"TeredoWithAuthenticationAndOrigin",
             ipv4(kProtocolUdp,
                  udp(kPortTeredo, Octets{0, 1, 2, 3} + Octets(5 + 9) +
                                       Octets{0, 0, 1, 2, 3, 4, 5, 6} + kInner6),
                  77),
             kSeen6, &Counters::teredoTunnels},
        Case{"Gtp", ipv4(kProtocolUdp, gtp(0x30, kInner4), 77), kSeen4, &Counters::gtpTunnels},
        Case{"GtpInIpv6WithIpv6", ipv6(kProtocolUdp, gtp(0x30, kInner6)), kSeen6,
             &Counters::gtpTunnels},
        Case{"GtpWithSequence", ipv4(kProtocolUdp, gtp(0x32, Octets{0, 1, 0, 0x85} + kInner4), 77),
             kSeen4, &Counters::gtpTunnels},
        Case{"GtpWithExtensions",
             ipv4(kProtocolUdp,
                  gtp(0x34, Octets{0, 0, 0, 0x85, 1, 0, 9, 0xc0, 2, 0, 0, 0, 0, 0, 0, 0} + kInner4),
                  77),
             kSeen4, &Counters::gtpTunnels},
        Case{"L2tp", ipv4(kProtocolUdp, l2tp({0, 2, 0, 1, 0, 2}, kPppIpv4 + kInner4), 77), kSeen4,
             &Counters::l2tpTunnels},
        Case{"L2tpFromItsPort",
             ipv4(kProtocolUdp, udpFrom(kPortL2tp, Octets{0, 2, 0, 1, 0, 2} + kPppIpv4 + kInner4),
                  77),
             kSeen4, &Counters::l2tpTunnels},
        Case{"L2tpWithEveryField",
             ipv4(kProtocolUdp,
                  l2tp({0x4b, 2, 0, 63, 0, 1, 0, 2, 0, 3, 0, 4, 0, 2, 9, 9},
                       Octets{0, 0x57} + kInner6),
                  77),
             kSeen6, &Counters::l2tpTunnels},
        Case{"Ayiya", ipv4(kProtocolUdp, ayiya(0x11, 41, kInner6), 77), kSeen6,
             &Counters::ayiyaTunnels},
        Case{"AyiyaWithIpv4", ipv4(kProtocolUdp, ayiya(0x11, 4, kInner4), 77), kSeen4,
             &Counters::ayiyaTunnels},
        Case{"Ipv4InIpv4", ipv4(4, kInner4, 77), kSeen4, &Counters::ipTunnels},
        Case{"Ipv6InIpv4", ipv4(41, kInner6, 77), kSeen6, &Counters::ipTunnels},
        Case{"Ipv4InIpv6", ipv6(4, kInner4), kSeen4, &Counters::ipTunnels}),
    kByName);

struct Kept {
    std::string name;
    std::uint8_t protocol;
    Octets payload;
};

class IpTunnelKept : public testing::TestWithParam<Kept> {};

TEST_P(IpTunnelKept, IsHandedOnAsItIs) {
    Line line;
    line.give(ipv4(GetParam().protocol, GetParam().payload, 77));
    ASSERT_EQ(line.recorder.lines.size(), 1U);
    EXPECT_EQ(line.recorder.last.protocol, GetParam().protocol);
    EXPECT_EQ(toString(line.recorder.last.source), "10.0.0.77");
    EXPECT_EQ(line.recorder.last.payload.size(), GetParam().payload.size());
    EXPECT_EQ(line.decoder.counters().malformed, 0U);
}

Octets withLength(Octets datagram, std::size_t length) {
    datagram[4] = high(length);
    datagram[5] = low(length);
    return datagram;
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, IpTunnelKept,
    testing::Values(
        Kept{"Rfc1701Routing", kProtocolGre, Octets{0x40, 0, 8, 0} + kInner4},
        Kept{"Rfc1701StrictSource", kProtocolGre, Octets{0x08, 0, 8, 0} + kInner4},
        Kept{"PptpVersionOne", kProtocolGre, Octets{0, 1, 8, 0} + kInner4},
        Kept{"GreOfAnotherProtocol", kProtocolGre, Octets{0, 0, 8, 6} + kInner4},
        Kept{"GreWithTheOtherVersion", kProtocolGre, Octets{0, 0, 8, 0} + kInner6},
        Kept{"GreKeepalive", kProtocolGre, Octets{0, 0, 0, 0}},
        Kept{"GreHeaderCut", kProtocolGre, Octets{0, 0, 8}},
        Kept{"GreKeyMissing", kProtocolGre, Octets{0x20, 0, 8, 0, 1, 2}},
        Kept{"ErspanOfUnknownVersion", kProtocolGre,
             Octets{0x10, 0, 0x88, 0xbe, 0, 0, 0, 1, 0x70, 0, 0, 9, 0, 0, 0, 0} + kFrame},
        Kept{"ErspanTypeIIIOfOtherFrames", kProtocolGre,
             Octets{0x10, 0, 0x22, 0xeb, 0, 0, 0, 1, 0x20, 0, 0, 9, 0, 0, 0, 0, 0, 0, 4, 0} +
                 kFrame},
        Kept{"VxlanWithoutValidVni", kProtocolUdp,
             udp(kPortVxlan, Octets{0, 0, 0, 0, 0, 0, 1, 0} + kFrame)},
        Kept{"VxlanWithArp", kProtocolUdp, vxlan(1, ethernet(0x0806, Octets(28)))},
        Kept{"VxlanLongerThanItsDatagram", kProtocolUdp, withLength(vxlan(1, kFrame), 4000)},
        Kept{"VxlanShorterThanUdp", kProtocolUdp, withLength(vxlan(1, kFrame), 7)},
        Kept{"VxlanAtAnotherPort", kProtocolUdp,
             udp(8472, Octets{8, 0, 0, 0, 0, 0, 1, 0} + kFrame)},
        Kept{"VxlanGpeWithoutNextProtocol", kProtocolUdp,
             udp(kPortVxlanGpe, Octets{0x08, 0, 0, 3, 0, 0, 1, 0} + kFrame)},
        Kept{"VxlanGpeMaintenance", kProtocolUdp,
             udp(kPortVxlanGpe, Octets{0x0d, 0, 0, 3, 0, 0, 1, 0} + kFrame)},
        Kept{"VxlanGpeServiceHeader", kProtocolUdp,
             udp(kPortVxlanGpe, Octets{0x0c, 0, 0, 4, 0, 0, 1, 0} + kInner4)},
        Kept{"GeneveVersionOne", kProtocolUdp, geneve({0x40, 0, 8, 0, 0, 0, 1, 0}, kInner4)},
        Kept{"GeneveControl", kProtocolUdp, geneve({0, 0x80, 8, 0, 0, 0, 1, 0}, kInner4)},
        Kept{"GeneveOptionsMissing", kProtocolUdp, geneve({0x3f, 0, 8, 0, 0, 0, 1, 0}, kInner4)},
        Kept{"PptpWithoutSequence", kProtocolGre,
             Octets{0x20, 1, 0x88, 0x0b, 0, 29, 0, 5} + kPppIpv4 + kInner4},
        Kept{"PptpOfAnotherProtocol", kProtocolGre,
             Octets{0x30, 1, 8, 0, 0, 29, 0, 5, 0, 0, 0, 1} + kPppIpv4 + kInner4},
        Kept{"PptpLongerThanItsPacket", kProtocolGre,
             Octets{0x30, 1, 0x88, 0x0b, 0, 200, 0, 5, 0, 0, 0, 1} + kPppIpv4 + kInner4},
        Kept{"PptpShorterThanItsIp", kProtocolGre,
             Octets{0x30, 1, 0x88, 0x0b, 0, 28, 0, 5, 0, 0, 0, 1} + kPppIpv4 + kInner4},
        Kept{"PptpLinkControl", kProtocolGre, pptp({0xff, 3, 0xc0, 0x21, 1, 1, 0, 4})},
        Kept{"WebCacheOfSomethingElse", kProtocolGre, Octets{0, 0, 0x88, 0x3e} + Octets(40, 1)},
        Kept{"TeredoBeforeSomethingElse", kProtocolUdp, udp(kPortTeredo, kInner6 + Octets{1})},
        Kept{"TeredoOfIpv4", kProtocolUdp, udp(kPortTeredo, kInner4)},
        Kept{"TeredoAuthenticationBeyondTheEnd", kProtocolUdp,
             udp(kPortTeredo, Octets{0, 1, 255, 255} + kInner6)},
        Kept{"TeredoShort", kProtocolUdp, udp(kPortTeredo, {0, 1, 2})},
        Kept{"TeredoOriginAlone", kProtocolUdp, udp(kPortTeredo, {0, 0, 1, 2, 3, 4, 5, 6})},
        Kept{"GtpSignalling", kProtocolUdp,
             udp(kPortGtp, Octets{0x32, 1, 0, 4, 0, 0, 0, 0, 0, 1, 0, 0})},
        Kept{"GtpPrime", kProtocolUdp,
             udp(kPortGtp, Octets{0x20, 0xff, 0, 25, 0, 0, 0, 9} + kInner4)},
        Kept{"GtpVersionTwo", kProtocolUdp,
             udp(kPortGtp, Octets{0x50, 0xff, 0, 25, 0, 0, 0, 9} + kInner4)},
        Kept{"GtpOfAnotherLength", kProtocolUdp,
             udp(kPortGtp, Octets{0x30, 0xff, 0, 24, 0, 0, 0, 9} + kInner4)},
        Kept{"GtpExtensionWithoutLength", kProtocolUdp,
             gtp(0x34, Octets{0, 0, 0, 0x85, 0, 0, 0, 0} + kInner4)},
        Kept{"GtpExtensionBeyondTheEnd", kProtocolUdp,
             gtp(0x34, Octets{0, 0, 0, 0x85, 200, 0, 0, 0} + kInner4)},
        Kept{"GtpExtensionMissing", kProtocolUdp, gtp(0x34, {0, 0, 0, 0x85})},
        Kept{"GtpOptionalFieldsMissing", kProtocolUdp, gtp(0x32, {0, 1})},
        Kept{"GtpFromItsPortAlone", kProtocolUdp,
             udpFrom(kPortGtp, Octets{0x30, 0xff, 0, 25, 0, 0, 0, 9} + kInner4)},
        Kept{"L2tpControl", kProtocolUdp, l2tp({0xc8, 2, 0, 12, 0, 0, 0, 0, 0, 1, 0, 1}, {})},
        Kept{"L2tpVersionThree", kProtocolUdp, l2tp({0, 3, 0, 1, 0, 2}, kPppIpv4 + kInner4)},
        Kept{"L2tpReservedBits", kProtocolUdp, l2tp({0x10, 2, 0, 1, 0, 2}, kPppIpv4 + kInner4)},
        Kept{"L2tpLongerThanItsDatagram", kProtocolUdp,
             l2tp({0x40, 2, 0, 200, 0, 1, 0, 2}, kPppIpv4 + kInner4)},
        Kept{"L2tpShorterThanItsHeader", kProtocolUdp,
             l2tp({0x40, 2, 0, 3, 0, 1, 0, 2}, kPppIpv4 + kInner4)},
        Kept{"L2tpOffsetBeyondTheEnd", kProtocolUdp,
             l2tp({0x02, 2, 0, 1, 0, 2, 255, 255}, kPppIpv4 + kInner4)},
        Kept{"L2tpLinkControl", kProtocolUdp,
             l2tp({0, 2, 0, 1, 0, 2}, {0xff, 3, 0xc0, 0x21, 9, 1, 0, 4})},
        Kept{"L2tpIdsMissing", kProtocolUdp, l2tp({0, 2, 0, 1}, {})},
        Kept{"AyiyaHeartbeat", kProtocolUdp, ayiya(0x10, 59, {})},
        Kept{"AyiyaEcho", kProtocolUdp, ayiya(0x12, 41, kInner6)},
        Kept{"AyiyaOfAnotherProtocol", kProtocolUdp, ayiya(0x11, 6, kInner6)},
        Kept{"AyiyaBeforeSomethingElse", kProtocolUdp, ayiya(0x11, 41, kInner6 + Octets{1})},
        Kept{"AyiyaIdentityBeyondTheEnd", kProtocolUdp,
             udp(kPortAyiya, Octets{0xf1, 0x52, 0x11, 41, 0, 0, 0, 0} + kInner6)},
        Kept{"IpInIpOfAnotherVersion", kProtocolIpv4, kInner6},
        Kept{"UdpTooShortForPorts", kProtocolUdp, Octets{0, 0, 0x12}}),
    kByName);

TEST(IpTunnel, LooksIntoNestedOnesUpToALimit) {
    Line line;
    Octets packet = kInner4;
    for (std::size_t depth = 0; depth < line.limits.tunnelDepth; ++depth)
        packet = ipv4(kProtocolIpv4, packet, 77);
    line.give(packet);
    EXPECT_EQ(line.recorder.lines, Lines{kSeen4});
    EXPECT_EQ(line.decoder.counters().tunnelsTooDeep, 0U);

    line.give(ipv4(kProtocolIpv4, packet, 77));
    EXPECT_EQ(line.decoder.counters().tunnelsTooDeep, 1U);
    EXPECT_EQ(line.recorder.last.protocol, kProtocolIpv4);
    EXPECT_EQ(line.decoder.counters().ipTunnels, 6U);
}

TEST(IpTunnel, KeepsTheOuterAddressesVisible) {
    Line line;
    line.give(kInner4);
    EXPECT_EQ(line.recorder.tunnels, "");
    line.give(ipv4(kProtocolIpv4, ipv4(kProtocolUdp, vxlan(1, kFrame), 77), 78));
    EXPECT_EQ(line.recorder.tunnels, "IP 10.0.0.78 > 10.0.0.99, VXLAN 10.0.0.77 > 10.0.0.99");
}

TEST(IpTunnel, PutsOuterFragmentsTogetherFirst) {
    constexpr std::size_t kMore = 0x2000;
    const Octets whole = vxlan(1, kFrame);
    const auto middle = whole.begin() + 24;
    Line line;
    line.give(ipv4(kProtocolUdp, Octets(middle, whole.end()), 77, 3));
    EXPECT_TRUE(line.recorder.lines.empty());
    line.give(ipv4(kProtocolUdp, Octets(whole.begin(), middle), 77, kMore));
    EXPECT_EQ(line.recorder.lines, Lines{kSeen4});
}

TEST(IpTunnel, PutsInnerFragmentsTogetherInTheirScope) {
    constexpr std::size_t kMore = 0x2000;
    const Octets first = ethernet(0x0800, ipv4(kProtocolTcp, text("firstpar"), 1, kMore));
    const Octets last = ethernet(0x0800, ipv4(kProtocolTcp, text("last"), 1, 1));
    Line line;
    line.give(ipv4(kProtocolUdp, vxlan(1, first), 77));
    line.give(ipv4(kProtocolUdp, vxlan(2, last), 77));
    EXPECT_TRUE(line.recorder.lines.empty());
    line.give(ipv4(kProtocolUdp, vxlan(1, last), 78));
    EXPECT_EQ(line.recorder.lines, Lines{"10.0.0.1 > 10.0.0.99 6 firstparlast"});
}

TEST(IpTunnel, TellsIdentifiersApartAndLeavesNoneOut) {
    Line line;
    const auto throughVxlan = [&](std::uint8_t vni) {
        return line.scopeOf(ipv4(kProtocolUdp, vxlan(vni, kFrame), 77));
    };
    const auto throughGre = [&](const Octets& header) {
        return line.scopeOf(gre(header, kInner4));
    };
    EXPECT_EQ(throughVxlan(0), 0U);
    EXPECT_NE(throughVxlan(1), 0U);
    EXPECT_NE(throughVxlan(1), throughVxlan(2));
    EXPECT_EQ(throughGre({0, 0, 8, 0}), 0U);
    EXPECT_EQ(line.scopeOf(ipv4(kProtocolIpv4, kInner4, 77)), 0U);
}

TEST(IpTunnel, LeavesOutIdentifiersOfOneDirection) {
    Line line;
    EXPECT_EQ(line.scopeOf(ipv4(kProtocolUdp, gtp(0x30, kInner4), 77)), 0U);
    EXPECT_EQ(line.scopeOf(ipv4(kProtocolUdp, l2tp({0, 2, 0, 1, 0, 2}, kPppIpv4 + kInner4), 77)),
              0U);
    EXPECT_EQ(line.scopeOf(ipv4(kProtocolGre, pptp(kPppIpv4 + kInner4), 77)), 0U);
    EXPECT_EQ(line.scopeOf(gre({0x20, 0, 8, 0, 0, 0, 0, 1}, kInner4)), 0U);
    const auto throughNvgre = [&](std::uint8_t id, std::uint8_t spread) {
        return line.scopeOf(gre({0x20, 0, 0x65, 0x58, 0, 0x10, id, spread}, kFrame));
    };
    EXPECT_NE(throughNvgre(1, 1), 0U);
    EXPECT_NE(throughNvgre(1, 1), throughNvgre(2, 1));
    EXPECT_EQ(throughNvgre(1, 1), throughNvgre(1, 2));
}

TEST(IpTunnel, OfEveryPortIsGuardedByItsHeader) {
    for (const std::size_t port : {kPortGtp, kPortL2tp, kPortTeredo, kPortAyiya}) {
        for (unsigned first = 0; first < 256; ++first) {
            Line line;
            line.give(ipv4(kProtocolUdp, udp(port, Octets(100, low(first))), 77));
            ASSERT_EQ(line.recorder.lines.size(), 1U);
            EXPECT_EQ(line.recorder.last.protocol, kProtocolUdp) << port << " " << first;
        }
    }
}

TEST(IpTunnel, KeepsTheScopeOfTheOuterPacket) {
    Line line;
    line.give(ipv4(kProtocolIpv4, kInner4, 77), 0, 42);
    EXPECT_EQ(line.recorder.last.scope, 42U);
}

/// The frame in the tunnel may be padded, and the datagram around it too.
TEST(IpTunnel, CutsPaddingByTheInnermostLength) {
    Line line;
    line.give(ipv4(kProtocolUdp, vxlan(1, kFrame + Octets(9)) + Octets(4), 77) + Octets(6));
    EXPECT_EQ(line.recorder.lines, Lines{kSeen4});
    EXPECT_EQ(line.recorder.last.payloadLength, 5U);

    line.give(ipv4(kProtocolGre, pptp(kPppIpv4 + kInner4) + Octets(9), 77));
    line.give(
        ipv4(kProtocolUdp, l2tp({0x40, 2, 0, 37, 0, 1, 0, 2}, kPppIpv4 + kInner4 + Octets(9)), 77));
    EXPECT_EQ(line.recorder.lines, (Lines{kSeen4, kSeen4, kSeen4}));
}

}  // namespace
}  // namespace hark::ip
