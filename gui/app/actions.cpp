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
    recent = file->addMenu(tr("Open &Recent"));
    save = add(file, tr("&Save Case As…"), QKeySequence::Save);
    close = add(file, tr("&Close"), QKeySequence(Qt::CTRL | Qt::Key_W));
    cancelReading = add(file, tr("Cancel &Reading"), {});
    file->addSeparator();
    quit = add(file, tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q));

    QMenu* edit = window.menuBar()->addMenu(tr("&Edit"));
    mark = add(edit, tr("&Mark or Unmark"), QKeySequence(Qt::CTRL | Qt::Key_M));
    note = add(edit, tr("&Note…"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_M));

    view_ = window.menuBar()->addMenu(tr("&View"));
    afterViews_ = view_->addSeparator();
    group_ = new QActionGroup(&window);
    focusFilter = add(view_, tr("&Filter"), QKeySequence::Find);
    readAgain = add(view_, tr("Read &Again"), QKeySequence::Refresh);
    timeline = add(view_, tr("&Timeline"), QKeySequence(Qt::Key_T));
    timeline->setCheckable(true);
    inspectorAtRight = add(view_, tr("Inspector at the &Right"), QKeySequence(Qt::Key_F8));
    inspectorAtRight->setCheckable(true);

    QMenu* go = window.menuBar()->addMenu(tr("&Go"));
    back = add(go, tr("&Back"), QKeySequence(Qt::ALT | Qt::Key_Left));
    forward = add(go, tr("&Forward"), QKeySequence(Qt::ALT | Qt::Key_Right));
    goToExchange = add(go, tr("To &Exchange…"), QKeySequence(Qt::CTRL | Qt::Key_G));

    QMenu* help = window.menuBar()->addMenu(tr("&Help"));
    shortcuts = add(help, tr("&Keys"), QKeySequence(Qt::Key_Question));
}

QAction* Actions::addView(const QString& title) {
    auto* action = new QAction(title, group_);
    action->setCheckable(true);
    action->setShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + views.size())));
    view_->insertAction(afterViews_, action);
    views.push_back(action);
    return action;
}

}  // namespace hark::gui
