// What the mouse and the keyboard do with the strip's brush.
#include <algorithm>
#include <cmath>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>

#include "gui/views/overview_strip.h"

namespace hark::gui {

namespace {

constexpr double kReach = 5;          // pixels about a handle
constexpr double kShortestBrush = 3;  // pixels: less was a click
constexpr double kStep = 8;           // pixels that a key moves

}  // namespace

OverviewStrip::Grip OverviewStrip::gripAt(double x) const {
    if (!brush_) return Grip::New;
    const double toBegin = std::abs(x - xOf(brush_->beginNs));
    const double toEnd = std::abs(x - xOf(brush_->endNs));
    if (std::min(toBegin, toEnd) <= kReach) return toEnd <= toBegin ? Grip::End : Grip::Begin;
    return x > xOf(brush_->beginNs) && x < xOf(brush_->endNs) ? Grip::Whole : Grip::New;
}

TimeRange OverviewStrip::bounded(TimeRange range) const {
    const TimeRange whole = model_.range().value_or(TimeRange{});
    if (range.beginNs > range.endNs) std::swap(range.beginNs, range.endNs);
    const auto shortest = static_cast<std::int64_t>(scale().nsPerPixel() * kShortestBrush);
    const std::int64_t length = std::clamp(range.length(), std::min(shortest, whole.length()),
                                           std::max<std::int64_t>(whole.length(), 0));
    range.beginNs = std::clamp(range.beginNs, whole.beginNs, whole.endNs - length);
    return {range.beginNs, range.beginNs + length};
}

void OverviewStrip::change(const std::optional<TimeRange>& range) {
    if (range == brush_) return;
    setRange(range);
    Q_EMIT rangeChanged(brush_);
}

void OverviewStrip::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !model_.range())
        return QWidget::mousePressEvent(event);
    pressedX_ = event->position().x();
    before_ = brush_;
    grip_ = gripAt(pressedX_);
}

void OverviewStrip::moveTo(double x) {
    const std::int64_t ns = nsAt(x);
    TimeRange range = before_.value_or(TimeRange{});
    if (grip_ == Grip::New) range = {nsAt(pressedX_), ns};
    if (grip_ == Grip::Begin) range.beginNs = ns;
    if (grip_ == Grip::End) range.endNs = ns;
    if (grip_ == Grip::Whole) {
        const std::int64_t by = ns - nsAt(pressedX_);
        range = {range.beginNs + by, range.endNs + by};
    } else {  // an end that is dragged out of the strip stays at its edge
        const TimeRange whole = *model_.range();
        range.beginNs = std::clamp(range.beginNs, whole.beginNs, whole.endNs);
        range.endNs = std::clamp(range.endNs, whole.beginNs, whole.endNs);
    }
    setRange(bounded(range));
    Q_EMIT rangeMoving(*brush_);
}

void OverviewStrip::mouseMoveEvent(QMouseEvent* event) {
    const double x = event->position().x();
    if (grip_ == Grip::None) {
        const Grip grip = gripAt(x);
        setCursor(grip == Grip::Begin || grip == Grip::End ? Qt::SizeHorCursor
                  : grip == Grip::Whole                    ? Qt::OpenHandCursor
                                                           : Qt::CrossCursor);
        return;
    }
    if (!model_.range()) return;
    if (grip_ == Grip::New && std::abs(x - pressedX_) < kShortestBrush) return;
    moveTo(x);
}

void OverviewStrip::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return QWidget::mouseReleaseEvent(event);
    grip_ = Grip::None;
    if (brush_ != before_) Q_EMIT rangeChanged(brush_);
    before_ = brush_;
}

void OverviewStrip::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    grip_ = Grip::None;
    change(std::nullopt);
    before_.reset();
}

void OverviewStrip::keyPressEvent(QKeyEvent* event) {
    const auto whole = model_.range();
    const int key = event->key();
    if (key == Qt::Key_Escape && brush_) return change(std::nullopt);
    const bool isStep = key == Qt::Key_Left || key == Qt::Key_Right;
    const bool isSize = key == Qt::Key_Plus || key == Qt::Key_Equal || key == Qt::Key_Minus;
    if (!whole || (!isStep && !isSize)) return QWidget::keyPressEvent(event);
    if (!brush_) {
        const std::int64_t quarter = whole->length() / 4;
        return change(TimeRange{whole->beginNs + quarter, whole->endNs - quarter});
    }
    const auto step = static_cast<std::int64_t>(scale().nsPerPixel() * kStep);
    const std::int64_t by = key == Qt::Key_Left || key == Qt::Key_Minus ? -step : step;
    TimeRange range = *brush_;
    const bool onlyEnd = event->modifiers().testFlag(Qt::ShiftModifier) && isStep;
    if (isSize) range.beginNs -= by;
    if (isStep && !onlyEnd) range.beginNs += by;
    range.endNs += by;
    if (range.beginNs >= range.endNs) return;
    change(bounded(range));
}

bool OverviewStrip::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QString tip = tipAt(help->x());
    tip.isEmpty() ? QToolTip::hideText() : QToolTip::showText(help->globalPos(), tip, this);
    return true;
}

}  // namespace hark::gui
