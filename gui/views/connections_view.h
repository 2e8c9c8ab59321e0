#pragma once

#include <QWidget>

#include "gui/models/connection_model.h"
#include "gui/views/case_table.h"

class QStackedWidget;

namespace hark::gui {

class EmptyState;

/// The connections as keep-alive sessions.
class ConnectionsView : public QWidget {
    Q_OBJECT
public:
    explicit ConnectionsView(ConnectionModel& model, QWidget* parent = nullptr);

    [[nodiscard]] CaseTable& table() { return *table_; }
    [[nodiscard]] EmptyState& emptyState() { return *empty_; }
    void showEmpty(bool empty);

private:
    CaseTable* table_;
    EmptyState* empty_;
    QStackedWidget* stack_;
};

}  // namespace hark::gui
