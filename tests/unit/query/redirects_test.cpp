#include "core/query/redirects.h"

#include <numeric>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/unit/query/made_case.h"

namespace hark::query {
namespace {

using test::CaseBuilder;
using test::MadeCase;

std::uint64_t get(CaseBuilder& builder, const std::string& target, const std::string& location = "",
                  int status = 302) {
    const std::string head =
        location.empty() ? "HTTP/1.1 200 OK\r\n\r\n"
                         : fmt::format("HTTP/1.1 {} x\r\nLocation: {}\r\n\r\n", status, location);
    return builder.exchange(fmt::format("GET {} HTTP/1.1\r\nHost: a.test\r\n\r\n", target), "",
                            head, "");
}

// "1>2 3>4" of all exchanges.
std::string arrows(Case& from) {
    const auto found = redirects(from, from.exchangeIds({}).value());
    std::string line;
    for (const Redirect& arrow : found.value())
        line += fmt::format("{}{}>{}", line.empty() ? "" : " ", arrow.from, arrow.to);
    return line;
}

TEST(Redirects, LeadToTheFirstExchangeThatFollows) {
    MadeCase made([](CaseBuilder& builder, auto&) {
        builder.open(1);
        get(builder, "/b");
        get(builder, "/x/login", "../b?u#top");
        get(builder, "/other");
        get(builder, "/b?u");
        get(builder, "/b?u");  // once is enough
        builder.close();
    });
    EXPECT_EQ(arrows(*made), "2>4");
}

TEST(Redirects, FollowEachOther) {
    MadeCase made([](CaseBuilder& builder, auto&) {
        builder.open(1);
        get(builder, "/a", "http://A.test:80/b", 301);
        get(builder, "/b", "/c", 307);
        get(builder, "/c", "/c", 308);  // to itself
        get(builder, "/c");
        builder.close();
    });
    EXPECT_EQ(arrows(*made), "1>2 2>3 3>4");
    EXPECT_EQ(redirects(*made, std::vector<std::uint64_t>{2}).value(),
              (std::vector<Redirect>{{2, 3}}));
}

TEST(Redirects, AreNoOtherStatusAndNoOtherClient) {
    MadeCase made([](CaseBuilder& builder, auto&) {
        builder.open(1);
        get(builder, "/a", "/b", 304);
        get(builder, "/a", "/b", 201);
        get(builder, "/a", "/c");
        get(builder, "/b");
        builder.close();
        builder.open(2);
        get(builder, "/c");
        builder.close();
        builder.open(1);
        get(builder, "/c");
        builder.close();
    });
    EXPECT_EQ(arrows(*made), "3>6");
}

TEST(Redirects, StayInTheSession) {
    MadeCase made([](CaseBuilder& builder, store::CaseWriter& writer) {
        builder.open(1);
        get(builder, "/a", "/b");
        get(builder, "/b");
        get(builder, "/b");
        builder.close();
        for (const std::uint64_t id : {1U, 2U}) {
            session::SessionRow row;
            row.id = {id};
            writer.on(session::Event(row));
        }
        writer.on(session::Event(session::MembersRow{1, {1}, {1}, {1}, {1}, 0}));
        writer.on(session::Event(session::MembersRow{2, {1}, {2}, {2}, {2}, 0}));
        writer.on(session::Event(session::MembersRow{3, {1}, {3}, {3}, {1}, 0}));
    });
    EXPECT_EQ(arrows(*made), "1>3");
}

TEST(Redirects, AreFollowedWithinLimits) {
    MadeCase late([](CaseBuilder& builder, auto&) {
        builder.open(1);
        get(builder, "/a", "/b");
        for (std::uint64_t i = 0; i < RedirectLimits::kAhead; ++i)
            get(builder, "/other");
        get(builder, "/b");
        get(builder, "/a", "/b");
        get(builder, "/b");
        builder.close();
    });
    EXPECT_EQ(arrows(*late),
              fmt::format("{}>{}", RedirectLimits::kAhead + 3, RedirectLimits::kAhead + 4));
    MadeCase slow([](CaseBuilder& builder, auto&) {
        builder.open(1);
        get(builder, "/a", "/b");
        auto next = builder.begin();
        next.started += RedirectLimits::kPatience + std::chrono::seconds(1);
        builder.request(next, "GET /b HTTP/1.1\r\nHost: a.test\r\n\r\n");
        builder.end(next);
        builder.close();
    });
    EXPECT_EQ(arrows(*slow), "");
}

}  // namespace
}  // namespace hark::query
