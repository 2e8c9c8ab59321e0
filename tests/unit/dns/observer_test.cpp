// Queries and answers find each other, over UDP and TCP.

#include "core/dns/observer.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/dns/stream_reader.h"
#include "tests/support/dns_messages.h"

namespace hark::dns {
namespace {

using test::DnsMessage;
using test::serviceBinding;
using testing::ElementsAre;
using testing::IsEmpty;

const ip::Endpoint kClient{*ip::parseAddress("10.0.0.1"), 40000};
const ip::Endpoint kServer{*ip::parseAddress("10.0.0.53"), 53};

class Wire : public Listener {
public:
    explicit Wire(const Limits& given = {}) : limits(given), observer(limits, *this) {}

    Wire& asks(const std::string& bytes, const ip::Endpoint& from = kClient,
               const ip::Endpoint& to = kServer) {
        observer.onMessage({from, to, 0, {{1, ++packets_}, now}}, base::asBytes(bytes));
        now += std::chrono::milliseconds(1);
        return *this;
    }
    Wire& answers(const std::string& bytes, const ip::Endpoint& to = kClient,
                  const ip::Endpoint& from = kServer) {
        return asks(bytes, from, to);
    }
    Wire& waits(base::Duration duration) {
        now += duration;
        return *this;
    }
    /// "10.0.0.1 shop.test 192.0.2.7 in 5 ms".
    void resolved(const Resolution& resolution) override {
        std::string line = ip::toString(resolution.client) + " " + resolution.name;
        for (const ip::Address& address : resolution.addresses)
            line += " " + ip::toString(address);
        for (const auto& [type, binding] : resolution.bindings)
            line += fmt::format(" {}:{}", binding.target, binding.port.value_or(0));
        if (resolution.asked) {
            line += fmt::format(" in {} ms", (resolution.answered.time - *resolution.asked) /
                                                 std::chrono::milliseconds(1));
        }
        lines.push_back(line);
    }

    Limits limits;
    Observer observer;
    std::vector<std::string> lines;
    base::Timestamp now{std::chrono::seconds(1'700'000'000)};

private:
    std::uint64_t packets_ = 0;
};

std::string query(std::uint16_t id = 7, std::string_view name = "shop.test") {
    return DnsMessage(id).question(name, 1).bytes();
}
std::string reply(std::uint16_t id = 7, std::string_view name = "shop.test") {
    return DnsMessage(id).question(name, 1).answer().a(name, "192.0.2.7").bytes();
}

TEST(DnsObserver, TellsWhatWasFoundAndHowLongItTook) {
    Wire w;
    w.asks(query()).waits(std::chrono::milliseconds(4)).answers(reply());
    EXPECT_THAT(w.lines, ElementsAre("10.0.0.1 shop.test 192.0.2.7 in 5 ms"));
    EXPECT_EQ(w.observer.messages(), 2U);
}

TEST(DnsObserver, FollowsAliasesInAnyOrder) {
    Wire w;
    w.answers(DnsMessage(7)
                  .question("www.test", 1)
                  .answer()
                  .a("b.test", "192.0.2.7")
                  .cname("a.test", "b.test")
                  .cname("www.test", "a.test")
                  .a("b.test", "192.0.2.7")
                  .a("other.test", "192.0.2.66")
                  .cname("b.test", "www.test")
                  .bytes());
    EXPECT_THAT(w.lines, ElementsAre("10.0.0.1 www.test 192.0.2.7"));
}

TEST(DnsObserver, TellsServiceBindingsWithTheirTarget) {
    Wire w;
    w.answers(DnsMessage(7)
                  .question("shop.test", 65)
                  .answer()
                  .https("shop.test", serviceBinding(1, "", {"h3"}))
                  .https("shop.test", serviceBinding(2, "alt.test", {"h3"}, 8443))
                  .https("other.test", serviceBinding(1, "", {"h3"}))
                  .bytes());
    EXPECT_THAT(w.lines, ElementsAre("10.0.0.1 shop.test shop.test:0 alt.test:8443"));
}

TEST(DnsObserver, MeasuresFromTheFirstOfSeveralQueries) {
    Wire w;
    w.asks(query(7)).waits(std::chrono::seconds(5)).asks(query(7));  // the same again
    const ip::Endpoint otherPort{kClient.address, 40001};
    const ip::Endpoint otherServer{*ip::parseAddress("10.0.0.54"), 53};
    w.waits(std::chrono::seconds(5)).asks(query(8), otherPort, otherServer);
    w.answers(reply(8), otherPort, otherServer);
    // The first server is late; the question was answered.
    w.answers(reply(7));
    EXPECT_THAT(w.lines, ElementsAre("10.0.0.1 shop.test 192.0.2.7 in 10003 ms",
                                     "10.0.0.1 shop.test 192.0.2.7"));
}

TEST(DnsObserver, GoesOnWaitingBehindAFailureOrATruncatedAnswer) {
    Wire w;
    w.asks(query(7)).answers(DnsMessage(7).question("shop.test", 1).answer(2).bytes());
    w.asks(query(8)).answers(DnsMessage(8).question("shop.test", 1).answer(0, true).bytes());
    w.asks(query(9)).answers(reply(9));
    EXPECT_THAT(w.lines, ElementsAre("10.0.0.1 shop.test 192.0.2.7 in 5 ms"));
}

TEST(DnsObserver, BelievesAnAnswerOnlyToWhoAskedWhomWhat) {
    for (const int wrong : {0, 1, 2, 3, 4}) {
        Wire w;
        w.asks(query());
        const ip::Endpoint client{kClient.address,
                                  static_cast<std::uint16_t>(wrong == 1 ? 1 : 40000)};
        const ip::Endpoint server{*ip::parseAddress(wrong == 2 ? "10.9.9.9" : "10.0.0.53"), 53};
        w.answers(reply(wrong == 3 ? 8 : 7, wrong == 4 ? "other.test" : "shop.test"), client,
                  server);
        ASSERT_EQ(w.lines.size(), 1U);
        EXPECT_EQ(w.lines[0].ends_with(" ms"), wrong == 0) << wrong;
    }
}

TEST(DnsObserver, DoesNotWaitForever) {
    Wire w;
    w.asks(query()).waits(std::chrono::seconds(31)).answers(reply());
    w.asks(query()).waits(std::chrono::seconds(31)).asks(query()).answers(reply());
    EXPECT_THAT(w.lines, ElementsAre("10.0.0.1 shop.test 192.0.2.7",
                                     "10.0.0.1 shop.test 192.0.2.7 in 1 ms"));
}

TEST(DnsObserver, RemembersABoundedNumberOfQueries) {
    Wire w({.pendingQueries = 2});
    w.asks(query(7));
    for (std::uint16_t i = 0; i < 4; ++i)
        w.asks(query(i, "n" + std::to_string(i) + ".test"));
    w.answers(reply(7)).answers(reply(3, "n3.test"));
    EXPECT_THAT(w.lines,
                ElementsAre("10.0.0.1 shop.test 192.0.2.7", "10.0.0.1 n3.test 192.0.2.7 in 2 ms"));
    EXPECT_EQ(w.observer.forgotten(), 2U);
}

TEST(DnsObserver, ReadsDatagramsOfPort53Alone) {
    Wire w;
    const std::string bytes = reply();
    for (const std::uint16_t port : {std::uint16_t{5353}, std::uint16_t{53}}) {
        ip::Datagram datagram;
        datagram.source = kServer.address;
        datagram.destination = kClient.address;
        w.observer.onDatagram({datagram, port, 40000, base::asBytes(bytes), bytes.size()});
    }
    EXPECT_EQ(w.lines.size(), 1U);
    w.observer.onMessage({kClient, {kServer.address, 5353}, 0, {}}, base::asBytes(query()));
    w.observer.onMessage({kClient, kServer, 0, {}}, base::asBytes("no DNS"));
    EXPECT_EQ(w.lines.size(), 1U);
}

std::string framed(const std::string& message) {
    return std::string{static_cast<char>(message.size() >> 8U),
                       static_cast<char>(message.size() & 0xffU)} +
           message;
}

class TcpWire : public Wire {
public:
    explicit TcpWire(const Limits& given = {})
        : Wire(given), reader(kClient, kServer, 0, limits, budget, observer) {}
    void sends(stream::Direction direction, std::string_view bytes, std::size_t piece) {
        while (!bytes.empty()) {
            const std::string_view part = bytes.substr(0, piece);
            reader.on(stream::Data{direction, 0, base::asBytes(part), {{1, 1}, now}});
            bytes.remove_prefix(part.size());
        }
        now += std::chrono::milliseconds(1);
    }
    StreamReader::Budget budget;
    StreamReader reader;
};

TEST(DnsOverTcp, IsReadHoweverItIsCut) {
    for (const std::size_t piece : {1U, 2U, 3U, 30U, 1000U}) {
        TcpWire w;
        w.sends(stream::Direction::ClientToServer, framed(query(1)) + framed(query(2, "b.test")),
                piece);
        w.sends(stream::Direction::ServerToClient, framed(reply(2, "b.test")) + framed(reply(1)),
                piece);
        EXPECT_THAT(w.lines, ElementsAre("10.0.0.1 b.test 192.0.2.7 in 1 ms",
                                         "10.0.0.1 shop.test 192.0.2.7 in 1 ms"))
            << piece;
        EXPECT_TRUE(w.reader.isDns());
        EXPECT_EQ(w.budget.held, 0U);
    }
}

TEST(DnsOverTcp, StopsBehindAGap) {
    TcpWire w;
    w.reader.on(stream::Gap{stream::Direction::ServerToClient, 0, 10, {}, {}});
    w.sends(stream::Direction::ServerToClient, framed(reply()), 1000);
    EXPECT_THAT(w.lines, IsEmpty());
    EXPECT_FALSE(w.reader.isDns());
}

TEST(DnsOverTcp, HoldsABoundedNumberOfBytes) {
    TcpWire message({.streamMessage = 40});
    message.sends(stream::Direction::ServerToClient, framed(query()) + framed(reply()), 1000);
    EXPECT_THAT(message.lines, IsEmpty());
    EXPECT_EQ(message.budget.refused, 1U);
    TcpWire other({.streamMessage = 40});
    other.sends(stream::Direction::ClientToServer, "GET / HTTP/1.1\r\n", 1000);
    EXPECT_EQ(other.budget.refused, 0U);
    TcpWire together({.streamBytes = 10});
    together.sends(stream::Direction::ServerToClient, framed(reply()), 15);
    EXPECT_THAT(together.lines, IsEmpty());
    EXPECT_EQ(together.budget.refused, 1U);
    EXPECT_EQ(together.budget.held, 0U);
}

}  // namespace
}  // namespace hark::dns
