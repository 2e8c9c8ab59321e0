#include "gui/views/cookies_pane.h"

#include <utility>

#include <QHeaderView>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "gui/delegates/entry_delegate.h"
#include "gui/views/case_table.h"
#include "gui/views/cell_menu.h"
#include "gui/views/cookie_panel.h"
#include "gui/views/empty_state.h"
#include "gui/views/pane_state.h"
#include "gui/views/story_tabs.h"

namespace hark::gui {

CookiesPane::CookiesPane(CaseThread& cases, QWidget* parent) : ListPane(parent), model_(cases) {
    buildWidgets(cases);
    connect(&model_, &CaseListModel::listed, this, &CookiesPane::onListed);
    connect(&model_, &CaseListModel::failed, this, &ListPane::failed);
    connect(&model_, &QAbstractItemModel::dataChanged, this, &CookiesPane::updateScope);
    connect(table_, &CaseTable::selectedIdChanged, this, &CookiesPane::onSelected);
    connect(panel_, &CookiePanel::exchangeWanted, this, &ListPane::exchangeWanted);
    connect(panel_, &CookiePanel::filterWanted, this, &ListPane::filterWanted);
    onListed();
}

void CookiesPane::buildWidgets(CaseThread& cases) {
    splitter_ = new QSplitter(Qt::Vertical, this);
    splitter_->setHandleWidth(1);
    splitter_->setChildrenCollapsible(false);
    stack_ = new QStackedWidget(splitter_);
    table_ = new CaseTable(stack_);
    table_->setObjectName(QStringLiteral("cookies"));
    table_->setAccessibleName(tr("Cookies"));
    table_->verticalHeader()->setDefaultSectionSize(EntryDelegate::kHeight);
    table_->setUp(&model_, {288, 96, 192, 72, 72, 80, 72, 88, 64, 64, 72, 168, 64, 72, 80, 128});
    table_->setFilling(CookieModel::Cookie, 208, 360);
    table_->setItemDelegateForColumn(CookieModel::Cookie, new EntryDelegate(table_));
    connect(new CellMenu(table_), &CellMenu::filterWanted, this, &ListPane::filterWanted);
    empty_ = new EmptyState(stack_);
    stack_->addWidget(table_);
    stack_->addWidget(empty_);
    panel_ = new CookiePanel(cases, splitter_);
    splitter_->addWidget(stack_);
    splitter_->addWidget(panel_);
    splitter_->setStretchFactor(0, 1);
    splitter_->setSizes({360, 320});
    panel_->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter_);
}

void CookiesPane::setFilter(const query::Filter& filter) {
    isFiltered_ = !filter.selectsEverything();
    model_.setFilter(filter);
}

void CookiesPane::setSummary(const CaseSummary& summary) {
    panel_->setOrigin(summary.firstNs);
}

void CookiesPane::refresh() {
    model_.refresh();
    panel_->refresh();
}

void CookiesPane::clear() {
    model_.clear();
    model_.setLocated({});
    selectNothing();
    onListed();
}

std::optional<std::uint64_t> CookiesPane::selected() const {
    return table_->selectedId();
}

void CookiesPane::select(std::uint64_t id) {
    table_->select(id);
}

void CookiesPane::selectNothing() {
    table_->forgetSelection();
    panel_->clear();
    panel_->hide();
    updateScope();
}

// The names by which the exchange is known to belong to its session.
void CookiesPane::locate(const query::ExchangeRow& exchange) {
    std::vector<std::string> names;
    for (const query::EvidenceItem& item : query::evidenceItems(exchange.evidence)) {
        if (item.carrier == "cookie") names.push_back(item.name);
    }
    model_.setLocated(std::move(names));
    panel_->locate(exchange.id);
}

bool CookiesPane::isAsking() const {
    return model_.isAsking() || panel_->isAsking();
}

QWidget& CookiesPane::focusTarget() {
    return *table_;
}

QByteArray CookiesPane::saveState() const {
    return savePane(*splitter_, *table_, panel_->tabs());
}

void CookiesPane::restoreState(const QByteArray& state) {
    restorePane(state, *splitter_, *table_, panel_->tabs());
}

void CookiesPane::onSelected(std::uint64_t id) {
    panel_->show();
    panel_->showCookie(id);
    updateScope();
}

// The scope of what is selected stays while a filter hides its row.
void CookiesPane::updateScope() {
    const auto id = table_->selectedId();
    const bool isSame = id == scoped_;
    scoped_ = id;
    QString scope = id ? model_.filterOf(*id) : QString();
    if (scope.isEmpty() && isSame) return;
    if (scope == scope_) return;
    scope_ = std::move(scope);
    Q_EMIT scopeChanged();
}

void CookiesPane::onListed() {
    const bool isEmpty = model_.rowCount() == 0;
    stack_->setCurrentWidget(isEmpty ? static_cast<QWidget*>(empty_) : table_);
    if (isEmpty) sayWhyEmpty();
    Q_EMIT listed();
}

void CookiesPane::sayWhyEmpty() {
    if (isFiltered_) {
        empty_->say(tr("No cookie matches the filter"),
                    tr("Listed are cookies that matching exchanges send or set."));
    } else {
        empty_->say(tr("No cookies"), tr("No request sends one, and no response sets one."));
    }
}

}  // namespace hark::gui
