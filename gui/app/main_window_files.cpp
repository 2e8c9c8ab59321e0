// How files come into the window, and what is written into cases.

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>

#include "gui/app/main_window.h"
#include "gui/models/format.h"
#include "gui/views/exchange_pane.h"
#include "gui/views/list_pane.h"
#include "gui/views/news_bar.h"
#include "gui/views/overview_strip.h"
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
    range_.reset();
    strip_->clear();
    applyFilter();
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

void MainWindow::saveCase() {
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Save Case"),
        settings_.directory() + QLatin1Char('/') + QFileInfo(document_.path()).completeBaseName() +
            QStringLiteral(".hark"),
        tr("Cases (*.hark)"));
    if (path.isEmpty()) {
        closesWhenSaved_ = false;
    } else {
        document_.saveAs(path);
    }
}

void MainWindow::toggleMark() {
    const auto id = exchanges_->table().selectedId();
    if (!id) return;
    const query::ExchangeRow* const row = exchanges_->model().rowOfId(*id);
    notes::Change change;
    change.mark = row == nullptr || !row->note.isMarked;
    document_.annotate(notes::Subject::Exchange, *id, change);
}

void MainWindow::writeNote() {
    const auto id = exchanges_->table().selectedId();
    if (!id) return;
    const query::ExchangeRow* const row = exchanges_->model().rowOfId(*id);
    bool isWritten = false;
    const QString text = QInputDialog::getMultiLineText(
        this, tr("Note"), tr("About exchange %1:").arg(countText(*id)),
        row != nullptr ? QString::fromStdString(row->note.text) : QString(), &isWritten);
    if (!isWritten) return;
    notes::Change change;
    change.text = text.toStdString();
    document_.annotate(notes::Subject::Exchange, *id, change);
}

void MainWindow::say(const QString& problem) {
    if (!problem.isEmpty()) news_->showNews(problem);
}

void MainWindow::onSaved(const QString& problem) {
    say(problem);
    if (closesWhenSaved_ && problem.isEmpty()) close();
    closesWhenSaved_ = false;
}

bool MainWindow::mayClose() {
    if (!document_.wouldLoseNotes()) return true;
    const auto answer = QMessageBox::question(
        this, tr("Keep the notes?"), tr("Marks and notes go with the case, which was not saved."),
        QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, QMessageBox::Save);
    if (answer == QMessageBox::Save) {
        closesWhenSaved_ = true;
        saveCase();
    }
    return answer == QMessageBox::Discard;
}

}  // namespace hark::gui
