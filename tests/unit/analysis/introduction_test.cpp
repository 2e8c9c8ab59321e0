// What streams that are not decoded say of themselves.

#include "core/analysis/introduction.h"

#include <gtest/gtest.h>

#include "tests/unit/tls/hellos.h"

namespace hark::analysis {
namespace {

using stream::Direction;
using tls::test::alpn;
using tls::test::clientHello;
using tls::test::extension;
using tls::test::record;
using tls::test::serverHello;
using tls::test::serverName;
using tls::test::versions;

class IntroductionOf {
public:
    explicit IntroductionOf(Protocol protocol) : of(protocol, tls::Limits{}) {}
    IntroductionOf& sends(Direction direction, std::string_view bytes) {
        of.on(stream::Data{direction, 0, base::asBytes(bytes), {}});
        return *this;
    }
    Introduction of;
};
constexpr auto kClient = Direction::ClientToServer;
constexpr auto kServer = Direction::ServerToClient;

TEST(TlsIntroduction, NamesWhatWasChosen) {
    IntroductionOf tls(Protocol::Tls);
    tls.sends(kClient, record(clientHello(serverName("a.test") + alpn({"h2", "http/1.1"}))));
    EXPECT_EQ(tls.of.detail(), "SNI a.test, offers TLS 1.2, offers ALPN h2 http/1.1");
    EXPECT_EQ(tls.of.tls().version, "");
    EXPECT_EQ(tls.of.tls().protocols, "h2 http/1.1");
    tls.sends(kServer, record(serverHello(alpn({"h2"}))));
    EXPECT_EQ(tls.of.detail(), "SNI a.test, TLS 1.2, ALPN h2");
    EXPECT_EQ(tls.of.tls().serverName, "a.test");
    EXPECT_EQ(tls.of.tls().version, "TLS 1.2");
    EXPECT_EQ(tls.of.tls().protocols, "h2");
}

TEST(TlsIntroduction, NamesWhatWasOfferedWhereTheChoiceIsEncrypted) {
    IntroductionOf tls(Protocol::Tls);
    tls.sends(kClient, record(clientHello(alpn({"h2", "http/1.1"}) + versions("\x03\x04"))));
    tls.sends(kServer, record(serverHello(extension(43, "\x03\x04"))));
    EXPECT_EQ(tls.of.detail(), "TLS 1.3, offers ALPN h2 http/1.1");
}

TEST(SshIntroduction, NamesTheSoftwareOfBothSides) {
    IntroductionOf ssh(Protocol::Ssh);
    ssh.sends(kServer, "SSH-2.0-Open").sends(kServer, "SSH_9.2p1 Debian-2+deb12u3\r\n\x00\x01");
    EXPECT_EQ(ssh.of.detail(), "server OpenSSH_9.2p1");
    ssh.sends(kClient, "SSH-1.99-PuTTY_Release_0.79\nSSH-2.0-not_this\n");
    EXPECT_EQ(ssh.of.detail(), "client PuTTY_Release_0.79 (1.99), server OpenSSH_9.2p1");
    EXPECT_EQ(ssh.of.tls().version, "");
}

TEST(SshIntroduction, KeepsNoMoreThanTheLongestBanner) {
    IntroductionOf ssh(Protocol::Ssh);
    ssh.sends(kServer, "SSH-2.0-" + std::string(1000, 'x')).sends(kServer, "y\n");
    EXPECT_EQ(ssh.of.detail(), "server " + std::string(253 - 8, 'x'));
    IntroductionOf other(Protocol::Ssh);
    other.sends(kServer, "not a banner\n").sends(kClient, "SSH-2.0\n");
    EXPECT_EQ(other.of.detail(), "");
}

}  // namespace
}  // namespace hark::analysis
