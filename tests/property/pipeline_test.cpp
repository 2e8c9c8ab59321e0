// The line as a whole: the same packets give the same exchanges, and disorder on the wire doesn't
// change them.

#include "core/analysis/pipeline.h"

#include <algorithm>
#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/support/conversation.h"
#include "tests/support/recorders.h"

namespace hark {
namespace {

using test::Conversation;

// A connection with some exchanges of every framing.
Conversation browse(std::mt19937& random, std::uint16_t port) {
    const auto upTo = [&random](std::size_t highest) {
        return std::uniform_int_distribution<std::size_t>(0, highest)(random);
    };
    Conversation::Options options;
    options.client.port = port;
    options.clientIsn = static_cast<std::uint32_t>(random());
    options.serverIsn = static_cast<std::uint32_t>(random());
    options.segmentSize = 20 + upTo(200);
    Conversation c(options);
    c.handshake();
    const std::size_t exchanges = 1 + upTo(6);
    for (std::size_t i = 0; i < exchanges; ++i) {
        const std::string body(upTo(300), static_cast<char>('a' + i));
        if (upTo(1) == 0) {
            c.clientSends(fmt::format("GET /{}/{} HTTP/1.1\r\nHost: h\r\n\r\n", port, i));
        } else {
            c.clientSends(
                fmt::format("POST /{}/{} HTTP/1.1\r\nHost: h\r\nContent-Length: {}\r\n\r\n{}", port,
                            i, body.size(), body));
        }
        if (upTo(1) == 0) {
            c.serverSends(
                fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{}", body.size(), body));
        } else {
            c.serverSends("HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n" +
                          (body.empty() ? "" : fmt::format("{:x}\r\n{}\r\n", body.size(), body)) +
                          "0\r\n\r\n");
        }
    }
    c.close();
    return c;
}

std::vector<std::string> exchangesOf(const std::vector<test::BuiltPacket>& packets) {
    test::ExchangeRecorder recorder;
    analysis::Pipeline pipeline({}, recorder);
    test::play(packets, [&](const capture::Packet& packet) { pipeline.onPacket(packet); });
    pipeline.finish();
    EXPECT_EQ(recorder.began, recorder.exchanges.size());
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < recorder.exchanges.size(); ++i) {
        const exchange::Exchange& e = recorder.exchanges[i];
        lines.push_back(fmt::format("{} {} {} {} {}|{}", e.connection.value, e.ordinal.value_or(99),
                                    e.requestHead ? e.requestHead->target() : "-",
                                    e.responseHead ? std::to_string(e.responseHead->status) : "-",
                                    recorder.contents[i].request, recorder.contents[i].response));
    }
    return lines;
}

std::vector<std::string> sorted(std::vector<std::string> lines) {
    std::sort(lines.begin(), lines.end());
    return lines;
}

TEST(PipelineProperty, SamePacketsGiveTheSameExchangesInTheSameOrder) {
    for (unsigned seed = 0; seed < 50; ++seed) {
        std::mt19937 random(seed);
        const Conversation a = browse(random, 50001);
        const Conversation b = browse(random, 50002);
        const Conversation c = browse(random, 50003);
        const auto packets = test::merged({&a, &b, &c});
        ASSERT_EQ(exchangesOf(packets), exchangesOf(packets)) << "seed " << seed;
    }
}

TEST(PipelineProperty, DisorderAndCopiesChangeNothing) {
    for (unsigned seed = 0; seed < 300; ++seed) {
        std::mt19937 random(seed);
        Conversation c = browse(random, 50001);
        const auto truth = exchangesOf(c.packets());
        // The handshake's first packet says who the client is.
        for (std::size_t i = 3; i + 5 < c.size(); ++i) {
            if (random() % 3 == 0) c.swap(i, i + 1 + random() % 2);
            if (random() % 5 == 0) c.repeat(i, i + random() % 4);
        }
        ASSERT_EQ(exchangesOf(c.packets()), truth) << "seed " << seed;
    }
}

TEST(PipelineProperty, ConnectionsDoNotTouchEachOther) {
    for (unsigned seed = 0; seed < 100; ++seed) {
        std::mt19937 random(seed);
        const Conversation a = browse(random, 50001);
        const Conversation b = browse(random, 50002);
        const auto alone = sorted(exchangesOf(a.packets()));
        std::vector<std::string> found;
        for (const std::string& line : sorted(exchangesOf(test::merged({&a, &b})))) {
            if (line.starts_with("1 ")) found.push_back(line);
        }
        ASSERT_EQ(found, alone) << "seed " << seed;
    }
}

// Loss may cost exchanges, but what is said is never what was not sent.
TEST(PipelineProperty, LossInventsNothing) {
    for (unsigned seed = 0; seed < 500; ++seed) {
        std::mt19937 random(seed);
        Conversation c = browse(random, 50001);
        std::vector<std::string> targets;
        test::ExchangeRecorder whole;
        analysis::Pipeline wholeLine({}, whole);
        test::play(c.packets(), [&](const capture::Packet& p) { wholeLine.onPacket(p); });
        wholeLine.finish();
        for (const std::string& line : whole.summary())
            targets.push_back(line.substr(0, line.rfind(' ')));
        for (int i = 0; i < 3 && c.size() > 4; ++i)
            c.drop(3 + random() % (c.size() - 3));
        test::ExchangeRecorder recorder;
        analysis::Pipeline pipeline({}, recorder);
        test::play(c.packets(), [&](const capture::Packet& p) { pipeline.onPacket(p); });
        pipeline.finish();
        for (const exchange::Exchange& e : recorder.exchanges) {
            if (!e.requestHead) continue;
            const std::string line =
                fmt::format("{} {}", e.requestHead->method(), e.requestHead->target());
            // A target may be cut where the gap begins.
            ASSERT_TRUE(std::any_of(targets.begin(), targets.end(),
                                    [&](const std::string& t) {
                                        return t == line ||
                                               (!e.request->complete && t.starts_with(line));
                                    }))
                << line << " seed " << seed;
        }
    }
}

}  // namespace
}  // namespace hark
