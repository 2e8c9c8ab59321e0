#pragma once

#include <QTimer>
#include <QWidget>

#include "core/query/filter.h"
#include "gui/models/completion_model.h"
#include "gui/models/filter_memory.h"

class QLabel;
class QLineEdit;
class QToolButton;

namespace hark::gui {

class CompletionList;
class QuickFilters;

/// Where a filter is typed: at once it says whether it is understood, and shortly after the last
/// key, or on Enter, it applies. What could be written next is offered below.
class FilterBar : public QWidget {
    Q_OBJECT
public:
    explicit FilterBar(CaseThread& cases, QWidget* parent = nullptr);

    [[nodiscard]] QString text() const;
    /// What the lists show; stays behind text() while that is typed or makes no sense.
    [[nodiscard]] const QString& appliedText() const { return applied_; }
    /// Applies at once.
    void setText(const QString& text);
    /// The case could not answer; shown until something else is typed.
    void showProblem(const QString& problem);
    void takeFocus();
    /// Filters from before.
    [[nodiscard]] FilterMemory& memory() { return memory_; }
    /// After memory() was changed.
    void showMemory();
    /// What narrows the exchanges besides what is typed; empty for nothing.
    void showScope(const QString& scope);

Q_SIGNALS:
    void filterChanged(const hark::query::Filter& filter);
    void scopeCleared();
    /// The keyboard is to go back to the list.
    void left();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void buildParts();
    void offer();
    void choose(int row);
    bool takeKey(int key, Qt::KeyboardModifiers modifiers);
    void judge();
    void apply();
    void paintVerdict();

    enum class Verdict : std::uint8_t { Empty, Good, Bad };

    QToolButton* scope_ = nullptr;
    QLineEdit* edit_ = nullptr;
    QToolButton* star_ = nullptr;
    QuickFilters* quick_ = nullptr;
    CompletionModel completions_;
    CompletionList* list_ = nullptr;
    FilterMemory memory_;
    QLabel* sign_ = nullptr;
    QLabel* problem_ = nullptr;
    QTimer delay_;
    query::Filter filter_;
    QString applied_;
    Verdict verdict_ = Verdict::Empty;
};

}  // namespace hark::gui
