// What the mouse and the keyboard do with a timeline.
#include <cmath>

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QWheelEvent>

#include "gui/views/timeline_view.h"

namespace hark::gui {

namespace {

constexpr double kZoomPerDegree = 1.0125;  // a notch of a wheel has 15 degrees
constexpr double kZoomStep = 1.5;
constexpr double kPanPerDegree = 4;

}  // namespace

void TimelineView::wheelEvent(QWheelEvent* event) {
    const bool isInGutter = event->position().x() < TimelineFrame::kGutter;
    if (isInGutter || event->modifiers().testFlag(Qt::ControlModifier))
        return QAbstractScrollArea::wheelEvent(event);
    const QPointF degrees = QPointF(event->angleDelta()) / 8;
    if (event->modifiers().testFlag(Qt::ShiftModifier)) {
        pan((degrees.y() + degrees.x()) * kPanPerDegree);
    } else if (std::abs(degrees.x()) > std::abs(degrees.y())) {
        pan(degrees.x() * kPanPerDegree);
    } else {
        zoom(std::pow(kZoomPerDegree, degrees.y()), event->position().x());
    }
    event->accept();
}

void TimelineView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return QAbstractScrollArea::mousePressEvent(event);
    pressed_ = dragged_ = event->pos();
    isDragging_ = false;
}

void TimelineView::mouseMoveEvent(QMouseEvent* event) {
    if (!pressed_) return setHovered(exchangeAt(event->pos()));
    isDragging_ = isDragging_ ||
                  (event->pos() - *pressed_).manhattanLength() >= QApplication::startDragDistance();
    if (!isDragging_) return;
    viewport()->setCursor(Qt::ClosedHandCursor);
    const QPoint moved = event->pos() - dragged_;
    dragged_ = event->pos();
    if (moved.x() != 0) pan(moved.x());
    if (moved.y() != 0) verticalScrollBar()->setValue(verticalScrollBar()->value() - moved.y());
}

void TimelineView::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !pressed_)
        return QAbstractScrollArea::mouseReleaseEvent(event);
    pressed_.reset();
    viewport()->unsetCursor();
    if (isDragging_) return;
    if (const TimelineEvent* sign = eventAt(event->pos()))
        return choose(model_.timeline().indexOf(sign->exchange));
    choose(exchangeAt(event->pos()));
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) fit();
}

// The exchange at the nearest time in a lane above or below.
std::optional<std::size_t> TimelineView::inNextLane(int step) const {
    const Timeline& timeline = model_.timeline();
    const std::int64_t ns = timeline.bars()[*frame_.selected].startedNs;
    auto row = static_cast<std::ptrdiff_t>(timeline.rowOf(*frame_.selected)) + step;
    for (; row >= 0 && row < static_cast<std::ptrdiff_t>(timeline.rows().size()); row += step) {
        if (const auto found = timeline.nearest(timeline.rows()[static_cast<std::size_t>(row)], ns))
            return found;
    }
    return std::nullopt;
}

std::optional<std::size_t> TimelineView::inLane(int step) const {
    const Timeline& timeline = model_.timeline();
    const TimelineRow& row = timeline.rows()[timeline.rowOf(*frame_.selected)];
    const auto at = static_cast<std::ptrdiff_t>(*frame_.selected) + step;
    if (at < static_cast<std::ptrdiff_t>(row.begin) || at >= static_cast<std::ptrdiff_t>(row.end))
        return std::nullopt;
    return static_cast<std::size_t>(at);
}

std::optional<std::size_t> TimelineView::target(const QKeyEvent& event) const {
    const Timeline& timeline = model_.timeline();
    const bool isStep = event.key() == Qt::Key_Left || event.key() == Qt::Key_Right ||
                        event.key() == Qt::Key_Up || event.key() == Qt::Key_Down;
    if (event.key() == Qt::Key_Home || (isStep && !frame_.selected)) return timeline.firstInTime();
    if (event.key() == Qt::Key_End) return timeline.lastInTime();
    if (!isStep) return std::nullopt;
    const bool isBack = event.key() == Qt::Key_Left || event.key() == Qt::Key_Up;
    const int step = isBack ? -1 : 1;
    if (event.key() == Qt::Key_Up || event.key() == Qt::Key_Down) return inNextLane(step);
    return event.modifiers().testFlag(Qt::ControlModifier)
               ? inLane(step)
               : timeline.neighbour(*frame_.selected, step);
}

void TimelineView::keyPressEvent(QKeyEvent* event) {
    const double middle = frame_.selected
                              ? frame_.xOf(model_.timeline().bars()[*frame_.selected].startedNs)
                              : frame_.plot().center().x();
    switch (event->key()) {
        case Qt::Key_Left:
        case Qt::Key_Right:
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_Home:
        case Qt::Key_End:
            return choose(target(*event));
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            return zoom(kZoomStep, middle);
        case Qt::Key_Minus:
            return zoom(1 / kZoomStep, middle);
        case Qt::Key_0:
            return fit();
        case Qt::Key_PageUp:
            return verticalScrollBar()->triggerAction(QAbstractSlider::SliderPageStepSub);
        case Qt::Key_PageDown:
            return verticalScrollBar()->triggerAction(QAbstractSlider::SliderPageStepAdd);
        default:
            QAbstractScrollArea::keyPressEvent(event);
    }
}

}  // namespace hark::gui
