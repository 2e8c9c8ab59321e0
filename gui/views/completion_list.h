#pragma once

#include <QListView>

class QLineEdit;

namespace hark::gui {

class CompletionModel;

/// The list below a line that is being typed. It lies over the window instead of being one, so that
/// the keyboard stays in the line.
class CompletionList : public QListView {
    Q_OBJECT
public:
    CompletionList(CompletionModel& model, QLineEdit& edit);

    /// Below the line, as long as there is something to choose.
    void open();
    void close();
    [[nodiscard]] bool isOpen() const { return isVisible(); }
    /// Takes the keys that are for it while it is open.
    bool takeKey(int key);

Q_SIGNALS:
    void chosen(int row);

private:
    void move(int rows);

    QLineEdit& edit_;
};

}  // namespace hark::gui
