#pragma once

#include "gui/delegates/cell_delegate.h"

namespace hark::gui {

/// An entry of two lines with what EntryRole names: a colour's bar, title, what stands beside it
/// and at the right, and below a second line. In a row of one line only the first is shown.
class EntryDelegate : public CellDelegate {
    Q_OBJECT
public:
    static constexpr int kHeight = 2 * kRowHeight;

    using CellDelegate::CellDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override;

protected:
    /// Where the two lines are. The second is empty where there is no room for it.
    [[nodiscard]] static QRect firstLine(const QRect& rect);
    [[nodiscard]] static QRect secondLine(const QRect& rect);

    virtual void paintSecond(QPainter* painter, const QRect& rect,
                             const QStyleOptionViewItem& option, const QModelIndex& index) const;

private:
    static void paintFirst(QPainter* painter, QRect rect, const QStyleOptionViewItem& option,
                           const QModelIndex& index);
};

}  // namespace hark::gui
