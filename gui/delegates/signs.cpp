#include "gui/delegates/signs.h"

#include <QPainterPath>

#include "gui/delegates/colours.h"

namespace hark::gui {

namespace {

constexpr double kLine = 0.14;  // of the sign's side

// All in a square from -1 to 1.
QPolygonF diamond() {
    return QPolygonF({{0, -1}, {1, 0}, {0, 1}, {-1, 0}});
}
QPolygonF triangle() {
    return QPolygonF({{0, -0.95}, {1, 0.8}, {-1, 0.8}});
}
QPolygonF lightning() {
    return QPolygonF(
        {{0.35, -1}, {-0.65, 0.15}, {0, 0.15}, {-0.35, 1}, {0.65, -0.2}, {0, -0.2}, {0.35, -1}});
}
// A key to delete with.
QPolygonF eraser() {
    return QPolygonF({{-0.35, -0.7}, {1, -0.7}, {1, 0.7}, {-0.35, 0.7}, {-1, 0}});
}

void paintCross(QPainter& painter, double size) {
    painter.drawLine(QPointF(-size, -size), QPointF(size, size));
    painter.drawLine(QPointF(-size, size), QPointF(size, -size));
}

// Two arrows that follow each other.
void paintRotation(QPainter& painter, const QColor& colour) {
    const QRectF circle(-0.75, -0.75, 1.5, 1.5);
    painter.drawArc(circle, 20 * 16, 130 * 16);
    painter.drawArc(circle, 200 * 16, 130 * 16);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawPolygon(QPolygonF({{0.35, -0.3}, {1, -0.85}, {1, 0.05}}));
    painter.drawPolygon(QPolygonF({{-0.35, 0.3}, {-1, 0.85}, {-1, -0.05}}));
}

void paintArrow(QPainter& painter) {
    painter.drawLine(QPointF(-1, 0), QPointF(0.85, 0));
    painter.drawLine(QPointF(0.25, -0.65), QPointF(0.9, 0));
    painter.drawLine(QPointF(0.25, 0.65), QPointF(0.9, 0));
}

void paintSwap(QPainter& painter) {
    painter.drawLine(QPointF(-0.45, 0.85), QPointF(-0.45, -0.8));
    painter.drawLine(QPointF(-0.95, -0.25), QPointF(-0.45, -0.85));
    painter.drawLine(QPointF(0.05, -0.25), QPointF(-0.45, -0.85));
    painter.drawLine(QPointF(0.5, -0.85), QPointF(0.5, 0.85));
}

void paintExclamation(QPainter& painter) {
    painter.drawLine(QPointF(0, -0.2), QPointF(0, 0.25));
    painter.drawPoint(QPointF(0, 0.58));
}

void paintShape(QPainter& painter, LifeSign sign, const QColor& colour, const QColor& ground) {
    const auto filled = [&](const QPolygonF& shape) {
        painter.setBrush(colour);
        painter.drawPolygon(shape);
    };
    const auto hollow = [&](const QPolygonF& shape) {
        painter.setBrush(ground);
        painter.drawPolygon(shape);
    };
    switch (sign) {
        case LifeSign::Minted:
            return filled(diamond());
        case LifeSign::Adopted:
            return hollow(diamond());
        case LifeSign::Login:
            return filled(triangle());
        case LifeSign::LoginFailed:
            return hollow(triangle());
        case LifeSign::Rotated:
            return paintRotation(painter, colour);
        case LifeSign::PrivilegeChange:
            return paintSwap(painter);
        case LifeSign::Logout:
            return filled(QPolygonF(QRectF(-0.75, -0.75, 1.5, 1.5)));
        case LifeSign::Expired:
            return paintCross(painter, 0.8);
        case LifeSign::Deleted:
            hollow(eraser());
            painter.translate(0.25, 0);
            return paintCross(painter, 0.3);
        case LifeSign::SecondClient:
        case LifeSign::Fixated:
            hollow(triangle());
            return paintExclamation(painter);
        case LifeSign::Roaming:
            return paintArrow(painter);
        case LifeSign::UsedAfterEnd:
            return filled(lightning());
    }
}

}  // namespace

void paintSign(QPainter& painter, LifeSign sign, const QRectF& place, const QPalette& palette) {
    const double side = qMin(place.width(), place.height());
    const QColor colour = isWarning(sign) ? badColour(palette) : palette.color(QPalette::Text);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(place.center());
    painter.scale(side / 2 * (1 - kLine), side / 2 * (1 - kLine));
    painter.setPen(QPen(colour, 2 * kLine, Qt::SolidLine, Qt::RoundCap, Qt::MiterJoin));
    paintShape(painter, sign, colour, palette.color(QPalette::Base));
    painter.restore();
}

}  // namespace hark::gui
