// Requests and responses become exchanges, and their times are measured.

#include "core/exchange/assembler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/http/anomalies.h"
#include "core/http1/decoder.h"
#include "tests/support/recorders.h"

namespace hark::exchange {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;

// Says what both sides send at which millisecond; decoder and assembler do the rest.
class Talk final : private stream::Sink {
public:
    explicit Talk(bool withHandshake = true, Lookups* lookups = nullptr)
        : assembler_(connection_, false, ids_, recorder, lookups),
          decoder_(assembler_, *this, commons_, {}) {
        connection_.id = {1};
        connection_.server = {*ip::parseAddress("192.0.2.7"), 80};
        if (withHandshake) connection_.handshake = {at(0), at(4), at(7)};
    }

    Talk& client(int time, std::string_view bytes) {
        return says(stream::Direction::ClientToServer, time, bytes);
    }
    Talk& server(int time, std::string_view bytes) {
        return says(stream::Direction::ServerToClient, time, bytes);
    }
    Talk& serverGap(int time, std::uint64_t length) {
        decoder_.on(stream::Gap{stream::Direction::ServerToClient, offsets_[1], length,
                                stream::GapReason::Lost, origin(time)});
        offsets_[1] += length;
        return *this;
    }
    Talk& ends(int time, stream::EndReason reason = stream::EndReason::Fin) {
        for (const auto d :
             {stream::Direction::ServerToClient, stream::Direction::ClientToServer}) {
            decoder_.on(stream::End{d, offsets_[stream::index(d)], reason, origin(time)});
        }
        assembler_.finish();
        return *this;
    }

    [[nodiscard]] const Exchange& exchange(std::size_t i) const { return recorder.exchanges.at(i); }
    [[nodiscard]] const Timing& timing(std::size_t i) const { return exchange(i).timing; }
    [[nodiscard]] const KeepAlive& keepAlive() const { return assembler_.keepAlive(); }
    [[nodiscard]] Assembler& assembler() { return assembler_; }
    [[nodiscard]] static base::Timestamp at(int time) {
        return base::Timestamp{milliseconds(1000 + time)};
    }

    test::ExchangeRecorder recorder;

private:
    void on(const stream::Event& /*event*/) override {}
    stream::Origin origin(int time) { return {{1, ++packet_}, at(time)}; }
    Talk& says(stream::Direction d, int time, std::string_view bytes) {
        std::uint64_t& offset = offsets_[stream::index(d)];
        decoder_.on(stream::Data{d, offset, base::asBytes(bytes), origin(time)});
        offset += bytes.size();
        return *this;
    }

    tcp::Connection connection_;
    ExchangeIds ids_;
    Assembler assembler_;
    http1::Commons commons_;
    http1::Decoder decoder_;
    std::array<std::uint64_t, 2> offsets_{};
    std::uint64_t packet_ = 0;
};

constexpr std::string_view kGet = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";
constexpr std::string_view kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

class LookedUp final : public Lookups {
public:
    std::optional<base::Duration> timeOf(const tcp::Connection& connection,
                                         std::string_view host) override {
        asked.push_back(ip::toString(connection.server.address) + " " + std::string(host));
        return milliseconds(9);
    }
    std::vector<std::string> asked;
};

TEST(ExchangeTiming, HasTheTimeOfALookupOnTheFirstExchangeAlone) {
    LookedUp lookups;
    Talk talk(true, &lookups);
    talk.client(20, kGet).server(30, kOk).client(40, kGet).server(50, kOk).ends(60);
    EXPECT_EQ(talk.timing(0).dns, milliseconds(9));
    EXPECT_EQ(talk.timing(1).dns, std::nullopt);
    EXPECT_THAT(lookups.asked, ElementsAre("192.0.2.7 h"));
}

TEST(ExchangeTiming, IsConnectSendWaitAndReceive) {
    Talk talk;
    talk.client(10, "POST /f HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\n")
        .client(15, "data")
        .server(40, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n")
        .server(47, "done")
        .ends(90);
    const Timing& t = talk.timing(0);
    EXPECT_EQ(t.connect, milliseconds(7));
    EXPECT_EQ(t.send, milliseconds(5));
    EXPECT_EQ(t.wait, milliseconds(25));
    EXPECT_EQ(t.receive, milliseconds(7));
    EXPECT_EQ(t.blocked, std::nullopt);
    EXPECT_EQ(t.dns, std::nullopt);
    EXPECT_EQ(t.tls, std::nullopt);
    EXPECT_EQ(talk.exchange(0).started, Talk::at(10));
    EXPECT_EQ(talk.exchange(0).request->packets.at(0).first, 1U);
    EXPECT_EQ(talk.exchange(0).request->packets.at(0).last, 2U);
    EXPECT_EQ(talk.exchange(0).response->packets.at(0).last, 4U);
}

TEST(ExchangeTiming, HasTheHandshakeOnTheFirstExchangeAlone) {
    Talk talk;
    talk.client(10, kGet).server(20, kOk).client(30, kGet).server(40, kOk).ends(50);
    EXPECT_EQ(talk.timing(0).connect, milliseconds(7));
    EXPECT_EQ(talk.timing(1).connect, std::nullopt);
    Talk late(false);
    late.client(10, kGet).server(20, kOk).ends(50);
    EXPECT_EQ(late.timing(0).connect, std::nullopt);
}

TEST(ExchangeTiming, IsBlockedBehindEarlierResponses) {
    Talk talk;
    talk.client(10, kGet)
        .client(12, kGet)
        .server(50, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no")
        .server(60, "k")
        .server(65, kOk)
        .ends(70);
    EXPECT_EQ(talk.timing(0).wait, milliseconds(40));
    EXPECT_EQ(talk.timing(0).blocked, std::nullopt);
    EXPECT_EQ(talk.timing(1).wait, milliseconds(53));
    EXPECT_EQ(talk.timing(1).blocked, milliseconds(48));
    EXPECT_EQ(talk.keepAlive().blocked, milliseconds(48));
    EXPECT_EQ(talk.keepAlive().maximumOutstanding, 2U);
    EXPECT_EQ(talk.keepAlive().pipelinedRequests, 1U);
}

TEST(ExchangeTiming, IsNeverNegative) {
    Talk talk;  // answered before the request was whole
    talk.client(10, "PUT /f HTTP/1.1\r\nHost: h\r\nContent-Length: 8\r\n\r\n")
        .server(20, kOk)
        .client(30, "too late")
        .ends(40);
    EXPECT_EQ(talk.timing(0).wait, milliseconds(0));
    EXPECT_EQ(talk.timing(0).send, milliseconds(20));
}

TEST(KeepAliveFigures, AreExchangesAndIdleTime) {
    Talk talk;
    talk.client(10, kGet).server(20, kOk).client(120, kGet).server(130, kOk).client(135, kGet);
    talk.server(140, kOk).ends(150);
    EXPECT_EQ(talk.keepAlive().exchanges, 3U);
    EXPECT_EQ(talk.keepAlive().idle, milliseconds(105));
    EXPECT_EQ(talk.keepAlive().maximumOutstanding, 1U);
    EXPECT_EQ(talk.keepAlive().pipelinedRequests, 0U);
    EXPECT_EQ(talk.keepAlive().endAnnounced, "");
    EXPECT_EQ(talk.exchange(2).ordinal, 2U);
}

TEST(KeepAliveFigures, SayWhatAnnouncedTheEnd) {
    struct Row {
        std::string_view request;
        std::string_view response;
        std::string_view announced;
    };
    for (const Row& row : {
             Row{kGet, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n",
                 "response Connection: close"},
             Row{"GET / HTTP/1.1\r\nConnection: x, Close\r\n\r\n", kOk,
                 "request Connection: close"},
             Row{"GET / HTTP/1.0\r\n\r\n", "HTTP/1.0 200 OK\r\n\r\n", "HTTP/1.0 default"},
             Row{"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
                 "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n", ""},
             Row{"CONNECT h:1 HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n", "CONNECT"},
             Row{"GET / HTTP/1.1\r\nUpgrade: x\r\n\r\n",
                 "HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n", "Upgrade"},
             Row{kGet, kOk, ""},
         }) {
        Talk talk;
        talk.client(10, row.request).server(20, row.response).ends(30);
        EXPECT_EQ(talk.keepAlive().endAnnounced, row.announced) << row.request;
        if (!row.announced.empty()) {
            EXPECT_EQ(talk.keepAlive().endAnnouncedBy, talk.exchange(0).id);
        }
    }
}

TEST(Exchange, HasItsInterimResponses) {
    Talk talk;
    talk.client(10,
                "PUT /f HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n")
        .server(20, "HTTP/1.1 100 Continue\r\n\r\n")
        .client(30, "data")
        .server(35, "HTTP/1.1 103 Early Hints\r\n\r\n")
        .server(50, kOk)
        .ends(60);
    ASSERT_EQ(talk.recorder.exchanges.size(), 1U);
    ASSERT_EQ(talk.exchange(0).interim.size(), 2U);
    EXPECT_EQ(talk.exchange(0).interim[0].status, 100);
    EXPECT_EQ(talk.exchange(0).interim[1].status, 103);
    EXPECT_EQ(talk.exchange(0).responseHead->status, 200);
    EXPECT_EQ(talk.timing(0).wait, milliseconds(20));
    EXPECT_EQ(talk.recorder.contents[0].request, "data");
}

TEST(Exchange, MayHaveNoResponse) {
    Talk talk;
    talk.client(10, kGet).ends(20, stream::EndReason::CaptureEnded);
    ASSERT_EQ(talk.recorder.exchanges.size(), 1U);
    EXPECT_EQ(talk.recorder.summary(), std::vector<std::string>{"GET /a -"});
    EXPECT_FALSE(talk.exchange(0).response.has_value());
    EXPECT_EQ(talk.timing(0).wait, std::nullopt);
    EXPECT_EQ(talk.timing(0).receive, std::nullopt);
}

TEST(Exchange, MayHaveNoRequest) {
    Talk talk;
    talk.server(10, kOk).client(20, kGet).server(30, kOk).ends(40);
    EXPECT_THAT(talk.recorder.summary(), ElementsAre("- - 200", "GET /a 200"));
    EXPECT_EQ(talk.exchange(0).ordinal, std::nullopt);
    EXPECT_EQ(talk.exchange(0).started, Talk::at(10));
    EXPECT_EQ(talk.exchange(1).ordinal, 0U);
    EXPECT_EQ(talk.keepAlive().exchanges, 1U);
}

TEST(Exchange, CountsContentAndWhatIsMissingOfIt) {
    Talk talk;
    talk.client(10, kGet)
        .server(20, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
        .serverGap(25, 4)
        .server(30, "xyz")
        .ends(40);
    EXPECT_EQ(talk.exchange(0).response->bodyBytes, 10U);
    EXPECT_EQ(talk.exchange(0).response->missingBytes, 4U);
    EXPECT_TRUE(talk.exchange(0).response->complete);
    EXPECT_EQ(talk.recorder.contents[0].response, "abc????xyz");
}

TEST(Exchange, KnowsWhenItsMessagesAreCut) {
    Talk talk;
    talk.client(10, kGet).server(20, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc").ends(30);
    EXPECT_TRUE(talk.exchange(0).request->complete);
    EXPECT_FALSE(talk.exchange(0).response->complete);
    EXPECT_EQ(talk.exchange(0).response->bodyBytes, 3U);
}

TEST(Exchange, HasItsTargetUriAndItsAnomalies) {
    Talk talk;
    talk.client(10, "GET /x HTTP/1.1\r\n\r\n").server(20, kOk).ends(30);
    EXPECT_EQ(talk.exchange(0).uri->url("/x"), "http://192.0.2.7/x");
    ASSERT_EQ(talk.exchange(0).anomalies.size(), 1U);
    EXPECT_EQ(talk.exchange(0).anomalies[0].code.name, "http-host-missing");
    EXPECT_EQ(talk.exchange(0).anomalies[0].packet.number, 1U);
}

TEST(Exchange, HasTrailers) {
    Talk talk;
    talk.client(10, kGet)
        .server(20, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nT: 1\r\n\r\n")
        .ends(30);
    ASSERT_TRUE(talk.exchange(0).response->trailers.has_value());
    EXPECT_EQ(talk.exchange(0).response->trailers->first("t"), "1");
}

TEST(Exchange, KeepsABoundedNumberOfInterimResponses) {
    Talk talk;
    talk.client(10, kGet);
    for (int i = 0; i < 100; ++i)
        talk.server(20, "HTTP/1.1 103 Early Hints\r\n\r\n");
    talk.server(30, kOk).ends(40);
    EXPECT_EQ(talk.exchange(0).interim.size(), 64U);
    EXPECT_EQ(talk.exchange(0).responseHead->status, 200);
}

TEST(Exchange, LeavesWhatBelongsToNoneToTheConnection) {
    Talk talk;
    talk.client(10, "\"junk\"\r\n").ends(20);
    EXPECT_TRUE(talk.recorder.exchanges.empty());
    ASSERT_EQ(talk.assembler().strayAnomalies().size(), 1U);
    EXPECT_EQ(talk.assembler().strayAnomalies()[0].code.name, "http1-not-a-message");
}

TEST(ExchangeKeepAlive, CountsNoRequestAsPipelinedAfterALostResponse) {
    Talk talk;
    talk.client(10, kGet).serverGap(20, 200).client(30, kGet).server(40, kOk).ends(50);
    EXPECT_EQ(talk.keepAlive().pipelinedRequests, 0U);
    EXPECT_EQ(talk.keepAlive().maximumOutstanding, 1U);
    ASSERT_EQ(talk.recorder.exchanges.size(), 2U);
    ASSERT_EQ(talk.exchange(0).anomalies.size(), 1U);
    EXPECT_EQ(talk.exchange(0).anomalies[0].code, http::kResponseLost);
    EXPECT_EQ(talk.exchange(0).anomalies[0].detail, "200 bytes");
    EXPECT_EQ(talk.exchange(0).anomalies[0].packet.number, 2U);
    EXPECT_TRUE(talk.exchange(1).anomalies.empty());
}

}  // namespace
}  // namespace hark::exchange
