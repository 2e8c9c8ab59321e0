#include "gui/views/exchange_pane.h"

#include <QDataStream>
#include <QHeaderView>
#include <QIODevice>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "gui/delegates/status_delegate.h"
#include "gui/delegates/waterfall_delegate.h"
#include "gui/views/empty_state.h"
#include "gui/views/inspector.h"
#include "gui/views/timeline_view.h"

namespace hark::gui {

ExchangePane::ExchangePane(CaseThread& cases, QWidget* parent) : QWidget(parent), model_(cases) {
    splitter_ = new QSplitter(Qt::Vertical, this);
    splitter_->setHandleWidth(1);
    splitter_->setChildrenCollapsible(false);
    stack_ = new QStackedWidget(splitter_);
    table_ = new CaseTable(stack_);
    table_->setObjectName(QStringLiteral("exchanges"));
    table_->setAccessibleName(tr("Exchanges"));
    table_->setUp(&model_, {56, 80, 72, 144, 336, 64, 80, 72, 80});
    table_->setElastic(ExchangeModel::Target, 136, 200);
    table_->setItemDelegateForColumn(ExchangeModel::Status, new StatusDelegate(table_));
    table_->setItemDelegateForColumn(ExchangeModel::Timeline, new WaterfallDelegate(table_));
    timeline_ = new TimelineView(cases, stack_);
    empty_ = new EmptyState(stack_);
    stack_->addWidget(table_);
    stack_->addWidget(timeline_);
    stack_->addWidget(empty_);
    inspector_ = new Inspector(cases, splitter_);
    splitter_->addWidget(stack_);
    splitter_->addWidget(inspector_);
    splitter_->setStretchFactor(0, 1);
    splitter_->setSizes({560, 260});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter_);
    connect(table_, &CaseTable::selectedIdChanged, inspector_, [this](qulonglong id) {
        inspector_->showExchange(id);
        timeline_->select(id);
    });
    connect(timeline_, &TimelineView::exchangeSelected, table_,
            [this](qulonglong id) { table_->select(id); });
    updateEmpty();
}

void ExchangePane::setFilter(const query::Filter& filter) {
    model_.setFilter(filter);
    timeline_->setFilter(filter);
}

void ExchangePane::showTimeline(bool shown) {
    isTimelineShown_ = shown;
    updateEmpty();
    if (stack_->currentWidget() != empty_) stack_->currentWidget()->setFocus();
}

void ExchangePane::setSummary(const CaseSummary& summary) {
    timeline_->setSummary(summary);
    model_.setRange(summary.firstNs, summary.lastNs);
    inspector_->setOrigin(summary.firstNs);
}

void ExchangePane::refresh() {
    model_.refresh();
    timeline_->refresh();
    inspector_->refresh();
}

bool ExchangePane::isAsking() const {
    return model_.isAsking() || !inspector_->isSettled() || timeline_->isAsking();
}

void ExchangePane::clear() {
    model_.clear();
    timeline_->clear();
    table_->forgetSelection();
    inspector_->clear();
}

void ExchangePane::updateEmpty() {
    const bool isEmpty = model_.rowCount() == 0;
    QWidget* const shown = isTimelineShown_ ? static_cast<QWidget*>(timeline_) : table_;
    stack_->setCurrentWidget(isEmpty ? empty_ : shown);
    inspector_->setVisible(!isEmpty || table_->selectedId().has_value());
}

void ExchangePane::setInspectorAtRight(bool right) {
    if (right == isInspectorAtRight()) return;
    splitter_->setOrientation(right ? Qt::Horizontal : Qt::Vertical);
    const int whole = right ? splitter_->width() : splitter_->height();
    splitter_->setSizes({whole * 3 / 5, whole * 2 / 5});
}

bool ExchangePane::isInspectorAtRight() const {
    return splitter_->orientation() == Qt::Horizontal;
}

QByteArray ExchangePane::saveState() const {
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << isInspectorAtRight() << splitter_->saveState()
           << table_->horizontalHeader()->saveState() << inspector_->saveState();
    return state;
}

void ExchangePane::restoreState(const QByteArray& state) {
    QDataStream stream(state);
    bool isAtRight = false;
    QByteArray splitter;
    QByteArray header;
    QByteArray inspector;
    stream >> isAtRight >> splitter >> header >> inspector;
    if (stream.status() != QDataStream::Ok) return;
    setInspectorAtRight(isAtRight);
    splitter_->restoreState(splitter);
    table_->restoreColumns(header);
    inspector_->restoreState(inspector);
}

}  // namespace hark::gui
