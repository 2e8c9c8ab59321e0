#pragma once

#include <QColor>
#include <QPainter>
#include <QPalette>
#include <QPointF>
#include <QRectF>

#include "gui/models/life_sign.h"

namespace hark::gui {

/// Signs of life events are drawn, as fonts lack them or make them look otherwise.
constexpr double kSignSize = 10;  ///< pixels, wide and high

/// Into the largest square in the middle of `place`; readable from 9 pixels on.
void paintSign(QPainter& painter, LifeSign sign, const QRectF& place, const QPalette& palette);
/// Where a sign of the usual size is to be drawn.
[[nodiscard]] inline QRectF signAround(const QPointF& centre) {
    return {centre.x() - kSignSize / 2, centre.y() - kSignSize / 2, kSignSize, kSignSize};
}

}  // namespace hark::gui
