#include "gui/models/timeline.h"

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gui/models/time_scale.h"
#include "gui/models/timeline_marks.h"

namespace hark::gui {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::int64_t kBegin = 1'700'000'000'000'000'000;  // beyond the digits of a double
constexpr std::int64_t kMs = 1'000'000;
constexpr std::int64_t kSecond = 1000 * kMs;

// Waits for `lengthMs`, from `startMs` on.
query::Bar bar(std::uint64_t id, std::uint32_t connection, std::int64_t startMs,
               std::int64_t lengthMs, std::uint32_t session = query::Bar::kNone) {
    query::Bar made;
    made.id = id;
    made.connection = connection;
    made.session = session;
    made.startedNs = kBegin + startMs * kMs;
    made.phases.fill(-1);
    made.phases[static_cast<std::size_t>(query::Phase::Wait)] = static_cast<float>(lengthMs * kMs);
    made.status = 200;
    return made;
}

Timeline timelineOf(std::vector<query::Bar> bars) {
    TimelineParts parts;
    parts.bars = std::move(bars);
    return Timeline(std::move(parts));
}

// A line for each row: "session 2", "c7: 1 3", "c7/1: 2" for its second track.
std::vector<std::string> rowsOf(const Timeline& timeline) {
    std::vector<std::string> lines;
    for (const TimelineRow& row : timeline.rows()) {
        if (row.isHeading()) {
            const std::uint32_t id = timeline.sessions()[row.session].id;
            lines.push_back(id == query::Bar::kNone ? "no session"
                                                    : "session " + std::to_string(id));
            continue;
        }
        std::string line = "c" + std::to_string(timeline.lanes()[row.lane].connection.id);
        if (row.track > 0) line += "/" + std::to_string(row.track);
        line += ":";
        for (std::size_t i = row.begin; i < row.end; ++i)
            line += " " + std::to_string(timeline.bars()[i].id);
        lines.push_back(line);
    }
    return lines;
}

TEST(TimeScale, IsExactThoughTimesHaveMoreDigitsThanADouble) {
    const TimeScale scale(kBegin, 10);
    EXPECT_EQ(scale.nsAt(7), kBegin + 70);
    EXPECT_DOUBLE_EQ(scale.xOf(kBegin + 70), 7);
}

TEST(TimeScale, ZoomsAboutThePlaceOfThePointer) {
    const TimeScale scale(kBegin, 1e6);
    const std::int64_t held = scale.nsAt(300);
    const TimeScale nearer = scale.zoomed(3, 300);
    EXPECT_NEAR(nearer.xOf(held), 300, 1e-6);
    EXPECT_DOUBLE_EQ(nearer.nsPerPixel(), 1e6 / 3);
    const TimeScale back = nearer.zoomed(1.0 / 3, 300);
    EXPECT_NEAR(back.xOf(kBegin), 0, 1e-6);
}

TEST(TimeScale, ThousandStepsInAndOutLeadBack) {
    TimeScale scale(kBegin, 1e6);
    for (int i = 0; i < 1000; ++i)
        scale = scale.zoomed(1.01, 311).panned(0.25);
    for (int i = 0; i < 1000; ++i)
        scale = scale.panned(-0.25).zoomed(1 / 1.01, 311);
    EXPECT_NEAR(static_cast<double>(scale.nsAt(0) - kBegin), 0, 1000);
}

TEST(TimeScale, StopsWhereCapturesTellNoMore) {
    EXPECT_DOUBLE_EQ(TimeScale(kBegin, 100).zoomed(1e9, 5).nsPerPixel(), TimeScale::kNearest);
    EXPECT_DOUBLE_EQ(TimeScale(kBegin, 100).zoomed(1e-30, 5).nsPerPixel(), TimeScale::kFarthest);
}

TEST(TimeScale, FitsARangeWithAMargin) {
    const TimeRange range{kBegin, kBegin + kSecond};
    const TimeScale scale = TimeScale::fitting(range, 1000);
    EXPECT_GT(scale.xOf(range.beginNs), 5);
    EXPECT_LT(scale.xOf(range.endNs), 995);
    EXPECT_GT(scale.xOf(range.endNs) - scale.xOf(range.beginNs), 900);
    const TimeScale moment = TimeScale::fitting({kBegin, kBegin}, 1000);
    EXPECT_NEAR(moment.xOf(kBegin), 500, 1);
}

TEST(TimeScale, IsNeverPannedAwayFromEverything) {
    const TimeRange range{kBegin, kBegin + kSecond};
    const TimeScale scale(kBegin, 1e6);
    for (const double pixels : {1e7, -1e7, 1e15, -1e15}) {
        const TimeRange shown = scale.panned(pixels).keptOver(range, 800).range(800);
        EXPECT_LT(shown.beginNs, range.endNs) << pixels;
        EXPECT_GT(shown.endNs, range.beginNs) << pixels;
    }
}

TEST(TimeTicks, AreRoundNumbersFromTheOrigin) {
    const TimeScale scale(kBegin + 30 * kMs, 1e6);
    const TimeTicks ticks = ticksOf(scale, 250, kBegin, 90);
    EXPECT_EQ(ticks.stepNs, 100 * kMs);
    EXPECT_THAT(ticks.ns, ElementsAre(kBegin + 100 * kMs, kBegin + 200 * kMs));
}

TEST(TimeTicks, CountAsPeopleDo) {
    const auto stepOf = [](double nsPerPixel) {
        return ticksOf(TimeScale(kBegin, nsPerPixel), 1000, kBegin, 100).stepNs;
    };
    EXPECT_EQ(stepOf(10), 1000);
    EXPECT_EQ(stepOf(0.12 * kSecond), 15 * kSecond);
    EXPECT_EQ(stepOf(0.4 * kSecond), 60 * kSecond);
    EXPECT_EQ(stepOf(30.0 * kSecond), 3600 * kSecond);
}

TEST(TimeTicks, AreLabelledSoThatTheyDiffer) {
    EXPECT_EQ(tickText(12'418 * kMs, kMs), QStringLiteral("12.418 s"));
    EXPECT_EQ(tickText(12'400 * kMs, 100 * kMs), QStringLiteral("12.4 s"));
    EXPECT_EQ(tickText(-500 * kMs, 500 * kMs), QStringLiteral("−0.5 s"));
    EXPECT_EQ(tickText(30 * kSecond, 30 * kSecond), QStringLiteral("30 s"));
    EXPECT_EQ(tickText(252 * kSecond, kSecond), QStringLiteral("4 min 12 s"));
    EXPECT_EQ(tickText(240 * kSecond, 60 * kSecond), QStringLiteral("4 min"));
    EXPECT_EQ(tickText(7500 * kSecond, 300 * kSecond), QStringLiteral("2 h 05 min"));
    EXPECT_EQ(tickText(7507 * kSecond, kSecond), QStringLiteral("2 h 05 min 07 s"));
}

TEST(Timeline, HasALaneForEachConnectionBySessions) {
    const Timeline timeline =
        timelineOf({bar(1, 7, 0, 10), bar(2, 8, 5, 10, 2), bar(3, 7, 20, 5, 1), bar(4, 8, 30, 5, 2),
                    bar(5, 6, 40, 5, 2)});
    EXPECT_THAT(rowsOf(timeline), ElementsAre("session 1", "c7: 3", "session 2", "c6: 5", "c8: 2 4",
                                              "no session", "c7: 1"));
    EXPECT_EQ(timeline.extent(), (TimeRange{kBegin, kBegin + 45 * kMs}));
}

TEST(Timeline, AConnectionThatServesTwoSessionsBeginsInOneLane) {
    TimelineParts parts;
    parts.bars = {bar(1, 7, 0, 10, 2), bar(2, 7, 20, 5, 1)};
    query::ConnectionBar connection;
    connection.id = 7;
    connection.startedNs = kBegin - kMs;
    connection.handshakeNs = kMs;
    parts.connections = {connection};
    const Timeline timeline(std::move(parts));
    ASSERT_THAT(rowsOf(timeline), ElementsAre("session 1", "c7: 2", "session 2", "c7: 1"));
    EXPECT_FALSE(timeline.lanes()[0].isFirst);
    EXPECT_TRUE(timeline.lanes()[1].isFirst);
    EXPECT_TRUE(timeline.lanes()[0].isKnown && timeline.lanes()[1].isKnown);
    EXPECT_EQ(timeline.extent().beginNs, kBegin - kMs) << "with the handshake";
}

TEST(Timeline, PipelinedExchangesStandBelowEachOther) {
    const Timeline timeline =
        timelineOf({bar(1, 7, 0, 100), bar(2, 7, 10, 100), bar(3, 7, 110, 10), bar(4, 7, 50, 10)});
    EXPECT_THAT(rowsOf(timeline), ElementsAre("no session", "c7: 1 3", "c7/1: 2", "c7/2: 4"));
}

TEST(Timeline, TracksAreBounded) {
    std::vector<query::Bar> bars;
    for (std::uint64_t id = 1; id <= 100; ++id)
        bars.push_back(bar(id, 7, static_cast<std::int64_t>(id), 10'000));
    const Timeline timeline = timelineOf(std::move(bars));
    EXPECT_EQ(timeline.rows().size(), 1 + TimelineLimits::kTracks);
    for (std::uint64_t id = 1; id <= 100; ++id) {
        const auto index = timeline.indexOf(id);
        ASSERT_TRUE(index);
        EXPECT_EQ(timeline.bars()[*index].id, id);
        const TimelineRow& row = timeline.rows()[timeline.rowOf(*index)];
        EXPECT_TRUE(*index >= row.begin && *index < row.end);
    }
    EXPECT_FALSE(timeline.indexOf(101));
}

TEST(Timeline, WalksThroughTimeAcrossLanes) {
    const Timeline timeline =
        timelineOf({bar(1, 9, 0, 1), bar(2, 7, 1, 1), bar(3, 8, 2, 1), bar(4, 7, 3, 1)});
    std::vector<std::uint64_t> walked;
    for (auto at = timeline.firstInTime(); at; at = timeline.neighbour(*at, 1))
        walked.push_back(timeline.bars()[*at].id);
    EXPECT_THAT(walked, ElementsAre(1, 2, 3, 4));
    EXPECT_EQ(timeline.bars()[*timeline.lastInTime()].id, 4U);
    EXPECT_FALSE(timeline.neighbour(*timeline.firstInTime(), -1));
}

TEST(Timeline, KnowsWhatIsAnError) {
    query::Bar one = bar(1, 1, 0, 1);
    for (const auto& [status, isError] :
         {std::pair{200, false}, {302, false}, {404, true}, {500, true}, {0, true}}) {
        one.status = static_cast<std::uint16_t>(status);
        EXPECT_EQ(Timeline::isError(one), isError) << status;
    }
    one.flags = query::Bar::kRunning;
    EXPECT_FALSE(Timeline::isError(one)) << "may still come";
    EXPECT_EQ(Timeline::endOf(one), Timeline::kOpenEnd);
}

TEST(Timeline, SessionsHaveTheirEventsAndNames) {
    TimelineParts parts;
    parts.bars = {bar(1, 1, 0, 1, 4), bar(2, 2, 5, 1, 5)};
    for (const auto& [session, ms] : {std::pair{5, 3}, {4, 9}, {5, 1}}) {
        query::LifeEventRow event;
        event.session = static_cast<std::uint64_t>(session);
        event.event = "login";
        event.timeNs = kBegin + ms * kMs;
        parts.events.push_back(event);
    }
    parts.events.push_back({});  // of a kind that nobody knows
    query::SessionRow row;
    row.id = 5;
    row.user = "a\x1b";
    parts.sessions = {row};
    const Timeline timeline(std::move(parts));
    ASSERT_EQ(timeline.sessions().size(), 2U);
    const TimelineSession& session = timeline.sessions()[1];
    EXPECT_FALSE(session.user.contains(QChar(0x1b)));
    ASSERT_EQ(session.endEvent - session.firstEvent, 2U);
    EXPECT_EQ(timeline.events()[session.firstEvent].timeNs, kBegin + kMs);
    EXPECT_EQ(timeline.events().size(), 3U);
}

std::vector<TimelineMark> marksIn(const Timeline& timeline, const TimeScale& scale, double left,
                                  double right) {
    std::vector<TimelineMark> marks;
    marksOf(timeline, timeline.rows()[1], scale, left, right, marks);
    return marks;
}

TEST(TimelineMarks, AreBarsWhereTheyCanBeSeen) {
    const Timeline timeline = timelineOf({bar(1, 7, 0, 10), bar(2, 7, 20, 30), bar(3, 7, 900, 10)});
    const auto marks = marksIn(timeline, TimeScale(kBegin, 1e6), 0, 500);
    ASSERT_EQ(marks.size(), 2U);
    EXPECT_TRUE(marks[1].isBar());
    EXPECT_EQ(marks[1].first, 1U);
    EXPECT_NEAR(marks[1].left, 20, 1e-6);
    EXPECT_NEAR(marks[1].right, 50, 1e-6);
}

TEST(TimelineMarks, BeginBeforeThePictureAndReachIntoIt) {
    const Timeline timeline = timelineOf({bar(1, 7, 0, 10), bar(2, 7, 20, 5000)});
    const auto marks = marksIn(timeline, TimeScale(kBegin, 1e6), 1000, 1200);
    ASSERT_EQ(marks.size(), 1U);
    EXPECT_EQ(marks[0].first, 1U);
    EXPECT_THAT(marksIn(timeline, TimeScale(kBegin, 1e6), 6000, 7000), IsEmpty());
}

TEST(TimelineMarks, JoinWhatIsTooNarrowAndLoseNoError) {
    std::vector<query::Bar> bars;
    for (std::uint64_t id = 1; id <= 10'000; ++id) {
        bars.push_back(bar(id, 7, static_cast<std::int64_t>(id) * 2, 1));
        if (id == 5000) bars.back().status = 500;
    }
    const Timeline timeline = timelineOf(std::move(bars));
    const auto marks = marksIn(timeline, TimeScale(kBegin, 50e6), 0, 500);
    EXPECT_LE(marks.size(), 7U) << "as alike as they are";
    std::size_t covered = 0;
    std::uint32_t errors = 0;
    for (const TimelineMark& mark : marks) {
        covered += mark.count;
        errors += mark.errors;
        if (mark.errors > 0) {
            EXPECT_LE(mark.right - mark.left, kNarrowBar) << "where it is, not all over";
        }
    }
    EXPECT_EQ(covered, 10'000U);
    EXPECT_EQ(errors, 1U);
}

TEST(TimelineMarks, AWideBarBehindNarrowOnesIsSeen) {
    std::vector<query::Bar> bars;
    for (std::uint64_t id = 1; id <= 8; ++id) {
        bars.push_back(bar(id, 7, static_cast<std::int64_t>(id), id == 8 ? 5000 : 1));
    }
    const auto marks = marksIn(timelineOf(std::move(bars)), TimeScale(kBegin, 20e6), 0, 500);
    ASSERT_EQ(marks.size(), 2U);
    EXPECT_EQ(marks[0].count, 7U);
    EXPECT_TRUE(marks[1].isBar());
    EXPECT_NEAR(marks[1].right - marks[1].left, 250, 0.1);
}

// What marks cover, at any zoom and place, are all bars that the picture touches.
TEST(TimelineMarks, CoverAllThatIsInThePicture) {
    std::vector<query::Bar> bars;
    std::int64_t at = 0;
    for (std::uint64_t id = 1; id <= 3000; ++id) {
        const auto length = static_cast<std::int64_t>(id * 7919 % 97);
        bars.push_back(bar(id, 7, at, length));
        at += static_cast<std::int64_t>(id * 104'729 % 61) + (id % 5 == 0 ? 0 : length);
    }
    const Timeline timeline = timelineOf(std::move(bars));
    std::vector<TimelineMark> marks;
    for (const double nsPerPixel : {1e5, 1e6, 3.7e6, 2e7, 4e8}) {
        const TimeScale scale = TimeScale(kBegin + 1000 * kMs, nsPerPixel);
        for (const TimelineRow& row : timeline.rows()) {
            marksOf(timeline, row, scale, 0, 700, marks);
            const TimeRange shown = scale.range(700);
            std::vector<bool> covered(timeline.bars().size());
            for (const TimelineMark& mark : marks) {
                for (std::size_t i = mark.first; i < mark.first + mark.count; ++i)
                    covered[i] = true;
            }
            for (std::size_t i = row.begin; i < row.end; ++i) {
                const query::Bar& one = timeline.bars()[i];
                const bool touches =
                    one.startedNs <= shown.endNs && Timeline::endOf(one) >= shown.beginNs;
                EXPECT_TRUE(covered[i] || !touches) << one.id << " at " << nsPerPixel;
            }
        }
    }
}

TEST(TimelineMarks, ARunningExchangeReachesToTheEdge) {
    std::vector<query::Bar> bars{bar(1, 7, 0, 1)};
    bars[0].flags = query::Bar::kRunning;
    const auto marks = marksIn(timelineOf(std::move(bars)), TimeScale(kBegin, 1e6), 5000, 6000);
    ASSERT_EQ(marks.size(), 1U);
    EXPECT_DOUBLE_EQ(marks[0].right, 6000);
}

TEST(TimelineHit, FindsTheBarUnderOrNextToThePointer) {
    const Timeline timeline = timelineOf({bar(1, 7, 0, 10), bar(2, 7, 20, 30), bar(3, 7, 60, 0)});
    const TimeScale scale(kBegin, 1e6);
    const auto at = [&](double x) { return barAt(timeline, timeline.rows()[1], scale, x, 4); };
    EXPECT_EQ(at(5), 0U);
    EXPECT_EQ(at(12), 0U);
    EXPECT_EQ(at(18), 1U);
    EXPECT_EQ(at(50), 1U);
    EXPECT_EQ(at(62), 2U) << "a bar without length";
    EXPECT_EQ(at(70), std::nullopt);
    EXPECT_EQ(barAt(timeline, timeline.rows()[0], scale, 5, 4), std::nullopt) << "a heading";
}

TEST(TimelineHit, PrefersErrorsInACrowd) {
    std::vector<query::Bar> bars;
    for (std::uint64_t id = 1; id <= 40; ++id)
        bars.push_back(bar(id, 7, static_cast<std::int64_t>(id), 1));
    bars[19].status = 404;
    const Timeline timeline = timelineOf(std::move(bars));
    const TimeScale scale(kBegin - 200 * kMs, 20e6);
    const auto row = timeline.rows()[1];
    const auto found = barAt(timeline, row, scale, scale.xOf(kBegin + 20 * kMs), 4);
    ASSERT_TRUE(found);
    EXPECT_EQ(timeline.bars()[*found].id, 20U);
}

TEST(TimelineRows, AreFoundByTheirPixels) {
    const Timeline timeline = timelineOf({bar(1, 7, 0, 10), bar(2, 8, 20, 30)});
    const RowRange some = rowsIn(timeline, 22, 23, 44);
    EXPECT_EQ(some.begin, 1U);
    EXPECT_EQ(some.end, 2U);
    EXPECT_EQ(rowsIn(timeline, 22, -50, 5000).end, 3U);
    EXPECT_EQ(rowsIn(timeline, 22, 4000, 5000).begin, 3U);
}

}  // namespace
}  // namespace hark::gui
