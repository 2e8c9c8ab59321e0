#include "gui/inspector/record_pane.h"

#include <algorithm>
#include <utility>

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QScrollBar>
#include <QTableView>
#include <QVBoxLayout>

#include "gui/delegates/record_delegate.h"
#include "gui/inspector/plain_text.h"
#include "gui/models/content_text.h"

namespace hark::gui {

namespace {

constexpr int kNameWidth = 200;
constexpr int kDetailHeight = 92;            // four lines
constexpr qsizetype kLongestDetail = 65536;  // what a field value may be for most servers

}  // namespace

RecordPane::RecordPane(const QString& name, const QStringList& titles, QWidget* parent)
    : QWidget(parent), model_(new RecordModel(titles, this)), table_(new QTableView(this)) {
    buildTable(name, titles.size() > 2);
    detail_ = makePlainText(name + QStringLiteral("Detail"), this);
    detail_->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    detail_->setWordWrapMode(QTextOption::WrapAnywhere);
    detail_->setFixedHeight(kDetailHeight);
    detail_->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(1);
    layout->addWidget(table_, 1);
    layout->addWidget(detail_);
    setFocusProxy(table_);
}

void RecordPane::buildTable(const QString& name, bool showsHeader) {
    table_->setObjectName(name);
    table_->setModel(model_);
    table_->setItemDelegate(new RecordDelegate(table_));
    table_->setFrameShape(QFrame::NoFrame);
    table_->setShowGrid(false);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::SingleSelection);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setTabKeyNavigation(false);
    table_->setWordWrap(false);
    table_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setMinimumSectionSize(CellDelegate::kRowHeight);
    table_->verticalHeader()->setDefaultSectionSize(CellDelegate::kRowHeight);
    table_->horizontalHeader()->setVisible(showsHeader);
    table_->horizontalHeader()->setStretchLastSection(true);
    table_->horizontalHeader()->setHighlightSections(false);
    table_->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table_->setColumnWidth(0, kNameWidth);
    table_->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(table_, &QWidget::customContextMenuRequested, this, &RecordPane::showMenu);
    connect(table_, &QTableView::activated, this,
            [this](const QModelIndex& index) { follow(index.row()); });
    connect(table_->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &RecordPane::showDetail);
    connect(table_->horizontalHeader(), &QHeaderView::sectionResized, this,
            &RecordPane::showDetail);
    auto* copyAction = new QAction(tr("Copy"), table_);
    copyAction->setShortcut(QKeySequence::Copy);
    copyAction->setShortcutContext(Qt::WidgetShortcut);
    connect(copyAction, &QAction::triggered, this, [this] {
        const int row = table_->currentIndex().row();
        if (model_->record(row) != nullptr) copy(model_->rowText(row));
    });
    table_->addAction(copyAction);
}

void RecordPane::setColumnWidths(const std::vector<int>& widths) {
    for (std::size_t i = 0; i < widths.size(); ++i)
        table_->setColumnWidth(static_cast<int>(i), widths[i]);
}

void RecordPane::setRecords(Records records) {
    const int place = table_->verticalScrollBar()->value();
    const int row = table_->currentIndex().row();
    table_->clearSpans();
    model_->setRecords(std::move(records));
    for (int i = 0; i < model_->rowCount(); ++i) {
        if (model_->record(i)->isHeading && model_->columnCount() > 1)
            table_->setSpan(i, 0, 1, model_->columnCount());
    }
    if (row >= 0 && row < model_->rowCount()) table_->setCurrentIndex(model_->index(row, 0));
    table_->verticalScrollBar()->setValue(place);
    showDetail();
}

void RecordPane::follow(int row) {
    const Record* record = model_->record(row);
    if (record != nullptr && record->link.kind != RecordLink::Kind::None)
        Q_EMIT followed(record->link);
}

void RecordPane::showDetail() {
    const int row = table_->currentIndex().row();
    const Record* record = model_->record(row);
    QString text;
    if (record != nullptr && !record->isHeading) {
        for (int column = 1; column < static_cast<int>(record->cells.size()); ++column) {
            const QString cell = model_->cellText(row, column);
            const int room = table_->columnWidth(column) - 2 * CellDelegate::kMargin;
            const bool fits = cell.size() < room && !cell.contains(QLatin1Char('\n')) &&
                              table_->fontMetrics().horizontalAdvance(cell) <= room;
            if (fits) continue;
            if (!text.isEmpty()) text += QLatin1Char('\n');
            text += shownContent(cell.left(kLongestDetail));
            if (cell.size() > kLongestDetail) text += QChar(0x2026);
        }
    }
    if (detail_->toPlainText() != text) detail_->setPlainText(text);
    detail_->setVisible(!text.isEmpty());
}

void RecordPane::copy(const QString& text) {
    QGuiApplication::clipboard()->setText(text);
}

void RecordPane::addCopying(QMenu& menu, int row, int column) {
    const QString value = model_->cellText(row, std::max(1, column));
    connect(menu.addAction(tr("Copy value")), &QAction::triggered, this, [value] { copy(value); });
    const QString line = model_->rowText(row);
    connect(menu.addAction(tr("Copy line")), &QAction::triggered, this, [line] { copy(line); });
    connect(menu.addAction(tr("Copy all")), &QAction::triggered, this,
            [this] { copy(model_->allText()); });
}

void RecordPane::showMenu(const QPoint& position) {
    const QModelIndex index = table_->indexAt(position);
    const Record* record = model_->record(index.row());
    if (record == nullptr) return;
    QMenu menu(this);
    menu.setObjectName(QStringLiteral("recordMenu"));
    addCopying(menu, index.row(), index.column());
    if (!record->filters.empty()) menu.addSeparator();
    for (const RecordFilter& filter : record->filters) {
        connect(menu.addAction(filter.label), &QAction::triggered, this,
                [this, text = filter.text] { Q_EMIT filterWanted(text); });
    }
    if (record->link.kind != RecordLink::Kind::None) {
        menu.addSeparator();
        connect(menu.addAction(tr("Follow")), &QAction::triggered, this,
                [this, link = record->link] { Q_EMIT followed(link); });
    }
    menu.exec(table_->viewport()->mapToGlobal(position));
}

}  // namespace hark::gui
