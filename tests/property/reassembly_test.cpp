// Any order within a window, duplication, overlap and loss: the bytes are exact, data and gaps tile
// each direction, and what waits stays bounded.

#include <algorithm>
#include <array>
#include <random>

#include <gtest/gtest.h>

#include "tests/unit/tcp/wire.h"

namespace hark {
namespace {

using tcp::test::Wire;
using test::Conversation;

constexpr std::array kDirections{stream::Direction::ClientToServer,
                                 stream::Direction::ServerToClient};

class Random {
public:
    explicit Random(unsigned seed) : engine_(seed) {}
    std::size_t upTo(std::size_t highest) {
        return std::uniform_int_distribution<std::size_t>(0, highest)(engine_);
    }
    bool oneIn(std::size_t count) { return upTo(count - 1) == 0; }
    std::uint32_t number() { return static_cast<std::uint32_t>(engine_()); }

private:
    std::mt19937 engine_;
};

struct Truth {
    Conversation conversation;
    std::array<std::string, 2> bytes;
    std::array<std::string, 2> seen;  // '?' for bytes that are in no packet
};

std::string randomText(Random& random, std::size_t length) {
    std::string text(length, ' ');
    for (char& c : text)
        c = static_cast<char>('a' + random.upTo(25));
    return text;
}

struct Wildness {
    bool loses = false;
    bool overlaps = false;
    std::size_t window = 0;  // how many places a packet may come late
    std::uint16_t port = 50'000;
};

// Both sides talk; segments are sent again in other sizes, lost, doubled and put out of order.
Truth converse(unsigned seed, const Wildness& wildness) {
    Random random(seed);
    Conversation::Options options;
    options.client.port = wildness.port;
    options.clientIsn = random.oneIn(2) ? 0xffffff00U + random.number() % 512 : random.number();
    options.serverIsn = random.number();
    // So many packets of a connection are waited for, and no more.
    options.segmentSize = (wildness.loses ? 8 : 1) + random.upTo(60);
    Truth truth{Conversation(options), {}, {}};
    Conversation& c = truth.conversation;
    c.handshake();
    const std::size_t first = c.size();
    const std::size_t turns = 2 + random.upTo(8);
    for (std::size_t turn = 0; turn < turns; ++turn) {
        const auto direction = kDirections[turn % 2];
        std::string& sent = truth.bytes[turn % 2];
        std::string& seen = truth.seen[turn % 2];
        const std::string text = randomText(random, 1 + random.upTo(200));
        const std::size_t before = c.size();
        turn % 2 == 0 ? c.clientSends(text) : c.serverSends(text);
        sent += text;
        seen += text;
        if (wildness.loses && random.oneIn(3)) {
            const std::size_t lost = before + random.upTo(c.size() - before - 1);
            const std::size_t begin =
                sent.size() - text.size() + (lost - before) * options.segmentSize;
            const std::size_t length = std::min(options.segmentSize, sent.size() - begin);
            seen.replace(begin, length, length, '?');
            c.drop(lost);
        }
        if (wildness.overlaps && random.oneIn(2)) {
            const std::size_t at = random.upTo(sent.size() - 1);
            const std::string again = sent.substr(at, 1 + random.upTo(150));
            c.sendsAt(direction, static_cast<std::int64_t>(at), again);
            seen.replace(at, again.size(), again);
        }
    }
    if (random.oneIn(2)) c.close();
    for (std::size_t i = first; wildness.window > 0 && i + 1 < c.size(); ++i) {
        if (random.oneIn(3))
            c.swap(i, std::min(c.size() - 1, i + 1 + random.upTo(wildness.window)));
        if (random.oneIn(6)) c.repeat(i, std::min(c.size() - 1, i + random.upTo(5)));
    }
    return truth;
}

void checkExact(unsigned seed, const Wildness& wildness) {
    SCOPED_TRACE(seed);
    const Truth truth = converse(seed, wildness);
    Wire wire;
    wire.read(truth.conversation);
    ASSERT_GE(wire.size(), 1U);
    const auto& stream = wire[0].stream;
    EXPECT_TRUE(stream.tiles());
    for (const auto direction : kDirections) {
        // Nobody can know of lost bytes at the end that were never acknowledged.
        const std::string& text = stream.text(direction);
        const std::string& seen = truth.seen[stream::index(direction)];
        ASSERT_EQ(text, seen.substr(0, text.size()));
        ASSERT_EQ(seen.find_first_not_of('?', text.size()), std::string::npos);
        // Where every byte was lost, no stream was opened.
        EXPECT_TRUE(stream.ended(direction) || stream.lines().empty());
    }
    EXPECT_TRUE(wire[0].connection.anomalies.empty());
    std::size_t sent = 0;
    for (const std::string& bytes : truth.bytes)
        sent += bytes.size();
    EXPECT_LE(wire.waitingHighest, sent);
}

TEST(ReassemblyProperty, InOrderIsExact) {
    for (unsigned seed = 0; seed < 300; ++seed)
        ASSERT_NO_FATAL_FAILURE(checkExact(seed, {}));
}

TEST(ReassemblyProperty, AnyOrderWithinAWindowIsExact) {
    for (unsigned seed = 0; seed < 4000; ++seed)
        ASSERT_NO_FATAL_FAILURE(checkExact(seed, {.window = 1 + seed % 8}));
}

TEST(ReassemblyProperty, OverlapsInAnyOrderAreExact) {
    for (unsigned seed = 0; seed < 4000; ++seed)
        ASSERT_NO_FATAL_FAILURE(checkExact(seed, {.overlaps = true, .window = seed % 8}));
}

TEST(ReassemblyProperty, LossIsExactlyTheGaps) {
    for (unsigned seed = 0; seed < 4000; ++seed)
        ASSERT_NO_FATAL_FAILURE(
            checkExact(seed, {.loses = true, .overlaps = seed % 2 == 0, .window = 0}));
}

TEST(ReassemblyProperty, LossInAnyOrderIsExactlyTheGaps) {
    for (unsigned seed = 0; seed < 4000; ++seed)
        ASSERT_NO_FATAL_FAILURE(
            checkExact(seed, {.loses = true, .overlaps = seed % 2 == 0, .window = 1 + seed % 8}));
}

// Several conversations at once, in less memory than they want: some are given up, none is wrong.
TEST(ReassemblyProperty, MemoryStaysWithinItsLimit) {
    constexpr unsigned kConversations = 6;
    std::uint64_t evicted = 0;
    for (unsigned seed = 0; seed < 500; ++seed) {
        SCOPED_TRACE(seed);
        std::vector<Truth> truths;
        std::vector<const Conversation*> all;
        for (unsigned i = 0; i < kConversations; ++i) {
            truths.push_back(converse(seed * kConversations + i,
                                      {.loses = true,
                                       .overlaps = true,
                                       .window = seed % 8,
                                       .port = static_cast<std::uint16_t>(50'000 + i)}));
        }
        for (const Truth& truth : truths)
            all.push_back(&truth.conversation);
        const tcp::Limits limits{.memory = 8'000};
        Wire wire(limits);
        wire.play(merged(all));
        wire.finish();
        EXPECT_LE(wire.memoryHighest, limits.memory);
        evicted += wire.counters().evicted;
        for (std::size_t i = 0; i < wire.size(); ++i) {
            EXPECT_TRUE(wire[i].closed);
            EXPECT_TRUE(wire[i].stream.tiles());
        }
    }
    EXPECT_GT(evicted, 0U);
}

// With tight limits holes are given up early; what is there still is where it belongs.
TEST(ReassemblyProperty, WaitingStaysWithinTheLimits) {
    constexpr std::size_t kPerDirection = 64;
    constexpr std::size_t kLongest = 200;
    for (unsigned seed = 0; seed < 1000; ++seed) {
        SCOPED_TRACE(seed);
        const Truth truth =
            converse(seed, {.loses = true, .overlaps = true, .window = 1 + seed % 8});
        Wire wire({.waitingBytesPerDirection = kPerDirection, .waitingSegmentsPerDirection = 8});
        wire.read(truth.conversation);
        EXPECT_LE(wire.waitingHighest, 2 * (kPerDirection + kLongest));
        const auto& stream = wire[0].stream;
        ASSERT_TRUE(stream.tiles());
        for (const auto direction : kDirections) {
            const std::string& text = stream.text(direction);
            const std::string& bytes = truth.bytes[stream::index(direction)];
            // Where a hole is given up before its FIN is seen, the FIN's number counts as a byte.
            ASSERT_LE(text.size(), bytes.size() + 1);
            for (std::size_t i = 0; i < bytes.size() && i < text.size(); ++i)
                ASSERT_TRUE(text[i] == '?' || text[i] == bytes[i]) << "at " << i;
        }
    }
}

// What somebody who sees no packet of a connection can send into it: a SYN, a RST, data and
// acknowledgments with numbers that no window holds, and times from another year.
void forge(Random& random, Conversation& c, std::size_t at) {
    const auto direction = kDirections[random.upTo(1)];
    const auto far = static_cast<std::int64_t>(10'000'000 + random.number() % 1'000'000'000);
    constexpr std::array<std::uint8_t, 4> kFlags{0x02, 0x04, 0x10, 0x11};
    constexpr std::uint32_t kNotYetSent = 1'000'000'000;  // what the forged packet acknowledges
    c.sendsUnseen(stream::opposite(direction), kNotYetSent);
    c.sendsSegment(direction, kFlags.at(random.upTo(3)), far,
                   randomText(random, random.oneIn(2) ? 0 : random.upTo(40)));
    c.sendsUnseen(stream::opposite(direction), 0U - kNotYetSent);
    test::BuiltPacket forged = c.packets().back();
    c.packets().pop_back();
    forged.time = c.packets().at(at).time;
    if (random.oneIn(3)) forged.time += std::chrono::hours(24 * 365);
    c.packets().insert(c.packets().begin() + static_cast<std::ptrdiff_t>(at), std::move(forged));
}

TEST(ReassemblyProperty, ForgedPacketsChangeNoByte) {
    for (unsigned seed = 0; seed < 3000; ++seed) {
        SCOPED_TRACE(seed);
        const Wildness wildness{.overlaps = seed % 2 == 0, .window = seed % 5};
        Truth truth = converse(seed, wildness);
        Random random(seed);
        // One: of two that agree, as two forgers could make them, one is believed.
        forge(random, truth.conversation, 3 + random.upTo(truth.conversation.size() - 4));
        Wire wire;
        wire.read(truth.conversation);
        // After its end a connection may be followed by another.
        ASSERT_LE(wire.size(), 2U);
        ASSERT_TRUE(wire[0].stream.tiles());
        for (const auto direction : kDirections) {
            ASSERT_EQ(wire[0].stream.text(direction), truth.bytes[stream::index(direction)]);
        }
    }
}

// Garbage in all header fields: whatever comes out must still be a stream.
TEST(ReassemblyProperty, RandomHeadersStillGiveStreams) {
    for (unsigned seed = 0; seed < 5000; ++seed) {
        SCOPED_TRACE(seed);
        Random random(seed);
        Conversation c({.clientIsn = random.number(), .serverIsn = random.number()});
        for (int i = 0; i < 60; ++i) {
            const auto direction = kDirections[random.upTo(1)];
            const auto flags = static_cast<std::uint8_t>(random.oneIn(8)   ? random.upTo(31)
                                                         : random.oneIn(4) ? 0x11
                                                                           : 0x10);
            if (random.oneIn(3)) c.sendsUnseen(direction, random.number() % 100);
            if (random.oneIn(20)) c.sendsUnseen(direction, random.number());
            c.waits(std::chrono::milliseconds(random.upTo(400)));
            c.sendsSegment(direction, flags, static_cast<std::int64_t>(random.upTo(400)) - 100,
                           randomText(random, random.upTo(40)));
            if (random.oneIn(9)) c.cutToSnapLength(c.size() - 1, 54 + random.upTo(30));
        }
        Wire wire({.connections = 4, .waitingBytesPerDirection = 128, .waitingBytes = 200});
        wire.read(c);
        for (std::size_t i = 0; i < wire.size(); ++i) {
            EXPECT_TRUE(wire[i].closed);
            EXPECT_TRUE(wire[i].stream.tiles());
        }
    }
}

}  // namespace
}  // namespace hark
