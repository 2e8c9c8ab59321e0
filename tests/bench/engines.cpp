// How fast each stage is by itself, without files and databases.

#include <string>

#include <benchmark/benchmark.h>

#include "core/analysis/pipeline.h"
#include "core/http1/decoder.h"
#include "core/query/filter.h"
#include "core/tcp/reassembler.h"
#include "tests/support/conversation.h"

namespace hark {
namespace {

constexpr std::string_view kRequest =
    "GET /api/items/42?page=3 HTTP/1.1\r\nHost: shop.example.test\r\nUser-Agent: Mozilla/5.0 (X11; "
    "Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0\r\nAccept: */*\r\nAccept-Encoding: gzip, "
    "deflate\r\nConnection: keep-alive\r\nCookie: sid=5d41402abc4b2a76b9719d911017c592; "
    "theme=dark\r\n\r\n";

std::string response(std::size_t length) {
    return "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nDate: Sat, 21 Nov 2026 10:00:00 GMT\r\n"
           "Content-Type: application/json\r\nContent-Length: " +
           std::to_string(length) + "\r\nConnection: keep-alive\r\n\r\n" + std::string(length, 'x');
}

class NoMessages final : public http::MessageSink {
public:
    void on(http::MessageEvent&& event) override { benchmark::DoNotOptimize(event.exchangeKey); }
};
class NoStream final : public stream::Sink {
public:
    void on(const stream::Event& event) override { benchmark::DoNotOptimize(&event); }
};
class NoExchanges final : public exchange::Sink {
public:
    void on(const exchange::Event& event) override { benchmark::DoNotOptimize(&event); }
};

void decodeHttp1(benchmark::State& state) {
    const std::string answer = response(600);
    NoMessages messages;
    NoStream rest;
    const http1::Limits limits;
    http1::Commons commons;
    http1::Decoder decoder(messages, rest, commons, limits);
    std::uint64_t sent = 0;
    std::uint64_t received = 0;
    for (auto _ : state) {
        decoder.on(
            stream::Data{stream::Direction::ClientToServer, sent, base::asBytes(kRequest), {}});
        decoder.on(
            stream::Data{stream::Direction::ServerToClient, received, base::asBytes(answer), {}});
        sent += kRequest.size();
        received += answer.size();
    }
    state.SetItemsProcessed(state.iterations());
    state.SetBytesProcessed(static_cast<std::int64_t>(sent + received));
}
BENCHMARK(decodeHttp1);

test::Conversation conversation() {
    test::Conversation c;
    c.handshake();
    for (int i = 0; i < 200; ++i)
        c.clientSends(kRequest).serverSends(response(600));
    c.close();
    return c;
}

void linkToExchanges(benchmark::State& state) {
    const test::Conversation c = conversation();
    for (auto _ : state) {
        NoExchanges sink;
        analysis::Pipeline pipeline({}, sink);
        test::play(c.packets(), [&](const capture::Packet& packet) { pipeline.onPacket(packet); });
        pipeline.finish();
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(c.size()));
}
BENCHMARK(linkToExchanges);

void parseFilterText(benchmark::State& state) {
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            query::parseFilter("method:POST status:4xx domain:*.example.test -mime-type:image/* "
                               "(duration>500ms or size>=1M)"));
    }
}
BENCHMARK(parseFilterText);

}  // namespace
}  // namespace hark

BENCHMARK_MAIN();
