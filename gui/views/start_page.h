#pragma once

#include <QStringList>
#include <QWidget>

class QListWidget;
class QPushButton;

namespace hark::gui {

/// What a window without a case shows: captures and cases from before, and where to begin.
class StartPage : public QWidget {
    Q_OBJECT
public:
    explicit StartPage(QWidget* parent = nullptr);

    /// Paths, the latest first; what is no longer there is left out.
    void setRecent(const QStringList& paths);
    /// A capture to try hark with; empty where none is installed.
    void setSample(const QString& path);

Q_SIGNALS:
    void openPressed();
    void fileWanted(const QString& path);

private:
    QListWidget* recent_;
    QWidget* recentPart_;
    QPushButton* sample_;
    QString samplePath_;
};

}  // namespace hark::gui
