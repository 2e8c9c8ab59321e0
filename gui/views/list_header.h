#pragma once

#include <QHeaderView>

namespace hark::gui {

/// Titles that stand exactly above their cells, flat, with a sign for the order.
class ListHeader : public QHeaderView {
    Q_OBJECT
public:
    explicit ListHeader(QWidget* parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;
    void paintEvent(QPaintEvent* event) override;
};

}  // namespace hark::gui
