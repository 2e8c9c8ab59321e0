#include "gui/work/import_process.h"

#include <csignal>

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

namespace hark::gui {

namespace {

constexpr int kDamaged = 3;               // the child's exit code for input that was cut or damaged
constexpr qsizetype kLongestLine = 4096;  // a file name and a reason; more is noise

std::uint64_t number(const QJsonObject& object, QLatin1String name) {
    return static_cast<std::uint64_t>(qMax(qint64{0}, object[name].toInteger()));
}

// Nothing where the line is meant for people; those begin with the program's name.
std::optional<ImportProgress> readProgress(const QByteArray& line) {
    if (!line.startsWith('{')) return std::nullopt;
    const QJsonObject object = QJsonDocument::fromJson(line).object();
    const QString state = object[QLatin1String("progress")].toString();
    if (state.isEmpty()) return std::nullopt;
    ImportProgress progress;
    progress.bytes = number(object, QLatin1String("bytes"));
    if (object[QLatin1String("bytes_total")].isDouble()) {
        progress.bytesTotal = number(object, QLatin1String("bytes_total"));
    }
    progress.exchanges = number(object, QLatin1String("exchanges"));
    progress.seconds = object[QLatin1String("seconds")].toDouble();
    progress.isFinished = state == QLatin1String("finished");
    return progress;
}

}  // namespace

ImportProcess::ImportProcess(QObject* parent) : QObject(parent) {
    process_.setStandardInputFile(QProcess::nullDevice());
    process_.setStandardOutputFile(QProcess::nullDevice());
    connect(&process_, &QProcess::readyReadStandardError, this, &ImportProcess::readLines);
    connect(&process_, &QProcess::finished, this, &ImportProcess::onFinished);
    connect(&process_, &QProcess::errorOccurred, this, &ImportProcess::onError);
}

ImportProcess::~ImportProcess() {
    process_.disconnect(this);
    if (!isRunning()) return;
    process_.kill();
    process_.waitForFinished();
}

QString ImportProcess::program() {
    QString named = qEnvironmentVariable("HARK_BINARY");
    if (!named.isEmpty()) return named;
    const QString here = QCoreApplication::applicationDirPath();
    for (const auto* place : {"/hark", "/../cli/hark"}) {
        const QFileInfo beside(here + QLatin1String(place));
        if (beside.isFile() && beside.isExecutable()) return beside.canonicalFilePath();
    }
    return QStringLiteral("hark");
}

void ImportProcess::start(const QString& capture, const QString& casePath) {
    pending_.clear();
    // A path that begins with a dash is not an option.
    const QString file = QFileInfo(capture).absoluteFilePath();
    process_.start(program(), {QStringLiteral("import"), file, QStringLiteral("-o"), casePath,
                               QStringLiteral("--watched"), QStringLiteral("--force"),
                               QStringLiteral("--progress"), QStringLiteral("ndjson")});
}

void ImportProcess::cancel() {
    if (process_.processId() > 0) ::kill(static_cast<pid_t>(process_.processId()), SIGINT);
}

void ImportProcess::readLines() {
    pending_ += process_.readAllStandardError();
    qsizetype end = pending_.indexOf('\n');
    for (; end >= 0; end = pending_.indexOf('\n')) {
        readLine(pending_.left(qMin(end, kLongestLine)).trimmed());
        pending_.remove(0, end + 1);
    }
    if (pending_.size() > kLongestLine) pending_.clear();
}

void ImportProcess::readLine(QByteArray line) {
    if (const auto progress = readProgress(line)) {
        Q_EMIT progressed(*progress);
        return;
    }
    if (line.startsWith("hark: ")) line.remove(0, 6);
    if (!line.isEmpty()) Q_EMIT said(QString::fromUtf8(line));
}

void ImportProcess::onFinished(int code, QProcess::ExitStatus status) {
    readLines();
    if (status == QProcess::CrashExit) {
        Q_EMIT said(tr("hark import ended unexpectedly; what it had read is shown"));
        Q_EMIT finished(Outcome::Partial);
        return;
    }
    if (code == 0) {
        Q_EMIT finished(Outcome::Done);
    } else {
        Q_EMIT finished(code == kDamaged ? Outcome::Partial : Outcome::Failed);
    }
}

void ImportProcess::onError(QProcess::ProcessError error) {
    if (error != QProcess::FailedToStart) return;
    Q_EMIT said(tr("%1 can't be run: install hark beside hark-gui, or name it in HARK_BINARY")
                    .arg(process_.program()));
    Q_EMIT finished(Outcome::Failed);
}

}  // namespace hark::gui
