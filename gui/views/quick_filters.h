#pragma once

#include <vector>

#include <QString>
#include <QWidget>

class QToolButton;

namespace hark::gui {

/// Buttons for the filters that are wanted most: what a response holds, and failures. They write a
/// term into the filter, and take it out again; what they stand for is there to be read.
class QuickFilters : public QWidget {
    Q_OBJECT
public:
    explicit QuickFilters(QWidget* parent = nullptr);

    /// Presses those whose terms the filter has.
    void show(const QString& filter);
    /// The filter with the term of a button put in or taken out; of the kinds of contents there is
    /// one at a time.
    [[nodiscard]] static QString toggled(const QString& filter, const QString& term);

Q_SIGNALS:
    void toggledTerm(const QString& term);

private:
    struct Button {
        QToolButton* button;
        QString term;
    };
    std::vector<Button> buttons_;
};

}  // namespace hark::gui
