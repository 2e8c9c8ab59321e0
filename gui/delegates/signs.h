#pragma once

#include <QPainter>
#include <QPalette>
#include <QRectF>

#include "gui/models/life_sign.h"

namespace hark::gui {

/// Draws the sign of a life event, as shapes that need no font, into the largest square in the
/// middle of `place`; readable from 9 pixels on. Warnings are in their own colour besides.
void paintSign(QPainter& painter, LifeSign sign, const QRectF& place, const QPalette& palette);

}  // namespace hark::gui
