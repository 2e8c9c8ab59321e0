#include "gui/inspector/content_saver.h"

#include <memory>
#include <utility>

#include <QCoreApplication>
#include <QFile>

namespace hark::gui {

namespace {

constexpr std::size_t kPiece = std::size_t{8} << 20U;

QString tr(const char* text) {
    return QCoreApplication::translate("hark::gui::ContentSaver", text);
}

// Half a content is left behind by nothing: not by a window that was closed meanwhile either.
struct Saving {
    Saving() = default;
    ~Saving() {
        if (!isOver) file.remove();
    }
    Q_DISABLE_COPY_MOVE(Saving)

    query::ContentSource source;
    QFile file;
    std::uint64_t at = 0;
    std::function<void(const QString&)> done;
    bool isOver = false;
};

void finish(Saving& saving, const QString& problem) {
    if (!problem.isEmpty()) saving.file.remove();
    saving.file.close();
    saving.isOver = true;
    saving.done(problem);
}

// Whether there is more; runs on the thread of the case.
base::Result<bool> writePiece(query::Case& opened, Saving& saving) {
    const query::ContentPage page = query::readContent(opened, saving.source, saving.at, kPiece);
    if (page.hasFailed) return base::Error{"the case could not be read"};
    const auto size = static_cast<qint64>(page.bytes.size());
    if (saving.file.write(page.bytes.data(), size) != size || !saving.file.flush())
        return base::Error{saving.file.errorString().toStdString()};
    saving.at += page.bytes.size();
    return !page.bytes.empty() && saving.at < page.length;
}

void goOn(CaseThread& cases, QObject* context, const std::shared_ptr<Saving>& saving) {
    cases.ask(
        Lane::Rows, context, [saving](query::Case& opened) { return writePiece(opened, *saving); },
        [&cases, context, saving](const base::Result<bool>& hasMore) {
            if (!hasMore) return finish(*saving, QString::fromStdString(hasMore.error().message));
            if (*hasMore) return goOn(cases, context, saving);
            finish(*saving, {});
        });
}

}  // namespace

void saveContent(CaseThread& cases, QObject* context, const query::ContentSource& source,
                 const QString& path, std::function<void(const QString& problem)> done) {
    auto saving = std::make_shared<Saving>();
    saving->source = source;
    saving->done = std::move(done);
    saving->file.setFileName(path);
    QFile::remove(path);
    const bool isOpen = saving->file.open(QIODevice::WriteOnly | QIODevice::NewOnly,
                                          QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    if (!isOpen) {
        saving->isOver = true;
        return saving->done(tr("can't write there: %1").arg(saving->file.errorString()));
    }
    goOn(cases, context, saving);
}

}  // namespace hark::gui
