#include "gui/delegates/cell_delegate.h"

#include <QPainter>

#include "gui/delegates/colours.h"

namespace hark::gui {

namespace {

int widestFigure(const QFontMetrics& metrics) {
    int widest = 0;
    for (char figure = '0'; figure <= '9'; ++figure) {
        widest = qMax(widest, metrics.horizontalAdvance(QLatin1Char(figure)));
    }
    return widest;
}

// Fonts without tabular figures: each figure is centred in a cell as wide as the widest.
void paintFigures(QPainter* painter, const QRect& rect, const QString& text) {
    const QFontMetrics metrics = painter->fontMetrics();
    const int cell = widestFigure(metrics);
    int x = rect.right() + 1;
    for (qsizetype i = text.size() - 1; i >= 0; --i) {
        const QChar c = text[i];
        const int own = metrics.horizontalAdvance(c);
        const int width = c.isDigit() ? cell : own;
        x -= width;
        painter->drawText(
            QPoint(x + (width - own) / 2,
                   rect.center().y() + (metrics.ascent() - metrics.descent()) / 2 + 1),
            QString(c));
    }
}

bool hasTabularFigures(const QFontMetrics& metrics) {
    return metrics.horizontalAdvance(QLatin1Char('1')) == widestFigure(metrics);
}

}  // namespace

void CellDelegate::paintGround(QPainter* painter, const QStyleOptionViewItem& option) {
    if (option.state.testFlag(QStyle::State_Selected)) {
        painter->fillRect(option.rect, selectedRow(option.palette));
    }
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                      hairline(option.palette));
}

void CellDelegate::paintText(QPainter* painter, const QRect& rect, const QFont& font,
                             Qt::Alignment alignment, const QString& text) {
    painter->setFont(font);
    const QFontMetrics metrics = painter->fontMetrics();
    const bool isNumber = alignment.testFlag(Qt::AlignRight);
    if (isNumber && !hasTabularFigures(metrics)) return paintFigures(painter, rect, text);
    painter->drawText(rect, static_cast<int>(alignment) | Qt::TextSingleLine,
                      metrics.elidedText(text, Qt::ElideRight, rect.width()));
}

void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const {
    painter->save();
    paintGround(painter, option);
    const QString text = index.data().toString();
    painter->setPen(text == QString(QChar(0x2013)) ? quietText(option.palette)
                                                   : option.palette.color(QPalette::Text));
    paintText(painter, inner(option.rect), option.font,
              index.data(Qt::TextAlignmentRole).value<Qt::Alignment>(), text);
    painter->restore();
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const int width = option.fontMetrics.horizontalAdvance(index.data().toString());
    return {width + 2 * kMargin, kRowHeight};
}

}  // namespace hark::gui
