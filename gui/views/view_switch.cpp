#include "gui/views/view_switch.h"

#include <QPainter>
#include <QStyleOptionFocusRect>

#include "gui/delegates/colours.h"

namespace hark::gui {

namespace {

constexpr int kHeight = 32;
constexpr int kPadding = 12;
constexpr int kUnderline = 2;

}  // namespace

ViewSwitch::ViewSwitch(QWidget* parent) : QTabBar(parent) {
    setDrawBase(false);
    setExpanding(false);
    setUsesScrollButtons(false);
}

QSize ViewSwitch::tabSizeHint(int index) const {
    return {fontMetrics().horizontalAdvance(tabText(index)) + 2 * kPadding, kHeight};
}

void ViewSwitch::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(0, height() - 1, width(), 1, hairline(palette()));
    for (int i = 0; i < count(); ++i) {
        const QRect rect = tabRect(i);
        const bool isCurrent = i == currentIndex();
        painter.setPen(isCurrent ? palette().color(QPalette::WindowText) : quietText(palette()));
        painter.drawText(rect, Qt::AlignCenter, tabText(i));
        if (!isCurrent) continue;
        painter.fillRect(rect.left() + kPadding, rect.bottom() + 1 - kUnderline,
                         rect.width() - 2 * kPadding, kUnderline,
                         palette().color(QPalette::Highlight));
        if (hasFocus()) {
            QStyleOptionFocusRect option;
            option.initFrom(this);
            option.rect = rect.adjusted(4, 4, -4, -6);
            style()->drawPrimitive(QStyle::PE_FrameFocusRect, &option, &painter, this);
        }
    }
}

}  // namespace hark::gui
