#include <string>

#include <gtest/gtest.h>

#include "tests/unit/link/frames.h"

namespace hark::link {
namespace {

struct Case {
    std::string name;
    capture::LinkType linkType;
    Octets frame;
    NetworkProtocol protocol;
};

class LinkTypes : public testing::TestWithParam<Case> {};

TEST_P(LinkTypes, LeadToIpOrSayThatTheyDoNot) {
    const auto& [name, linkType, frame, protocol] = GetParam();
    EXPECT_TRUE(isSupported(linkType));
    const NetworkPacket result = decodedAs(linkType, frame);
    EXPECT_EQ(result.protocol, protocol);
    if (protocol == NetworkProtocol::Ipv4) {
        EXPECT_EQ(result.wireLength, kIpv4Length);
        EXPECT_EQ(result.payload.front(), std::byte{0x45});
    } else if (protocol == NetworkProtocol::Ipv6) {
        EXPECT_EQ(result.wireLength, kIpv6.size());
        EXPECT_EQ(result.payload.front(), std::byte{0x60});
    }
}

TEST_P(LinkTypes, AreNeverReadBeyondWhatWasCaptured) {
    const auto& [name, linkType, frame, protocol] = GetParam();
    for (std::size_t cut = 1; cut <= frame.size(); ++cut) {
        const NetworkPacket result = decodedAs(linkType, frame, cut);
        EXPECT_LE(result.payload.size(), frame.size() - cut);
        EXPECT_LE(result.payload.size(), result.wireLength);
    }
}

constexpr auto kV4 = NetworkProtocol::Ipv4;
constexpr auto kV6 = NetworkProtocol::Ipv6;
constexpr auto kOther = NetworkProtocol::Other;
constexpr auto kBad = NetworkProtocol::Malformed;
constexpr auto kUnread = NetworkProtocol::Unsupported;

const auto kByName = [](const auto& row) { return row.param.name; };

const Octets kLabel{0, 0x20, 1, 64};
const Octets kEthernet = kAddresses + Octets{8, 0} + kIpv4;

INSTANTIATE_TEST_SUITE_P(
    Ppp, LinkTypes,
    testing::Values(Case{"Ipv4", 9, Octets{0, 0x21} + kIpv4, kV4},
                    Case{"Ipv6", 9, Octets{0, 0x57} + kIpv6, kV6},
                    Case{"CompressedProtocol", 9, Octets{0x21} + kIpv4, kV4},
                    Case{"AddressAndControl", 9, Octets{0xff, 3, 0, 0x21} + kIpv4, kV4},
                    Case{"AddressControlAndCompressedProtocol", 9, Octets{0xff, 3, 0x57} + kIpv6,
                         kV6},
                    Case{"Mpls", 9, Octets{0xff, 3, 2, 0x81} + kLabel + kIpv4, kV4},
                    Case{"LinkControl", 9, Octets{0xff, 3, 0xc0, 0x21, 1, 1, 0, 4}, kOther},
                    Case{"CiscoFrame", 9, Octets{0x0f, 0, 8, 0} + kIpv4, kV4},
                    Case{"HalfAProtocol", 9, Octets{0xff, 3, 0}, kBad}, Case{"Empty", 9, {}, kBad},
                    Case{"Hdlc", 50, Octets{0xff, 3, 0, 0x21} + kIpv4, kV4},
                    Case{"HdlcOfCisco", 50, Octets{0x8f, 0, 0x86, 0xdd} + kIpv6, kV6},
                    Case{"Pppoe", 51, Octets{0x11, 0, 0, 9, 0, 26, 0, 0x21} + kIpv4, kV4},
                    Case{"Daemon", 166, Octets{0, 3, 0, 0x21} + kIpv4, kV4},
                    Case{"DaemonCut", 166, Octets{1}, kBad},
                    Case{"WithDirection", 204, Octets{1, 0xff, 3, 0, 0x21} + kIpv4, kV4},
                    Case{"WithDirectionAlone", 204, {}, kBad},
                    Case{"Bsd", 103, Octets{0, 0, 0, 0, 0, 0, 0x21} + Octets(17) + kIpv4, kV4},
                    Case{"BsdIpv6", 103, Octets{0, 0, 0, 0, 0, 0, 0x57} + Octets(17) + kIpv6, kV6},
                    Case{"BsdOther", 103, Octets(24), kOther},
                    Case{"BsdCut", 103, Octets(23), kBad}),
    kByName);

INSTANTIATE_TEST_SUITE_P(
    WideArea, LinkTypes,
    testing::Values(
        Case{"CiscoHdlc", 104, Octets{0x0f, 0, 8, 0} + kIpv4, kV4},
        Case{"CiscoHdlcWithMpls", 104, Octets{0x0f, 0, 0x88, 0x47} + kLabel + kIpv6, kV6},
        Case{"CiscoHdlcKeepalive", 104, Octets{0x8f, 0, 0x80, 0x35} + Octets(14), kOther},
        Case{"CiscoHdlcWithALength", 104, Octets{0x0f, 0, 0, 9, 6, 6, 3} + kIpv4, kOther},
        Case{"CiscoHdlcCut", 104, Octets{0x0f, 0, 8}, kBad},
        Case{"FrameRelay", 107, Octets{0x18, 0x41, 3, 0xcc} + kIpv4, kV4},
        Case{"FrameRelayIpv6", 107, Octets{0x18, 0x41, 3, 0x8e} + kIpv6, kV6},
        Case{"FrameRelayLongAddress", 107, Octets{0x18, 0x40, 0, 1, 3, 0xcc} + kIpv4, kV4},
        Case{"FrameRelaySnap", 107, Octets{0x18, 0x41, 3, 0, 0x80, 0, 0, 0, 8, 0} + kIpv4, kV4},
        Case{"FrameRelayBridged", 107,
             Octets{0x18, 0x41, 3, 0, 0x80, 0, 0x80, 0xc2, 0, 7} + kEthernet, kV4},
        Case{"FrameRelayPpp", 107, Octets{0x18, 0x41, 3, 0xcf, 0, 0x21} + kIpv4, kV4},
        Case{"FrameRelayOfCisco", 107, Octets{0x18, 0x41, 8, 0} + kIpv4, kV4},
        Case{"FrameRelayManagement", 107, Octets{0, 1, 3, 8, 0, 0x75}, kOther},
        Case{"FrameRelayOtherSnap", 107, Octets{0x18, 0x41, 3, 0x80, 0, 0, 0xc, 8, 0} + kIpv4,
             kOther},
        Case{"FrameRelaySnapCut", 107, Octets{0x18, 0x41, 3, 0x80, 0, 0, 0, 8}, kBad},
        Case{"FrameRelayShortAddress", 107, Octets{0x19, 3, 0xcc} + kIpv4, kOther},
        Case{"FrameRelayEndlessAddress", 107, Octets(4, 0) + Octets{1, 3, 0xcc} + kIpv4, kOther},
        Case{"FrameRelayAddressAlone", 107, Octets{0x18, 0x41}, kBad},
        Case{"FrameRelayNothingBehindPadding", 107, Octets{0x18, 0x41, 3, 0}, kBad},
        Case{"FrameRelayWithDirection", 206, Octets{1, 0x18, 0x41, 3, 0xcc} + kIpv4, kV4},
        Case{"FrameRelayWithDirectionAlone", 206, {}, kBad},
        Case{"Slip", 8, Octets{0, 0x40} + Octets(14) + kIpv4, kV4},
        Case{"SlipCompressed", 8, Octets{0, 0x80} + Octets(14) + kIpv4, kOther},
        Case{"SlipToRemember", 8, Octets{0, 0x70} + Octets(14) + kIpv4, kOther},
        Case{"SlipCut", 8, Octets(15), kBad}, Case{"SlipBsd", 102, Octets(24) + kIpv6, kV6},
        Case{"SlipBsdCut", 102, Octets(23), kBad}, Case{"Atm", 100, kLlcIpv4, kV4},
        Case{"AtmIso", 100, Octets{0xfe, 0xfe, 3, 0xcc} + kIpv4, kV4},
        Case{"AtmBridged", 100, Octets{0xaa, 0xaa, 3, 0, 0x80, 0xc2, 0, 7, 0, 0} + kEthernet, kV4},
        Case{"AtmPpp", 100, Octets{0xfe, 0xfe, 3, 0xcf, 0, 0x21} + kIpv4, kV4},
        Case{"AtmIntermediateSystems", 100, Octets{0xfe, 0xfe, 3, 0x83, 1}, kOther},
        Case{"AtmCut", 100, Octets{0xaa, 0xaa, 3}, kBad},
        Case{"SunAtmLlc", 123, Octets{2, 0, 0, 5} + kLlcIpv4, kV4},
        Case{"SunAtmLanEmulation", 123, Octets{0x81, 0, 0, 5, 0, 1} + kEthernet, kV4},
        Case{"SunAtmSignalling", 123, Octets{6, 0, 0, 5} + kLlcIpv4, kOther},
        Case{"SunAtmLanEmulationCut", 123, Octets{1, 0, 0, 5, 0}, kBad},
        Case{"SunAtmCut", 123, Octets{2, 0, 0}, kBad}),
    kByName);

INSTANTIATE_TEST_SUITE_P(
    LocalArea, LinkTypes,
    testing::Values(
        Case{"TokenRing", 6, Octets{0x10, 0x40} + kAddresses + kLlcIpv4, kV4},
        Case{"TokenRingRouted", 6,
             Octets{0x10, 0x40} + Octets(6, 2) + Octets{0x82, 2, 2, 2, 2, 2, 0x06, 0, 1, 2, 3, 4} +
                 kLlcIpv4,
             kV4},
        Case{"TokenRingEmptyRoute", 6,
             Octets{0x10, 0x40} + Octets(6, 2) + Octets{0x82, 2, 2, 2, 2, 2, 0, 0} + kLlcIpv4,
             kBad},
        Case{"TokenRingRouteBeyondTheEnd", 6,
             Octets{0x10, 0x40} + Octets(6, 2) + Octets{0x82, 2, 2, 2, 2, 2, 0x1f, 0}, kBad},
        Case{"TokenRingRouteMissing", 6,
             Octets{0x10, 0x40} + Octets(6, 2) + Octets{0x82, 2, 2, 2, 2, 2}, kBad},
        Case{"TokenRingControl", 6, Octets{0x10, 0} + kAddresses + kLlcIpv4, kOther},
        Case{"Fddi", 10, Octets{0x50} + kAddresses + kLlcIpv4, kV4},
        Case{"FddiSynchronous", 10, Octets{0xd0} + kAddresses + kLlcIpv4, kV4},
        Case{"FddiControl", 10, Octets{0x41} + kAddresses + kLlcIpv4, kOther},
        Case{"FddiCut", 10, Octets(12), kBad}, Case{"ArcnetOld", 7, Octets{1, 2, 240} + kIpv4, kV4},
        Case{"Arcnet", 7, Octets{1, 2, 212, 0, 0, 9} + kIpv4, kV4},
        Case{"ArcnetIpv6", 7, Octets{1, 2, 196, 0, 0, 9} + kIpv6, kV6},
        Case{"ArcnetException", 7, Octets{1, 2, 212, 0xff, 0xff, 0xff, 212, 0, 0, 9} + kIpv4, kV4},
        Case{"ArcnetFragment", 7, Octets{1, 2, 212, 3, 0, 9} + kIpv4, kOther},
        Case{"ArcnetAddressResolution", 7, Octets{1, 2, 213, 0, 0, 9}, kOther},
        Case{"ArcnetCut", 7, Octets{1, 2, 212, 0, 0}, kBad},
        Case{"ArcnetExceptionCut", 7, Octets{1, 2, 212, 0xff, 0xff, 0xff, 212, 0, 0}, kBad},
        Case{"ArcnetLinux", 129, Octets{1, 2, 0, 0, 212, 0, 0, 9} + kIpv4, kV4},
        Case{"ArcnetLinuxOld", 129, Octets{1, 2, 0, 0, 240} + kIpv4, kV4},
        Case{"ArcnetLinuxCut", 129, Octets{1, 2, 0, 0}, kBad},
        Case{"FibreChannel", 122, Octets(16) + kLlcIpv4, kV4},
        Case{"FibreChannelCut", 122, Octets(15), kBad},
        Case{"Firewire", 138, Octets(16) + Octets{8, 0} + kIpv4, kV4},
        Case{"FirewireCut", 138, Octets(17), kBad},
        Case{"Infiniband", 242, Octets(40) + Octets{0x86, 0xdd, 0, 0} + kIpv6, kV6},
        Case{"InfinibandCut", 242, Octets(43), kBad}),
    kByName);

INSTANTIATE_TEST_SUITE_P(
    Switches, LinkTypes,
    testing::Values(
        Case{"Broadcom", 281, kAddresses + Octets{1, 2, 3, 4, 8, 0} + kIpv4, kV4},
        Case{"BroadcomPrepended", 282, Octets{1, 2, 3, 4} + kEthernet, kV4},
        Case{"Marvell", 284, kAddresses + Octets{0xc0, 1, 5, 0x39, 8, 0} + kIpv4, kV4},
        Case{"MarvellEtherType", 285,
             kAddresses + Octets{0xda, 0xda, 0, 0, 0xc0, 1, 5, 0x39, 0x86, 0xdd} + kIpv6, kV6},
        Case{"TagCut", 281, kAddresses + Octets{1, 2, 3, 4, 8}, kBad},
        Case{"NetAnalyzer", 240, Octets(4) + kEthernet, kV4},
        Case{"NetAnalyzerCut", 240, Octets(3), kBad},
        Case{"MergingExpress", 274, Octets(7, 0x55) + Octets{0xd5} + kEthernet, kV4},
        Case{"MergingFragment", 274, Octets(7, 0x55) + Octets{0xe6} + kEthernet, kOther},
        Case{"MergingCut", 274, Octets(7, 0x55), kBad}),
    kByName);

/// A netlink attribute of a little-endian machine, padded.
Octets attribute(std::uint8_t type, const Octets& value) {
    return Octets{static_cast<std::uint8_t>(4 + value.size()), 0, type, 0} + value +
           Octets((4 - value.size() % 4) % 4);
}
const Octets kPrefix = attribute(10, {'a', 0});

INSTANTIATE_TEST_SUITE_P(
    Logs, LinkTypes,
    testing::Values(
        Case{"PacketFilter", 117, Octets{61, 2} + Octets(62) + kIpv4, kV4},
        Case{"PacketFilterIpv6", 117, Octets{100, 24} + Octets(98) + kIpv6, kV6},
        Case{"PacketFilterOtherFamily", 117, Octets{61, 7} + Octets(62) + kIpv4, kOther},
        Case{"PacketFilterShort", 117, Octets{44, 2} + Octets(42) + kIpv4, kBad},
        Case{"PacketFilterBeyondTheEnd", 117, Octets{61, 2} + Octets(61), kBad},
        Case{"Netfilter", 239, Octets{2, 0, 0, 9} + kPrefix + attribute(9, kIpv4), kV4},
        Case{"NetfilterIpv6", 239, Octets{10, 0, 0, 9} + kPrefix + attribute(9, kIpv6), kV6},
        Case{"NetfilterThatGoesOn", 239, Octets{2, 0, 0, 9} + attribute(9, kIpv4) + kPrefix, kV4},
        Case{"NetfilterBigEndian", 239,
             Octets{2, 0, 0, 9, 0, 6, 0, 10, 'a', 0, 0, 0, 0, 28, 0, 9} + kIpv4, kV4},
        Case{"NetfilterOfABridge", 239,
             Octets{7, 0, 0, 9} + attribute(1, {8, 0, 3, 0}) + attribute(9, kIpv4), kV4},
        Case{"NetfilterOfABridgeWithoutEtherType", 239, Octets{7, 0, 0, 9} + attribute(9, kIpv4),
             kOther},
        Case{"NetfilterOtherFamily", 239, Octets{3, 0, 0, 9} + attribute(9, kIpv4), kOther},
        Case{"NetfilterOtherVersion", 239, Octets{2, 1, 0, 9} + attribute(9, kIpv4), kBad},
        Case{"NetfilterWithoutPacket", 239, Octets{2, 0, 0, 9} + kPrefix, kBad},
        Case{"NetfilterEmptyAttribute", 239, Octets{2, 0, 0, 9, 0, 0, 0, 0} + attribute(9, kIpv4),
             kBad},
        Case{"NetfilterBeyondTheEnd", 239, Octets{2, 0, 0, 9, 200, 0, 9, 0} + kIpv4, kBad},
        Case{"Encapsulation", 109, Octets{2, 0, 0, 0} + Octets(8) + kIpv4, kV4},
        Case{"EncapsulationIpv6", 109, Octets{0, 0, 0, 24} + Octets(8) + kIpv6, kV6},
        Case{"EncapsulationCut", 109, Octets{2, 0, 0, 0} + Octets(7), kBad},
        Case{"Solaris", 226, Octets{1, 2} + Octets(22) + kIpv4, kV4},
        Case{"SolarisIpv6", 226, Octets{1, 26} + Octets(22) + kIpv6, kV6},
        Case{"SolarisUnnamed", 226, Octets{1, 0} + Octets(22) + kIpv4, kV4},
        Case{"SolarisOtherFamily", 226, Octets{1, 9} + Octets(22) + kIpv4, kOther},
        Case{"SolarisOtherVersion", 226, Octets{2, 2} + Octets(22) + kIpv4, kBad},
        Case{"SolarisCut", 226, Octets{1, 2} + Octets(21), kBad}),
    kByName);

Octets ppi(std::uint8_t linkType, const Octets& inner, const Octets& fields = {}) {
    return Octets{0, 0, static_cast<std::uint8_t>(8 + fields.size()), 0, linkType, 0, 0, 0} +
           fields + inner;
}

Octets packetTap(std::uint8_t linkType, const Octets& inner, std::uint8_t length = 108) {
    return Octets{length, 0, 0, 0, 1, 0, 0, 0, linkType, 0, 0, 0} + Octets(length - 12U) + inner;
}

/// An ERF record of that type; `behind` is what follows its 16 octets.
Octets record(std::uint8_t type, const Octets& behind) {
    return Octets(8) + Octets{type} + Octets(7) + behind;
}

const Octets kExtension{0x05, 0, 0, 0, 0, 0, 0, 0};
const Octets kExtensionWithMore{0x85, 0, 0, 0, 0, 0, 0, 0};

INSTANTIATE_TEST_SUITE_P(
    Wrappers, LinkTypes,
    testing::Values(
        Case{"PpiEthernet", 192, ppi(1, kEthernet), kV4},
        Case{"PpiRawWithFields", 192, ppi(101, kIpv4, {9, 0, 2, 0, 1, 2}), kV4},
        Case{"PpiUnread", 192, ppi(3, kIpv4), kUnread},
        Case{"PpiInPpi", 192, ppi(192, ppi(101, kIpv4)), kUnread},
        Case{"PpiOtherVersion", 192, Octets{1, 0, 8, 0, 101, 0, 0, 0} + kIpv4, kBad},
        Case{"PpiShort", 192, Octets{0, 0, 7, 0, 101, 0, 0, 0} + kIpv4, kBad},
        Case{"PpiBeyondTheEnd", 192, Octets{0, 0, 200, 0, 101, 0, 0, 0} + kIpv4, kBad},
        Case{"PacketTap", 258, packetTap(1, kEthernet), kV4},
        Case{"PacketTapLonger", 258, packetTap(12, kIpv6, 156), kV6},
        Case{"PacketTapShort", 258, packetTap(12, kIpv4, 107), kBad},
        Case{"PacketTapBeyondTheEnd", 258, Octets{109, 0, 0, 0, 1} + Octets(103), kBad},
        Case{"PacketTapInPacketTap", 258, packetTap(149, packetTap(12, kIpv4)), kUnread},
        Case{"PacketTapByItsOldNumber", 149, packetTap(12, kIpv4), kV4},
        Case{"SomethingElseByThatNumber", 149, Octets(120), kUnread},
        Case{"RecordOfEthernet", 197, record(2, Octets{0, 0} + kEthernet), kV4},
        Case{"RecordOfColouredEthernet", 197, record(11, Octets{0, 0} + kEthernet), kV4},
        Case{"RecordWithExtensions", 197,
             record(0x82, kExtensionWithMore + kExtension + Octets{0, 0} + kEthernet), kV4},
        Case{"RecordOfHdlc", 197, record(1, Octets{0x0f, 0, 8, 0} + kIpv4), kV4},
        Case{"RecordOfPpp", 197, record(1, Octets{0xff, 3, 0, 0x57} + kIpv6), kV6},
        Case{"RecordOfIpv4", 197, record(22, kIpv4), kV4},
        Case{"RecordOfIpv6", 197, record(23, kIpv6), kV6},
        Case{"RecordOfCells", 197, record(3, kIpv4), kOther},
        Case{"RecordEndlessExtensions", 197, record(0x82, kExtensionWithMore), kBad},
        Case{"RecordOfEthernetCut", 197, record(2, {0}), kBad},
        Case{"RecordCut", 197, Octets(15), kBad}),
    kByName);

TEST(LinkTypesWrapped, AreNamedWhereTheyCanNotBeRead) {
    EXPECT_EQ(decodedAs(192, ppi(3, kIpv4)).linkType, 3U);
    EXPECT_EQ(decodedAs(258, packetTap(189, kIpv4)).linkType, 189U);
    EXPECT_EQ(decodedAs(149, Octets(120)).linkType, 149U);
}

}  // namespace
}  // namespace hark::link
