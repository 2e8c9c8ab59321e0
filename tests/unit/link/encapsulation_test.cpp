#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/link/decode.h"
#include "core/link/frame.h"

namespace hark::link {
namespace {

using Octets = std::vector<std::uint8_t>;

Octets operator+(Octets first, const Octets& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

Octets ethernet(const Octets& etherTypeAndMore) {
    return Octets(12, 2) + etherTypeAndMore;
}

NetworkPacket decoded(const Octets& frame, std::size_t cut = 0) {
    return decode({.ref = {1, 7},
                   .time = {},
                   .linkType = 1,
                   .wireLength = static_cast<std::uint32_t>(frame.size()),
                   .bytes = std::as_bytes(std::span(frame)).first(frame.size() - cut)});
}

constexpr std::uint8_t kTotal = 24;
const Octets kIpv4 = Octets{0x45, 0, 0, kTotal} + Octets(kTotal - 4);
const Octets kIpv6 = Octets{0x60, 0, 0, 0, 0, 2} + Octets(36);
/// Addresses of a pseudowire's frame that begin like IP does.
const Octets kEthernetLikeIpv4 = Octets{0x45, 0x11, 0x22, 0x33, 0x44, 0x55} + Octets(40);

const Octets kMpls{0x88, 0x47};
const Octets kLabel{0, 0x10, 0, 64};        // label 256
const Octets kBottomLabel{0, 0x20, 1, 64};  // label 512, bottom of stack
const Octets kPppoe{0x88, 0x64};
const Octets kControlWord{0, 0, 0, 7};
const Octets kEtherIpv4 = Octets{8, 0} + kIpv4;

struct Case {
    std::string name;
    Octets frame;
    NetworkProtocol protocol;
    std::size_t payload;
};

class LinkEncapsulation : public testing::TestWithParam<Case> {};

TEST_P(LinkEncapsulation, LeadsToIpOrStaysWhatItIs) {
    const NetworkPacket result = decoded(GetParam().frame);
    EXPECT_EQ(result.protocol, GetParam().protocol);
    EXPECT_EQ(result.payload.size(), GetParam().payload);
    EXPECT_EQ(result.wireLength, GetParam().payload);
    EXPECT_EQ(result.isMpls || result.isPppoe, GetParam().protocol != NetworkProtocol::Other);
}

TEST_P(LinkEncapsulation, IsNeverReadBeyondWhatWasCaptured) {
    for (std::size_t cut = 1; cut <= GetParam().frame.size(); ++cut)
        EXPECT_LE(decoded(GetParam().frame, cut).payload.size(), GetParam().frame.size());
}

constexpr auto kV4 = NetworkProtocol::Ipv4;
constexpr auto kV6 = NetworkProtocol::Ipv6;
constexpr auto kOther = NetworkProtocol::Other;

INSTANTIATE_TEST_SUITE_P(
    Mpls, LinkEncapsulation,
    testing::Values(
        Case{"OneLabel", ethernet(kMpls + kBottomLabel + kIpv4), kV4, kTotal},
        Case{"ThreeLabels", ethernet(kMpls + kLabel + kLabel + kBottomLabel + kIpv6), kV6, 42},
        Case{"Multicast", ethernet(Octets{0x88, 0x48} + kBottomLabel + kIpv4), kV4, kTotal},
        Case{"InVlan", ethernet(Octets{0x81, 0, 0, 5} + kMpls + kBottomLabel + kIpv4), kV4, kTotal},
        Case{"EthernetPadding", ethernet(kMpls + kBottomLabel + kIpv4 + Octets(6)), kV4,
             kTotal + 6},
        Case{"Pseudowire", ethernet(kMpls + kBottomLabel + ethernet(kEtherIpv4)), kV4, kTotal},
        Case{"PseudowireWithControlWord",
             ethernet(kMpls + kBottomLabel + kControlWord + ethernet(kEtherIpv4)), kV4, kTotal},
        Case{"PseudowireWithTags",
             ethernet(kMpls + kLabel + kBottomLabel + kControlWord +
                      ethernet(Octets{0x81, 0, 0, 5} + kEtherIpv4)),
             kV4, kTotal},
        Case{"PseudowireToAnAddressLikeAControlWord",
             ethernet(kMpls + kBottomLabel + Octets(12) + kEtherIpv4), kV4, kTotal},
        Case{"PseudowireInPseudowire",
             ethernet(kMpls + kBottomLabel + kControlWord +
                      ethernet(kMpls + kBottomLabel + ethernet(kEtherIpv4))),
             kV4, kTotal},
        Case{"PseudowireWithArp",
             ethernet(kMpls + kBottomLabel + kControlWord + ethernet({8, 6}) + Octets(28)), kOther,
             50},
        Case{"PseudowireWithImplausibleIp",
             ethernet(kMpls + kBottomLabel + ethernet({8, 0}) + Octets(24)), kOther, 42},
        Case{"EmptyControlWord", ethernet(kMpls + kBottomLabel + Octets(40)), kOther, 44},
        Case{"EthernetLikeIpv4", ethernet(kMpls + kBottomLabel + kEthernetLikeIpv4), kOther, 50},
        Case{"NoBottom", ethernet(kMpls + kLabel + kLabel), kOther, 8},
        Case{"NoLabel", ethernet(kMpls), kOther, 0}),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Pppoe, LinkEncapsulation,
    testing::Values(
        Case{"Ipv4", ethernet(kPppoe + Octets{0x11, 0, 0, 9, 0, 26, 0, 0x21} + kIpv4), kV4, kTotal},
        Case{"Ipv6", ethernet(kPppoe + Octets{0x11, 0, 0, 9, 0, 44, 0, 0x57} + kIpv6), kV6, 42},
        Case{"CompressedProtocol", ethernet(kPppoe + Octets{0x11, 0, 0, 9, 0, 25, 0x21} + kIpv4),
             kV4, kTotal},
        Case{"Version", ethernet(kPppoe + Octets{0x21, 0, 0, 9, 0, 26, 0, 0x21} + kIpv4), kOther,
             32},
        Case{"Type", ethernet(kPppoe + Octets{0x12, 0, 0, 9, 0, 26, 0, 0x21} + kIpv4), kOther, 32},
        Case{"Code", ethernet(kPppoe + Octets{0x11, 9, 0, 9, 0, 26, 0, 0x21} + kIpv4), kOther, 32},
        Case{"LinkControl", ethernet(kPppoe + Octets{0x11, 0, 0, 9, 0, 6, 0xc0, 0x21, 1, 1, 0, 4}),
             kOther, 12},
        Case{"NoRoomForAProtocol", ethernet(kPppoe + Octets{0x11, 0, 0, 9, 0, 1, 0, 0x21} + kIpv4),
             kOther, 32},
        Case{"HeaderCut", ethernet(kPppoe + Octets{0x11, 0, 0, 9}), kOther, 4},
        Case{"Discovery", ethernet(Octets{0x88, 0x63, 0x11, 9, 0, 0, 0, 0}), kOther, 6}),
    [](const auto& row) { return row.param.name; });

TEST(LinkEncapsulation, PppoeSessionsAreScopesAndMplsLabelsAreNot) {
    const auto session = [](std::uint8_t id) {
        return decoded(ethernet(kPppoe + Octets{0x11, 0, 0, id, 0, 26, 0, 0x21} + kIpv4)).scope;
    };
    EXPECT_EQ(session(0), 0U);
    EXPECT_NE(session(1), 0U);
    EXPECT_NE(session(1), session(2));
    EXPECT_EQ(decoded(ethernet(kMpls + kBottomLabel + kIpv4)).scope, 0U);
}

TEST(LinkEncapsulation, LabelsAreFollowedToALimit) {
    Octets labels;
    for (int i = 0; i < 31; ++i)
        labels = labels + kLabel;
    EXPECT_EQ(decoded(ethernet(kMpls + labels + kBottomLabel + kIpv4)).protocol, kV4);
    EXPECT_EQ(decoded(ethernet(kMpls + labels + kLabel + kBottomLabel + kIpv4)).protocol, kOther);
}

TEST(LinkEncapsulation, PseudowiresAreFollowedToALimit) {
    Octets frame = ethernet(kEtherIpv4);
    for (std::uint8_t depth = 1; depth <= 2; ++depth) {
        frame = ethernet(kMpls + kBottomLabel + kControlWord + frame);
        EXPECT_EQ(decoded(frame).protocol, kV4);
        EXPECT_EQ(decoded(frame).pseudowires, depth);
    }
    EXPECT_EQ(decoded(ethernet(kMpls + kBottomLabel + kControlWord + frame)).protocol, kOther);
}

}  // namespace
}  // namespace hark::link
