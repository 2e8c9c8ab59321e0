#include "core/link/decode.h"

#include <initializer_list>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace hark::link {
namespace {

std::vector<std::byte> bytesOf(std::initializer_list<unsigned> values) {
    std::vector<std::byte> bytes;
    for (const unsigned value : values)
        bytes.push_back(static_cast<std::byte>(value));
    return bytes;
}

std::vector<std::byte> concatenated(std::vector<std::byte> first,
                                    const std::vector<std::byte>& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

const std::vector<std::byte> kAddresses(12, std::byte{0x02});

std::vector<std::byte> ethernet(std::initializer_list<unsigned> afterAddresses) {
    return concatenated(kAddresses, bytesOf(afterAddresses));
}

capture::Packet packetOf(capture::LinkType linkType, const std::vector<std::byte>& bytes) {
    return {.ref = {1, 7},
            .time = base::Timestamp(base::Duration(5)),
            .linkType = linkType,
            .wireLength = static_cast<std::uint32_t>(bytes.size()),
            .bytes = bytes};
}

struct Case {
    std::string name;
    capture::LinkType linkType;
    std::vector<std::byte> bytes;
    NetworkProtocol protocol;
    std::uint16_t etherType;
    std::uint32_t scope;
    std::size_t payload;  ///< bytes left
};

class LinkDecode : public testing::TestWithParam<Case> {};

TEST_P(LinkDecode, FindsTheNetworkPacket) {
    const Case& expected = GetParam();
    const NetworkPacket result = decode(packetOf(expected.linkType, expected.bytes));
    EXPECT_EQ(result.protocol, expected.protocol);
    EXPECT_EQ(result.etherType, expected.etherType);
    EXPECT_EQ(result.scope, expected.scope);
    EXPECT_EQ(result.payload.size(), expected.payload);
    EXPECT_EQ(result.wireLength, expected.payload);
    EXPECT_EQ(result.linkType, expected.linkType);
    EXPECT_EQ(result.ref, (base::PacketRef{1, 7}));
    EXPECT_EQ(result.time.time_since_epoch().count(), 5);
}

constexpr auto kV4 = NetworkProtocol::Ipv4;
constexpr auto kV6 = NetworkProtocol::Ipv6;
constexpr auto kOther = NetworkProtocol::Other;
constexpr auto kBad = NetworkProtocol::Malformed;

INSTANTIATE_TEST_SUITE_P(
    Ethernet, LinkDecode,
    testing::Values(
        Case{"Ipv4", 1, ethernet({8, 0, 0x45, 0}), kV4, 0x0800, 0, 2},
        Case{"Ipv6", 1, ethernet({0x86, 0xdd, 0x60}), kV6, 0x86dd, 0, 1},
        Case{"Arp", 1, ethernet({8, 6, 1, 2}), kOther, 0x0806, 0, 2},
        Case{"HeaderAlone", 1, ethernet({8, 0}), kV4, 0x0800, 0, 0},
        Case{"TooShort", 1, ethernet({8}), kBad, 0, 0, 13}, Case{"Empty", 1, {}, kBad, 0, 0, 0},
        Case{"Vlan", 1, ethernet({0x81, 0, 0xe0, 42, 8, 0, 0x45}), kV4, 0x0800, 42, 1},
        Case{"PriorityTagIsNoVlan", 1, ethernet({0x81, 0, 0xe0, 0, 8, 0}), kV4, 0x0800, 0, 0},
        Case{"QinQ", 1, ethernet({0x88, 0xa8, 0, 2, 0x81, 0, 0, 3, 8, 0}), kV4, 0x0800,
             2U << 12U | 3U, 0},
        Case{"OldQinQ", 1, ethernet({0x91, 0, 0, 2, 0x81, 0, 0, 3, 0x86, 0xdd}), kV6, 0x86dd,
             2U << 12U | 3U, 0},
        Case{"VlanCut", 1, ethernet({0x81, 0, 0, 3, 8}), kBad, 0, 0, 3},
        Case{"Snap", 1, ethernet({0, 10, 0xaa, 0xaa, 3, 0, 0, 0, 8, 0, 0x45}), kV4, 0x0800, 0, 1},
        Case{"SnapInVlan", 1, ethernet({0x81, 0, 0, 9, 0, 10, 0xaa, 0xaa, 3, 0, 0, 0, 8, 0, 0x45}),
             kV4, 0x0800, 9, 1},
        Case{"SnapOfAnOrganisation", 1, ethernet({0, 10, 0xaa, 0xaa, 3, 0, 0, 0xc, 8, 0}), kOther,
             0, 0, 8},
        Case{"SnapWithALengthInside", 1, ethernet({0, 10, 0xaa, 0xaa, 3, 0, 0, 0, 0, 1}), kOther, 0,
             0, 8},
        Case{"LlcOfIp", 1, ethernet({0, 4, 6, 6, 3, 0x45}), kV4, 0x0800, 0, 1},
        Case{"SpanningTree", 1, ethernet({0, 38, 0x42, 0x42, 3}), kOther, 0, 0, 3},
        Case{"LlcCut", 1, ethernet({0, 38, 0x42}), kBad, 0, 0, 1}),
    [](const auto& row) { return row.param.name; });

std::vector<std::byte> cooked(std::initializer_list<unsigned> protocolAndPayload) {
    return concatenated(bytesOf({0, 0, 0, 1, 0, 6, 1, 2, 3, 4, 5, 6, 0, 0}),
                        bytesOf(protocolAndPayload));
}
std::vector<std::byte> cookedV2(std::initializer_list<unsigned> protocol) {
    return concatenated(bytesOf(protocol), std::vector<std::byte>(19));
}

INSTANTIATE_TEST_SUITE_P(
    Cooked, LinkDecode,
    testing::Values(Case{"Ipv4", 113, cooked({8, 0, 0x45}), kV4, 0x0800, 0, 1},
                    Case{"Vlan", 113, cooked({0x81, 0, 0, 5, 0x86, 0xdd, 0x60}), kV6, 0x86dd, 5, 1},
                    Case{"Llc", 113, cooked({0, 4, 6, 6, 3, 0x45}), kV4, 0x0800, 0, 1},
                    Case{"LinuxOwn", 113, cooked({0, 1, 0x45}), kOther, 0, 0, 1},
                    Case{"TooShort", 113, cooked({8}), kBad, 0, 0, 15},
                    Case{"Version2", 276, cookedV2({8, 0}), kV4, 0x0800, 0, 1},
                    Case{"Version2Ipv6", 276, cookedV2({0x86, 0xdd}), kV6, 0x86dd, 0, 1},
                    Case{"Version2TooShort", 276, bytesOf({8, 0, 0}), kBad, 0, 0, 3}),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(
    LoopbackAndRaw, LinkDecode,
    testing::Values(Case{"LittleEndianIpv4", 0, bytesOf({2, 0, 0, 0, 0x45}), kV4, 0, 0, 1},
                    Case{"BigEndianIpv4", 0, bytesOf({0, 0, 0, 2, 0x45}), kV4, 0, 0, 1},
                    Case{"LinuxIpv6", 0, bytesOf({10, 0, 0, 0}), kV6, 0, 0, 0},
                    Case{"OpenBsdIpv6", 0, bytesOf({24, 0, 0, 0}), kV6, 0, 0, 0},
                    Case{"FreeBsdIpv6", 0, bytesOf({0, 0, 0, 28}), kV6, 0, 0, 0},
                    Case{"MacIpv6", 0, bytesOf({30, 0, 0, 0}), kV6, 0, 0, 0},
                    Case{"UnknownFamily", 0, bytesOf({7, 0, 0, 0}), kOther, 0, 0, 0},
                    Case{"NoFamily", 0, bytesOf({2, 0, 2, 0}), kOther, 0, 0, 0},
                    Case{"FamilyCut", 0, bytesOf({2, 0, 0}), kBad, 0, 0, 3},
                    Case{"Loop", 108, bytesOf({0, 0, 0, 2, 0x45}), kV4, 0, 0, 1},
                    Case{"RawIpv4", 101, bytesOf({0x45}), kV4, 0, 0, 1},
                    Case{"RawIpv6", 101, bytesOf({0x60}), kV6, 0, 0, 1},
                    Case{"RawOfBsd", 12, bytesOf({0x45}), kV4, 0, 0, 1},
                    Case{"RawOfOpenBsd", 14, bytesOf({0x60}), kV6, 0, 0, 1},
                    Case{"RawOther", 101, bytesOf({0x10}), kOther, 0, 0, 1},
                    Case{"RawEmpty", 101, {}, kBad, 0, 0, 0},
                    Case{"Ipv4Alone", 228, bytesOf({0x45}), kV4, 0, 0, 1},
                    Case{"Ipv6Alone", 229, bytesOf({0x60}), kV6, 0, 0, 1},
                    Case{"Unsupported", 3, bytesOf({1, 2}), NetworkProtocol::Unsupported, 0, 0, 2},
                    Case{"Unknown", 4711, bytesOf({1}), NetworkProtocol::Unsupported, 0, 0, 1}),
    [](const auto& row) { return row.param.name; });

TEST(Link, KeepsTheWireLengthOfACutPacket) {
    const std::vector<std::byte> bytes = ethernet({8, 0, 0x45});
    capture::Packet packet = packetOf(1, bytes);
    packet.wireLength = 1514;
    const NetworkPacket result = decode(packet);
    EXPECT_EQ(result.payload.size(), 1U);
    EXPECT_EQ(result.wireLength, 1500U);
}

TEST(Link, NeverHasLessOnTheWireThanCaptured) {
    const std::vector<std::byte> bytes = ethernet({8, 0, 0x45});
    capture::Packet packet = packetOf(1, bytes);
    packet.wireLength = 3;
    EXPECT_EQ(decode(packet).wireLength, 1U);
}

TEST(Link, ManyTagsStayAScope) {
    std::vector<std::byte> bytes = kAddresses;
    for (unsigned tag = 1; tag <= 50; ++tag) {
        bytes = concatenated(std::move(bytes), bytesOf({0x81, 0, 0, tag}));
    }
    bytes = concatenated(std::move(bytes), bytesOf({8, 0}));
    const NetworkPacket result = decode(packetOf(1, bytes));
    EXPECT_EQ(result.protocol, NetworkProtocol::Ipv4);
    EXPECT_NE(result.scope, 0U);
}

TEST(Link, NamesLinkTypes) {
    EXPECT_EQ(linkTypeName(1), "ETHERNET (1)");
    EXPECT_EQ(linkTypeName(105), "IEEE802_11 (105)");
    EXPECT_EQ(linkTypeName(4711), "link type 4711");
    EXPECT_TRUE(isSupported(276));
    EXPECT_FALSE(isSupported(189));
    EXPECT_TRUE(isSupported(105));
    EXPECT_FALSE(isSupported(4711));
}

}  // namespace
}  // namespace hark::link
