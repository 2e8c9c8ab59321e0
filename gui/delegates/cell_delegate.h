#pragma once

#include <QStyledItemDelegate>

namespace hark::gui {

/// A cell of one line of plain text: 22 pixels high, figures all of one width, a hairline below.
/// The others of this folder are drawn upon it.
class CellDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    static constexpr int kRowHeight = 22;
    static constexpr int kMargin = 8;

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option,
                                 const QModelIndex& index) const override;

    /// One line of plain text, for whatever else is drawn by hand; elides what has no room. What is
    /// aligned to the right is a number.
    static void paintText(QPainter* painter, const QRect& rect, const QFont& font,
                          Qt::Alignment alignment, const QString& text);

protected:
    /// What lies behind: selection and hairline.
    static void paintGround(QPainter* painter, const QStyleOptionViewItem& option);
    [[nodiscard]] static QRect inner(const QRect& rect) {
        return rect.adjusted(kMargin, 0, -kMargin, -1);
    }
};

}  // namespace hark::gui
