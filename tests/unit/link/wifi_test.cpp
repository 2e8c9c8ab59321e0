#include <string>

#include <gtest/gtest.h>

#include "tests/unit/link/frames.h"

namespace hark::link {
namespace {

constexpr std::uint8_t kData = 0x08;
constexpr std::uint8_t kQualityData = 0x88;

/// Frame control, duration, three addresses and sequence control.
Octets header(std::uint8_t control, std::uint8_t flags, std::uint8_t fragment = 0) {
    return Octets{control, flags, 0, 0} + Octets(18, 2) + Octets{fragment, 0};
}

Octets subframe(const Octets& packet, std::size_t padding = 0) {
    return kAddresses + Octets{0, static_cast<std::uint8_t>(packet.size())} + packet +
           Octets(padding);
}

const Octets kQuality{0, 0};
const Octets kQualityOfAggregate{0x80, 0};
const Octets kFrame = header(kData, 1) + kLlcIpv4;
const Octets kCheck{1, 2, 3, 4};
const Octets kLlcIpv6 = Octets{0xaa, 0xaa, 3, 0, 0, 0, 0x86, 0xdd} + kIpv6;

/// A radiotap header with flags as its only field, or behind two words of fields, padding and a
/// timestamp.
Octets radiotap(std::uint8_t flags) {
    return {0, 0, 9, 0, 2, 0, 0, 0, flags};
}
Octets radiotapWithTimestamp(std::uint8_t flags) {
    return Octets{0, 0, 25, 0, 3, 0, 0, 0x80, 0, 0, 0, 0} + Octets(4) + Octets(8, 9) +
           Octets{flags};
}

Octets prism(const Octets& code) {
    return code + Octets{144, 0, 0, 0} + Octets(136);
}

Octets ppi(std::uint8_t flags) {
    return Octets{0, 0, 32, 0, 105, 0, 0, 0, 2, 0, 20, 0} + Octets(8) + Octets{flags, 0} +
           Octets(10);
}

struct Case {
    std::string name;
    capture::LinkType linkType;
    Octets frame;
    NetworkProtocol protocol;
};

class LinkWifi : public testing::TestWithParam<Case> {};

TEST_P(LinkWifi, LeadsToIpOrSaysThatItDoesNot) {
    const auto& [name, linkType, frame, protocol] = GetParam();
    const NetworkPacket result = decodedAs(linkType, frame);
    EXPECT_EQ(result.protocol, protocol);
    if (protocol == NetworkProtocol::Ipv4) {
        EXPECT_EQ(result.wireLength, kIpv4Length);
        EXPECT_EQ(result.payload.front(), std::byte{0x45});
    }
}

TEST_P(LinkWifi, IsNeverReadBeyondWhatWasCaptured) {
    const auto& [name, linkType, frame, protocol] = GetParam();
    for (std::size_t cut = 1; cut <= frame.size(); ++cut) {
        NetworkPacket result = decodedAs(linkType, frame, cut);
        do {
            EXPECT_LE(result.payload.size() + result.following.size(), frame.size() - cut);
            EXPECT_LE(result.payload.size(), result.wireLength);
            EXPECT_LE(result.following.size(), result.followingWireLength);
        } while (next(result));
    }
}

constexpr auto kV4 = NetworkProtocol::Ipv4;
constexpr auto kOther = NetworkProtocol::Other;
constexpr auto kBad = NetworkProtocol::Malformed;
constexpr auto kEncrypted = NetworkProtocol::Encrypted;

const auto kByName = [](const auto& row) { return row.param.name; };

INSTANTIATE_TEST_SUITE_P(
    Frames, LinkWifi,
    testing::Values(Case{"ToSystem", 105, header(kData, 1) + kLlcIpv4, kV4},
                    Case{"FromSystemRetried", 105, header(kData, 0x0a) + kLlcIpv4, kV4},
                    Case{"FourAddresses", 105, header(kData, 3) + Octets(6, 2) + kLlcIpv4, kV4},
                    Case{"Quality", 105, header(kQualityData, 1) + kQuality + kLlcIpv4, kV4},
                    Case{"QualityAndFourAddresses", 105,
                         header(kQualityData, 3) + Octets(6, 2) + kQuality + kLlcIpv4, kV4},
                    Case{"HighThroughputControl", 105,
                         header(kQualityData, 0x81) + kQuality + Octets(4) + kLlcIpv4, kV4},
                    Case{"OrderedWithoutQuality", 105, header(kData, 0x81) + kLlcIpv4, kV4},
                    Case{"Protected", 105, header(kData, 0x41) + kLlcIpv4, kEncrypted},
                    Case{"ProtectedAggregate", 105,
                         header(kQualityData, 0x41) + kQualityOfAggregate + subframe(kLlcIpv4),
                         kEncrypted},
                    Case{"WithoutData", 105, header(0x48, 1), kOther},
                    Case{"QualityWithoutData", 105, header(0xc8, 1) + kQuality, kOther},
                    Case{"Beacon", 105, header(0x80, 0) + Octets(20), kOther},
                    Case{"Acknowledgment", 105, Octets{0xd4, 0} + Octets(8), kOther},
                    Case{"OtherVersion", 105, header(kData | 1, 1) + kLlcIpv4, kOther},
                    Case{"FirstFragment", 105, header(kData, 0x05) + kLlcIpv4, kOther},
                    Case{"LastFragment", 105, header(kData, 0x01, 1) + kLlcIpv4, kOther},
                    Case{"HeaderCut", 105, Octets{kData, 1} + Octets(21), kBad},
                    Case{"QualityCut", 105, header(kQualityData, 1) + Octets{0}, kBad},
                    Case{"OneOctet", 105, Octets{kData}, kBad}, Case{"Empty", 105, {}, kBad}),
    kByName);

INSTANTIATE_TEST_SUITE_P(
    Headers, LinkWifi,
    testing::Values(
        Case{"Radiotap", 127, radiotap(0) + kFrame, kV4},
        Case{"RadiotapWithoutFlags", 127, Octets{0, 0, 8, 0, 0, 0, 0, 0} + kFrame, kV4},
        Case{"RadiotapCheckSequence", 127, radiotap(0x10) + kFrame + kCheck, kV4},
        Case{"RadiotapTimestamp", 127, radiotapWithTimestamp(0x10) + kFrame + kCheck, kV4},
        Case{"RadiotapDamaged", 127, radiotap(0x50) + kFrame + kCheck, kBad},
        Case{"RadiotapPadded", 127,
             radiotap(0x20) + header(kQualityData, 1) + kQuality + Octets(2) + kLlcIpv4, kV4},
        Case{"RadiotapOtherVersion", 127, Octets{1, 0, 8, 0, 0, 0, 0, 0} + kFrame, kBad},
        Case{"RadiotapShort", 127, Octets{0, 0, 7, 0, 0, 0, 0, 0} + kFrame, kBad},
        Case{"RadiotapBeyondTheEnd", 127, Octets{0, 0, 0, 1, 0, 0, 0, 0} + kFrame, kBad},
        Case{"RadiotapWordsBeyondItsEnd", 127,
             Octets{0, 0, 12, 0, 0, 0, 0, 0x80, 0, 0, 0, 0x80} + kFrame, kBad},
        Case{"RadiotapFlagsBeyondItsEnd", 127, Octets{0, 0, 8, 0, 2, 0, 0, 0} + kFrame, kBad},
        Case{"RadiotapLessThanACheckSequence", 127, radiotap(0x10) + Octets(3), kBad},
        Case{"Avs", 163, Octets{0x80, 0x21, 0x10, 1, 0, 0, 0, 64} + Octets(56) + kFrame, kV4},
        Case{"AvsOtherMagic", 163, Octets{0x80, 0x22, 0x10, 1, 0, 0, 0, 8} + kFrame, kBad},
        Case{"AvsShort", 163, Octets{0x80, 0x21, 0x10, 1, 0, 0, 0, 7} + kFrame, kBad},
        Case{"AvsBeyondTheEnd", 163, Octets{0x80, 0x21, 0x10, 1, 0, 0, 4, 0} + kFrame, kBad},
        Case{"Prism", 119, prism({0x44, 0, 0, 0}) + kFrame, kV4},
        Case{"PrismOfOthers", 119, prism({0x41, 0, 0, 0}) + kFrame, kV4},
        Case{"PrismBigEndian", 119, Octets{0, 0, 0, 0x44, 0, 0, 0, 144} + Octets(136) + kFrame,
             kV4},
        Case{"PrismIsAvs", 119, Octets{0x80, 0x21, 0x10, 2, 0, 0, 0, 64} + Octets(56) + kFrame,
             kV4},
        Case{"PrismOtherMessage", 119, prism({0x45, 0, 0, 0}) + kFrame, kBad},
        Case{"PrismBeyondTheEnd", 119, Octets{0x44, 0, 0, 0, 144, 0, 0, 0} + Octets(130), kBad},
        Case{"PerPacketInformation", 192, ppi(0) + kFrame, kV4},
        Case{"PerPacketInformationCheckSequence", 192, ppi(1) + kFrame + kCheck, kV4},
        Case{"PerPacketInformationDamaged", 192, ppi(5) + kFrame + kCheck, kBad}),
    kByName);

Octets aggregate(const Octets& subframes) {
    return header(kQualityData, 1) + kQualityOfAggregate + subframes;
}

TEST(LinkWifiAggregate, HandsOnOnePacketAfterTheOther) {
    const Octets frame = aggregate(subframe(kLlcIpv4, 2) + subframe(kLlcIpv6) + subframe(kLlcIpv4));
    NetworkPacket packet = decodedAs(105, frame);
    EXPECT_EQ(packet.protocol, NetworkProtocol::Ipv4);
    EXPECT_EQ(packet.wireLength, kIpv4Length);
    ASSERT_TRUE(next(packet));
    EXPECT_EQ(packet.protocol, NetworkProtocol::Ipv6);
    EXPECT_EQ(packet.wireLength, kIpv6.size());
    ASSERT_TRUE(next(packet));
    EXPECT_EQ(packet.protocol, NetworkProtocol::Ipv4);
    EXPECT_EQ(packet.ref, (base::PacketRef{1, 7}));
    EXPECT_FALSE(next(packet));
}

TEST(LinkWifiAggregate, EndsWhereALengthLeadsBeyondTheFrame) {
    Octets last = subframe(kLlcIpv4);
    last[13] = 200;
    const Octets frame = aggregate(subframe(kLlcIpv4, 2) + last + last);
    NetworkPacket packet = decodedAs(105, frame);
    EXPECT_EQ(packet.protocol, NetworkProtocol::Ipv4);
    ASSERT_TRUE(next(packet));
    EXPECT_EQ(packet.protocol, NetworkProtocol::Malformed);
    EXPECT_FALSE(next(packet));
}

TEST(LinkWifiAggregate, KeepsTheLengthOfASubframeThatWasCut) {
    const NetworkPacket packet = decodedAs(105, aggregate(subframe(kLlcIpv4)), 4);
    EXPECT_EQ(packet.payload.size(), kIpv4Length - 4U);
    EXPECT_EQ(packet.wireLength, kIpv4Length);
}

TEST(LinkWifiAggregate, OtherFramesHoldOnePacket) {
    NetworkPacket packet = decodedAs(105, kFrame);
    EXPECT_FALSE(next(packet));
    packet = decodedAs(1, kAddresses + Octets{8, 0} + kIpv4);
    EXPECT_FALSE(next(packet));
}

}  // namespace
}  // namespace hark::link
