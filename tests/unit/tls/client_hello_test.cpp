// What a ClientHello says in the clear (RFC 8446 section 4.1.2).

#include "core/tls/client_hello.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hark::tls {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string number(std::size_t value, int bytes) {
    std::string out;
    for (int i = bytes - 1; i >= 0; --i)
        out += static_cast<char>(value >> (8 * i) & 0xffU);
    return out;
}
std::string sized(const std::string& bytes, int sizeBytes) {
    return number(bytes.size(), sizeBytes) + bytes;
}
std::string extension(std::size_t type, const std::string& body) {
    return number(type, 2) + sized(body, 2);
}
std::string serverName(const std::string& name) {
    return extension(0, sized('\0' + sized(name, 2), 2));
}
std::string alpn(const std::vector<std::string>& names) {
    std::string list;
    for (const std::string& name : names)
        list += sized(name, 1);
    return extension(16, sized(list, 2));
}
std::string versions(const std::string& list) {
    return extension(43, sized(list, 1));
}
std::string hello(const std::string& extensions, std::size_t legacyVersion = 0x0303) {
    const std::string body = number(legacyVersion, 2) + std::string(32, 'r') + sized("session", 1) +
                             sized("\x13\x01\x13\x02", 2) + sized(std::string(1, '\0'), 1) +
                             (extensions.empty() ? "" : sized(extensions, 2));
    return "\x16\x03\x01" + sized("\x01" + sized(body, 3), 2);
}

const std::string kWhole =
    hello(extension(0x0a0a, "") + serverName("shop.example.test") + extension(10, "xxxx") +
          alpn({"h2", "http/1.1"}) + versions("\x0a\x0a\x03\x04\x03\x03"));

TEST(ClientHello, SaysNameProtocolsAndVersion) {
    const ClientHello found = readClientHello(base::asBytes(kWhole));
    EXPECT_EQ(found.serverName, "shop.example.test");
    EXPECT_THAT(found.protocols, ElementsAre("h2", "http/1.1"));
    EXPECT_EQ(found.version, "TLS 1.3");
}

TEST(ClientHello, MaySayNothing) {
    const ClientHello found = readClientHello(base::asBytes(hello("")));
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
          Row{0x0303, versions("\x7f\x1c\x03\x04"), "TLS 1.3"}, Row{0x7a7a, "", ""}}) {
        EXPECT_EQ(readClientHello(base::asBytes(hello(row.extensions, row.legacy))).version,
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
    const std::string bytes = hello(alpn(std::vector<std::string>(100, "x")));
    EXPECT_EQ(readClientHello(base::asBytes(bytes)).protocols.size(), 8U);
}

TEST(ClientHello, IsNoOtherMessage) {
    std::string serverHello = kWhole;
    serverHello[5] = '\x02';
    EXPECT_EQ(readClientHello(base::asBytes(serverHello)).serverName, "");
    std::string alert = kWhole;
    alert[0] = '\x15';
    EXPECT_EQ(readClientHello(base::asBytes(alert)).serverName, "");
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
