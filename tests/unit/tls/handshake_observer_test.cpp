// Hellos are put together from records and segments (RFC 8446 section 5.1).

#include "core/tls/handshake_observer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/tls/hellos.h"

namespace hark::tls {
namespace {

using namespace test;
using stream::Direction;
using testing::ElementsAre;

const std::string kClient = clientHello(serverName("shop.example.test") + alpn({"h2", "http/1.1"}) +
                                        versions("\x03\x04\x03\x03"));
const std::string kServer = serverHello(extension(43, "\x03\x04"));

class Stream {
public:
    explicit Stream(const Limits& limits = {}) : observer(limits) {}
    Stream& sends(Direction direction, std::string_view bytes, std::size_t piece = 1460) {
        while (!bytes.empty()) {
            const std::string_view part = bytes.substr(0, piece);
            observer.on(stream::Data{direction, 0, base::asBytes(part), {}});
            bytes.remove_prefix(part.size());
        }
        return *this;
    }
    HandshakeObserver observer;
};

TEST(HandshakeObserver, KeepsWhatBothSidesSay) {
    Stream s;
    s.sends(Direction::ClientToServer, record(kClient));
    s.sends(Direction::ServerToClient, record(kServer) + record("x", '\x14') + "encrypted");
    EXPECT_EQ(s.observer.client().serverName, "shop.example.test");
    EXPECT_THAT(s.observer.client().protocols, ElementsAre("h2", "http/1.1"));
    EXPECT_EQ(s.observer.server().version, "TLS 1.3");
}

TEST(HandshakeObserver, PutsHellosTogetherHoweverTheyAreCut) {
    for (std::size_t inRecord : {1U, 2U, 3U, 7U, 64U, 5000U}) {
        std::string records;
        for (std::size_t at = 0; at < kClient.size(); at += inRecord)
            records += record(kClient.substr(at, inRecord));
        for (std::size_t piece : {1U, 4U, 5U, 6U, 100U}) {
            Stream s;
            s.sends(Direction::ClientToServer, records, piece);
            EXPECT_EQ(s.observer.client().serverName, "shop.example.test") << inRecord << piece;
            EXPECT_EQ(s.observer.client().version, "TLS 1.3") << inRecord << piece;
        }
    }
}

TEST(HandshakeObserver, ReadsSeveralMessagesInOneRecord) {
    Stream s;
    s.sends(Direction::ServerToClient, record(kServer + "\x0b certificates and more"));
    EXPECT_EQ(s.observer.server().version, "TLS 1.3");
}

TEST(HandshakeObserver, ReadsWhatCameBeforeALossOrTheEnd) {
    const std::string first = record(kClient).substr(0, record(kClient).size() - 8);
    Stream gap;
    gap.sends(Direction::ClientToServer, first);
    gap.observer.on(stream::Gap{Direction::ClientToServer, first.size(), 8, {}, {}});
    gap.sends(Direction::ClientToServer, record(clientHello(serverName("other.example.test"))));
    EXPECT_EQ(gap.observer.client().serverName, "shop.example.test");
    Stream end;
    end.sends(Direction::ClientToServer, first);
    end.observer.on(stream::End{Direction::ClientToServer, first.size(), {}, {}});
    EXPECT_EQ(end.observer.client().serverName, "shop.example.test");
}

TEST(HandshakeObserver, KnowsTheSidesByWhatTheySay) {
    Stream s;
    s.sends(Direction::ServerToClient, record(kClient));
    s.sends(Direction::ClientToServer, record(kServer));
    EXPECT_EQ(s.observer.client().serverName, "shop.example.test");
    EXPECT_EQ(s.observer.server().version, "TLS 1.3");
}

TEST(HandshakeObserver, SaysNothingWhereTheStartWasNotCaptured) {
    Stream s;
    s.sends(Direction::ClientToServer, record("application data", '\x17') + record(kClient));
    EXPECT_EQ(s.observer.client().serverName, "");
    s.sends(Direction::ServerToClient, "no TLS at all, and never was");
    EXPECT_EQ(s.observer.server().version, "");
}

TEST(HandshakeObserver, KeepsNoMoreThanItsLimit) {
    const std::string huge =
        clientHello(serverName("first.example.test") + extension(21, std::string(10'000, 'p')) +
                    alpn({"beyond"}) + versions("\x03\x04"));
    Stream s({.helloBytes = 1000});
    s.sends(Direction::ClientToServer, record(huge));
    EXPECT_EQ(s.observer.client().serverName, "first.example.test");
    EXPECT_THAT(s.observer.client().protocols, testing::IsEmpty());
    HelloReader reader({.helloBytes = 1000});
    reader.feed(base::asBytes(record(huge)));
    EXPECT_TRUE(reader.isDone());
    EXPECT_EQ(reader.message().size(), 1000U);
}

}  // namespace
}  // namespace hark::tls
