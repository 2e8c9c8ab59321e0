#include "gui/views/sessions_pane.h"

#include <QHeaderView>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "gui/delegates/life_line_delegate.h"
#include "gui/models/format.h"
#include "gui/views/case_table.h"
#include "gui/views/cell_menu.h"
#include "gui/views/empty_state.h"
#include "gui/views/pane_state.h"
#include "gui/views/session_panel.h"
#include "gui/views/story_tabs.h"

namespace hark::gui {

SessionsPane::SessionsPane(CaseThread& cases, QWidget* parent) : ListPane(parent), model_(cases) {
    buildWidgets(cases);
    connect(&model_, &CaseListModel::listed, this, &SessionsPane::onListed);
    connect(&model_, &CaseListModel::failed, this, &ListPane::failed);
    connect(table_, &CaseTable::selectedIdChanged, this, &SessionsPane::onSelected);
    connect(panel_, &SessionPanel::exchangeWanted, this, &ListPane::exchangeWanted);
    connect(panel_, &SessionPanel::filterWanted, this, &ListPane::filterWanted);
    onListed();
}

void SessionsPane::buildWidgets(CaseThread& cases) {
    splitter_ = new QSplitter(Qt::Vertical, this);
    splitter_->setHandleWidth(1);
    splitter_->setChildrenCollapsible(false);
    stack_ = new QStackedWidget(splitter_);
    table_ = new CaseTable(stack_);
    table_->setObjectName(QStringLiteral("sessions"));
    table_->setAccessibleName(tr("Sessions"));
    table_->verticalHeader()->setDefaultSectionSize(EntryDelegate::kHeight);
    table_->setUp(&model_, {288, 48, 88, 88, 192, 128, 88, 64, 64, 64, 80, 80, 64, 96, 64, 104});
    table_->sortByColumn(SessionModel::Id, Qt::AscendingOrder);
    table_->setFilling(SessionModel::Session, 208, 360);
    auto* lifeLines = new LifeLineDelegate(table_);
    table_->setItemDelegateForColumn(SessionModel::Session, lifeLines);
    connect(lifeLines, &LifeLineDelegate::exchangeWanted, this, &ListPane::exchangeWanted);
    connect(new CellMenu(table_), &CellMenu::filterWanted, this, &ListPane::filterWanted);
    empty_ = new EmptyState(stack_);
    stack_->addWidget(table_);
    stack_->addWidget(empty_);
    panel_ = new SessionPanel(cases, splitter_);
    splitter_->addWidget(stack_);
    splitter_->addWidget(panel_);
    splitter_->setStretchFactor(0, 1);
    splitter_->setSizes({360, 320});
    panel_->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter_);
}

void SessionsPane::setFilter(const query::Filter& filter) {
    isFiltered_ = !filter.selectsEverything();
    model_.setFilter(filter);
}

void SessionsPane::setSummary(const CaseSummary& summary) {
    summary_ = summary;
    model_.setOrigin(summary.firstNs);
    panel_->setOrigin(summary.firstNs);
}

void SessionsPane::refresh() {
    model_.refresh();
    panel_->refresh();
}

void SessionsPane::clear() {
    model_.clear();
    model_.setLocated(std::nullopt);
    summary_ = {};
    selectNothing();
    onListed();
}

QString SessionsPane::scope() const {
    const auto id = table_->selectedId();
    return id ? QStringLiteral("session:%1").arg(*id) : QString();
}

std::optional<std::uint64_t> SessionsPane::selected() const {
    return table_->selectedId();
}

void SessionsPane::select(std::uint64_t id) {
    table_->select(id);
}

void SessionsPane::selectNothing() {
    const bool wasSelected = table_->selectedId().has_value();
    table_->forgetSelection();
    panel_->clear();
    panel_->hide();
    if (wasSelected) Q_EMIT scopeChanged();
}

void SessionsPane::locate(const query::ExchangeRow& exchange) {
    model_.setLocated(exchange.session);
    panel_->locate(exchange);
    if (exchange.session) table_->showRowOf(*exchange.session);
}

bool SessionsPane::isAsking() const {
    return model_.isAsking() || panel_->isAsking();
}

QWidget& SessionsPane::focusTarget() {
    return *table_;
}

QByteArray SessionsPane::saveState() const {
    return savePane(*splitter_, *table_, panel_->tabs());
}

void SessionsPane::restoreState(const QByteArray& state) {
    restorePane(state, *splitter_, *table_, panel_->tabs());
}

void SessionsPane::onSelected(std::uint64_t id) {
    panel_->show();
    panel_->showSession(id);
    Q_EMIT scopeChanged();
}

void SessionsPane::onListed() {
    const bool isEmpty = model_.rowCount() == 0;
    stack_->setCurrentWidget(isEmpty ? static_cast<QWidget*>(empty_) : table_);
    if (isEmpty) sayWhyEmpty();
    Q_EMIT listed();
}

void SessionsPane::sayWhyEmpty() {
    if (isFiltered_) {
        empty_->say(tr("No session matches the filter"),
                    tr("Exchanges that match may belong to none: session:none shows these."));
    } else {
        const QString why = summary_.exchanges == 0
                                ? tr("Sessions are told from what clients send to be recognised, "
                                     "in HTTP exchanges.")
                                : tr("None of %1 exchanges carries a cookie, token or id by "
                                     "which its client could be recognised.")
                                      .arg(countText(summary_.exchanges));
        empty_->say(tr("No user sessions"), why);
    }
}

}  // namespace hark::gui
