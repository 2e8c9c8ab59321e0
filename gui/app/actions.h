#pragma once

#include <QAction>

class QMainWindow;

namespace hark::gui {

/// The window's commands, with their keys, as its menu shows them.
struct Actions {
    explicit Actions(QMainWindow& window);

    QAction* open;
    QAction* close;
    QAction* quit;
    QAction* focusFilter;
    QAction* cancelReading;
    QAction* showExchanges;
    QAction* showConnections;
};

}  // namespace hark::gui
