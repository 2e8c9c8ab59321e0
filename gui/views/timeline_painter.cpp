#include "gui/views/timeline_painter.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QCoreApplication>

#include "gui/delegates/cell_delegate.h"
#include "gui/delegates/colours.h"
#include "gui/delegates/signs.h"
#include "gui/models/format.h"
#include "gui/models/phases.h"
#include "gui/views/timeline_arrows.h"
#include "gui/views/timeline_words.h"

namespace hark::gui {

namespace {

constexpr int kSetupHeight = 5;
constexpr int kTickFrom = 6;  // a shorter bar has no room for a tick
constexpr double kDot = 6;
constexpr int kErrorTop = 2;
constexpr int kErrorHeight = 3;
constexpr double kSignRoom = 10;
constexpr double kTicksApart = 104;

}  // namespace

TimelinePainter::TimelinePainter(QPainter& painter, const Timeline& timeline,
                                 const TimelineFrame& frame, const QPalette& palette,
                                 const QFont& font)
    : painter_(painter),
      timeline_(timeline),
      frame_(frame),
      palette_(palette),
      font_(font),
      bold_(font),
      quiet_(quietText(palette)),
      bad_(badColour(palette)),
      line_(hairline(palette)) {
    bold_.setBold(true);
}

void TimelinePainter::paint(const QRect& where) {
    where_ = where;
    painter_.fillRect(where, palette_.color(QPalette::Base));
    const QRect plot = frame_.plot();
    const int offset = frame_.scrolled - TimelineFrame::kAxisHeight;
    const RowRange rows =
        rowsIn(timeline_, TimelineFrame::kRowHeight, std::max(where.top(), plot.top()) + offset,
               where.bottom() + 1 + offset);
    painter_.save();
    painter_.setClipRect(where & QRect(0, plot.top(), frame_.width, plot.height()));
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        const TimelineRow& row = timeline_.rows()[i];
        if (row.isHeading()) {
            paintHeading(frame_.rectOf(i), row);
        } else {
            paintLane(frame_.rectOf(i), row);
        }
    }
    painter_.setClipRect(where & plot);
    paintArrows(painter_, timeline_, frame_, palette_, rows, where);
    painter_.restore();
    painter_.fillRect(TimelineFrame::kGutter - 1, 0, 1, frame_.height, line_);
    if (where.top() < TimelineFrame::kAxisHeight) paintAxis();
}

void TimelinePainter::paintAxis() {
    const QRect plot = frame_.plot();
    painter_.fillRect(0, 0, frame_.width, TimelineFrame::kAxisHeight,
                      palette_.color(QPalette::Window));
    const TimeTicks ticks = ticksOf(frame_.scale, plot.width(), frame_.originNs, kTicksApart);
    for (const std::int64_t ns : ticks.ns) {
        const int x = static_cast<int>(std::lround(frame_.xOf(ns)));
        if (x < plot.left()) continue;
        painter_.fillRect(x, TimelineFrame::kAxisHeight - 6, 1, 6, quiet_);
        painter_.setPen(palette_.color(QPalette::Text));
        CellDelegate::paintText(&painter_, QRect(x + 4, 0, 100, TimelineFrame::kAxisHeight - 2),
                                font_, Qt::AlignLeft | Qt::AlignVCenter,
                                tickText(ns - frame_.originNs, ticks.stepNs));
    }
    painter_.fillRect(0, TimelineFrame::kAxisHeight - 1, frame_.width, 1, line_);
}

void TimelinePainter::paintHeading(const QRect& rect, const TimelineRow& row) {
    const TimelineSession& session = timeline_.sessions()[row.session];
    painter_.fillRect(rect, palette_.color(QPalette::Window));
    painter_.fillRect(rect.left(), rect.bottom(), rect.width(), 1, line_);
    QRect text = rect.adjusted(8, 0, 0, -1);
    text.setRight(TimelineFrame::kGutter - 8);
    const Qt::Alignment left = Qt::AlignLeft | Qt::AlignVCenter;
    painter_.setPen(palette_.color(QPalette::Text));
    const QString title = sessionTitle(session);
    CellDelegate::paintText(&painter_, text, bold_, left, title);
    text.setLeft(text.left() + QFontMetrics(bold_).horizontalAdvance(title) + 8);
    painter_.setPen(session.user.isEmpty() ? quiet_ : palette_.color(QPalette::Text));
    CellDelegate::paintText(&painter_, text, font_, left,
                            session.user.isEmpty() ? session.service : session.user);
    if (session.id == query::Bar::kNone) return;
    painter_.fillRect(rect.left(), rect.top(), 3, rect.height(), sessionHue(session.id, palette_));
    placeSigns(timeline_, session, frame_, signs_);
    painter_.save();
    painter_.setClipRect(where_ & frame_.plot(), Qt::IntersectClip);
    if (!signs_.empty()) {
        const auto events = timeline_.events();
        fill(frame_.xOf(events[session.firstEvent].timeNs),
             frame_.xOf(events[session.endEvent - 1].timeNs), rect.center().y(), 1, quiet_);
    }
    for (const PlacedSign& sign : signs_) {
        const QRectF place(sign.x - TimelineFrame::kSign / 2,
                           rect.center().y() - TimelineFrame::kSign / 2 + 0.5, TimelineFrame::kSign,
                           TimelineFrame::kSign);
        paintSign(painter_, timeline_.events()[sign.event].sign, place, palette_);
    }
    painter_.restore();
}

void TimelinePainter::paintLabel(const QRect& rect, const TimelineRow& row) {
    const TimelineLane& lane = timeline_.lanes()[row.lane];
    const TimelineSession& session = timeline_.sessions()[row.session];
    if (session.id != query::Bar::kNone)
        painter_.fillRect(rect.left(), rect.top(), 3, rect.height(),
                          sessionHue(session.id, palette_));
    if (row.track > 0) return;
    QRect text = rect.adjusted(24, 0, 0, -1);
    text.setRight(TimelineFrame::kGutter - 8);
    painter_.setPen(quiet_);
    CellDelegate::paintText(&painter_, text, font_, Qt::AlignLeft | Qt::AlignVCenter,
                            QCoreApplication::translate("hark::gui::TimelineView", "connection %1")
                                .arg(countText(lane.connection.id)));
    CellDelegate::paintText(&painter_, text, font_, Qt::AlignRight | Qt::AlignVCenter,
                            countText(lane.exchanges));
}

void TimelinePainter::paintLane(const QRect& rect, const TimelineRow& row) {
    const bool isSelected =
        frame_.selected && *frame_.selected >= row.begin && *frame_.selected < row.end;
    if (isSelected) painter_.fillRect(rect, selectedRow(palette_));
    painter_.fillRect(rect.left(), rect.bottom(), rect.width(), 1, line_);
    if (where_.left() < TimelineFrame::kGutter) paintLabel(rect, row);
    painter_.save();
    painter_.setClipRect(where_ & frame_.plot(), Qt::IntersectClip);
    if (row.track == 0) paintConnection(rect, row);
    const double from = std::max(where_.left(), TimelineFrame::kGutter) - TimelineFrame::kGutter;
    const double to = where_.right() + 1 - TimelineFrame::kGutter;
    // What stands about a bar reaches into the rectangle, too.
    marksOf(timeline_, row, frame_.scale, from - kSignRoom * 2, to + kSignRoom * 2, marks_);
    for (std::size_t i = 0; i < marks_.size(); ++i) {
        const double behind = i + 1 < marks_.size() ? marks_[i + 1].left : 1e9;
        const double before = i > 0 ? marks_[i - 1].right : -1e9;
        paintMark(rect, marks_[i], behind - marks_[i].right, marks_[i].left - before);
    }
    painter_.restore();
}

// How long it was open; and how it was set up, where it begins.
void TimelinePainter::paintConnection(const QRect& rect, const TimelineRow& row) {
    const TimelineLane& lane = timeline_.lanes()[row.lane];
    if (!lane.isKnown) return;
    const query::ConnectionBar& connection = lane.connection;
    const int middle = rect.top() + TimelineFrame::kBarTop + TimelineFrame::kBarHeight / 2;
    const double begin = frame_.xOf(connection.startedNs);
    const double end = frame_.xOf(connection.endedNs);
    fill(begin, end, middle, 1, quiet_);
    if (!connection.isOpen) fill(end, end + 1, middle - 3, 7, quiet_);
    if (!lane.isFirst || !connection.startSeen) return;
    const query::Bar& first = timeline_.bars()[row.begin];
    double left = begin;
    if (connection.handshakeNs && !first.has(query::Bar::kReused)) {
        const auto dns = static_cast<std::int64_t>(first.phase(query::Phase::Dns));
        const auto tls = static_cast<std::int64_t>(first.phase(query::Phase::Tls));
        const std::int64_t made = connection.startedNs + *connection.handshakeNs;
        left = frame_.xOf(connection.startedNs - dns);
        const int top = middle - kSetupHeight / 2;
        fill(left, begin, top, kSetupHeight, phaseColour(Phase::Dns, palette_));
        fill(frame_.xOf(made), frame_.xOf(made + tls), top, kSetupHeight,
             phaseColour(Phase::Tls, palette_));
    }
    if (connection.handshakeNs) {
        const double made = frame_.xOf(connection.startedNs + *connection.handshakeNs);
        fill(begin, std::max(made, begin + 1), middle - kSetupHeight / 2, kSetupHeight,
             phaseColour(Phase::Connect, palette_));
    }
    paintStart(rect, first, left);
}

// A full dot where a connection is new, a ring where it is used again.
void TimelinePainter::paintStart(const QRect& rect, const query::Bar& bar, double x) {
    if (x < 0 || x > frame_.width + kDot * 2) return;
    const QColor colour = palette_.color(QPalette::Text);
    painter_.save();
    painter_.setRenderHint(QPainter::Antialiasing);
    painter_.setPen(QPen(colour, 1.2));
    painter_.setBrush(bar.has(query::Bar::kReused) ? palette_.color(QPalette::Base) : colour);
    painter_.drawEllipse(QPointF(x - kDot / 2 - 2, rect.top() + TimelineFrame::kBarTop +
                                                       TimelineFrame::kBarHeight / 2.0),
                         kDot / 2 - 0.6, kDot / 2 - 0.6);
    painter_.restore();
}

void TimelinePainter::paintMark(const QRect& rect, const TimelineMark& mark, double room,
                                double before) {
    if (mark.isBar()) {
        paintBar(rect, mark);
        const query::Bar& bar = timeline_.bars()[mark.first];
        // The first of a connection stands behind its handshake, which has the dot.
        if (bar.has(query::Bar::kReused) && before >= kDot + 4)
            paintStart(rect, bar, TimelineFrame::kGutter + mark.left);
    } else {
        const int height =
            std::min<int>(3 + static_cast<int>(mark.level), TimelineFrame::kBarHeight);
        fill(TimelineFrame::kGutter + mark.left, TimelineFrame::kGutter + mark.right,
             rect.top() + TimelineFrame::kBarTop + (TimelineFrame::kBarHeight - height) / 2, height,
             phaseColour(Phase::Wait, palette_));
    }
    if (mark.errors > 0) paintError(rect, mark, room);
}

void TimelinePainter::paintBar(const QRect& rect, const TimelineMark& mark) {
    const query::Bar& bar = timeline_.bars()[mark.first];
    const int left = static_cast<int>(clamped(TimelineFrame::kGutter + mark.left));
    const int right =
        std::max(static_cast<int>(std::lround(clamped(TimelineFrame::kGutter + mark.right))),
                 left + TimelineFrame::kShortestBar);
    const QRect box(left, rect.top() + TimelineFrame::kBarTop, right - left,
                    TimelineFrame::kBarHeight);
    paintPhases(box, bar);
    if (bar.has(query::Bar::kGap)) {
        painter_.setBrushOrigin(0, box.top());
        painter_.fillRect(box, QBrush(palette_.color(QPalette::Base), Qt::BDiagPattern));
        painter_.setPen(palette_.color(QPalette::Text));
        painter_.setBrush(Qt::NoBrush);
        painter_.drawRect(box.adjusted(0, 0, -1, -1));
    }
    const bool isSelected = frame_.selected == mark.first;
    if (!isSelected && frame_.hovered != mark.first) return;
    painter_.setPen(QPen(palette_.color(isSelected ? QPalette::Highlight : QPalette::Text),
                         isSelected ? 2 : 1));
    painter_.setBrush(Qt::NoBrush);
    painter_.drawRect(box.adjusted(-2, -2, 1, 1));
}

void TimelinePainter::paintPhases(const QRect& box, const query::Bar& bar) {
    const Phases phases = phasesOf(bar);
    constexpr std::array kShown{Phase::Send, Phase::Blocked, Phase::Wait, Phase::Receive};
    const Phase longest = *std::max_element(kShown.begin(), kShown.end(), [&](Phase a, Phase b) {
        return phases.of(a) < phases.of(b);
    });
    if (box.width() <= TimelineFrame::kShortestBar || phases.of(longest) == 0) {
        painter_.fillRect(
            QRect(box.topLeft(), QSize(TimelineFrame::kShortestBar, TimelineFrame::kBarHeight)),
            phaseColour(longest, palette_));
    } else {
        std::int64_t at = bar.startedNs;
        for (const Phase phase : kShown) {
            const double from = frame_.xOf(at);
            at += phases.of(phase);
            fill(from, frame_.xOf(at), box.top(), TimelineFrame::kBarHeight,
                 phaseColour(phase, palette_));
        }
    }
    if (phases.firstByteNs && box.width() >= kTickFrom)
        fill(frame_.xOf(*phases.firstByteNs), frame_.xOf(*phases.firstByteNs) + 1, box.top() - 3,
             TimelineFrame::kBarHeight + 6, palette_.color(QPalette::Text));
    if (!phases.isRunning) return;
    // Nobody knows yet how far it goes.
    painter_.setPen(QPen(quiet_, 1, Qt::DotLine));
    const int middle = box.center().y();
    painter_.drawLine(static_cast<int>(clamped(frame_.xOf(bar.startedNs + phases.total()))),
                      middle - 2, box.right(), middle - 2);
}

// Above the bar, where nothing else is; with its sign where there is room.
void TimelinePainter::paintError(const QRect& rect, const TimelineMark& mark, double room) {
    const double left = TimelineFrame::kGutter + mark.left;
    const double right = TimelineFrame::kGutter + mark.right;
    fill(left, mark.isBar() ? left + 3 : right, rect.top() + kErrorTop, kErrorHeight, bad_);
    if (!mark.isBar() || room < kSignRoom) return;
    const StatusLook look = statusLook(timeline_.bars()[mark.first].status, palette_);
    painter_.setPen(look.sign.isEmpty() ? bad_ : look.colour);
    painter_.setFont(bold_);
    painter_.drawText(QRectF(std::max(right, left + TimelineFrame::kShortestBar) + 3, rect.top(),
                             14, rect.height() - 1),
                      Qt::AlignLeft | Qt::AlignVCenter,
                      look.sign.isEmpty() ? QString(QChar(0x2026)) : look.sign);
}

double TimelinePainter::clamped(double x) const {
    return std::clamp(x, double{TimelineFrame::kGutter} - 16, frame_.width + 16.0);
}

void TimelinePainter::fill(double left, double right, int top, int height, const QColor& colour) {
    const int from = static_cast<int>(std::lround(clamped(left)));
    const int to = static_cast<int>(std::lround(clamped(right)));
    if (to > from) painter_.fillRect(from, top, to - from, height, colour);
}

}  // namespace hark::gui
