// What a ClientHello says in the clear (RFC 8446 section 4.1.2).

#include "core/tls/client_hello.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/tls/record.h"
#include "tests/unit/tls/hellos.h"

namespace hark::tls {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using namespace test;

const std::string kWhole =
    clientHello(extension(0x0a0a, "") + serverName("shop.example.test") + extension(10, "xxxx") +
                alpn({"h2", "http/1.1"}) + versions("\x0a\x0a\x03\x04\x03\x03"));

TEST(ClientHello, SaysNameProtocolsAndVersion) {
    const ClientHello found = readClientHello(base::asBytes(kWhole));
    EXPECT_EQ(found.serverName, "shop.example.test");
    EXPECT_THAT(found.protocols, ElementsAre("h2", "http/1.1"));
    EXPECT_EQ(found.version, "TLS 1.3");
}

TEST(ClientHello, MaySayNothing) {
    const ClientHello found = readClientHello(base::asBytes(clientHello("")));
    EXPECT_EQ(found.serverName, "");
    EXPECT_THAT(found.protocols, IsEmpty());
    EXPECT_EQ(found.version, "TLS 1.2");
}

TEST(ClientHello, NamesTheHighestVersionThatIsOffered) {
    struct Row {
        std::size_t legacy;
        std::string extensions;
        const char* version;
    };
    for (const Row& row :
         {Row{0x0300, "", "SSL 3.0"}, Row{0x0301, "", "TLS 1.0"}, Row{0x0302, "", "TLS 1.1"},
          Row{0x0303, versions("\x03\x02\x03\x03"), "TLS 1.2"},
          Row{0x0303, versions("\x7f\x1c\x03\x04"), "TLS 1.3"},
          Row{0x0303, versions("\x7f\x1c\x03\x03"), "TLS 1.3 draft"}, Row{0x7a7a, "", ""}}) {
        EXPECT_EQ(readClientHello(base::asBytes(clientHello(row.extensions, row.legacy))).version,
                  row.version)
            << row.legacy;
    }
}

TEST(ClientHello, MayBeCutAtAnyByte) {
    for (std::size_t length = 0; length < kWhole.size(); ++length) {
        // A copy of that size, so that a read beyond it is seen.
        const std::vector<char> part(kWhole.begin(),
                                     kWhole.begin() + static_cast<std::ptrdiff_t>(length));
        const ClientHello found =
            readClientHello(base::asBytes(std::string_view(part.data(), part.size())));
        EXPECT_TRUE(found.serverName.empty() || found.serverName == "shop.example.test") << length;
        EXPECT_LE(found.protocols.size(), 2U);
        for (const std::string& name : found.protocols)
            EXPECT_TRUE(name == "h2" || name == "http/1.1") << length << name;
    }
}

TEST(ClientHello, MayHaveAnyByteWrong) {
    for (std::size_t i = 0; i < kWhole.size(); ++i) {
        for (const char wrong : {'\0', '\x01', '\x7f', '\xff'}) {
            std::string bytes = kWhole;
            bytes[i] = wrong;
            const ClientHello found = readClientHello(base::asBytes(bytes));
            EXPECT_LE(found.serverName.size(), bytes.size());
            EXPECT_LE(found.protocols.size(), 8U);
        }
    }
}

TEST(ClientHello, HasABoundedNumberOfProtocols) {
    const std::string bytes = clientHello(alpn(std::vector<std::string>(100, "x")));
    EXPECT_EQ(readClientHello(base::asBytes(bytes)).protocols.size(), 8U);
}

TEST(ClientHello, IsNoOtherMessage) {
    std::string other = kWhole;
    other[0] = '\x02';
    EXPECT_EQ(readClientHello(base::asBytes(other)).serverName, "");
}

TEST(ClientHello, LeavesOutProtocolsThatAreReserved) {
    const std::string bytes = clientHello(alpn({"\x3a\x3a", "h2", "\xfa\xfa"}));
    EXPECT_THAT(readClientHello(base::asBytes(bytes)).protocols, ElementsAre("h2"));
}

TEST(ClientHello, ListsTheOuterNameOfAnEncryptedOne) {
    constexpr std::size_t kEncryptedClientHello = 0xfe0d;
    const std::string bytes = clientHello(extension(kEncryptedClientHello, std::string(200, 'e')) +
                                          serverName("public.example.test") + versions("\x03\x04"));
    EXPECT_EQ(readClientHello(base::asBytes(bytes)).serverName, "public.example.test");
}

TEST(TlsRecord, IsKnownByItsHeader) {
    using namespace std::string_view_literals;
    for (const auto record : {"\x16\x03\x01\x02\x00"sv, "\x17\x03\x03\x40\x00"sv,
                              "\x14\x03\x03\x00\x01"sv, "\x15\x03\x00\x00\x02xx"sv})
        EXPECT_TRUE(looksLikeRecord(base::asBytes(record)));
    for (const auto other :
         {"\x16\x03\x01\x02"sv, "\x19\x03\x01\x00\x10"sv, "\x13\x03\x01\x00\x10"sv,
          "\x16\x02\x01\x00\x10"sv, "\x16\x03\x05\x00\x10"sv, "\x16\x03\x01\x00\x00"sv,
          "\x16\x03\x01\xff\xff"sv, "GET /"sv, ""sv})
        EXPECT_FALSE(looksLikeRecord(base::asBytes(other)));
}

}  // namespace
}  // namespace hark::tls
