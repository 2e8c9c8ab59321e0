#pragma once

#include <vector>

#include <QFont>
#include <QPainter>
#include <QPalette>
#include <QRect>

#include "gui/models/timeline.h"
#include "gui/models/timeline_marks.h"
#include "gui/views/timeline_frame.h"

namespace hark::gui {

/// Draws what of a timeline is in a rectangle. Costs what is in it.
class TimelinePainter {
public:
    TimelinePainter(QPainter& painter, const Timeline& timeline, const TimelineFrame& frame,
                    const QPalette& palette, const QFont& font);

    void paint(const QRect& where);

private:
    void paintAxis();
    void paintHeading(const QRect& rect, const TimelineRow& row);
    void paintLabel(const QRect& rect, const TimelineRow& row);
    void paintLane(const QRect& rect, const TimelineRow& row);
    void paintConnection(const QRect& rect, const TimelineRow& row);
    void paintMark(const QRect& rect, const TimelineMark& mark, double room, double before);
    void paintBar(const QRect& rect, const TimelineMark& mark);
    void paintPhases(const QRect& box, const query::Bar& bar);
    void paintStart(const QRect& rect, const query::Bar& bar, double x);
    void paintError(const QRect& rect, const TimelineMark& mark, double room);
    void fill(double left, double right, int top, int height, const QColor& colour);
    [[nodiscard]] double clamped(double x) const;

    QPainter& painter_;
    const Timeline& timeline_;
    const TimelineFrame& frame_;
    const QPalette& palette_;
    QFont font_;
    QFont bold_;
    QRect where_;
    QColor quiet_, bad_, line_;
    std::vector<TimelineMark> marks_;
    std::vector<PlacedSign> signs_;
};

}  // namespace hark::gui
