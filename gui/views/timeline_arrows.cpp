#include "gui/views/timeline_arrows.h"

#include <algorithm>
#include <cmath>

#include <QPainterPath>

#include "gui/delegates/colours.h"

namespace hark::gui {

namespace {

constexpr double kArrowHead = 4;

}  // namespace

void paintArrows(QPainter& painter, const Timeline& timeline, const TimelineFrame& frame,
                 const QPalette& palette, const RowRange& rows, const QRect& where) {
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor colour = statusLook(302, palette).colour;
    for (const TimelineArrow& arrow : timeline.arrows()) {
        if (std::max(arrow.fromRow, arrow.toRow) < rows.begin ||
            std::min(arrow.fromRow, arrow.toRow) >= rows.end)
            continue;
        const double x0 = frame.xOf(Timeline::endOf(timeline.bars()[arrow.from]));
        const double x1 = frame.xOf(timeline.bars()[arrow.to].startedNs);
        const bool isChosen = frame.selected == arrow.from || frame.selected == arrow.to;
        const bool isNarrow =
            x0 - frame.xOf(timeline.bars()[arrow.from].startedNs) < TimelineFrame::kShortestBar;
        if (x1 < where.left() || x0 > where.right() || (isNarrow && !isChosen)) continue;
        const double y0 =
            frame.topOf(arrow.fromRow) + TimelineFrame::kBarTop + TimelineFrame::kBarHeight - 1;
        const bool isUp = arrow.toRow < arrow.fromRow;
        const double y1 = frame.topOf(arrow.toRow) + TimelineFrame::kBarTop +
                          (isUp ? TimelineFrame::kBarHeight : 0);
        const bool isBeside = arrow.fromRow == arrow.toRow;
        const double bend = std::max(12.0, std::min(std::abs(x1 - x0) / 2, 60.0));
        QPainterPath path(QPointF(x0, y0));
        if (isBeside) {
            path.quadTo((x0 + x1) / 2, y0 + 9, x1, y0 + 2);
        } else {
            path.cubicTo(x0, y0 + (isUp ? -bend : bend), x1, y1 + (isUp ? bend : -bend), x1, y1);
        }
        painter.setPen(QPen(colour, isChosen ? 2 : 1.2));
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(path);
        painter.setBrush(colour);
        const double tip = isBeside ? y0 + 1 : y1;
        const double back = isUp || isBeside ? kArrowHead : -kArrowHead;
        painter.drawPolygon(QPolygonF(
            {{x1, tip}, {x1 - kArrowHead * 0.7, tip + back}, {x1 + kArrowHead * 0.7, tip + back}}));
    }
}

}  // namespace hark::gui
