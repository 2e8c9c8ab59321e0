#pragma once

#include "gui/delegates/entry_delegate.h"

namespace hark::gui {

/// A session with its life line below: what happened, each with its sign at its time. Hovering over
/// a sign says what, when and how it is known; a click leads to its exchange.
class LifeLineDelegate : public EntryDelegate {
    Q_OBJECT
public:
    using EntryDelegate::EntryDelegate;

    bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                     const QModelIndex& index) override;
    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;

Q_SIGNALS:
    void exchangeWanted(qulonglong id);

protected:
    void paintSecond(QPainter* painter, const QRect& rect, const QStyleOptionViewItem& option,
                     const QModelIndex& index) const override;
};

}  // namespace hark::gui
