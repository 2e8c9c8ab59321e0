#include "gui/views/timeline_view.h"

#include <variant>

#include <QHelpEvent>
#include <QPainter>
#include <QPixmap>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTextDocument>
#include <QWheelEvent>
#include <gtest/gtest.h>

#include "gui/delegates/colours.h"
#include "gui/delegates/signs.h"
#include "gui/views/overview_strip.h"
#include "gui/views/timeline_words.h"
#include "gui/work/document.h"
#include "tests/gui/waiting.h"

namespace hark::gui {
namespace {

query::Filter filter(const char* text) {
    return std::get<query::Filter>(query::parseFilter(text));
}

// The timeline and the strip above it over a sample, imported as the window does it.
class Picture : public testing::Test {
protected:
    void open(const char* name) {
        document_.open(sample(name));
        ASSERT_TRUE(becomes([this] { return document_.state() == Document::State::Ready; }));
        view_.resize(1000, 500);
        view_.setSummary(document_.summary());
        view_.show();
        strip_.resize(1000, 40);
        strip_.show();
        view_.refresh();
        strip_.refresh();
        ASSERT_TRUE(becomes([this] { return isSettled(); }));
    }
    bool isSettled() const { return !view_.isAsking() && !strip_.isAsking(); }
    const Timeline& timeline() const { return view_.model().timeline(); }
    std::size_t indexOf(std::uint64_t id) const { return *timeline().indexOf(id); }
    // The middle of an exchange's bar, in the viewport.
    QPoint placeOf(std::uint64_t id) const {
        const query::Bar& bar = timeline().bars()[indexOf(id)];
        const double left = view_.frame().xOf(bar.startedNs);
        const double right = view_.frame().xOf(Timeline::endOf(bar));
        return {static_cast<int>((left + right) / 2),
                view_.frame().topOf(timeline().rowOf(indexOf(id))) + 11};
    }
    void key(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QTest::keyClick(&view_, static_cast<Qt::Key>(key), modifiers);
    }
    void wheel(QWidget* widget, const QPointF& at, int degrees, Qt::KeyboardModifiers modifiers) {
        QWheelEvent event(at, widget->mapToGlobal(at), {}, {0, degrees * 8}, Qt::NoButton,
                          modifiers, Qt::NoScrollPhase, false);
        QApplication::sendEvent(widget, &event);
    }

    Document document_;
    TimelineView view_{document_.cases()};
    OverviewStrip strip_{document_.cases()};
};

TEST_F(Picture, ShowsSessionsTheirConnectionsAndAllExchanges) {
    open("webshop/shop.pcapng");
    EXPECT_EQ(timeline().bars().size(), document_.summary().exchanges);
    EXPECT_TRUE(timeline().rows()[0].isHeading());
    EXPECT_EQ(timeline().sessions()[0].user, QStringLiteral("ada"));
    EXPECT_GT(timeline().arrows().size(), 0U) << "logins redirect";
    EXPECT_GT(timeline().events().size(), 0U);
    const TimeRange shown = view_.frame().scale.range(view_.frame().plot().width());
    EXPECT_LT(shown.beginNs, timeline().extent().beginNs);
    EXPECT_GT(shown.endNs, timeline().extent().endNs);
}

TEST_F(Picture, AFilterLeavesWhatMatchesAndFitsIt) {
    open("webshop/shop.pcapng");
    const TimeScale before = view_.frame().scale;
    view_.setFilter(filter("id:190..195"));
    ASSERT_TRUE(becomes([this] { return isSettled(); }));
    EXPECT_EQ(timeline().bars().size(), 6U);
    EXPECT_LT(view_.frame().scale.nsPerPixel(), before.nsPerPixel());
}

TEST_F(Picture, AClickSelectsWhatIsUnderIt) {
    open("keepalive/pipelining.pcapng");
    QSignalSpy selected(&view_, &TimelineView::exchangeSelected);
    QTest::mouseClick(view_.viewport(), Qt::LeftButton, {}, placeOf(3));
    ASSERT_EQ(selected.count(), 1);
    EXPECT_EQ(selected[0][0].toULongLong(), 3U);
    EXPECT_EQ(view_.selectedId(), 3U);
    EXPECT_EQ(view_.exchangeAt(placeOf(3)), indexOf(3));
    EXPECT_EQ(view_.exchangeAt({10, placeOf(3).y()}), std::nullopt) << "what the row is";
}

TEST_F(Picture, SelectingShowsAndSaysNothing) {
    open("webshop/shop.pcapng");
    QSignalSpy selected(&view_, &TimelineView::exchangeSelected);
    view_.zoom(1e5, 300);
    view_.select(263);
    EXPECT_EQ(selected.count(), 0);
    EXPECT_EQ(view_.frame().selected, indexOf(263));
    EXPECT_TRUE(view_.frame().plot().contains(
        static_cast<int>(view_.frame().xOf(timeline().bars()[indexOf(263)].startedNs)),
        placeOf(263).y()));
}

TEST_F(Picture, ASelectionIsKeptWhileItIsFilteredOut) {
    open("webshop/shop.pcapng");
    view_.select(263);
    view_.setFilter(filter("id:1..5"));
    ASSERT_TRUE(becomes([this] { return isSettled(); }));
    EXPECT_EQ(view_.frame().selected, std::nullopt);
    view_.setFilter({});
    ASSERT_TRUE(becomes([this] { return isSettled(); }));
    EXPECT_EQ(view_.frame().selected, indexOf(263));
}

TEST_F(Picture, KeysWalkThroughTimeAndLanes) {
    open("webshop/shop.pcapng");
    key(Qt::Key_Home);
    EXPECT_EQ(view_.selectedId(), 1U);
    key(Qt::Key_Right);
    EXPECT_EQ(view_.selectedId(), 2U);
    key(Qt::Key_Left);
    EXPECT_EQ(view_.selectedId(), 1U);
    key(Qt::Key_Left);
    EXPECT_EQ(view_.selectedId(), 1U) << "there is nothing before";
    const std::size_t row = timeline().rowOf(indexOf(1));
    key(Qt::Key_Down);
    EXPECT_EQ(timeline().rowOf(indexOf(*view_.selectedId())), row + 1);
    key(Qt::Key_Right, Qt::ControlModifier);
    EXPECT_EQ(timeline().rowOf(indexOf(*view_.selectedId())), row + 1) << "along the lane";
    key(Qt::Key_End);
    EXPECT_EQ(view_.selectedId(), document_.summary().exchanges);
}

TEST_F(Picture, TheWheelZoomsAtThePointerAndPansWithShift) {
    open("webshop/shop.pcapng");
    const QPointF at(600, 200);
    const double x = at.x() - TimelineFrame::kGutter;
    const std::int64_t held = view_.frame().scale.nsAt(x);
    const double before = view_.frame().scale.nsPerPixel();
    QSignalSpy moved(&view_, &TimelineView::rangeChanged);
    wheel(view_.viewport(), at, 15, Qt::NoModifier);
    EXPECT_LT(view_.frame().scale.nsPerPixel(), before);
    EXPECT_NEAR(view_.frame().scale.xOf(held), x, 0.01);
    EXPECT_EQ(moved.count(), 1);
    const double zoomed = view_.frame().scale.nsPerPixel();
    wheel(view_.viewport(), at, 15, Qt::ShiftModifier);
    EXPECT_DOUBLE_EQ(view_.frame().scale.nsPerPixel(), zoomed);
    EXPECT_GT(view_.frame().scale.xOf(held), x + 20);
    key(Qt::Key_Minus);
    EXPECT_GT(view_.frame().scale.nsPerPixel(), zoomed);
    QTest::mouseDClick(view_.viewport(), Qt::LeftButton, {}, at.toPoint());
    EXPECT_DOUBLE_EQ(view_.frame().scale.nsPerPixel(), before);
}

TEST_F(Picture, DraggingPansBothWays) {
    open("webshop/shop.pcapng");
    view_.zoom(10, 600);
    const std::int64_t held = view_.frame().scale.nsAt(300);
    const QPoint from(300 + TimelineFrame::kGutter, 300);
    QTest::mousePress(view_.viewport(), Qt::LeftButton, {}, from);
    QTest::mouseMove(view_.viewport(), from + QPoint(30, -20));
    QTest::mouseMove(view_.viewport(), from + QPoint(60, -40));
    QTest::mouseRelease(view_.viewport(), Qt::LeftButton, {}, from + QPoint(60, -40));
    EXPECT_NEAR(view_.frame().scale.xOf(held), 360, 0.5);
    EXPECT_EQ(view_.verticalScrollBar()->value(), 40);
    EXPECT_EQ(view_.selectedId(), std::nullopt) << "a drag is no click";
}

TEST_F(Picture, TipsHaveExactNumbersAndNoMarkup) {
    open("keepalive/pipelining.pcapng");
    QHelpEvent help(QEvent::ToolTip, placeOf(2), view_.viewport()->mapToGlobal(placeOf(2)));
    QApplication::sendEvent(view_.viewport(), &help);
    ASSERT_TRUE(becomes([this] { return !view_.tipAt(placeOf(2)).isEmpty(); }));
    const QString tip = view_.tipAt(placeOf(2));
    EXPECT_TRUE(tip.startsWith(QStringLiteral("Exchange 2: 200"))) << tip.toStdString();
    EXPECT_TRUE(tip.contains(QStringLiteral("/item/1")));
    EXPECT_TRUE(tip.contains(QStringLiteral("of it blocked"))) << tip.toStdString();
    EXPECT_TRUE(tip.contains(QStringLiteral(" µs")));
    const QPoint lane(20, placeOf(1).y());
    EXPECT_TRUE(view_.tipAt(lane).startsWith(QStringLiteral("Connection 1\n")));
}

TEST(TimelineWords, TrafficIsNeverTakenForMarkup) {
    query::ExchangeRow row;
    row.id = 7;
    row.method = "<b>GET";
    row.url = "<img src=http://192.0.2.1/>&lt;b&gt;";
    const QString tip = exchangeTip(row, 0);
    EXPECT_TRUE(tip.contains(QStringLiteral("<img"))) << "as it is";
    EXPECT_FALSE(Qt::mightBeRichText(tip));
    TimelineEvent event;
    event.evidence = QStringLiteral("<b>bold</b>");
    EXPECT_FALSE(Qt::mightBeRichText(eventTip(event, 0)));
}

TEST_F(Picture, DrawsPhasesErrorsAndWhatIsNotCaptured) {
    open("lossy/capture-loss.pcap");
    const auto has = [](const QImage& image, const QColor& colour) {
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                if (image.pixelColor(x, y) == colour) return true;
            }
        }
        return false;
    };
    const QImage image = view_.viewport()->grab().toImage();
    EXPECT_TRUE(has(image, phaseColour(Phase::Wait, view_.palette())));
    strip_.setFilter(filter("status:200"));
    ASSERT_TRUE(becomes([this] { return isSettled(); }));
    EXPECT_TRUE(has(strip_.grab().toImage(), phaseColour(Phase::Receive, strip_.palette())));
}

TEST_F(Picture, NothingIsAskedWhileItIsHidden) {
    open("basics/get-root.pcapng");
    view_.hide();
    view_.setFilter(filter("status:404"));
    EXPECT_FALSE(view_.isAsking());
    EXPECT_EQ(timeline().bars().size(), 1U);
    view_.show();
    ASSERT_TRUE(becomes([this] { return isSettled(); }));
    EXPECT_EQ(timeline().bars().size(), 0U);
}

TEST_F(Picture, LateAnswersAfterClearingAreDropped) {
    open("basics/get-root.pcapng");
    view_.refresh();
    view_.clear();
    strip_.refresh();
    strip_.clear();
    strip_.refresh();
    ASSERT_TRUE(becomes([this] { return isSettled(); }));
    EXPECT_EQ(timeline().bars().size(), 0U);
    EXPECT_TRUE(strip_.model().range().has_value());
}

TEST_F(Picture, TheBrushIsDrawnMovedAndCleared) {
    open("webshop/shop.pcapng");
    QSignalSpy changed(&strip_, &OverviewStrip::rangeChanged);
    QSignalSpy moving(&strip_, &OverviewStrip::rangeMoving);
    const auto drag = [this](int from, int to) {
        QTest::mousePress(&strip_, Qt::LeftButton, {}, {from, 20});
        QTest::mouseMove(&strip_, {(from + to) / 2, 20});
        QTest::mouseMove(&strip_, {to, 20});
        QTest::mouseRelease(&strip_, Qt::LeftButton, {}, {to, 20});
    };
    const auto left = [this] { return strip_.xOf(strip_.range()->beginNs); };
    const auto right = [this] { return strip_.xOf(strip_.range()->endNs); };
    drag(200, 400);
    ASSERT_TRUE(strip_.range());
    EXPECT_NEAR(left(), 200, 1);
    EXPECT_NEAR(right(), 400, 1);
    EXPECT_EQ(changed.count(), 1) << "when it stays";
    EXPECT_EQ(moving.count(), 2);
    drag(300, 350);  // as a whole
    EXPECT_NEAR(left(), 250, 1);
    EXPECT_NEAR(right(), 450, 1);
    drag(450, 600);  // by its end
    EXPECT_NEAR(left(), 250, 1);
    EXPECT_NEAR(right(), 600, 1);
    drag(400, 5000);  // not out of the capture
    EXPECT_NEAR(right(), 1000, 1);
    EXPECT_NEAR(right() - left(), 350, 1);
    QTest::keyClick(&strip_, Qt::Key_Left);
    EXPECT_NEAR(right(), 992, 1);
    QTest::keyClick(&strip_, Qt::Key_Right, Qt::ShiftModifier);
    EXPECT_NEAR(right() - left(), 358, 1);
    const auto count = changed.count();
    QTest::keyClick(&strip_, Qt::Key_Escape);
    EXPECT_FALSE(strip_.range());
    EXPECT_EQ(changed.count(), count + 1);
    QTest::keyClick(&strip_, Qt::Key_Plus);
    EXPECT_NEAR(right() - left(), 500, 2) << "a brush made by keys";
    QTest::mouseDClick(&strip_, Qt::LeftButton, {}, {500, 20});
    EXPECT_FALSE(strip_.range());
}

TEST_F(Picture, TheBrushIsWhatTheTimelineFitsTo) {
    open("webshop/shop.pcapng");
    const TimeRange range{timeline().extent().beginNs + 1'000'000,
                          timeline().extent().beginNs + 9'000'000};
    view_.showRange(range);
    const TimeRange shown = view_.frame().scale.range(view_.frame().plot().width());
    EXPECT_NEAR(static_cast<double>(shown.length()), 8e6, 1e6);
    view_.showRange(std::nullopt);
    EXPECT_GT(view_.frame().scale.range(view_.frame().plot().width()).length(), 1'000'000'000);
}

TEST(LifeSigns, AreAllDrawnAndAllDiffer) {
    std::vector<QImage> drawn;
    for (std::size_t i = 0; i < kLifeSigns; ++i) {
        QImage image(16, 16, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        paintSign(painter, static_cast<LifeSign>(i), image.rect(), QPalette());
        painter.end();
        drawn.push_back(image);
    }
    const auto same = [](LifeSign a, LifeSign b) {  // told apart by the tip
        return a == LifeSign::SecondClient && b == LifeSign::Fixated;
    };
    for (std::size_t i = 0; i < drawn.size(); ++i) {
        for (std::size_t j = i + 1; j < drawn.size(); ++j) {
            EXPECT_EQ(drawn[i] == drawn[j],
                      same(static_cast<LifeSign>(i), static_cast<LifeSign>(j)))
                << i << " and " << j;
        }
    }
}

}  // namespace
}  // namespace hark::gui
