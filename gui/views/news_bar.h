#pragma once

#include <optional>

#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace hark::gui {

/// A line below the filter for what goes on: work with Cancel, or news to be read and put away.
class NewsBar : public QWidget {
    Q_OBJECT
public:
    explicit NewsBar(QWidget* parent = nullptr);

    /// `share` of it is done, from 0 to 1; nothing where that is not known.
    void showWork(const QString& text, std::optional<double> share);
    void showNews(const QString& text);

Q_SIGNALS:
    void cancelled();

private:
    void setLine(const QString& sign, const QString& text);

    QProgressBar* progress_;
    QLabel* sign_;
    QLabel* text_;
    QToolButton* button_;
    bool isWork_ = false;
};

}  // namespace hark::gui
