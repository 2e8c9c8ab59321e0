#include "gui/delegates/signs.h"

#include <QPainterPath>
#include <QPolygonF>

#include "gui/delegates/colours.h"

namespace hark::gui {

namespace {

constexpr double kHalf = kSignSize / 2;
constexpr double kPen = 1.5;

const QPolygonF kDiamond{{{0, -kHalf}, {kHalf, 0}, {0, kHalf}, {-kHalf, 0}}};
const QPolygonF kTriangle{{{0, -kHalf}, {kHalf, kHalf - 0.5}, {-kHalf, kHalf - 0.5}}};
const QPolygonF kBolt{{{1, -5}, {-4, 1}, {-0.5, 1}, {-1, 5}, {4, -1}, {0.5, -1}}};
const QPolygonF kKey{{{-5, 0}, {-1.5, -4}, {5, -4}, {5, 4}, {-1.5, 4}}};  // of "delete"

void cross(QPainter* painter, double x, double half) {
    painter->drawLine(QPointF(x - half, -half), QPointF(x + half, half));
    painter->drawLine(QPointF(x - half, half), QPointF(x + half, -half));
}

void turn(QPainter* painter, const QColor& colour) {
    QPainterPath arc;
    const QRectF circle(-3.8, -3.8, 7.6, 7.6);
    arc.arcMoveTo(circle, 50);
    arc.arcTo(circle, 50, 290);
    painter->drawPath(arc);
    painter->setPen(Qt::NoPen);
    painter->setBrush(colour);
    painter->drawPolygon(QPolygonF{{{1.2, -5.2}, {5.2, -4.8}, {4.0, -1.0}}});
}

void arrow(QPainter* painter) {
    painter->drawLine(QPointF(-4.5, 0), QPointF(4.5, 0));
    painter->drawPolyline(QPolygonF{{{1.5, -3}, {4.5, 0}, {1.5, 3}}});
}

void chevrons(QPainter* painter) {
    painter->drawPolyline(QPolygonF{{{-4, 0}, {0, -4}, {4, 0}}});
    painter->drawPolyline(QPolygonF{{{-4, 4.5}, {0, 0.5}, {4, 4.5}}});
}

void warning(QPainter* painter, const QColor& ground) {
    painter->drawPolygon(kTriangle);
    painter->setPen(QPen(ground, 1.4));
    painter->drawLine(QPointF(0, -1.4), QPointF(0, 1.2));
    painter->drawPoint(QPointF(0, 3.2));
}

QColor colourOf(LifeSign sign, const QPalette& palette) {
    switch (sign) {
        case LifeSign::Login:
            return goodColour(palette);
        case LifeSign::LoginFailed:
        case LifeSign::UsedAfterEnd:
            return badColour(palette);
        case LifeSign::SecondClient:
        case LifeSign::Fixated:
            return warningColour(palette);
        default:
            return palette.color(QPalette::Text);
    }
}

}  // namespace

void paintSign(QPainter& painter, LifeSign sign, const QRectF& place, const QPalette& palette) {
    const QColor colour = colourOf(sign, palette);
    const QColor ground = palette.color(QPalette::Base);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(place.center());
    const double scale = qMin(place.width(), place.height()) / kSignSize;
    painter.scale(scale, scale);
    painter.setPen(QPen(colour, kPen, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(ground);
    switch (sign) {
        case LifeSign::Minted:
            painter.setBrush(colour);
            painter.drawPolygon(kDiamond);
            break;
        case LifeSign::Adopted:
            painter.drawPolygon(kDiamond);
            break;
        case LifeSign::Login:
            painter.setBrush(colour);
            painter.drawPolygon(kTriangle);
            break;
        case LifeSign::LoginFailed:
            painter.drawPolygon(kTriangle);
            break;
        case LifeSign::Rotated:
            painter.setBrush(Qt::NoBrush);
            turn(&painter, colour);
            break;
        case LifeSign::PrivilegeChange:
            painter.setBrush(Qt::NoBrush);
            chevrons(&painter);
            break;
        case LifeSign::Logout:
            painter.setBrush(colour);
            painter.drawRect(QRectF(-3.5, -3.5, 7, 7));
            break;
        case LifeSign::Expired:
            cross(&painter, 0, 3.5);
            break;
        case LifeSign::Deleted:
            painter.drawPolygon(kKey);
            cross(&painter, 1.5, 1.5);
            break;
        case LifeSign::SecondClient:
        case LifeSign::Fixated:
            painter.setBrush(colour);
            warning(&painter, ground);
            break;
        case LifeSign::Roaming:
            arrow(&painter);
            break;
        case LifeSign::UsedAfterEnd:
            painter.setBrush(colour);
            painter.setPen(Qt::NoPen);
            painter.drawPolygon(kBolt);
            break;
    }
    painter.restore();
}

}  // namespace hark::gui
