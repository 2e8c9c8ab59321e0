#pragma once

#include <QColor>
#include <QPainter>
#include <QPalette>
#include <QPointF>

#include "gui/models/life_line.h"

namespace hark::gui {

/// Signs of life events are drawn, as fonts lack them or make them look otherwise.
constexpr double kSignSize = 10;  ///< pixels, wide and high

void paintLifeSign(QPainter* painter, LifeSign sign, const QPointF& centre,
                   const QPalette& palette);

}  // namespace hark::gui
