#include "gui/models/life_line.h"

#include <algorithm>

#include <QImage>
#include <QPainter>
#include <gtest/gtest.h>

#include "core/session/event.h"
#include "gui/app/theme.h"
#include "gui/delegates/colours.h"
#include "gui/delegates/life_line_layout.h"
#include "gui/delegates/signs.h"

namespace hark::gui {
namespace {

query::LifeEventRow event(const char* kind, std::int64_t timeNs) {
    query::LifeEventRow row;
    row.event = kind;
    row.timeNs = timeNs;
    row.exchange = static_cast<std::uint64_t>(timeNs);
    return row;
}

LifeLine lineOf(std::initializer_list<std::pair<const char*, std::int64_t>> events) {
    query::SessionRow session;
    session.startedNs = 1000;
    session.lastNs = 2000;
    session.end = "none";
    std::vector<query::LifeEventRow> rows;
    for (const auto& [kind, timeNs] : events) {
        rows.push_back(event(kind, timeNs));
    }
    return lifeLineOf(session, rows);
}

TEST(LifeLine, HasASignForEveryKindOfEvent) {
    using session::LifeEventKind;
    for (int kind = 0; kind <= static_cast<int>(LifeEventKind::Fixated); ++kind) {
        const auto name = session::toString(static_cast<LifeEventKind>(kind));
        const auto sign = lifeSignOf(name);
        ASSERT_TRUE(sign) << name;
        EXPECT_FALSE(lifeSignName(*sign).isEmpty()) << name;
    }
    EXPECT_FALSE(lifeSignOf("nothing-of-the-kind"));
}

TEST(LifeLine, PutsEventsAtTheirPlaceInTheSession) {
    const LifeLine line =
        lineOf({{"minted", 1000}, {"login", 1250}, {"unheard-of", 1500}, {"logout", 9000}});
    ASSERT_EQ(line.marks.size(), 3U);
    EXPECT_EQ(line.marks[0].position, 0);
    EXPECT_EQ(line.marks[1].position, 0.25);
    EXPECT_EQ(line.marks[2].position, 1) << "never beyond the end";
}

void expectOrderWithoutOverlap(const std::vector<LifeGroup>& groups, double left, double right) {
    double taken = left;
    for (const LifeGroup& group : groups) {
        EXPECT_GE(group.x - kSignSize / 2, taken);
        taken = group.x + kSignSize / 2;
    }
    EXPECT_LE(taken, right);
}

TEST(LifeLineLayout, LeavesSignsAtTheirTimesWhereThereIsRoom) {
    const auto groups =
        laidOut(lineOf({{"minted", 1000}, {"login", 1500}, {"logout", 2000}}), 0, 200);
    ASSERT_EQ(groups.size(), 3U);
    EXPECT_NEAR(groups[1].x, 100, 1);
    expectOrderWithoutOverlap(groups, 0, 200);
}

TEST(LifeLineLayout, MovesNeighboursAndPutsCrowdsTogether) {
    const auto pair = laidOut(lineOf({{"rotated", 1500}, {"login", 1500}}), 0, 200);
    ASSERT_EQ(pair.size(), 2U);
    expectOrderWithoutOverlap(pair, 0, 200);

    LifeLine crowd = lineOf({{"minted", 1000}});
    for (int i = 0; i < 300; ++i) {
        crowd.marks.push_back(crowd.marks.front());
        crowd.marks.back().sign = i == 200 ? LifeSign::SecondClient : LifeSign::Rotated;
        crowd.marks.back().position = i / 300.0;
    }
    const auto groups = laidOut(crowd, 0, 200);
    expectOrderWithoutOverlap(groups, 0, 200);
    std::size_t told = 0;
    for (const LifeGroup& group : groups) {
        EXPECT_EQ(group.first, told);
        told += group.count;
    }
    EXPECT_EQ(told, crowd.marks.size()) << "all are counted";
    EXPECT_TRUE(std::any_of(groups.begin(), groups.end(), [](const LifeGroup& group) {
        return group.sign == LifeSign::SecondClient;
    })) << "a warning is not hidden by what is frequent";
}

TEST(LifeLineLayout, HasRoomForOneSignAtLeast) {
    const auto groups = laidOut(lineOf({{"minted", 1000}, {"logout", 2000}}), 0, 4);
    ASSERT_EQ(groups.size(), 1U);
    EXPECT_EQ(groups[0].count, 2U);
    EXPECT_TRUE(laidOut(LifeLine(), 0, 100).empty());
}

TEST(LifeLineLayout, FindsWhatIsPointedAt) {
    const auto groups = laidOut(lineOf({{"minted", 1000}, {"logout", 2000}}), 0, 200);
    ASSERT_EQ(groups.size(), 2U);
    EXPECT_EQ(groupAt(groups, groups[1].x), &groups[1]);
    EXPECT_EQ(groupAt(groups, 100), nullptr);
}

double luminance(const QColor& colour) {
    const auto part = [](double value) {
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * part(colour.redF()) + 0.7152 * part(colour.greenF()) +
           0.0722 * part(colour.blueF());
}

double contrast(const QColor& a, const QColor& b) {
    const double x = luminance(a);
    const double y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

TEST(Colours, OfSessionsCanBeSeenAndToldApart) {
    for (const QPalette& palette : {lightPalette(), darkPalette()}) {
        QList<QRgb> seen;
        for (std::uint64_t session = 1; session <= 12; ++session) {
            const QColor hue = sessionHue(session, palette);
            EXPECT_GE(contrast(hue, palette.color(QPalette::Base)), 3) << session;
            EXPECT_FALSE(seen.contains(hue.rgb())) << session;
            seen << hue.rgb();
            EXPECT_EQ(hue, sessionHue(session + 12, palette));
        }
    }
}

// No two events look alike but those that share a sign, and all look the same without fonts.
TEST(LifeSigns, AreDifferentPictures) {
    const QPalette palette = lightPalette();
    QList<QImage> seen;
    for (std::size_t i = 0; i < kLifeSigns; ++i) {
        const auto sign = static_cast<LifeSign>(i);
        QImage image(16, 16, QImage::Format_ARGB32);
        image.fill(palette.color(QPalette::Base));
        QPainter painter(&image);
        paintSign(painter, sign, signAround({8, 8}), palette);
        painter.end();
        if (sign == LifeSign::Fixated) {
            EXPECT_EQ(image, seen[static_cast<int>(LifeSign::SecondClient)]);
        } else {
            EXPECT_FALSE(seen.contains(image)) << i;
        }
        seen << image;
    }
}

}  // namespace
}  // namespace hark::gui
