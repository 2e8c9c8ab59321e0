#include "gui/delegates/status_delegate.h"

#include <QPainter>

#include "gui/delegates/colours.h"
#include "gui/models/case_list_model.h"

namespace hark::gui {

void StatusDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const {
    painter->save();
    paintGround(painter, option);
    const StatusLook look =
        statusLook(index.data(CaseListModel::StatusRole).toInt(), option.palette);
    painter->setPen(look.colour);
    const QRect rect = inner(option.rect);
    const Qt::Alignment left = Qt::AlignLeft | Qt::AlignVCenter;
    paintText(painter, rect, option.font, left, index.data().toString());
    if (!look.sign.isEmpty()) {
        QFont bold = option.font;
        bold.setBold(true);
        const int indent = option.fontMetrics.horizontalAdvance(QStringLiteral("000 "));
        paintText(painter, rect.adjusted(indent, 0, 0, 0), bold, left, look.sign);
    }
    painter->restore();
}

}  // namespace hark::gui
