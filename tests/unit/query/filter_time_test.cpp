// Ranges of time in filters: what a moment is written like, and what is within a range.

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "core/query/case.h"
#include "core/query/time_values.h"
#include "core/store/case_writer.h"
#include "tests/unit/store/case_builder.h"

namespace hark::query {
namespace {

constexpr std::int64_t kBegan = 1'700'000'000'000'000'000;  // 2023-11-14T22:13:20Z
constexpr std::int64_t kMillisecond = 1'000'000;

base::Timestamp after(std::int64_t milliseconds) {
    return base::Timestamp(base::Duration(kBegan + milliseconds * kMillisecond));
}

// Connection 1 lives from 1 to 10 ms, with exchanges that begin at 4 and 7; connection 2 from 11 to
// 17, with one at 14. A session lives from 4 to 7, with events at both ends; another at 14.
void writeCase(const std::string& path) {
    auto writer = store::CaseWriter::create(path, {});
    ASSERT_TRUE(writer.ok());
    store::Input input;
    input.id = 1;
    input.first = after(0);
    input.last = after(20);
    test::CaseBuilder builder(**writer);
    for (const int exchanges : {2, 1}) {
        builder.open(1);
        for (int i = 0; i < exchanges; ++i) {
            builder.exchange("GET /a HTTP/1.1\r\nHost: a.test\r\n\r\n", "",
                             i == 0 ? "HTTP/1.1 200 OK\r\n\r\n" : "HTTP/1.1 404 No\r\n\r\n", "");
        }
        builder.close();
    }
    for (const std::uint64_t id : {1U, 2U}) {
        session::SessionRow row;
        row.id = {id};
        row.service = id == 1 ? "http://a.test" : "http://b.test";
        row.started = after(id == 1 ? 4 : 14);
        row.lastSeen = after(id == 1 ? 7 : 14);
        (*writer)->on(session::Event(row));
    }
    const auto tell = [&](const session::Event& event) { (*writer)->on(event); };
    tell(session::MembersRow{1, {1}, {1}, {2}, {1}, 0});
    tell(session::MembersRow{2, {2}, {3}, {3}, {2}, 0});
    using Kind = session::LifeEventKind;
    tell(session::LifeEventRow{1, {1}, Kind::Minted, {1}, after(5), {}, ""});
    tell(session::LifeEventRow{2, {1}, Kind::Login, {2}, after(8), {}, ""});
    tell(session::LifeEventRow{3, {2}, Kind::Minted, {3}, after(15), {}, ""});
    (*writer)->setInput(input);
    ASSERT_TRUE((*writer)->finish(store::CaseWriter::State::Complete).ok());
}

class FilterTimeTest : public testing::Test {
protected:
    void SetUp() override {
        writeCase(directory_ / "a.hark");
        auto opened = Case::open(directory_ / "a.hark");
        ASSERT_TRUE(opened.ok());
        case_ = std::move(opened).value();
    }
    // "1 2 | 1 | 1 | 1 2": exchanges, connections, sessions and life events.
    std::string matches(const std::string& text) {
        const auto parsed = parseFilter(text);
        if (const auto* problem = std::get_if<FilterProblem>(&parsed)) return problem->line();
        const Filter& filter = *std::get_if<Filter>(&parsed);
        std::string line;
        const auto add = [&](const base::Result<std::vector<std::uint64_t>>& ids) {
            for (const std::uint64_t id : ids.value())
                line += std::to_string(id) + " ";
        };
        add(case_->exchangeIds(filter));
        line += "| ";
        add(case_->connectionIds(filter));
        line += "| ";
        add(case_->sessionIds(filter));
        line += "| ";
        add(case_->lifeEventIds(filter));
        return line;
    }

    test::TemporaryDirectory directory_;
    std::unique_ptr<Case> case_;
};

TEST_F(FilterTimeTest, SelectsWhatBeganOrLivedInARange) {
    const struct {
        const char* filter;
        const char* ids;
    } rows[] = {
        {"after:0ms", "1 2 3 | 1 2 | 1 2 | 1 2 3 "},
        {"before:0ms", "| | | "},
        {"after:4ms before:7ms", "1 | 1 | 1 | 1 "},  // until just before the end
        {"after:4.000001ms before:7ms", "| 1 | 1 | 1 "},
        {"after:5ms before:6ms", "| 1 | 1 | 1 "},  // alive all through
        {"after:7ms", "2 3 | 1 2 | 1 2 | 2 3 "},
        {"after:10ms before:11ms", "| 1 | | "},
        {"after:10.5ms before:11ms", "| | | "},
        {"since:0.01s", "3 | 1 2 | 2 | 3 "},
        {"until:0.01s", "1 2 | 1 | 1 | 1 2 "},
        {"after:1m30s", "| | | "},
        {"-after:11ms", "1 2 | 1 | 1 | 1 2 "},
        {"after:2023-11-14T22:13:20.007Z", "2 3 | 1 2 | 1 2 | 2 3 "},
        {"after:2023-11-14T23:13:20.007+01:00", "2 3 | 1 2 | 1 2 | 2 3 "},
        {"before:2023-11-15", "1 2 3 | 1 2 | 1 2 | 1 2 3 "},
        {"after:\"2023-11-14 22:13:20.014\"", "3 | 2 | 2 | 3 "},
        // Beside what asks for an exchange, the range is that exchange's.
        {"status:404 after:5ms", "2 | 1 | 1 | 2 "},
        {"status:200 after:5ms before:10ms", "| | | 1 "},
        {"status:200 -before:5ms", "3 | 2 | 2 | 1 3 "},
        {"service:http://a.test", "1 2 3 | 1 2 | 1 | 1 2 3 "},
        {"service:*b.test", "| | 2 | "},
    };
    for (const auto& row : rows)
        EXPECT_EQ(matches(row.filter), row.ids) << row.filter;
}

TEST_F(FilterTimeTest, RefusesWhatIsNoTimeWithItsColumn) {
    EXPECT_EQ(matches("status:200 after:soon"),
              "column 18: a time is expected here: 12.4s or 1m30s since the first packet, or "
              "2026-11-21T08:43:12Z");
    EXPECT_EQ(matches("before>5s"), "column 8: \"before\" takes no comparison: before:12.4s");
}

TEST(TimeValues, AreDurationsOrIso8601) {
    const struct {
        const char* text;
        bool isRelative;
        std::int64_t ns;
    } rows[] = {
        {"12.4s", true, 12'400'000'000},
        {"1m30s", true, 90'000'000'000},
        {"1h1m1s1ms1us1ns", true, 3'661'001'001'001},
        {"12418ms", true, 12'418'000'000},
        {"2026", true, 2'026'000'000},
        {"1970-01-02", false, 86'400'000'000'000},
        {"1970-01-01T00:01", false, 60'000'000'000},
        {"1970-01-01T00:00:01.5", false, 1'500'000'000},
        {"1970-01-01t00:00:01.123456789999z", false, 1'123'456'789},
        {"1970-01-01T02:00:00+0130", false, 1'800'000'000'000},
        {"1969-12-31T23:59:59-00:30", false, 1'799'000'000'000},
        {"1969-12-31T23:59:59Z", false, -1'000'000'000},
        {"2024-02-29T23:59:60Z", false, 1'709'251'200'000'000'000},
    };
    for (const auto& row : rows) {
        const auto time = parseTime(row.text);
        ASSERT_TRUE(time.has_value()) << row.text;
        EXPECT_EQ(time->isRelative, row.isRelative) << row.text;
        EXPECT_EQ(time->ns, row.ns) << row.text;
    }
}

TEST(TimeValues, AreNothingElse) {
    for (const char* text : {"",
                             "s",
                             "-1s",
                             "1s..2s",
                             "1s2",
                             "1x",
                             "1m 30s",
                             "2023-02-29",
                             "2023-13-01",
                             "2023-1-1",
                             "2023-01-01T",
                             "2023-01-01T24:00",
                             "2023-01-01T1:00",
                             "2023-01-01T10:60",
                             "2023-01-01T10:00:",
                             "2023-01-01T10:00:61",
                             "2023-01-01T10:00:00.",
                             "2023-01-01T10:00+1",
                             "2023-01-01T10:00ZZ",
                             "0001-01-01",
                             "9999-12-31",
                             "99999999999h",
                             "2000000h2000000h2000000h"}) {
        EXPECT_FALSE(parseTime(text).has_value()) << text;
    }
}

}  // namespace
}  // namespace hark::query
