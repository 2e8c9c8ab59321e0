#include "gui/views/case_table.h"

#include <QHeaderView>

#include "gui/delegates/cell_delegate.h"
#include "gui/views/list_header.h"

namespace hark::gui {

CaseTable::CaseTable(QWidget* parent) : QTableView(parent) {
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setShowGrid(false);
    setWordWrap(false);
    setFrameShape(NoFrame);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setHorizontalScrollMode(ScrollPerPixel);
    setItemDelegate(new CellDelegate(this));
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(CellDelegate::kRowHeight);
    verticalHeader()->setDefaultSectionSize(CellDelegate::kRowHeight);
    setHorizontalHeader(new ListHeader(this));
    connect(this, &QTableView::activated, this, [this](const QModelIndex& index) {
        if (const auto id = list_->idAt(index.row())) Q_EMIT opened(*id);
    });
}

void CaseTable::setUp(CaseListModel* model, const std::vector<int>& widths) {
    list_ = model;
    setModel(model);
    for (std::size_t i = 0; i < widths.size(); ++i) {
        setColumnWidth(static_cast<int>(i), widths[i]);
    }
    sortByColumn(0, Qt::AscendingOrder);
    setSortingEnabled(true);
    connect(model, &CaseListModel::listed, this, &CaseTable::restore);
}

void CaseTable::setElastic(int column, int minimum, int reserve) {
    setElastic({column, columnWidth(column), minimum, reserve});
}

void CaseTable::setFilling(int column, int minimum, int preferred) {
    setElastic({column, preferred, minimum, 0, true});
}

void CaseTable::setElastic(const Elastic& elastic) {
    elastic_ = elastic;
    connect(horizontalHeader(), &QHeaderView::sectionResized, this, [this](int section) {
        if (elastic_ && section == elastic_->column && !isStretching_) elastic_.reset();
    });
}

void CaseTable::resizeEvent(QResizeEvent* event) {
    stretch();
    QTableView::resizeEvent(event);
}

void CaseTable::stretch() {
    if (!elastic_ || list_ == nullptr) return;
    int others = elastic_->reserve;
    for (int column = 0; column + 1 < list_->columnCount(); ++column) {
        if (column != elastic_->column && !elastic_->isAlone) others += columnWidth(column);
    }
    const int left = viewport()->width() - others;
    isStretching_ = true;
    setColumnWidth(elastic_->column, qBound(elastic_->minimum, left, elastic_->preferred));
    isStretching_ = false;
}

void CaseTable::select(std::uint64_t id) {
    selected_ = id;
    Q_EMIT selectedIdChanged(id);
    restore();
}

void CaseTable::forgetSelection() {
    selected_.reset();
    clearSelection();
}

void CaseTable::showRowOf(std::uint64_t id) {
    const int row = list_->rowOf(id);
    if (row >= 0) scrollTo(list_->index(row, 0));
}

void CaseTable::restoreColumns(const QByteArray& header) {
    QHeaderView* const columns = horizontalHeader();
    const QByteArray before = columns->saveState();
    if (!columns->restoreState(header)) return;
    if (columns->count() != list_->columnCount()) columns->restoreState(before);
    sortByColumn(columns->sortIndicatorSection(), columns->sortIndicatorOrder());
}

void CaseTable::restore() {
    if (!selected_ || list_->idAt(currentIndex().row()) == selected_) return;
    const int row = list_->rowOf(*selected_);
    if (row < 0) return;
    isRestoring_ = true;
    const int column = currentIndex().isValid() ? currentIndex().column() : 0;
    setCurrentIndex(list_->index(row, column));
    isRestoring_ = false;
}

void CaseTable::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTableView::currentChanged(current, previous);
    if (isRestoring_ || list_ == nullptr || !current.isValid()) return;
    const auto id = list_->idAt(current.row());
    if (!id || id == selected_) return;
    selected_ = id;
    Q_EMIT selectedIdChanged(*id);
}

}  // namespace hark::gui
