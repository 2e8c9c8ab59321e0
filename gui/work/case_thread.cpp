#include "gui/work/case_thread.h"

#include <algorithm>

#include <QFile>

namespace hark::gui {

namespace {

// Told apart before it is opened, so that a damaged case is not mistaken for a capture.
bool looksLikeCase(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) &&
           file.read(16) == QByteArrayView("SQLite format 3\0", 16);
}

}  // namespace

CaseThread::CaseThread(QObject* parent)
    : QObject(parent), thread_([this](const std::stop_token& stop) { run(stop); }) {
    connect(
        this, &CaseThread::answered, this, [](const std::function<void()>& reply) { reply(); },
        Qt::QueuedConnection);
}

CaseThread::~CaseThread() {
    thread_.request_stop();
    {
        const std::scoped_lock lock(mutex_);
        tasks_.clear();
        if (case_) case_->interrupt();
    }
    wake_.notify_all();
    thread_.join();
}

void CaseThread::open(const QString& path, QObject* context,
                      std::function<void(base::Result<Opened>)> reply) {
    add(Lane::Open, [this, path, guard = QPointer<QObject>(context),
                     reply = std::move(reply)](std::unique_ptr<query::Case>&) {
        base::Result<Opened> result = Opened::NotACase;
        if (looksLikeCase(path)) {
            auto opened = query::Case::open(QFile::encodeName(path).toStdString());
            if (opened) {
                replaceCase(std::move(opened).value());
                result = Opened::Yes;
            } else {
                result = opened.error();
            }
        }
        deliver([guard, reply, result] {
            if (guard) reply(result);
        });
    });
}

void CaseThread::close() {
    {
        const std::scoped_lock lock(mutex_);
        tasks_.clear();
        if (case_ && running_ != Lane::None) case_->interrupt();
    }
    add(Lane::Open, [this](std::unique_ptr<query::Case>&) { replaceCase(nullptr); });
}

// Through a connection of its own, as the case is open for reading only.
void CaseThread::annotate(notes::Subject subject, std::uint64_t id, const notes::Change& change,
                          QObject* context, std::function<void(Noted)> reply) {
    ask(
        Lane::Rows, context,
        [subject, id, change](query::Case& opened) -> Noted {
            auto notes = notes::Notes::open(opened.path());
            if (!notes) return notes.error();
            return notes->set(subject, id, change);
        },
        std::move(reply));
}

void CaseThread::replaceCase(std::unique_ptr<query::Case> opened) {
    {
        const std::scoped_lock lock(mutex_);
        std::swap(case_, opened);
    }
}

void CaseThread::add(Lane lane, Work work) {
    {
        const std::scoped_lock lock(mutex_);
        if (lane != Lane::Rows && lane != Lane::Open) {
            std::erase_if(tasks_, [lane](const Task& task) { return task.lane == lane; });
            interruptIf(lane);
        }
        tasks_.push_back({lane, std::move(work)});
    }
    wake_.notify_one();
}

void CaseThread::interruptIf(Lane lane) {
    if (running_ == lane && case_) case_->interrupt();
}

void CaseThread::run(const std::stop_token& stop) {
    while (true) {
        Work work;
        {
            std::unique_lock lock(mutex_);
            running_ = Lane::None;
            if (!wake_.wait(lock, stop, [this] { return !tasks_.empty(); })) return;
            if (stop.stop_requested()) return;
            running_ = tasks_.front().lane;
            work = std::move(tasks_.front().work);
            tasks_.pop_front();
        }
        work(case_);
    }
}

}  // namespace hark::gui
