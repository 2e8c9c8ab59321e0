#include "gui/delegates/life_line_delegate.h"

#include <algorithm>
#include <optional>

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include "gui/delegates/colours.h"
#include "gui/delegates/life_line_layout.h"
#include "gui/delegates/signs.h"
#include "gui/delegates/tool_tip.h"
#include "gui/models/entry_roles.h"
#include "gui/models/format.h"

namespace hark::gui {

namespace {

constexpr std::size_t kToldInTip = 8;  // more fills the screen

struct Hit {
    LifeLine line;
    LifeGroup group;
};

std::optional<Hit> hitAt(const QModelIndex& index, const QRect& second, const QPoint& at) {
    if (!second.contains(at)) return std::nullopt;
    const QVariant value = index.data(LifeLineRole);
    if (!value.isValid()) return std::nullopt;
    Hit hit;
    hit.line = value.value<LifeLine>();
    const auto groups = laidOut(hit.line, second.left(), second.right());
    const LifeGroup* group = groupAt(groups, at.x());
    if (group == nullptr) return std::nullopt;
    hit.group = *group;
    return hit;
}

QString tipOf(const Hit& hit) {
    QStringList lines;
    const std::size_t told = std::min(hit.group.count, kToldInTip);
    for (std::size_t i = hit.group.first; i < hit.group.first + told; ++i) {
        const LifeMark& mark = hit.line.marks[i];
        lines << LifeLineDelegate::tr("%1, %2, exchange %3")
                     .arg(lifeSignName(mark.sign), offsetText(mark.timeNs - hit.line.originNs),
                          countText(mark.exchange));
        if (hit.group.count == 1) lines << instantText(mark.timeNs);
        if (!mark.evidence.isEmpty()) lines << mark.evidence;
    }
    if (told < hit.group.count) {
        lines << LifeLineDelegate::tr("… and %1 more").arg(countText(hit.group.count - told));
    }
    return lines.join(QLatin1Char('\n'));
}

}  // namespace

void LifeLineDelegate::paintSecond(QPainter* painter, const QRect& rect,
                                   const QStyleOptionViewItem& option,
                                   const QModelIndex& index) const {
    const QVariant value = index.data(LifeLineRole);
    if (!value.isValid()) return;
    const auto line = value.value<LifeLine>();
    const auto groups = laidOut(line, rect.left(), rect.right());
    const int y = rect.center().y();
    const QColor hue = sessionHue(index.data(HueRole).toULongLong(), option.palette);
    painter->fillRect(rect.left(), y, rect.width(), 1, hue);
    QFont small = option.font;
    small.setPointSizeF(small.pointSizeF() * 0.85);
    for (const LifeGroup& group : groups) {
        // The line does not run through a sign or its count.
        const QRectF behind(group.x - kSignSize / 2 - 1, y - 7, group.width - 1, 15);
        const bool isSelected = option.state.testFlag(QStyle::State_Selected);
        painter->fillRect(behind, option.palette.color(QPalette::Base));
        if (isSelected) painter->fillRect(behind, selectedRow(option.palette));
        paintSign(*painter, group.sign, signAround({group.x, y + 0.5}), option.palette);
        if (group.count == 1) continue;
        painter->setPen(quietText(option.palette));
        const double left = group.x + kSignSize / 2 + 2;
        const QRect place(qRound(left), rect.top(), qRound(group.width - kSignSize - 2),
                          rect.height());
        const QString count = group.count > 99 ? QStringLiteral("99+") : countText(group.count);
        paintText(painter, place, small, Qt::AlignLeft | Qt::AlignVCenter, count);
    }
}

bool LifeLineDelegate::editorEvent(QEvent* event, QAbstractItemModel* model,
                                   const QStyleOptionViewItem& option, const QModelIndex& index) {
    if (event->type() == QEvent::MouseButtonRelease) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        const auto hit = mouse->button() == Qt::LeftButton
                             ? hitAt(index, secondLine(option.rect), mouse->position().toPoint())
                             : std::nullopt;
        if (hit) Q_EMIT exchangeWanted(hit->line.marks[hit->group.first].exchange);
    }
    return EntryDelegate::editorEvent(event, model, option, index);
}

bool LifeLineDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view,
                                 const QStyleOptionViewItem& option, const QModelIndex& index) {
    if (event->type() == QEvent::ToolTip) {
        if (const auto hit = hitAt(index, secondLine(option.rect), event->pos())) {
            QToolTip::showText(event->globalPos(), plainToolTip(tipOf(*hit)), view->viewport());
            return true;
        }
    }
    return EntryDelegate::helpEvent(event, view, option, index);
}

}  // namespace hark::gui
