#include "gui/work/document.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include <QFile>
#include <QFileInfo>
#include <fmt/format.h>

namespace hark::gui {

namespace {

constexpr int kPollMilliseconds = 250;

struct Reading {
    std::uint64_t dataVersion = 0;
    CaseSummary summary;
};

// Until the capture is read to its end its range is that of what has begun so far.
base::Result<Reading> readCase(query::Case& opened) {
    Reading reading;
    reading.dataVersion = opened.dataVersion();
    const auto exchanges = opened.exchangeIds({});
    if (!exchanges) return exchanges.error();
    const auto connections = opened.connectionIds({}, {"started", false});
    if (!connections) return connections.error();
    const auto provenance = opened.provenance();
    if (!provenance) return provenance.error();
    CaseSummary& summary = reading.summary;
    summary.exchanges = exchanges->size();
    summary.connections = connections->size();
    const auto widen = [&summary](std::int64_t first, std::int64_t last) {
        summary.firstNs = summary.firstNs == 0 ? first : std::min(summary.firstNs, first);
        summary.lastNs = std::max(summary.lastNs, last);
    };
    for (const query::InputRow& input : provenance->inputs) {
        if (input.firstNs && input.lastNs) widen(*input.firstNs, *input.lastNs);
    }
    if (!connections->empty()) {
        if (const auto first = opened.connection(connections->front()); first && *first) {
            widen((*first)->startedNs, (*first)->endedNs);
        }
    }
    if (!exchanges->empty()) {
        if (const auto last = opened.exchangeRows(std::span(&exchanges->back(), 1));
            last && !last->empty()) {
            const query::ExchangeRow& row = last->front();
            widen(row.startedNs, row.startedNs + row.durationNs.value_or(0));
        }
    }
    return reading;
}

// A case that nobody writes is one file.
base::Status copyCase(const std::string& from, const QString& to) {
    const QString half = to + QStringLiteral(".saving");
    QFile::remove(half);
    QFile copy(QFile::decodeName(from.c_str()));
    QString problem;
    if (!copy.copy(half)) {
        problem = copy.errorString();
    } else if (!QFile::setPermissions(half, QFile::ReadOwner | QFile::WriteOwner) ||
               std::rename(QFile::encodeName(half).constData(),
                           QFile::encodeName(to).constData()) != 0) {
        problem = qt_error_string(errno);
    } else {
        return base::Done{};
    }
    QFile::remove(half);
    return base::Error{fmt::format("{}: could not be written: {}; choose another place",
                                   to.toStdString(), problem.toStdString())};
}

}  // namespace

Document::Document(QObject* parent) : QObject(parent) {
    timer_.setInterval(kPollMilliseconds);
    connect(&timer_, &QTimer::timeout, this, &Document::poll);
}

Document::~Document() {
    import_.reset();  // before its directory
}

QString Document::name() const {
    return QFileInfo(path_).fileName();
}

void Document::setState(State state) {
    state_ = state;
    Q_EMIT stateChanged();
}

void Document::fail(const QString& message) {
    timer_.stop();
    if (!message.isEmpty()) message_ = message;
    setState(State::Failed);
}

void Document::close() {
    ++generation_;
    timer_.stop();
    import_.reset();
    cases_.close();
    directory_.reset();
    outcome_.reset();
    progress_.reset();
    isCaseOpen_ = isAsking_ = hasNotes_ = false;
    dataVersion_ = 0;
    path_.clear();
    message_.clear();
    summary_ = {};
    setState(State::Empty);
    Q_EMIT summaryChanged();
}

void Document::open(const QString& path) {
    close();
    path_ = path;
    setState(State::Opening);
    cases_.open(path, this,
                [this, generation = generation_](const base::Result<CaseThread::Opened>& opened) {
                    if (generation != generation_) return;
                    if (!opened) return fail(QString::fromStdString(opened.error().message));
                    if (*opened == CaseThread::Opened::NotACase) return import();
                    isCaseOpen_ = true;
                    outcome_ = ImportProcess::Outcome::Done;
                    readSummary();
                });
}

void Document::import() {
    directory_ = std::make_unique<QTemporaryDir>();  // mode 0700
    if (!directory_->isValid()) {
        return fail(
            tr("%1: no room for a temporary case: free some, or set TMPDIR to another place")
                .arg(directory_->errorString()));
    }
    import_ = std::make_unique<ImportProcess>();
    connect(import_.get(), &ImportProcess::said, this,
            [this](const QString& line) { message_ = line; });
    connect(import_.get(), &ImportProcess::progressed, this, [this](const ImportProgress& now) {
        progress_ = now;
        Q_EMIT progressChanged();
    });
    connect(import_.get(), &ImportProcess::finished, this, &Document::onImported);
    setState(State::Importing);
    timer_.start();
    import_->start(path_, directory_->filePath(QStringLiteral("capture.hark")));
}

void Document::cancel() {
    if (import_) import_->cancel();
}

void Document::annotate(notes::Subject subject, std::uint64_t id, const notes::Change& change) {
    cases_.annotate(
        subject, id, change, this,
        [this, generation = generation_](const CaseThread::Noted& noted) {
            if (generation != generation_) return;
            hasNotes_ |= noted.ok();
            Q_EMIT annotated(noted ? QString() : QString::fromStdString(noted.error().message));
            if (noted) Q_EMIT grew();
        });
}

void Document::saveAs(const QString& path) {
    cases_.ask(
        Lane::Rows, this, [path](query::Case& opened) { return copyCase(opened.path(), path); },
        [this, path, generation = generation_](const base::Status& copied) {
            if (generation != generation_) return;
            if (!copied) {
                Q_EMIT saved(QString::fromStdString(copied.error().message));
                return;
            }
            cases_.open(path, this, [this, path](const base::Result<CaseThread::Opened>& opened) {
                if (opened) {
                    directory_.reset();
                    path_ = path;
                    hasNotes_ = false;
                    Q_EMIT stateChanged();
                }
                Q_EMIT saved(opened ? QString() : QString::fromStdString(opened.error().message));
            });
        });
}

void Document::poll() {
    if (isAsking_) return;
    if (!isCaseOpen_) return openGrowing();
    readSummary();
}

void Document::openGrowing() {
    isAsking_ = true;
    const QString path = directory_->filePath(QStringLiteral("capture.hark"));
    const bool isLast = outcome_.has_value();
    cases_.open(
        path, this,
        [this, isLast, generation = generation_](const base::Result<CaseThread::Opened>& opened) {
            if (generation != generation_) return;
            isAsking_ = false;
            isCaseOpen_ = opened.ok() && *opened == CaseThread::Opened::Yes;
            if (isCaseOpen_) return readSummary();
            if (!outcome_) return;  // not there yet
            if (!isLast) return openGrowing();
            fail(opened.ok() ? QString() : QString::fromStdString(opened.error().message));
        });
}

void Document::readSummary() {
    isAsking_ = true;
    const bool isLast = outcome_.has_value();
    cases_.ask(Lane::Summary, this, readCase,
               [this, isLast, generation = generation_](const base::Result<Reading>& reading) {
                   if (generation != generation_) return;
                   isAsking_ = false;
                   if (reading) {
                       const bool isNew = reading->dataVersion != dataVersion_;
                       dataVersion_ = reading->dataVersion;
                       summary_ = reading->summary;
                       if (isNew || isLast) {
                           Q_EMIT summaryChanged();
                           Q_EMIT grew();
                       }
                   } else if (isLast) {
                       return fail(QString::fromStdString(reading.error().message));
                   }
                   if (isLast) {
                       settle();
                   } else if (outcome_) {
                       poll();
                   }
               });
}

void Document::settle() {
    timer_.stop();
    if (state_ != State::Ready) setState(State::Ready);
}

void Document::onImported(ImportProcess::Outcome outcome) {
    timer_.stop();
    outcome_ = outcome;
    if (outcome == ImportProcess::Outcome::Failed) return fail({});
    poll();
}

}  // namespace hark::gui
