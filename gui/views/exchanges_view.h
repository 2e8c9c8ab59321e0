#pragma once

#include <QWidget>

#include "gui/models/exchange_model.h"
#include "gui/views/case_table.h"

class QSplitter;
class QStackedWidget;

namespace hark::gui {

class EmptyState;
class Inspector;

/// The exchanges with their waterfall, and the selected one from near.
class ExchangesView : public QWidget {
    Q_OBJECT
public:
    ExchangesView(ExchangeModel& model, CaseThread& cases, QWidget* parent = nullptr);

    [[nodiscard]] CaseTable& table() { return *table_; }
    [[nodiscard]] Inspector& inspector() { return *inspector_; }
    [[nodiscard]] EmptyState& emptyState() { return *empty_; }
    [[nodiscard]] QSplitter& splitter() { return *splitter_; }
    void showEmpty(bool empty);

private:
    CaseTable* table_;
    EmptyState* empty_;
    QStackedWidget* stack_;
    Inspector* inspector_;
    QSplitter* splitter_;
};

}  // namespace hark::gui
