#pragma once

#include <QTabBar>

namespace hark::gui {

/// The names of the views in a row; the one that is shown is underlined.
class ViewSwitch : public QTabBar {
    Q_OBJECT
public:
    explicit ViewSwitch(QWidget* parent = nullptr);

protected:
    [[nodiscard]] QSize tabSizeHint(int index) const override;
    void paintEvent(QPaintEvent* event) override;
};

}  // namespace hark::gui
