// QUIC is known by its long headers (RFC 8999, RFC 9000 section 17.2).

#include "core/udp/quic_header.h"

#include <gtest/gtest.h>

#include "core/base/bytes.h"
#include "tests/unit/udp/quic_packets.h"

namespace hark::udp {
namespace {

using namespace std::string_view_literals;
using namespace test;
using Kind = QuicHeader::Kind;

std::string named(const std::string& packet) {
    // A copy of that size, so that a read beyond it is seen.
    const std::vector<char> copy(packet.begin(), packet.end());
    const auto header = readQuicHeader(base::asBytes(std::string_view(copy.data(), copy.size())));
    if (!header) return "no";
    const std::string kind = header->kind == Kind::Initial              ? "Initial"
                             : header->kind == Kind::VersionNegotiation ? "Negotiation"
                                                                        : "other";
    return kind + " " + quicVersionName(header->version) + " " +
           std::to_string(header->destination.length) + " " + std::to_string(header->source.length);
}

TEST(QuicHeader, NamesTheVersionsInUse) {
    EXPECT_EQ(named(initial("12345678")), "Initial version 1 8 0");
    EXPECT_EQ(named(handshake("", "12345")), "other version 1 0 5");
    // The types have other numbers in version 2 (RFC 9369 section 3.2).
    EXPECT_EQ(named(longPacket('\xd3', 0x6b3343cf, "12345678", "s", 0)), "Initial version 2 8 1");
    EXPECT_EQ(named(longPacket('\xc3', 0x6b3343cf, "12345678", "s", 0)), "other version 2 8 1");
    EXPECT_EQ(named(initial("12345678", "", 0, 0xff00001d)), "Initial draft-29 8 0");
    EXPECT_EQ(named(initial("12345678", "", 0, 0xfaceb002)), "Initial mvfst 02 8 0");
    EXPECT_EQ(named(initial("12345678", "", 0, 0x51303530)), "Initial Google Q050 8 0");
    EXPECT_EQ(named(initial("12345678", "", 0, 0x54303531)), "Initial Google T051 8 0");
}

TEST(QuicHeader, ReadsOlderForms) {
    const std::string google46 =
        "\xc3Q046\x50"
        "12345678"
        "more";
    EXPECT_EQ(named(google46), "Initial Google Q046 8 0");
    const std::string google43 =
        "\x0d"
        "12345678"
        "Q043"
        "more";
    EXPECT_EQ(named(google43), "Initial Google Q043 8 0");
    const std::string draft18 = "\xc3" + number32(0xff000012) +
                                "\x51"
                                "12345678"
                                "1234";
    EXPECT_EQ(named(draft18), "Initial draft-18 8 4");
    const std::string draft14 = "\xff" + number32(0xff00000e) +
                                "\x50"
                                "12345678";
    EXPECT_EQ(named(draft14), "Initial draft-14 8 0");
}

TEST(QuicHeader, ReadsVersionNegotiation) {
    EXPECT_EQ(named(versionNegotiation("", "12345678", {1, 0x3a4a5a6a})), "Negotiation  0 8");
    EXPECT_EQ(named(versionNegotiation("", "12345678", {0x3a4a5a6a})), "no");
    EXPECT_EQ(named(versionNegotiation("", "12345678", {1, 0x12345678})), "no");
    EXPECT_EQ(named(versionNegotiation("", "12345678", {})), "no");
    EXPECT_EQ(named(versionNegotiation("", "12345678", {1}) + "x"), "no");
}

TEST(QuicHeader, IsNoOtherDatagram) {
    struct Row {
        const char* name;
        std::string bytes;
    };
    const std::string query("\x8f\x12\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x04shop\x04test"sv);
    for (const Row& row : {
             Row{"no fixed bit", longPacket('\x83', 1, "12345678", "", 1200)},
             Row{"unknown version", initial("12345678", "", 1200, 0x12345678)},
             Row{"reserved version", initial("12345678", "", 1200, 0x1a2a3a4a)},
             Row{"long destination", initial(std::string(21, 'd'), "", 1200)},
             Row{"long source", initial("12345678", std::string(21, 's'), 1200)},
             Row{"cut in the version", std::string("\xc3\x00\x00"sv)},
             Row{"cut in an id", std::string("\xc3\x00\x00\x00\x01\x08"
                                             "123"sv)},
             Row{"short header",
                 "\x43"
                 "12345678 and encrypted bytes"},
             Row{"empty", ""},
             Row{"DNS, whose id looks like a long header", query},
             Row{"DTLS", std::string("\x16\xfe\xfd\x00\x00\x00\x00\x00\x00\x00\x00\x00\x9c"sv)},
             Row{"RTP", std::string("\x80\x60\x00\x01\x00\x00\x00\xa0\x12\x34\x56\x78"sv)},
             Row{"RTP of silence", std::string(200, '\0').replace(0, 1, "\x80")},
             Row{"RTCP", std::string("\x80\xc8\x00\x06\x12\x34\x56\x78"sv)},
             Row{"STUN", std::string("\x00\x01\x00\x00\x21\x12\xa4\x42"sv)},
             Row{"WireGuard", std::string("\x01\x00\x00\x00\x12\x34\x56\x78"sv)},
         }) {
        EXPECT_EQ(named(row.bytes), "no") << row.name;
    }
}

TEST(QuicHeader, MayBeCutAtAnyByteOrHaveAnyByteWrong) {
    for (const std::string& whole : {initial("12345678", "source", 40), handshake("a", "b"),
                                     versionNegotiation("a", "b", {1, 0x6b3343cf})}) {
        for (std::size_t at = 0; at < std::min<std::size_t>(whole.size(), 40); ++at) {
            named(whole.substr(0, at));
            for (const char wrong : {'\0', '\x7f', '\xff'}) {
                std::string bytes = whole;
                bytes[at] = wrong;
                named(bytes);
            }
        }
    }
}

}  // namespace
}  // namespace hark::udp
