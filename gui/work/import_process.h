#pragma once

#include <cstdint>
#include <optional>

#include <QObject>
#include <QProcess>
#include <QString>

namespace hark::gui {

/// How far an import is, in its own words.
struct ImportProgress {
    std::uint64_t bytes = 0;
    std::optional<std::uint64_t> bytesTotal;  ///< absent where the input is a pipe
    std::uint64_t exchanges = 0;
    double seconds = 0;
    bool isFinished = false;  ///< all is read and written
};

/// `hark import` as a child, which writes a case that can be read while it grows. All decoding
/// happens over there, so that hostile bytes can't take the window down.
class ImportProcess : public QObject {
    Q_OBJECT
public:
    enum class Outcome : std::uint8_t {
        Done,
        Partial,  ///< some input was cut or damaged, or it was cancelled: what was read is kept
        Failed,
    };

    explicit ImportProcess(QObject* parent = nullptr);
    ~ImportProcess() override;
    Q_DISABLE_COPY_MOVE(ImportProcess)

    void start(const QString& capture, const QString& casePath);
    /// Asks the child to end; it keeps what it has read.
    void cancel();
    [[nodiscard]] bool isRunning() const { return process_.state() != QProcess::NotRunning; }

    /// The program that is run: named by HARK_BINARY, else beside this one, else where the build
    /// tree has it, else what the search path finds.
    [[nodiscard]] static QString program();

Q_SIGNALS:
    /// A line of the child's standard error, without the program's name.
    void said(const QString& line);
    /// A few times a second.
    void progressed(const hark::gui::ImportProgress& progress);
    void finished(ImportProcess::Outcome outcome);

private:
    void readLines();
    void readLine(QByteArray line);
    void onFinished(int code, QProcess::ExitStatus status);
    void onError(QProcess::ProcessError error);

    QProcess process_;
    QByteArray pending_;
};

}  // namespace hark::gui
