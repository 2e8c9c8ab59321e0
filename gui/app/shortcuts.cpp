#include "gui/app/shortcuts.h"

#include <QAction>
#include <QCoreApplication>
#include <QDialog>
#include <QFormLayout>
#include <QLabel>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

namespace hark::gui {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("hark::gui::Shortcuts", text);
}

// Without the mark of the key that chooses it in a menu.
QString plain(QString text) {
    return text.remove(QLatin1Char('&'));
}

void add(QFormLayout& rows, const QString& keys, const QString& what, QWidget* parent) {
    auto* key = new QLabel(keys, parent);
    auto* meaning = new QLabel(what, parent);
    for (QLabel* one : {key, meaning})
        one->setTextFormat(Qt::PlainText);
    rows.addRow(key, meaning);
}

}  // namespace

QWidget* showShortcuts(QMainWindow& window) {
    auto* dialog = new QDialog(&window);
    dialog->setObjectName(QStringLiteral("shortcuts"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Keys"));
    auto* rows = new QFormLayout(dialog);
    rows->setContentsMargins(24, 16, 24, 16);
    rows->setHorizontalSpacing(24);
    for (const QAction* menu : window.menuBar()->actions()) {
        if (menu->menu() == nullptr) continue;
        for (const QAction* action : menu->menu()->actions()) {
            if (action->shortcut().isEmpty()) continue;
            add(*rows, action->shortcut().toString(QKeySequence::NativeText), plain(action->text()),
                dialog);
        }
    }
    add(*rows, tr("Esc"), tr("Show all again, then clear the filter"), dialog);
    add(*rows, tr("Enter"), tr("Apply the filter; go into what is selected"), dialog);
    add(*rows, tr("Ctrl+Space"), tr("Offer what can be written in the filter"), dialog);
    dialog->show();
    return dialog;
}

}  // namespace hark::gui
