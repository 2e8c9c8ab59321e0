#include "gui/app/actions.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QMainWindow>
#include <QMenuBar>

namespace hark::gui {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("hark::gui::Actions", text);
}

QAction* add(QMenu* menu, const QString& text, const QKeySequence& keys) {
    QAction* action = menu->addAction(text);
    action->setShortcut(keys);
    return action;
}

}  // namespace

Actions::Actions(QMainWindow& window) {
    QMenu* file = window.menuBar()->addMenu(tr("&File"));
    open = add(file, tr("&Open…"), QKeySequence::Open);
    close = add(file, tr("&Close"), QKeySequence(Qt::CTRL | Qt::Key_W));
    cancelReading = add(file, tr("Cancel &Reading"), {});
    file->addSeparator();
    quit = add(file, tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q));

    QMenu* view = window.menuBar()->addMenu(tr("&View"));
    showExchanges = add(view, tr("&Exchanges"), QKeySequence(Qt::CTRL | Qt::Key_1));
    showConnections = add(view, tr("&Connections"), QKeySequence(Qt::CTRL | Qt::Key_2));
    auto* views = new QActionGroup(&window);
    views->addAction(showExchanges)->setCheckable(true);
    views->addAction(showConnections)->setCheckable(true);
    showExchanges->setChecked(true);
    view->addSeparator();
    focusFilter = add(view, tr("&Filter"), QKeySequence::Find);
}

}  // namespace hark::gui
