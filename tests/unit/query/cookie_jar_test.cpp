#include "core/query/cookie_jar.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/query/case.h"
#include "core/store/case_writer.h"
#include "tests/unit/store/case_builder.h"

namespace hark::query {
namespace {

base::Timestamp second(std::int64_t seconds) {
    return base::Timestamp(std::chrono::seconds(1'700'000'000 + seconds));
}

// "a=1@shop.test/ 3>5": set by exchange 3, last sent by 5. A dot before the domain: for all of it.
std::string shown(const std::vector<HeldCookie>& cookies) {
    std::string text;
    for (const HeldCookie& cookie : cookies) {
        text += (text.empty() ? "" : ", ") + cookie.name + '=' + cookie.value + '@' +
                (cookie.isHostOnly ? "" : ".") + cookie.domain + cookie.path + ' ';
        if (cookie.setBy) text += std::to_string(*cookie.setBy);
        if (cookie.lastSentBy) text += '>' + std::to_string(*cookie.lastSentBy);
    }
    return text;
}

// "< Set-Cookie field" or "> Cookie field", of exchange 1, 2, … at second 1, 2, …
std::string afterAll(const std::vector<std::string>& steps, std::int64_t atSecond = 100,
                     std::string_view host = "shop.test", std::string_view path = "/app/list") {
    CookieJar jar{CookieJar::Limits()};
    std::uint64_t number = 0;
    for (const std::string& step : steps) {
        ++number;
        const std::string_view field = std::string_view(step).substr(2);
        if (step[0] == '<') {
            jar.addSet({host, path, number}, field, second(static_cast<std::int64_t>(number)));
        } else {
            jar.addSent({host, path, number}, field);
        }
    }
    return shown(jar.heldAt(second(atSecond)));
}

TEST(CookieJar, HoldsWhatIsSet) {
    EXPECT_EQ(afterAll({"< a=1"}), "a=1@shop.test/app 1");
    EXPECT_EQ(afterAll({"< a=1; Path=/; Secure"}), "a=1@shop.test/ 1");
    EXPECT_EQ(afterAll({"< a=1", "< a=2", "> a=2"}), "a=2@shop.test/app 2>3");
    EXPECT_EQ(afterAll({"< a=1; Path=/", "< a=2", "> a=2; a=1"}),
              "a=1@shop.test/ 1>3, a=2@shop.test/app 2>3");
    EXPECT_EQ(afterAll({"< b=1", "< a=1"}), "a=1@shop.test/app 2, b=1@shop.test/app 1");
}

TEST(CookieJar, ForgetsWhatEnds) {
    EXPECT_EQ(afterAll({"< a=1; Max-Age=50"}, 50), "a=1@shop.test/app 1");
    EXPECT_EQ(afterAll({"< a=1; Max-Age=50"}, 51), "");
    EXPECT_EQ(afterAll({"< a=1", "< a=; Max-Age=0"}), "");
    EXPECT_EQ(afterAll({"< a=1", "< a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT"}), "");
    EXPECT_EQ(afterAll({"< a=1", "< a=; Path=/; Max-Age=0"}), "a=1@shop.test/app 1");
    EXPECT_EQ(afterAll({"> a=1", "< a=; Max-Age=0"}), "");
}

TEST(CookieJar, LeavesOutWhatBrowsersIgnore) {
    const std::string host = "www.shop.example.com";
    EXPECT_EQ(afterAll({"< a=1; Domain=shop.example.com"}, 100, host),
              "a=1@.shop.example.com/app 1");
    EXPECT_EQ(afterAll({"< a=1; Domain=other.example.com"}, 100, host), "");
    EXPECT_EQ(afterAll({"< a=1; Domain=com"}, 100, host), "");
    EXPECT_EQ(afterAll({"< __Host-a=1; Secure; Domain=shop.example.com; Path=/"}, 100, host), "");
    EXPECT_EQ(afterAll({"< a=\x01"}, 100, host), "");
}

TEST(CookieJar, LearnsFromRequests) {
    EXPECT_EQ(afterAll({"> a=1; b=2", "> a=1"}), "a=1@shop.test >2, b=2@shop.test >1");
    // A script, or a response that is missing, has changed it.
    EXPECT_EQ(afterAll({"< a=1; Path=/; Max-Age=9", "> a=2"}), "a=2@shop.test/ >2");
    EXPECT_EQ(afterAll({"> a=1", "> a=2", "> a=2"}), "a=2@shop.test >3");
    EXPECT_EQ(afterAll({"> a=1", "< a=2; Path=/"}), "a=2@shop.test/ 2");
    // Not of this path, so nothing is known of it.
    EXPECT_EQ(afterAll({"< a=1; Path=/other", "> b=1"}), "b=1@shop.test >2, a=1@shop.test/other 1");
    EXPECT_EQ(afterAll({"< a=1; Path=/other", "> a=3"}), "a=3@shop.test >2, a=1@shop.test/other 1");
}

TEST(CookieJar, TakesEachPairOfManyOnce) {
    std::string field = "> ";
    for (int i = 0; i < 20'000; ++i) {
        field += "a=" + std::to_string(i % 4000) + "; ";
    }
    CookieJar jar{CookieJar::Limits()};
    for (std::uint64_t i = 1; i <= 3; ++i) {
        jar.addSent({"shop.test", "/", i}, std::string_view(field).substr(2));
    }
    EXPECT_EQ(jar.heldAt(second(0)).size(), 3000U);
}

TEST(CookieJar, IsBounded) {
    CookieJar jar{{3}};
    for (int i = 0; i < 10; ++i) {
        jar.addSent({"shop.test", "/", 1}, "a" + std::to_string(i) + "=1");
    }
    EXPECT_EQ(shown(jar.heldAt(second(0))),
              "a7=1@shop.test >1, a8=1@shop.test >1, a9=1@shop.test >1");
    // What is sent now stays rather than what was not.
    jar.addSent({"shop.test", "/", 2}, "a7=1; b=1");
    EXPECT_EQ(shown(jar.heldAt(second(0))),
              "a7=1@shop.test >2, a9=1@shop.test >1, b=1@shop.test >2");
}

TEST(CookieJar, IsThatOfAVisitorAtAMoment) {
    const test::TemporaryDirectory directory;
    auto writer = store::CaseWriter::create(directory / "a.hark", {});
    ASSERT_TRUE(writer.ok());
    test::CaseBuilder builder(**writer);
    builder.open(1);
    const auto exchange = [&](const std::string& cookie, const std::string& setCookie) {
        return builder.exchange(
            "GET /a/b?c HTTP/1.1\r\nHost: shop.test\r\nCookie: " + cookie + "\r\n\r\n", "",
            "HTTP/1.1 200 OK\r\nSet-Cookie: " + setCookie + "\r\n\r\n", "");
    };
    exchange("theme=dark", "sid=1; HttpOnly");
    exchange("theme=dark; sid=1", "sid=2; Path=/");
    exchange("other=1", "other=2");
    exchange("theme=dark; sid=2", "sid=; Path=/; Max-Age=0");
    builder.close();
    for (std::uint64_t id = 1; id <= 3; ++id) {
        session::SessionRow row;
        row.id = {id};
        row.visitor = id < 3 ? 1 : 2;
        (*writer)->on(session::Event(row));
    }
    const std::uint64_t sessions[] = {1, 1, 3, 2};
    for (std::uint64_t i = 0; i < 4; ++i) {
        (*writer)->on(
            session::Event(session::MembersRow{i + 1, {1}, {i + 1}, {i + 1}, {sessions[i]}, 0}));
    }
    ASSERT_TRUE((*writer)->finish(store::CaseWriter::State::Complete).ok());
    auto opened = Case::open(directory / "a.hark");
    ASSERT_TRUE(opened.ok());
    const auto after = [&](std::uint64_t session, std::uint64_t last) {
        const auto detail = (*opened)->exchange(last);
        const ExchangeRow& row = (*detail)->row;
        const auto jar = (*opened)->cookieJar(session, row.startedNs + *row.durationNs);
        return jar.ok() ? shown(*jar) : jar.error().message;
    };
    EXPECT_EQ(after(1, 1), "theme=dark@shop.test >1, sid=1@shop.test/a 1");
    EXPECT_EQ(after(1, 2), "theme=dark@shop.test >2, sid=2@shop.test/ 2, sid=1@shop.test/a 1>2");
    // The first sid was not sent again: a browser would have sent both.
    EXPECT_EQ(after(2, 4), "theme=dark@shop.test >4");
    EXPECT_EQ(after(3, 4), "other=2@shop.test/a 3");
    EXPECT_EQ(after(9, 4), "");
    EXPECT_EQ(shown((*opened)->cookieJar(1, 0).value()), "");
    const auto jar = (*opened)->cookieJar(1, (*opened)->exchange(2).value()->row.startedNs);
    EXPECT_EQ(shown(*jar), "theme=dark@shop.test >2, sid=1@shop.test/a 1>2");
    EXPECT_EQ((*jar)[1].attributes, "HttpOnly");
}

}  // namespace
}  // namespace hark::query
