#pragma once

#include "gui/delegates/cell_delegate.h"
#include "gui/models/phases.h"

namespace hark::gui {

/// An exchange as a bar on the time scale of the capture, one colour per phase, with a tick where
/// the response's first byte came. However short, it can be seen.
class WaterfallDelegate : public CellDelegate {
    Q_OBJECT
public:
    using CellDelegate::CellDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

}  // namespace hark::gui
