#include "gui/views/list_header.h"

#include <QPainter>

#include "gui/delegates/cell_delegate.h"
#include "gui/delegates/colours.h"

namespace hark::gui {

namespace {

constexpr int kHeight = 26;
constexpr int kArrow = 12;

}  // namespace

ListHeader::ListHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent) {
    setSectionsClickable(true);
    setSectionsMovable(true);
    setHighlightSections(false);
    setStretchLastSection(true);
    setMinimumSectionSize(40);
}

QSize ListHeader::sizeHint() const {
    return {QHeaderView::sizeHint().width(), kHeight};
}

void ListHeader::paintEvent(QPaintEvent* event) {
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), palette().color(QPalette::Window));
    painter.fillRect(0, viewport()->height() - 1, viewport()->width(), 1, hairline(palette()));
    painter.end();
    QHeaderView::paintEvent(event);
}

void ListHeader::paintSection(QPainter* painter, const QRect& rect, int section) const {
    painter->save();
    const auto alignment =
        model()->headerData(section, Qt::Horizontal, Qt::TextAlignmentRole).value<Qt::Alignment>();
    const QString title = model()->headerData(section, Qt::Horizontal).toString();
    const bool isSorted = isSortIndicatorShown() && sortIndicatorSection() == section;
    QRect inner = rect.adjusted(CellDelegate::kMargin, 0, -CellDelegate::kMargin, -1);
    painter->fillRect(rect, palette().color(QPalette::Window));
    painter->fillRect(rect.left(), rect.bottom(), rect.width(), 1, hairline(palette()));
    painter->fillRect(rect.right(), rect.top() + 6, 1, rect.height() - 12, hairline(palette()));
    painter->setPen(isSorted ? palette().color(QPalette::WindowText) : quietText(palette()));
    const int width = qMin(painter->fontMetrics().horizontalAdvance(title), inner.width());
    painter->drawText(inner, static_cast<int>(alignment) | Qt::TextSingleLine,
                      painter->fontMetrics().elidedText(title, Qt::ElideRight, inner.width()));
    if (isSorted) {
        const QChar arrow(sortIndicatorOrder() == Qt::AscendingOrder ? 0x25b4 : 0x25be);
        const int x = alignment.testFlag(Qt::AlignRight) ? inner.right() - width - kArrow
                                                         : inner.left() + width + 4;
        painter->drawText(QRect(x, inner.top(), kArrow, inner.height()), Qt::AlignVCenter,
                          QString(arrow));
    }
    painter->restore();
}

}  // namespace hark::gui
