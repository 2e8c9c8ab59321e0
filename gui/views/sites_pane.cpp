#include "gui/views/sites_pane.h"

#include <algorithm>

#include <QHeaderView>
#include <QSignalBlocker>
#include <QTreeView>
#include <QVBoxLayout>

#include "gui/delegates/cell_delegate.h"
#include "gui/views/list_header.h"

namespace hark::gui {

SitesPane::SitesPane(CaseThread& cases, QWidget* parent) : ListPane(parent), model_(cases) {
    tree_ = new QTreeView(this);
    tree_->setObjectName(QStringLiteral("sites"));
    tree_->setAccessibleName(tr("Services and paths"));
    tree_->setFrameShape(QFrame::NoFrame);
    tree_->setUniformRowHeights(true);
    tree_->setIndentation(16);
    tree_->setEditTriggers(QTreeView::NoEditTriggers);
    tree_->setHeader(new ListHeader(tree_));
    tree_->setItemDelegate(new CellDelegate(tree_));
    tree_->setModel(&model_);
    const int widths[] = {144, 88, 56, 72, 64};
    for (int column = 0; column < SiteModel::ColumnCount; ++column)
        tree_->setColumnWidth(column, widths[column]);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(tree_);
    connect(tree_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &SitesPane::onCurrentChanged);
    connect(&model_, &SiteModel::listed, this, [this] {
        if (model_.rowCount() == 1) tree_->expand(model_.index(0, 0, {}));
        Q_EMIT listed();
    });
    connect(&model_, &SiteModel::failed, this, &ListPane::failed);
}

// Rows that come and go move the current one; only what somebody selects is a scope.
void SitesPane::onCurrentChanged(const QModelIndex& current) {
    const query::SitePlace* const place = model_.placeOf(current);
    if (place == nullptr || !tree_->selectionModel()->isSelected(current)) return;
    const auto filter = query::filterFor(*place);
    if (!filter) return;
    scope_ = QString::fromStdString(*filter);
    if (std::find(scopes_.begin(), scopes_.end(), scope_) == scopes_.end())
        scopes_.push_back(scope_);
    Q_EMIT scopeChanged();
}

void SitesPane::setFilter(const query::Filter& filter) {
    model_.setFilter(filter);
}

void SitesPane::setSummary(const CaseSummary&) {}

void SitesPane::refresh() {
    model_.refresh();
}

void SitesPane::clear() {
    scope_.clear();
    scopes_.clear();
    model_.clear();
}

QString SitesPane::scope() const {
    return scope_;
}

std::optional<std::uint64_t> SitesPane::selected() const {
    const auto found = std::find(scopes_.begin(), scopes_.end(), scope_);
    if (found == scopes_.end()) return std::nullopt;
    return static_cast<std::uint64_t>(found - scopes_.begin());
}

void SitesPane::select(std::uint64_t id) {
    if (id >= scopes_.size()) return;
    scope_ = scopes_[id];
    const QSignalBlocker noNews(tree_->selectionModel());
    tree_->setCurrentIndex(find(scope_, {}));
    tree_->viewport()->update();
    Q_EMIT scopeChanged();
}

void SitesPane::selectNothing() {
    if (scope_.isEmpty()) return;
    scope_.clear();
    tree_->clearSelection();
    Q_EMIT scopeChanged();
}

// Among what was read so far.
QModelIndex SitesPane::find(const QString& scope, const QModelIndex& below) const {
    for (int row = 0; row < model_.rowCount(below); ++row) {
        const QModelIndex index = model_.index(row, 0, below);
        const query::SitePlace* const place = model_.placeOf(index);
        const auto filter = place != nullptr ? query::filterFor(*place) : std::nullopt;
        if (filter && QString::fromStdString(*filter) == scope) return index;
        if (const QModelIndex found = find(scope, index); found.isValid()) return found;
    }
    return {};
}

void SitesPane::locate(const query::ExchangeRow&) {}

int SitesPane::shown() const {
    return model_.rowCount();
}

bool SitesPane::isAsking() const {
    return model_.isAsking();
}

QWidget& SitesPane::focusTarget() {
    return *tree_;
}

QByteArray SitesPane::saveState() const {
    return tree_->header()->saveState();
}

void SitesPane::restoreState(const QByteArray& state) {
    tree_->header()->restoreState(state);
}

}  // namespace hark::gui
