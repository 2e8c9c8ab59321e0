#include "gui/views/cell_menu.h"

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QMenu>

#include "gui/models/entry_roles.h"

namespace hark::gui {

namespace {

constexpr qsizetype kLongestShown = 60;  // of a filter in a menu

// An ampersand marks a letter in menus, and text from traffic may be of any length.
QString menuText(QString text) {
    if (text.size() > kLongestShown) text = text.left(kLongestShown) + QChar(0x2026);
    return text.replace(QLatin1Char('&'), QStringLiteral("&&"));
}

void copy(const QString& text) {
    QApplication::clipboard()->setText(text);
}

}  // namespace

CellMenu::CellMenu(QAbstractItemView* view) : QObject(view), view_(view) {
    view->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(view, &QWidget::customContextMenuRequested, this, &CellMenu::show);
    auto* copyAction = new QAction(tr("&Copy"), this);
    copyAction->setShortcut(QKeySequence::Copy);
    copyAction->setShortcutContext(Qt::WidgetShortcut);
    connect(copyAction, &QAction::triggered, this, &CellMenu::copyCurrent);
    view->addAction(copyAction);
}

void CellMenu::copyCurrent() const {
    const QModelIndex index = view_->currentIndex();
    if (index.isValid()) copy(index.data().toString());
}

void CellMenu::show(const QPoint& at) {
    // By the keyboard's menu key it is about what is current.
    QModelIndex index = view_->indexAt(at);
    if (!index.isValid()) index = view_->currentIndex();
    if (!index.isValid() || !index.flags().testFlag(Qt::ItemIsEnabled)) return;
    auto* menu = new QMenu(view_);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QString text = index.data().toString();
    menu->addAction(tr("&Copy"), QKeySequence::Copy, view_, [text] { copy(text); });
    const QString value = index.data(CopyRole).toString();
    if (!value.isEmpty()) menu->addAction(tr("Copy &Value"), view_, [value] { copy(value); });
    const QStringList filters = index.data(FiltersRole).toStringList();
    if (!filters.isEmpty()) {
        const QString& first = filters.constFirst();
        menu->addAction(tr("Copy as &Filter"), view_, [first] { copy(first); });
        menu->addSeparator();
    }
    for (const QString& filter : filters) {
        menu->addAction(menuText(tr("Filter: %1").arg(filter)), this,
                        [this, filter] { Q_EMIT filterWanted(filter); });
    }
    menu->popup(view_->viewport()->mapToGlobal(at));
}

}  // namespace hark::gui
