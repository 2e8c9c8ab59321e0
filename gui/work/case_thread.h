#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>

#include <QObject>
#include <QPointer>
#include <QString>

#include "core/base/result.h"
#include "core/notes/notes.h"
#include "core/query/case.h"

namespace hark::gui {

/// Kinds of questions. In all but Rows a newer question takes the place of one that waits, and
/// interrupts one that is being answered.
enum class Lane : std::uint8_t {
    None,
    Open,
    Summary,
    ExchangeList,
    ConnectionList,
    SessionList,
    CookieList,
    Rows,
    Detail,
    Completion,
    SessionDetail,
    CookieJar,
    CookieHistory,
    DetailSession,
    DetailContent,
    DetailPage,
    Comparison,
    Copying,
    Timeline,
    TimelineDetail,   ///< what the pointer is on
    Density,          ///< of everything
    FilteredDensity,  ///< of what a filter leaves
};

/// Owns the case and the only thread that reads it. Everything is asked from the thread that made
/// this object, and answered there, later; nothing here blocks it but the destructor, which
/// interrupts what is running and joins.
class CaseThread : public QObject {
    Q_OBJECT
public:
    enum class Opened : std::uint8_t { Yes, NotACase };

    explicit CaseThread(QObject* parent = nullptr);
    ~CaseThread() override;
    Q_DISABLE_COPY_MOVE(CaseThread)

    /// Opens a case in place of the one that is open. A file that doesn't look like a case is not
    /// an error.
    void open(const QString& path, QObject* context,
              std::function<void(base::Result<Opened>)> reply);
    /// Drops all questions that wait, and the case.
    void close();

    /// `job` runs over there as `base::Result<T>(query::Case&)`; `reply` gets its result here,
    /// unless `context` is gone or the question was replaced before it was begun.
    template <typename Job, typename Reply>
    void ask(Lane lane, QObject* context, Job job, Reply reply) {
        using Answer = std::invoke_result_t<Job, query::Case&>;
        add(lane, [this, guard = QPointer<QObject>(context), job = std::move(job),
                   reply = std::move(reply)](std::unique_ptr<query::Case>& opened) mutable {
            auto answer = std::make_shared<Answer>(opened ? job(*opened)
                                                          : Answer(base::Error{"no case is open"}));
            deliver([guard, answer, reply]() mutable {
                if (guard) reply(std::move(*answer));
            });
        });
    }

    /// Keeps a mark or a note in the case; see notes::Notes::set().
    using Noted = base::Result<std::optional<notes::Note>>;
    void annotate(notes::Subject subject, std::uint64_t id, const notes::Change& change,
                  QObject* context, std::function<void(Noted)> reply);

Q_SIGNALS:
    /// From the other thread; runs the reply on this one.
    void answered(const std::function<void()>& reply);

private:
    using Work = std::function<void(std::unique_ptr<query::Case>&)>;
    struct Task {
        Lane lane;
        Work work;
    };

    void add(Lane lane, Work work);
    void deliver(const std::function<void()>& reply) { Q_EMIT answered(reply); }
    void run(const std::stop_token& stop);
    /// Only with the lock.
    void interruptIf(Lane lane);
    void replaceCase(std::unique_ptr<query::Case> opened);

    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::deque<Task> tasks_;
    Lane running_ = Lane::None;
    std::unique_ptr<query::Case> case_;  ///< replaced with the lock, used by thread_ only
    std::jthread thread_;
};

}  // namespace hark::gui
