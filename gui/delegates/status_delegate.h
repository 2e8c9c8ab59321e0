#pragma once

#include "gui/delegates/cell_delegate.h"

namespace hark::gui {

/// A status in its colour, with a sign where something went wrong.
class StatusDelegate : public CellDelegate {
    Q_OBJECT
public:
    using CellDelegate::CellDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

}  // namespace hark::gui
