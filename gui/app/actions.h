#pragma once

#include <vector>

#include <QAction>

class QActionGroup;
class QMainWindow;
class QMenu;

namespace hark::gui {

/// The window's commands, with their keys, as its menu shows them.
class Actions {
public:
    explicit Actions(QMainWindow& window);

    /// Ctrl+1 for the first, and so on.
    QAction* addView(const QString& title);

    QAction* open;
    QMenu* recent;
    QAction* save;
    QAction* close;
    QAction* quit;
    QAction* focusFilter;
    QAction* cancelReading;
    QAction* back;
    QAction* forward;
    QAction* goToExchange;
    QAction* mark;
    QAction* note;
    QAction* readAgain;
    QAction* timeline;
    QAction* inspectorAtRight;
    QAction* shortcuts;
    std::vector<QAction*> views;

private:
    QMenu* view_;
    QAction* afterViews_;
    QActionGroup* group_;
};

}  // namespace hark::gui
