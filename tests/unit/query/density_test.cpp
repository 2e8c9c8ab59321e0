#include "core/query/density.h"

#include <string>

#include <gtest/gtest.h>

#include "tests/unit/query/made_case.h"

namespace hark::query {
namespace {

using test::filterOf;
using test::MadeCase;

constexpr std::int64_t kBegan = 1'700'000'000'000'000'000;

base::Timestamp after(std::int64_t milliseconds) {
    return base::Timestamp(base::Duration(kBegan + milliseconds * 1'000'000));
}

// Exchanges begin at 4, 7, 10, 12 and 14 ms; the third stays without a response, the fourth is
// still running.
void tell(test::CaseBuilder& builder, store::CaseWriter& writer) {
    builder.open(1);
    for (const char* head : {"HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 503 No\r\n\r\n"})
        builder.exchange("GET /a HTTP/1.1\r\nHost: a.test\r\n\r\n", "", head, "");
    auto unanswered = builder.begin();
    builder.request(unanswered, "GET /b HTTP/1.1\r\nHost: a.test\r\n\r\n");
    builder.end(unanswered);
    auto running = builder.begin();
    builder.request(running, "GET /c HTTP/1.1\r\nHost: a.test\r\n\r\n");
    builder.exchange("GET /d HTTP/1.1\r\nHost: a.test\r\n\r\n", "", "HTTP/1.1 404 No\r\n\r\n", "");
    using Kind = session::LifeEventKind;
    session::SessionRow session;
    session.id = {1};
    writer.on(session::Event(session));
    writer.on(session::Event(session::LifeEventRow{1, {1}, Kind::Minted, {1}, after(5), {}, ""}));
    writer.on(session::Event(session::LifeEventRow{2, {1}, Kind::Login, {2}, after(8), {}, ""}));
    writer.on(session::Event(session::LifeEventRow{3, {1}, Kind::Minted, {5}, after(19), {}, ""}));
    store::Input input;
    input.id = 1;
    input.first = after(0);
    input.last = after(19);
    writer.setInput(input);
}

// "1/0 2/1 …": exchanges and errors of each bucket, then the events: " login 0 1 …".
std::string text(const Density& density) {
    std::string line;
    for (const auto& bucket : density.buckets)
        line += std::to_string(bucket.exchanges) + "/" + std::to_string(bucket.errors) + " ";
    for (const auto& events : density.events) {
        line += events.kind;
        for (const std::uint32_t count : events.counts)
            line += " " + std::to_string(count);
        line += " ";
    }
    return line;
}

TEST(Density, CountsExchangesErrorsAndEventsByBucket) {
    MadeCase made(tell, MadeCase::Mode::Watched);
    const auto found = density(*made, {}, 4);
    ASSERT_TRUE(found.ok());
    EXPECT_EQ(found->beginNs, kBegan);
    EXPECT_EQ(found->widthNs, 4'750'001);
    EXPECT_EQ(text(*found), "1/0 1/1 3/2 0/0 login 0 1 0 0 minted 0 1 0 1 ");
    EXPECT_EQ(text(density(*made, {}, 1).value()), "5/3 login 1 minted 2 ");
    EXPECT_EQ(text(density(*made, {}, 0).value()), "5/3 login 1 minted 2 ");
}

TEST(Density, HasTheSameBucketsForAFilter) {
    MadeCase made(tell, MadeCase::Mode::Watched);
    EXPECT_EQ(text(density(*made, filterOf("status:*"), 4).value()),
              "1/0 1/1 1/1 0/0 login 0 1 0 0 minted 0 1 0 1 ");
    EXPECT_EQ(text(density(*made, filterOf("event:login"), 4).value()),
              "0/0 1/1 0/0 0/0 login 0 1 0 0 ");
    EXPECT_EQ(text(density(*made, filterOf("method:PUT"), 4).value()), "0/0 0/0 0/0 0/0 ");
}

TEST(Density, IsBoundedAndEmptyWithoutPackets) {
    MadeCase made(tell, MadeCase::Mode::Watched);
    EXPECT_EQ(density(*made, {}, 1U << 30U)->buckets.size(), Density::kBuckets);
    MadeCase empty([](auto&, auto&) {});
    const auto found = density(*empty, {}, 100);
    ASSERT_TRUE(found.ok());
    EXPECT_TRUE(found->buckets.empty());
}

TEST(Density, KnowsTheSpanOfACaptureThatIsBeingRead) {
    MadeCase made([](test::CaseBuilder& builder, auto&) {
        builder.open(1);
        builder.exchange("GET /a HTTP/1.1\r\nHost: a.test\r\n\r\n", "", "HTTP/1.1 200 OK\r\n\r\n",
                         "");
        builder.close();
    });
    const auto found = density(*made, {}, 2);
    ASSERT_TRUE(found.ok());
    EXPECT_EQ(found->beginNs, kBegan + 1'000'000);  // of the connection
    EXPECT_EQ(text(*found), "0/0 1/0 ");
}

}  // namespace
}  // namespace hark::query
