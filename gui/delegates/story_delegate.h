#pragma once

#include "gui/delegates/cell_delegate.h"

namespace hark::gui {

/// A line of a story (see StoryModel): sign, words, time or figure at the right; below how it is
/// known, and a value that stays covered until the row is selected or pointed at. As high as its
/// words need, within kMostLines each.
class StoryDelegate : public CellDelegate {
    Q_OBJECT
public:
    static constexpr int kMostLines = 6;

    using CellDelegate::CellDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override;
};

}  // namespace hark::gui
