#include "gui/delegates/entry_delegate.h"

#include <QPainter>

#include "gui/delegates/colours.h"
#include "gui/models/entry_roles.h"

namespace hark::gui {

namespace {

constexpr int kBar = 3;
constexpr int kIndent = 16;  // behind the bar, with room for the sign of what is located
constexpr int kGap = 8;

void paintLocated(QPainter* painter, const QRect& line, const QColor& colour) {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(colour);
    const double x = line.left() - 9;
    const double y = line.center().y() + 0.5;
    painter->drawPolygon(QPolygonF{{{x, y - 4}, {x + 5, y}, {x, y + 4}}});
    painter->restore();
}

}  // namespace

QRect EntryDelegate::firstLine(const QRect& rect) {
    const int height = rect.height() < kHeight ? rect.height() - 1 : kRowHeight;
    return {rect.left() + kIndent, rect.top() + (rect.height() < kHeight ? 0 : 1),
            rect.width() - kIndent - kMargin, height};
}

QRect EntryDelegate::secondLine(const QRect& rect) {
    if (rect.height() < kHeight) return {};
    return {rect.left() + kIndent, rect.top() + kRowHeight - 1, rect.width() - kIndent - kMargin,
            rect.height() - kRowHeight - 2};
}

void EntryDelegate::paintFirst(QPainter* painter, QRect rect, const QStyleOptionViewItem& option,
                               const QModelIndex& index) {
    const Qt::Alignment left = Qt::AlignLeft | Qt::AlignVCenter;
    const QFontMetrics metrics(option.font);
    const QString aside = index.data(AsideRole).toString();
    painter->setPen(quietText(option.palette));
    if (!aside.isEmpty()) {
        paintText(painter, rect, option.font, Qt::AlignRight | Qt::AlignVCenter, aside);
        rect.setRight(rect.right() - metrics.horizontalAdvance(aside) - 2 * kGap);
    }
    const QString title = index.data().toString();
    const int width = qMin(metrics.horizontalAdvance(title), rect.width());
    painter->setPen(option.palette.color(QPalette::Text));
    paintText(painter, QRect(rect.topLeft(), QSize(width + 1, rect.height())), option.font, left,
              title);
    const QString beside = index.data(BesideRole).toString();
    rect.setLeft(rect.left() + width + kGap);
    if (beside.isEmpty() || rect.width() < 4 * kGap) return;
    painter->setPen(quietText(option.palette));
    paintText(painter, rect, option.font, left, beside);
}

void EntryDelegate::paintSecond(QPainter* painter, const QRect& rect,
                                const QStyleOptionViewItem& option,
                                const QModelIndex& index) const {
    painter->setPen(quietText(option.palette));
    paintText(painter, rect, option.font, Qt::AlignLeft | Qt::AlignVCenter,
              index.data(SecondLineRole).toString());
}

void EntryDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const {
    painter->save();
    paintGround(painter, option);
    if (const QVariant hue = index.data(HueRole); hue.isValid()) {
        painter->fillRect(option.rect.left(), option.rect.top() + 2, kBar, option.rect.height() - 5,
                          sessionHue(hue.toULongLong(), option.palette));
    }
    const QRect first = firstLine(option.rect);
    if (index.data(IsLocatedRole).toBool()) {
        paintLocated(painter, first, option.palette.color(QPalette::Highlight));
    }
    paintFirst(painter, first, option, index);
    if (const QRect second = secondLine(option.rect); !second.isEmpty()) {
        paintSecond(painter, second, option, index);
    }
    painter->restore();
}

QSize EntryDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    return {CellDelegate::sizeHint(option, index).width() + kIndent, kHeight};
}

}  // namespace hark::gui
