#include "gui/views/completion_list.h"

#include <QLineEdit>
#include <QPainter>

#include "gui/delegates/cell_delegate.h"
#include "gui/delegates/colours.h"
#include "gui/models/completion_model.h"

namespace hark::gui {

namespace {

// The name or value, and what it means, quietly, at the right.
class CandidateDelegate : public CellDelegate {
public:
    using CellDelegate::CellDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        painter->save();
        if (option.state.testFlag(QStyle::State_Selected)) {
            painter->fillRect(option.rect, selectedRow(option.palette));
        }
        QRect rect = inner(option.rect);
        const QString text = index.data().toString();
        const QString help = index.data(CompletionModel::HelpRole).toString();
        painter->setPen(option.palette.color(QPalette::Text));
        paintText(painter, rect, option.font, Qt::AlignLeft | Qt::AlignVCenter, text);
        rect.setLeft(rect.left() +
                     qMin(option.fontMetrics.horizontalAdvance(text), rect.width() * 3 / 4) +
                     2 * kMargin);
        painter->setPen(quietText(option.palette));
        painter->drawText(rect, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine,
                          option.fontMetrics.elidedText(help, Qt::ElideRight, rect.width()));
        painter->restore();
    }
};

}  // namespace

CompletionList::CompletionList(CompletionModel& model, QLineEdit& edit)
    : QListView(edit.window()), edit_(edit) {
    setObjectName(QStringLiteral("completions"));
    setAccessibleName(tr("What could be written here"));
    setModel(&model);
    setItemDelegate(new CandidateDelegate(this));
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(QFrame::StyledPanel);
    setUniformItemSizes(true);
    hide();
    connect(this, &QListView::clicked, this,
            [this](const QModelIndex& index) { Q_EMIT chosen(index.row()); });
}

void CompletionList::open() {
    constexpr int kWidth = 560;
    const int rows = model()->rowCount();
    if (rows == 0) return close();
    if (parentWidget() != edit_.window()) setParent(edit_.window());
    const QPoint corner = edit_.mapTo(edit_.window(), QPoint(0, edit_.height()));
    const int height = rows * CellDelegate::kRowHeight + 2 * frameWidth();
    const int room = edit_.window()->height() - corner.y() - CellDelegate::kRowHeight;
    setGeometry(corner.x(), corner.y(), qMin(kWidth, edit_.width()), qMin(height, room));
    raise();
    show();
}

void CompletionList::close() {
    hide();
    setCurrentIndex({});
}

bool CompletionList::takeKey(int key) {
    if (!isOpen()) return false;
    switch (key) {
        case Qt::Key_Down:
            return move(1), true;
        case Qt::Key_Up:
            return move(-1), true;
        case Qt::Key_Escape:
            return close(), true;
        case Qt::Key_Tab:
            if (!currentIndex().isValid()) move(1);
            Q_EMIT chosen(currentIndex().row());
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (!currentIndex().isValid()) return close(), false;
            Q_EMIT chosen(currentIndex().row());
            return true;
        default:
            return false;
    }
}

void CompletionList::move(int rows) {
    const int count = model()->rowCount();
    const int from = currentIndex().isValid() ? currentIndex().row() : (rows > 0 ? -1 : 0);
    setCurrentIndex(model()->index((from + rows + count) % count, 0));
}

}  // namespace hark::gui
