#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include <QObject>
#include <QString>
#include <QTemporaryDir>
#include <QTimer>

#include "gui/work/case_thread.h"
#include "gui/work/import_process.h"

namespace hark::gui {

/// What is known of a case as a whole.
struct CaseSummary {
    std::uint64_t exchanges = 0;
    std::uint64_t connections = 0;
    std::int64_t firstNs = 0;  ///< of the capture; both 0 where it holds nothing
    std::int64_t lastNs = 0;
};

/// What one window shows: a case, or a capture that is being read into a case of its own. Such a
/// case lives in a private directory that is removed with this object.
class Document : public QObject {
    Q_OBJECT
public:
    enum class State : std::uint8_t {
        Empty,
        Opening,    ///< a case or a capture: not known yet
        Importing,  ///< rows arrive
        Ready,
        Failed,  ///< message() says why
    };

    explicit Document(QObject* parent = nullptr);
    ~Document() override;
    Q_DISABLE_COPY_MOVE(Document)

    void open(const QString& path);
    void close();
    /// Ends the reading of a capture; what was read stays.
    void cancel();
    /// Keeps the case of a capture that was read at that path, in place of what is there;
    /// afterwards that is what is shown. saved() follows. The state must be Ready.
    void saveAs(const QString& path);
    /// There are marks or notes in a case that goes with this object.
    [[nodiscard]] bool wouldLoseNotes() const { return directory_ != nullptr && hasNotes_; }
    void annotate(notes::Subject subject, std::uint64_t id, const notes::Change& change);

    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] const QString& path() const { return path_; }
    /// There is something to be asked.
    [[nodiscard]] bool isCaseOpen() const { return isCaseOpen_; }
    /// The name to show, without the directory.
    [[nodiscard]] QString name() const;
    /// The last thing that there was to say: why it failed, what was damaged. Plain text.
    [[nodiscard]] const QString& message() const { return message_; }
    [[nodiscard]] const CaseSummary& summary() const { return summary_; }
    /// How far the reading of a capture is; nothing before it said so.
    [[nodiscard]] const std::optional<ImportProgress>& progress() const { return progress_; }
    [[nodiscard]] CaseThread& cases() { return cases_; }

Q_SIGNALS:
    void stateChanged();
    /// There is more, or something else, to be read than before.
    void grew();
    void summaryChanged();
    void progressChanged();
    /// Empty: it was.
    void saved(const QString& problem);
    /// Empty: it was.
    void annotated(const QString& problem);

private:
    void setState(State state);
    void fail(const QString& message);
    void import();
    void poll();
    void openGrowing();
    void readSummary();
    void onImported(ImportProcess::Outcome outcome);
    void settle();

    CaseThread cases_;
    std::unique_ptr<ImportProcess> import_;
    std::unique_ptr<QTemporaryDir> directory_;
    QTimer timer_;
    State state_ = State::Empty;
    QString path_;
    QString message_;
    CaseSummary summary_;
    std::optional<ImportProgress> progress_;
    std::optional<ImportProcess::Outcome> outcome_;
    std::uint64_t generation_ = 0;  ///< of what is open; late answers carry an older one
    std::uint64_t dataVersion_ = 0;
    bool isCaseOpen_ = false;
    bool isAsking_ = false;
    bool hasNotes_ = false;
};

}  // namespace hark::gui
