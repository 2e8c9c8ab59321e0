// What a ServerHello says in the clear (RFC 8446 section 4.1.3, RFC 5246 section 7.4.1.3).

#include "core/tls/server_hello.h"

#include <gtest/gtest.h>

#include "tests/unit/tls/hellos.h"

namespace hark::tls {
namespace {

using namespace test;

// In a ServerHello the extension holds one version, not a list.
std::string chosen(const std::string& version) {
    return extension(43, version);
}

ServerHello read(const std::string& message) {
    // A copy of that size, so that a read beyond it is seen.
    const std::vector<char> copy(message.begin(), message.end());
    return readServerHello(base::asBytes(std::string_view(copy.data(), copy.size())));
}

TEST(ServerHello, SaysItsVersionInAnExtensionSinceTls13) {
    EXPECT_EQ(read(serverHello(extension(51, "share") + chosen("\x03\x04"))).version, "TLS 1.3");
}

TEST(ServerHello, SaysVersionAndProtocolUpToTls12) {
    const ServerHello found = read(serverHello(extension(0, "") + alpn({"h2"})));
    EXPECT_EQ(found.version, "TLS 1.2");
    EXPECT_EQ(found.protocol, "h2");
    EXPECT_EQ(read(serverHello("", 0x0301)).version, "TLS 1.0");
    EXPECT_EQ(read(serverHello("", 0x0301)).protocol, "");
}

TEST(ServerHello, IsNoOtherMessage) {
    EXPECT_EQ(read(clientHello(alpn({"h2"}))).version, "");
    EXPECT_EQ(read("").version, "");
}

TEST(ServerHello, MayBeCutAtAnyByteOrHaveAnyByteWrong) {
    const std::string whole = serverHello(alpn({"http/1.1"}) + chosen("\x03\x04"));
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const ServerHello found = read(whole.substr(0, length));
        EXPECT_TRUE(found.protocol.empty() || found.protocol == "http/1.1") << length;
        for (const char wrong : {'\0', '\x7f', '\xff'}) {
            std::string bytes = whole;
            bytes[length] = wrong;
            EXPECT_LE(read(bytes).protocol.size(), whole.size());
        }
    }
}

}  // namespace
}  // namespace hark::tls
