#include "gui/views/connections_view.h"

#include <QStackedWidget>
#include <QVBoxLayout>

#include "gui/views/empty_state.h"

namespace hark::gui {

ConnectionsView::ConnectionsView(ConnectionModel& model, QWidget* parent) : QWidget(parent) {
    stack_ = new QStackedWidget(this);
    table_ = new CaseTable(stack_);
    table_->setObjectName(QStringLiteral("connections"));
    table_->setAccessibleName(tr("Connections"));
    table_->setUp(&model, {56, 88, 176, 176, 88, 96, 96, 88, 80, 96, 88, 152});
    empty_ = new EmptyState(stack_);
    stack_->addWidget(table_);
    stack_->addWidget(empty_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(stack_);
    showEmpty(true);
}

void ConnectionsView::showEmpty(bool empty) {
    stack_->setCurrentWidget(empty ? static_cast<QWidget*>(empty_) : table_);
}

}  // namespace hark::gui
