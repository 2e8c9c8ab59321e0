#include "gui/views/comparison.h"

#include <utility>

#include <QLabel>
#include <QTableView>
#include <QVBoxLayout>

#include "gui/inspector/record_pane.h"
#include "gui/models/comparison_records.h"
#include "gui/models/exchange_title.h"
#include "gui/views/list_header.h"

namespace hark::gui {

namespace {

struct Compared {
    QString left;
    QString right;
    Records records;
};

base::Result<Compared> compare(query::Case& opened, std::uint64_t left, std::uint64_t right) {
    const query::Snapshot snapshot = opened.snapshot();
    auto a = comparedExchange(opened, left);
    if (!a) return a.error();
    auto b = comparedExchange(opened, right);
    if (!b) return b.error();
    if (!*a || !*b) return base::Error{"there is no such exchange"};
    return Compared{exchangeTitle((*a)->detail.row), exchangeTitle((*b)->detail.row),
                    comparisonRecords(**a, **b)};
}

}  // namespace

Comparison::Comparison(CaseThread& cases, QWidget* parent) : QWidget(parent), cases_(cases) {
    title_ = new QLabel(this);
    title_->setObjectName(QStringLiteral("comparisonTitle"));
    title_->setTextFormat(Qt::PlainText);
    title_->setContentsMargins(8, 8, 8, 8);
    title_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    records_ =
        new RecordPane(QStringLiteral("comparison"), {tr("name"), tr("left"), tr("right")}, this);
    auto* titles = new ListHeader(&records_->table());
    titles->setStretchLastSection(true);
    records_->table().setHorizontalHeader(titles);
    records_->setColumnWidths({200, 400});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(title_);
    layout->addWidget(records_, 1);
    setWindowTitle(tr("Two exchanges compared — hark"));
}

void Comparison::show(std::uint64_t left, std::uint64_t right) {
    QWidget::show();
    cases_.ask(
        Lane::Comparison, this,
        [left, right](query::Case& opened) { return compare(opened, left, right); },
        [this, generation = ++generation_](base::Result<Compared> made) {
            if (generation != generation_) return;
            if (!made) {
                title_->setText(QString::fromStdString(made.error().message));
                records_->setRecords({});
                return;
            }
            title_->setText(tr("%1\n%2").arg(made->left, made->right));
            records_->setRecords(std::move(made->records));
        });
}

}  // namespace hark::gui
