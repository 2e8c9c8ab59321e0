#include "gui/views/exchanges_view.h"

#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "gui/delegates/status_delegate.h"
#include "gui/delegates/waterfall_delegate.h"
#include "gui/views/empty_state.h"
#include "gui/views/inspector.h"

namespace hark::gui {

ExchangesView::ExchangesView(ExchangeModel& model, CaseThread& cases, QWidget* parent)
    : QWidget(parent) {
    splitter_ = new QSplitter(Qt::Vertical, this);
    splitter_->setHandleWidth(1);
    splitter_->setChildrenCollapsible(false);
    stack_ = new QStackedWidget(splitter_);
    table_ = new CaseTable(stack_);
    table_->setObjectName(QStringLiteral("exchanges"));
    table_->setAccessibleName(tr("Exchanges"));
    table_->setUp(&model, {56, 80, 72, 168, 336, 64, 88, 72, 80});
    table_->setElastic(ExchangeModel::Target, 112, 240);
    table_->setItemDelegateForColumn(ExchangeModel::Status, new StatusDelegate(table_));
    table_->setItemDelegateForColumn(ExchangeModel::Timeline, new WaterfallDelegate(table_));
    empty_ = new EmptyState(stack_);
    stack_->addWidget(table_);
    stack_->addWidget(empty_);
    inspector_ = new Inspector(cases, splitter_);
    splitter_->addWidget(stack_);
    splitter_->addWidget(inspector_);
    splitter_->setStretchFactor(0, 1);
    splitter_->setSizes({560, 260});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter_);
    showEmpty(true);
}

void ExchangesView::showEmpty(bool empty) {
    stack_->setCurrentWidget(empty ? static_cast<QWidget*>(empty_) : table_);
    inspector_->setVisible(!empty || table_->selectedId().has_value());
}

}  // namespace hark::gui
