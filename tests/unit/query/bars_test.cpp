#include "core/query/bars.h"

#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "tests/unit/query/made_case.h"

namespace hark::query {
namespace {

using test::filterOf;
using test::MadeCase;

constexpr std::int64_t kBegan = 1'700'000'000'000'000'000;
constexpr const char* kGet = "GET /a HTTP/1.1\r\nHost: a.test\r\n\r\n";

// 1: a redirect; 2: slow, with a gap; 3: of another connection, running.
void tell(test::CaseBuilder& builder, store::CaseWriter& writer) {
    builder.open(1);
    builder.exchange(kGet, "", "HTTP/1.1 302 Found\r\nLocation: /b\r\n\r\n", "");
    auto slow = builder.begin();
    builder.request(slow, kGet);
    builder.response(slow, "HTTP/1.1 404 No\r\n\r\n");
    builder.gap(slow, stream::Direction::ServerToClient, 10);
    slow.response->complete = false;
    slow.timing.blocked = std::chrono::milliseconds(1);
    slow.timing.connect = std::chrono::milliseconds(2);
    slow.timing.wait = std::chrono::hours(2);
    builder.end(slow);
    builder.close();
    builder.open(2);
    auto running = builder.begin();
    builder.request(running, kGet);
    session::SessionRow session;
    session.id = {7};
    writer.on(session::Event(session));
    writer.on(session::Event(session::MembersRow{1, {1}, {2}, {2}, {7}, 0}));
}

TEST(Bars, AreWhatATimelineDraws) {
    MadeCase made(tell, MadeCase::Mode::Watched);
    const auto found = bars(*made, std::vector<std::uint64_t>{3, 1, 2});
    ASSERT_TRUE(found.ok());
    ASSERT_EQ(found->size(), 3U);
    const Bar& running = (*found)[0];
    EXPECT_EQ(running.id, 3U);
    EXPECT_EQ(running.connection, 2U);
    EXPECT_EQ(running.ordinal, 0U);
    EXPECT_EQ(running.status, 0U);
    EXPECT_EQ(running.flags, Bar::kRunning | Bar::kIncomplete);
    const Bar& redirect = (*found)[1];
    EXPECT_EQ(redirect.startedNs, kBegan + 4'000'000);
    EXPECT_EQ(redirect.status, 302U);
    EXPECT_EQ(redirect.flags, Bar::kRedirect);
    EXPECT_EQ(redirect.session, Bar::kNone);
    EXPECT_EQ(redirect.stream, Bar::kNone);
    const Bar& slow = (*found)[2];
    EXPECT_EQ(slow.flags, Bar::kReused | Bar::kIncomplete | Bar::kGap);
    EXPECT_EQ(slow.ordinal, 1U);
    EXPECT_EQ(slow.session, 7U);
    EXPECT_FLOAT_EQ(slow.phase(Phase::Blocked), 1e6F);
    EXPECT_FLOAT_EQ(slow.phase(Phase::Connect), 2e6F);
    EXPECT_FLOAT_EQ(slow.phase(Phase::Wait), 7200e9F);
    EXPECT_LT(slow.phases[static_cast<std::size_t>(Phase::Tls)], 0);
    EXPECT_EQ(slow.phase(Phase::Tls), 0);
}

TEST(Bars, OfAFilterAreInOrderAndBounded) {
    MadeCase made(tell, MadeCase::Mode::Watched);
    const auto ids = [&](const char* filter, std::size_t most) {
        std::vector<std::uint64_t> found;
        const auto drawn = bars(*made, filterOf(filter), most);
        for (const Bar& bar : drawn.value())
            found.push_back(bar.id);
        return found;
    };
    EXPECT_EQ(ids("", 10), (std::vector<std::uint64_t>{1, 2, 3}));
    EXPECT_EQ(ids("", 2), (std::vector<std::uint64_t>{1, 2}));
    EXPECT_EQ(ids("session:7", 10), (std::vector<std::uint64_t>{2}));
    EXPECT_EQ(ids("method:PUT", 10), (std::vector<std::uint64_t>{}));
    EXPECT_TRUE(bars(*made, std::vector<std::uint64_t>{99}).value().empty());
}

TEST(ConnectionBars, HaveTheirHandshakes) {
    MadeCase made(tell, MadeCase::Mode::Watched);
    const auto found = connectionBars(*made, std::vector<std::uint64_t>{2, 9, 1});
    ASSERT_TRUE(found.ok());
    ASSERT_EQ(found->size(), 2U);
    EXPECT_EQ((*found)[0].id, 2U);
    EXPECT_TRUE((*found)[0].isOpen);
    EXPECT_EQ((*found)[1].id, 1U);
    EXPECT_EQ((*found)[1].startedNs, kBegan + 1'000'000);
    EXPECT_EQ((*found)[1].handshakeNs, 2'000'000);
    EXPECT_EQ((*found)[1].endedNs, kBegan + 10'000'000);
    EXPECT_TRUE((*found)[1].startSeen);
    EXPECT_FALSE((*found)[1].isOpen);
}

}  // namespace
}  // namespace hark::query
