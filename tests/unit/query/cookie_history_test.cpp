#include "core/query/cookie_history.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/query/case.h"
#include "core/store/case_writer.h"
#include "tests/unit/store/case_builder.h"

namespace hark::query {
namespace {

using Kind = CookieStep::Kind;

base::Timestamp second(std::uint64_t seconds) {
    return base::Timestamp(std::chrono::seconds(1'700'000'000 + seconds));
}

std::string_view word(Kind kind) {
    switch (kind) {
        case Kind::Minted:
            return "minted";
        case Kind::Replaced:
            return "replaced";
        case Kind::Renewed:
            return "renewed";
        case Kind::Deleted:
            return "deleted";
        case Kind::Sent:
            return "sent";
    }
    return "";
}

// "1 minted a 2x 3..5": by exchange 1, to "a", which two requests sent, from exchange 3 to 5.
std::string shown(const CookieHistory& history) {
    std::string text;
    for (const CookieStep& step : history.steps()) {
        text += (text.empty() ? "" : ", ") + std::to_string(step.exchange) + ' ' +
                std::string(word(step.kind));
        if (!step.value.empty()) text += ' ' + step.value;
        if (step.uses > 0) {
            text += ' ' + std::to_string(step.uses) + "x " + std::to_string(*step.firstUse) + ".." +
                    std::to_string(*step.lastUse);
        }
    }
    return text;
}

struct Exchange {
    std::string cookie;
    std::string setCookie;
};

CookieHistory told(const std::vector<Exchange>& exchanges, CookieHistory::Limits limits = {}) {
    CookieHistory history("sid", limits);
    std::uint64_t id = 0;
    for (const Exchange& exchange : exchanges) {
        history.beginExchange(++id);
        history.addSent(exchange.cookie, second(id));
        history.addSet(exchange.setCookie, second(id));
    }
    return history;
}

TEST(CookieHistory, TellsMintingUseReplacementAndDeletion) {
    EXPECT_EQ(shown(told({{"", "sid=a; Path=/"},
                          {"sid=a", ""},
                          {"sid=a; theme=dark", "sid=b"},
                          {"sid=b", "sid=b"},
                          {"sid=b", "sid=; Max-Age=0"}})),
              "1 minted a 2x 2..3, 3 replaced b 1x 4..4, 4 renewed b 1x 5..5, 5 deleted");
}

TEST(CookieHistory, TellsWhatWasSentBeforeItWasSeenSet) {
    EXPECT_EQ(shown(told({{"sid=old", ""}, {"sid=old", ""}, {"sid=old", "sid=new"}})),
              "1 sent old 3x 1..3, 3 replaced new");
}

TEST(CookieHistory, PassesOverOtherNamesAndCases) {
    EXPECT_EQ(shown(told({{"SID=a; xsid=b", "sid2=c"}, {"", "Sid=d"}})), "");
}

TEST(CookieHistory, CountsARequestOnceForEachValue) {
    EXPECT_EQ(shown(told({{"sid=a; sid=b; sid=a", ""}})), "1 sent a 1x 1..1, 1 sent b 1x 1..1");
}

TEST(CookieHistory, KeepsAttributesAsReceived) {
    const CookieHistory history = told({{"", "sid=a; Path=/;  HttpOnly"}});
    ASSERT_EQ(history.steps().size(), 1U);
    EXPECT_EQ(history.steps()[0].attributes, "Path=/;  HttpOnly");
    EXPECT_EQ(history.steps()[0].timeNs, second(1).time_since_epoch().count());
}

TEST(CookieHistory, IsBoundedAndSaysSo) {
    const CookieHistory history =
        told({{"", "sid=a"}, {"", "sid=b"}, {"", "sid=c"}, {"sid=a; sid=c", ""}}, {2});
    EXPECT_EQ(shown(history), "1 minted a 1x 4..4, 2 minted b");
    EXPECT_EQ(history.dropped(), 2U);
}

// Of a case, at the cookie's own service alone.
class HistoryOfCase : public testing::Test {
protected:
    void SetUp() override {
        auto writer = store::CaseWriter::create(directory_ / "a.hark", {});
        ASSERT_TRUE(writer.ok());
        test::CaseBuilder builder(**writer);
        builder.open(1);
        const auto exchange = [&](const std::string& host, const std::string& request,
                                  const std::string& response) {
            builder.exchange("GET / HTTP/1.1\r\nHost: " + host + "\r\n" + request + "\r\n", "",
                             "HTTP/1.1 200 OK\r\n" + response + "\r\n", "");
        };
        exchange("shop.test", "", "Set-Cookie: sid=1\r\n");
        exchange("other.test", "Cookie: sid=1\r\n", "");
        exchange("shop.test", "Cookie: sid=1\r\n", "");
        exchange("www.shop.test", "Cookie: *=7\r\n", "Set-Cookie: *=8; Domain=shop.test\r\n");
        exchange("notshop.test", "Cookie: *=7\r\n", "");
        exchange("shop.test", "Cookie: *=8\r\n", "");
        builder.close();
        const auto name = [&](std::uint64_t id, const char* service, const char* text,
                              session::Carrier carrier) {
            session::NameRow row;
            row.id = id;
            row.service = service;
            row.name = text;
            row.carrier = carrier;
            (*writer)->on(session::Event(row));
        };
        name(1, "http://shop.test", "sid", session::Carrier::Cookie);
        name(2, ".shop.test", "*", session::Carrier::Cookie);
        name(3, "http://shop.test", "sid", session::Carrier::QueryParameter);
        ASSERT_TRUE((*writer)->finish(store::CaseWriter::State::Complete).ok());
        auto opened = Case::open(directory_ / "a.hark");
        ASSERT_TRUE(opened.ok());
        case_ = std::move(opened).value();
    }
    std::string history(std::uint64_t id) {
        const auto found = case_->cookieHistory(id);
        if (!found) return found.error().message;
        return *found ? shown(**found) : "none";
    }

    test::TemporaryDirectory directory_;
    std::unique_ptr<Case> case_;
};

TEST_F(HistoryOfCase, IsOfOneService) {
    EXPECT_EQ(history(1), "1 minted 1 1x 3..3");
}

TEST_F(HistoryOfCase, OfADomainIsOfAllBelowIt) {
    EXPECT_EQ(history(2), "4 sent 7 1x 4..4, 4 replaced 8 1x 6..6");
}

TEST_F(HistoryOfCase, IsOfCookiesAlone) {
    EXPECT_EQ(history(3), "none");
    EXPECT_EQ(history(9), "none");
}

}  // namespace
}  // namespace hark::query
