#pragma once

#include "gui/delegates/cell_delegate.h"

namespace hark::gui {

/// A cell of a RecordModel: headings in bold, names quiet, what is wrong or here with a sign.
class RecordDelegate : public CellDelegate {
    Q_OBJECT
public:
    using CellDelegate::CellDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

}  // namespace hark::gui
