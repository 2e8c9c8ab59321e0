#pragma once

#include <cstdint>
#include <optional>

#include <QWidget>

#include "gui/models/exchange_model.h"
#include "gui/views/case_table.h"
#include "gui/work/document.h"

class QSplitter;
class QStackedWidget;

namespace hark::gui {

class EmptyState;
class Inspector;
class TimelineView;

/// The middle of the window: the exchanges with their waterfall, and the selected one from near.
class ExchangePane : public QWidget {
    Q_OBJECT
public:
    explicit ExchangePane(CaseThread& cases, QWidget* parent = nullptr);

    [[nodiscard]] ExchangeModel& model() { return model_; }
    [[nodiscard]] const ExchangeModel& model() const { return model_; }
    [[nodiscard]] CaseTable& table() { return *table_; }
    [[nodiscard]] Inspector& inspector() { return *inspector_; }
    [[nodiscard]] EmptyState& emptyState() { return *empty_; }

    [[nodiscard]] TimelineView& timeline() { return *timeline_; }

    void setFilter(const query::Filter& filter);
    void setSummary(const CaseSummary& summary);
    void refresh();
    [[nodiscard]] bool isAsking() const;
    void clear();
    /// Shows the list, or what is said in its place where it is empty.
    void updateEmpty();
    /// The exchanges as lanes of time, in place of the table.
    void showTimeline(bool shown);
    /// The inspector stands below the list, or at its right.
    void setInspectorAtRight(bool right);
    [[nodiscard]] bool isInspectorAtRight() const;

    [[nodiscard]] QByteArray saveState() const;
    void restoreState(const QByteArray& state);

private:
    ExchangeModel model_;
    CaseTable* table_;
    TimelineView* timeline_;
    EmptyState* empty_;
    QStackedWidget* stack_;
    Inspector* inspector_;
    QSplitter* splitter_;
    bool isTimelineShown_ = false;
};

}  // namespace hark::gui
