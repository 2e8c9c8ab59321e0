// How files come into the window.

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMimeData>

#include "gui/app/main_window.h"
#include "gui/models/format.h"
#include "gui/views/exchange_pane.h"
#include "gui/views/list_pane.h"
#include "gui/views/start_page.h"

namespace hark::gui {

void MainWindow::open(const QString& path) {
    closeDocument();
    settings_.addRecent(QFileInfo(path).absoluteFilePath());
    showRecent();
    document_.open(path);
}

void MainWindow::openBeside(const QString& path) {
    const Document::State state = document_.state();
    if (state == Document::State::Empty || state == Document::State::Failed) return open(path);
    auto* window = new MainWindow;
    window->setAttribute(Qt::WA_DeleteOnClose);
    window->show();
    window->open(path);
}

void MainWindow::showRecent() {
    const QStringList paths = settings_.recent();
    start_->setRecent(paths);
    actions_.recent->clear();
    for (const QString& path : paths) {
        QString title = shownText(path.toStdString());
        title.replace(QLatin1Char('&'), QStringLiteral("&&"));  // else it marks a key
        connect(actions_.recent->addAction(title), &QAction::triggered, this,
                [this, path] { openBeside(path); });
    }
    actions_.recent->setEnabled(!paths.isEmpty());
}

void MainWindow::closeDocument() {
    exchanges_->clear();
    for (const Page& page : pages_) {
        if (page.list != nullptr) page.list->clear();
    }
    document_.close();
    applyScope();
    history_.clear();
    visit();
}

void MainWindow::chooseFile() {
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Open"), settings_.directory(),
                                     tr("Captures and cases (*.pcap *.pcapng *.cap *.snoop *.gz "
                                        "*.zst *.lz4 *.hark);;All files (*)"));
    if (path.isEmpty()) return;
    settings_.setDirectory(QFileInfo(path).absolutePath());
    openBeside(path);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    for (const QUrl& url : event->mimeData()->urls()) {
        if (url.isLocalFile()) openBeside(url.toLocalFile());
    }
    event->acceptProposedAction();
}

}  // namespace hark::gui
