#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace hark::gui {

/// In place of a list without rows: what is missing, and the next step.
class EmptyState : public QWidget {
    Q_OBJECT
public:
    explicit EmptyState(QWidget* parent = nullptr);

    /// Plain text both; the button is left out where it has no words.
    void say(const QString& title, const QString& next, const QString& button = {});

Q_SIGNALS:
    void pressed();

private:
    QLabel* title_;
    QLabel* next_;
    QPushButton* button_;
};

}  // namespace hark::gui
