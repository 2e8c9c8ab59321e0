#include "core/ip/decoder.h"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace hark::ip {
namespace {

using Octets = std::vector<std::uint8_t>;

void append(Octets& to, const Octets& what) {
    to.insert(to.end(), what.begin(), what.end());
}
Octets text(const std::string& characters) {
    return {characters.begin(), characters.end()};
}
std::uint8_t high(std::size_t value) {
    return static_cast<std::uint8_t>(value >> 8U);
}
std::uint8_t low(std::size_t value) {
    return static_cast<std::uint8_t>(value);
}

struct Ipv4 {
    Octets payload;
    std::uint8_t protocol = kProtocolTcp;
    std::uint16_t identification = 1;
    std::size_t offset = 0;
    bool hasMore = false;
    Octets options = {};

    [[nodiscard]] Octets bytes() const {
        const std::size_t header = 20 + options.size();
        const std::size_t total = header + payload.size();
        const std::size_t fragment = offset / 8 | (hasMore ? 0x2000U : 0U);
        Octets made{static_cast<std::uint8_t>(0x40 | header / 4),
                    0,
                    high(total),
                    low(total),
                    high(identification),
                    low(identification),
                    high(fragment),
                    low(fragment),
                    64,
                    protocol,
                    0,
                    0,
                    10,
                    0,
                    0,
                    1,
                    10,
                    0,
                    0,
                    2};
        append(made, options);
        append(made, payload);
        return made;
    }
};

Octets ipv6(std::uint8_t next, const Octets& payload) {
    Octets made{0x60, 0, 0, 0, high(payload.size()), low(payload.size()), next, 64};
    Octets address(16);
    address[15] = 1;
    append(made, address);
    address[15] = 2;
    append(made, address);
    append(made, payload);
    return made;
}
Octets extension(std::uint8_t next, const Octets& rest) {
    Octets made{next, 0, 1, 4, 0, 0, 0, 0};
    append(made, rest);
    return made;
}
Octets fragment(std::uint8_t next, std::size_t offset, bool hasMore, const Octets& rest) {
    Octets made{
        next, 0, high(offset), static_cast<std::uint8_t>(low(offset) | (hasMore ? 1 : 0)), 0, 0,
        0,    9};
    append(made, rest);
    return made;
}

/// Writes down what comes: "10.0.0.1 > 10.0.0.2 6 hello", with "+3" for bytes not captured.
class Recorder final : public Sink {
public:
    void on(const Event& event) override {
        if (const auto* datagram = std::get_if<Datagram>(&event)) {
            last = *datagram;
            std::string line = fmt::format("{} > {} {} {}", toString(datagram->source),
                                           toString(datagram->destination), datagram->protocol,
                                           base::asText(datagram->payload));
            if (datagram->payloadLength != datagram->payload.size()) {
                line += fmt::format("+{}", datagram->payloadLength - datagram->payload.size());
            }
            lines.push_back(line);
        } else {
            lines.emplace_back(std::get<base::Anomaly>(event).code.name);
        }
    }
    std::vector<std::string> lines;
    Datagram last;
};

class IpDecoder : public testing::Test {
protected:
    void give(const Octets& bytes, std::size_t padding = 0, std::size_t cut = 0) {
        Octets captured = bytes;
        captured.resize(bytes.size() + padding, 'P');
        const auto wire = static_cast<std::uint32_t>(captured.size());
        captured.resize(captured.size() - cut);
        link::NetworkPacket packet;
        packet.protocol =
            bytes[0] >> 4U == 6 ? link::NetworkProtocol::Ipv6 : link::NetworkProtocol::Ipv4;
        packet.scope = scope_;
        packet.wireLength = wire;
        packet.payload = std::as_bytes(std::span(captured));
        packet.ref = {1, ++number_};
        packet.time = base::Timestamp(now_);
        decoder_.on(packet);
    }
    using Lines = std::vector<std::string>;

    Limits limits_{.partialDatagrams = 4, .partialBytes = 100'000};
    Recorder recorder_;
    Decoder decoder_{recorder_, limits_};
    base::Duration now_{};
    std::uint32_t scope_ = 0;
    std::uint64_t number_ = 0;
};

TEST_F(IpDecoder, HandsOnAnIpv4Payload) {
    scope_ = 42;
    give(Ipv4{text("hello")}.bytes());
    EXPECT_EQ(recorder_.lines, Lines{"10.0.0.1 > 10.0.0.2 6 hello"});
    EXPECT_EQ(recorder_.last.scope, 42U);
    EXPECT_EQ(recorder_.last.origin.packet, (base::PacketRef{1, 1}));
}

TEST_F(IpDecoder, PassesOverIpv4Options) {
    give(Ipv4{.payload = text("hello"), .options = {1, 1, 1, 0}}.bytes());
    EXPECT_EQ(recorder_.lines, Lines{"10.0.0.1 > 10.0.0.2 6 hello"});
}

TEST_F(IpDecoder, CutsTheTrailingPaddingOfEthernet) {
    give(Ipv4{text("hello")}.bytes(), 6);
    give(ipv6(6, text("hi")), 6);
    EXPECT_EQ(recorder_.lines, (Lines{"10.0.0.1 > 10.0.0.2 6 hello", "::1 > ::2 6 hi"}));
}

TEST_F(IpDecoder, SaysWhatTheSnapLengthCut) {
    give(Ipv4{text("hello")}.bytes(), 0, 2);
    give(ipv6(17, text("hello")), 0, 5);
    EXPECT_EQ(recorder_.lines, (Lines{"10.0.0.1 > 10.0.0.2 6 hel+2", "::1 > ::2 17 +5"}));
    EXPECT_EQ(decoder_.counters().cut, 2U);
}

TEST_F(IpDecoder, TakesTheWireLengthWhereOffloadLeftNone) {
    Octets v4 = Ipv4{text("hello")}.bytes();
    v4[2] = v4[3] = 0;
    give(v4, 0, 1);
    Octets v6 = ipv6(6, text("hello"));
    v6[5] = 0;
    give(v6);
    EXPECT_EQ(recorder_.lines, (Lines{"10.0.0.1 > 10.0.0.2 6 hell+1", "::1 > ::2 6 hello"}));
    EXPECT_EQ(decoder_.counters().superPackets, 2U);
}

TEST_F(IpDecoder, TakesTheLengthOfAJumbogramFromItsOptions) {  // RFC 2675 section 2
    // Hop-by-hop options of eight octets: one of padding, an unknown one, the length; then TCP.
    Octets payload{6, 1, 0, 1, 0, 0xc2, 4, 0, 1, 0, 16, 1, 2, 0, 0, 0};
    const std::size_t header = payload.size();
    payload.resize(65'536 + 16 + 7, 'x');  // and seven octets of a trailer
    Octets jumbogram = ipv6(0, payload);
    jumbogram[4] = jumbogram[5] = 0;
    give(jumbogram);
    EXPECT_EQ(recorder_.last.payload.size(), 65'536 + 16 - header);
    EXPECT_EQ(recorder_.last.payloadLength, 65'536 + 16 - header);
    EXPECT_EQ(recorder_.last.protocol, kProtocolTcp);
    // A length that is none of a jumbogram is not believed.
    jumbogram[40 + 7] = jumbogram[40 + 8] = 0;
    give(jumbogram);
    EXPECT_EQ(recorder_.last.payloadLength, payload.size() - header);
}

TEST_F(IpDecoder, CountsMalformedHeaders) {
    const Octets good = Ipv4{text("hello")}.bytes();
    Octets shortHeader = good;
    shortHeader[0] = 0x44;
    Octets longHeader = good;
    longHeader[0] = 0x4f;
    Octets shortTotal = good;
    shortTotal[3] = 19;
    Octets wrongVersion = good;
    wrongVersion[0] = 0x55;
    for (const Octets& bytes : {shortHeader, longHeader, shortTotal, wrongVersion,
                                Octets(good.begin(), good.begin() + 19), Octets(39, 0x60)}) {
        give(bytes);
    }
    EXPECT_EQ(recorder_.lines, Lines{});
    EXPECT_EQ(decoder_.counters().malformed, 6U);
    EXPECT_EQ(decoder_.counters().packets, 6U);
}

TEST_F(IpDecoder, PutsFragmentsTogetherInAnyOrder) {
    std::vector<Octets> fragments;
    std::string whole;
    for (std::size_t i = 0; i < 5; ++i) {
        const std::string part(8, static_cast<char>('a' + i));
        whole += part;
        fragments.push_back(Ipv4{.payload = text(part), .offset = 8 * i, .hasMore = i < 4}.bytes());
    }
    std::vector<std::size_t> order{0, 1, 2, 3, 4};
    std::size_t orders = 0;
    do {
        recorder_.lines.clear();
        for (const std::size_t i : order)
            give(fragments[i], 3);
        EXPECT_EQ(recorder_.lines, Lines{"10.0.0.1 > 10.0.0.2 6 " + whole});
        ++orders;
    } while (std::next_permutation(order.begin(), order.end()));
    EXPECT_EQ(decoder_.counters().datagramsReassembled, orders);
    EXPECT_EQ(decoder_.counters().fragments, 5 * orders);
}

TEST_F(IpDecoder, TakesDuplicatesOfFragmentsInSilence) {
    const Octets first = Ipv4{.payload = text("aaaaaaaa"), .hasMore = true}.bytes();
    give(first);
    give(first);
    give(Ipv4{.payload = text("b"), .offset = 8}.bytes());
    EXPECT_EQ(recorder_.lines, Lines{"10.0.0.1 > 10.0.0.2 6 aaaaaaaab"});
    EXPECT_EQ(decoder_.counters().duplicateFragments, 1U);
}

TEST_F(IpDecoder, KeepsTheFirstBytesWhereFragmentsOverlap) {
    give(Ipv4{.payload = text("aaaaaaaa"), .offset = 8, .hasMore = true}.bytes());
    give(Ipv4{.payload = text("bbbbbbbbbbbbbbbbbbbbbbbb"), .hasMore = true}.bytes());
    give(Ipv4{.payload = text("c"), .offset = 24}.bytes());
    EXPECT_EQ(recorder_.lines,
              (Lines{"ip-fragment-overlap", "10.0.0.1 > 10.0.0.2 6 bbbbbbbbaaaaaaaabbbbbbbbc"}));
}

TEST_F(IpDecoder, KeepsTheFirstBytesWhereADuplicateDiffers) {
    give(Ipv4{.payload = text("aaaaaaaa"), .hasMore = true}.bytes());
    give(Ipv4{.payload = text("evilevil"), .hasMore = true}.bytes());
    give(Ipv4{.payload = text("evilevil"), .hasMore = true}.bytes());
    give(Ipv4{.payload = text("b"), .offset = 8}.bytes());
    EXPECT_EQ(recorder_.lines, (Lines{"ip-fragment-overlap", "10.0.0.1 > 10.0.0.2 6 aaaaaaaab"}));
}

TEST_F(IpDecoder, RefusesAFragmentBehindTheEnd) {
    give(Ipv4{.payload = text("b"), .offset = 8}.bytes());
    give(Ipv4{.payload = text("c"), .offset = 16}.bytes());
    give(Ipv4{.payload = text("aaaaaaaa"), .hasMore = true}.bytes());
    EXPECT_EQ(recorder_.lines,
              (Lines{"ip-fragment-end-conflict", "10.0.0.1 > 10.0.0.2 6 aaaaaaaab"}));
}

TEST_F(IpDecoder, RefusesTheLastFragmentOfThePingOfDeath) {
    give(Ipv4{.payload = text(std::string(1000, 'a')), .offset = 65528}.bytes());
    EXPECT_EQ(recorder_.lines, Lines{"ip-fragment-too-long"});
}

TEST_F(IpDecoder, DropsWhatIsOverAWholeUnitOfAFragment) {
    give(Ipv4{.payload = text("aaaaaaaaXX"), .hasMore = true}.bytes());
    give(Ipv4{.payload = text("X"), .hasMore = true}.bytes());
    give(Ipv4{.payload = text("b"), .offset = 8}.bytes());
    EXPECT_EQ(recorder_.lines, Lines{"10.0.0.1 > 10.0.0.2 6 aaaaaaaab"});
    EXPECT_EQ(decoder_.counters().malformed, 1U);
}

TEST_F(IpDecoder, ReassemblesFragmentsThatTheSnapLengthCut) {
    give(Ipv4{.payload = text("aaaaaaaa"), .hasMore = true}.bytes(), 0, 3);
    give(Ipv4{.payload = text("bb"), .offset = 8}.bytes());
    EXPECT_EQ(recorder_.lines, Lines{"10.0.0.1 > 10.0.0.2 6 aaaaa+5"});
}

TEST_F(IpDecoder, GivesFragmentsUpAfterThirtySeconds) {
    give(Ipv4{.payload = text("aaaaaaaa"), .hasMore = true}.bytes());
    now_ = std::chrono::seconds(31);
    give(Ipv4{.payload = text("b"), .offset = 8}.bytes());
    EXPECT_EQ(recorder_.lines, Lines{});
    EXPECT_EQ(decoder_.counters().datagramsExpired, 1U);
    decoder_.finish();
    EXPECT_EQ(decoder_.counters().datagramsExpired, 2U);
}

TEST_F(IpDecoder, GivesUpTheOldestDatagramWhereThereAreTooMany) {
    for (std::uint16_t i = 1; i <= 5; ++i) {
        give(Ipv4{.payload = text("aaaaaaaa"), .identification = i, .hasMore = true}.bytes());
    }
    EXPECT_EQ(decoder_.counters().datagramsEvicted, 1U);
    for (std::uint16_t i = 5; i >= 1; --i) {
        give(Ipv4{.payload = text("b"), .identification = i, .offset = 8}.bytes());
    }
    EXPECT_EQ(decoder_.counters().datagramsReassembled, 4U);
}

TEST_F(IpDecoder, GivesUpTheOldestDatagramWhereTheyAreTooLarge) {
    for (std::uint16_t i = 1; i <= 3; ++i) {
        give(Ipv4{
            .payload = text("aaaaaaaa"), .identification = i, .offset = 48'000, .hasMore = true}
                 .bytes());
    }
    EXPECT_EQ(decoder_.counters().datagramsEvicted, 1U);
}

TEST_F(IpDecoder, KeepsFragmentsOfDifferentScopesApart) {
    scope_ = 1;
    give(Ipv4{.payload = text("aaaaaaaa"), .hasMore = true}.bytes());
    scope_ = 2;
    give(Ipv4{.payload = text("b"), .offset = 8}.bytes());
    EXPECT_EQ(recorder_.lines, Lines{});
}

TEST_F(IpDecoder, FollowsIpv6ExtensionHeaders) {
    const Octets authentication{6, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1};
    Octets behind = authentication;
    append(behind, text("hello"));
    give(ipv6(0, extension(43, extension(60, extension(51, behind)))));
    EXPECT_EQ(recorder_.lines, Lines{"::1 > ::2 6 hello"});
}

TEST_F(IpDecoder, EndsAtNoNextHeader) {
    give(ipv6(60, extension(59, text("ignored"))));
    EXPECT_EQ(recorder_.lines, Lines{});
    EXPECT_EQ(decoder_.counters().withoutPayload, 1U);
}

TEST_F(IpDecoder, BoundsTheChainOfExtensionHeaders) {
    Octets payload = text("hello");
    for (int i = 0; i < 100; ++i)
        payload = extension(i == 0 ? 6 : 60, payload);
    give(ipv6(60, payload));
    give(ipv6(60, {6, 200}));
    give(ipv6(44, {6, 0, 0}));
    EXPECT_EQ(recorder_.lines, Lines{});
    EXPECT_EQ(decoder_.counters().malformed, 3U);
}

TEST_F(IpDecoder, PutsIpv6FragmentsTogether) {
    give(ipv6(0, extension(44, fragment(17, 8, false, text("bb")))));
    give(ipv6(0, extension(44, fragment(6, 0, true, text("aaaaaaaa")))));
    EXPECT_EQ(recorder_.lines, Lines{"::1 > ::2 6 aaaaaaaabb"});
}

TEST_F(IpDecoder, FollowsHeadersInsideAReassembledDatagram) {
    Octets inner = extension(6, text("hello"));
    const Octets tail(inner.begin() + 8, inner.end());
    inner.resize(8);
    give(ipv6(44, fragment(60, 0, true, inner)));
    give(ipv6(44, fragment(60, 8, false, tail)));
    EXPECT_EQ(recorder_.lines, Lines{"::1 > ::2 6 hello"});
}

TEST_F(IpDecoder, RefusesFragmentsInsideFragments) {
    const Octets inner = fragment(44, 0, true, text("aaaaaaaa"));
    give(ipv6(44, fragment(44, 0, true, inner)));
    give(ipv6(44, fragment(44, inner.size(), false, text("b"))));
    EXPECT_EQ(recorder_.lines, Lines{});
    EXPECT_EQ(decoder_.counters().malformed, 1U);
}

/// RFC 6946.
TEST_F(IpDecoder, TakesAnAtomicFragmentForAWholeDatagram) {
    give(ipv6(44, fragment(6, 0, false, text("hello"))));
    EXPECT_EQ(recorder_.lines, Lines{"::1 > ::2 6 hello"});
    EXPECT_EQ(decoder_.counters().fragments, 0U);
}

TEST_F(IpDecoder, CountsWhatIsNotIp) {
    for (std::uint16_t i = 0; i < 100; ++i) {
        link::NetworkPacket packet;
        packet.protocol = link::NetworkProtocol::Other;
        packet.etherType = static_cast<std::uint16_t>(0x0806 + i);
        decoder_.on(packet);
        packet.protocol = link::NetworkProtocol::Unsupported;
        packet.linkType = 200U + i;
        decoder_.on(packet);
        packet.protocol = link::NetworkProtocol::Malformed;
        decoder_.on(packet);
        packet.protocol = link::NetworkProtocol::Encrypted;
        decoder_.on(packet);
    }
    const Counters& counters = decoder_.counters();
    EXPECT_EQ(counters.packets, 400U);
    EXPECT_EQ(counters.otherNetwork, 100U);
    EXPECT_EQ(counters.otherByEtherType.size(), limits_.namedProtocols);
    EXPECT_EQ(counters.otherByEtherType.at(0x0806), 1U);
    EXPECT_EQ(counters.otherUnnamed, 100U - limits_.namedProtocols);
    EXPECT_EQ(counters.unsupportedUnnamed, 100U - limits_.namedProtocols);
    EXPECT_EQ(counters.malformedLink, 100U);
    EXPECT_EQ(counters.encryptedLink, 100U);
}

TEST_F(IpDecoder, CountsDatagramsByProtocol) {
    give(Ipv4{.payload = text("x"), .protocol = 47}.bytes());
    give(Ipv4{.payload = text("x"), .protocol = kProtocolUdp}.bytes());
    EXPECT_EQ(decoder_.counters().datagramsByProtocol[47], 1U);
    EXPECT_EQ(decoder_.counters().datagramsByProtocol[kProtocolUdp], 1U);
}

/// Whatever the order, duplication and loss, a datagram that comes out is the one that was sent.
TEST_F(IpDecoder, NeverMixesFragmentsUp) {
    std::mt19937 random(7);  // the same on every run
    for (std::uint16_t round = 1; round <= 300; ++round) {
        std::string whole;
        std::vector<Octets> fragments;
        const std::size_t count = 2 + random() % 12;
        for (std::size_t i = 0; i < count; ++i) {
            const std::string part(8 * (1 + random() % 4), static_cast<char>('a' + random() % 26));
            fragments.push_back(Ipv4{.payload = text(part),
                                     .identification = round,
                                     .offset = whole.size(),
                                     .hasMore = i + 1 < count}
                                    .bytes());
            whole += part;
        }
        const bool isComplete = random() % 4 != 0;
        if (!isComplete)
            fragments.erase(fragments.begin() + static_cast<std::ptrdiff_t>(random() % count));
        const std::size_t last = fragments.size();
        fragments.push_back(fragments[random() % last]);
        std::shuffle(fragments.begin(), fragments.end(), random);
        recorder_.lines.clear();
        for (const Octets& bytes : fragments)
            give(bytes);
        EXPECT_EQ(recorder_.lines, isComplete ? Lines{"10.0.0.1 > 10.0.0.2 6 " + whole} : Lines{});
    }
}

}  // namespace
}  // namespace hark::ip
