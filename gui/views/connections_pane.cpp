#include "gui/views/connections_pane.h"

#include <QHeaderView>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "gui/views/case_table.h"
#include "gui/views/empty_state.h"

namespace hark::gui {

ConnectionsPane::ConnectionsPane(CaseThread& cases, QWidget* parent)
    : ListPane(parent), model_(cases) {
    stack_ = new QStackedWidget(this);
    table_ = new CaseTable(stack_);
    table_->setObjectName(QStringLiteral("connections"));
    table_->setAccessibleName(tr("Connections"));
    table_->setUp(&model_, {56, 88, 176, 176, 88, 96, 96, 88, 80, 96, 88, 152});
    empty_ = new EmptyState(stack_);
    empty_->say(tr("No connections"), tr("None carries an exchange that matches the filter."));
    stack_->addWidget(table_);
    stack_->addWidget(empty_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(stack_);
    connect(&model_, &CaseListModel::listed, this, [this] {
        stack_->setCurrentWidget(model_.rowCount() == 0 ? static_cast<QWidget*>(empty_) : table_);
        Q_EMIT listed();
    });
    connect(&model_, &CaseListModel::failed, this, &ListPane::failed);
    connect(table_, &CaseTable::selectedIdChanged, this, &ListPane::scopeChanged);
}

void ConnectionsPane::setFilter(const query::Filter& filter) {
    model_.setFilter(filter);
}

void ConnectionsPane::setSummary(const CaseSummary& summary) {
    model_.setOrigin(summary.firstNs);
}

void ConnectionsPane::refresh() {
    model_.refresh();
}

void ConnectionsPane::clear() {
    model_.clear();
    table_->forgetSelection();
}

QString ConnectionsPane::scope() const {
    const auto id = selected();
    return id ? QStringLiteral("connection:%1").arg(*id) : QString();
}

std::optional<std::uint64_t> ConnectionsPane::selected() const {
    return table_->selectedId();
}

void ConnectionsPane::select(std::uint64_t id) {
    table_->select(id);
}

void ConnectionsPane::selectNothing() {
    if (!table_->selectedId()) return;
    table_->forgetSelection();
    Q_EMIT scopeChanged();
}

void ConnectionsPane::locate(const query::ExchangeRow& exchange) {
    table_->showRowOf(exchange.connection);
}

int ConnectionsPane::shown() const {
    return model_.rowCount();
}

bool ConnectionsPane::isAsking() const {
    return model_.isAsking();
}

QWidget& ConnectionsPane::focusTarget() {
    return *table_;
}

QByteArray ConnectionsPane::saveState() const {
    return table_->horizontalHeader()->saveState();
}

void ConnectionsPane::restoreState(const QByteArray& state) {
    table_->restoreColumns(state);
}

}  // namespace hark::gui
