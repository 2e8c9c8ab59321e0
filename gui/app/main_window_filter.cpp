// What the lists show, and where somebody has been.

#include <utility>
#include <variant>

#include "core/base/time.h"
#include "gui/app/main_window.h"
#include "gui/models/format.h"
#include "gui/views/exchange_pane.h"
#include "gui/views/filter_bar.h"
#include "gui/views/list_pane.h"
#include "gui/views/overview_strip.h"
#include "gui/views/timeline_view.h"

namespace hark::gui {

namespace {

// What matches both; what was typed may have an "or".
QString both(const QString& typed, const QString& scope) {
    if (typed.isEmpty() || scope.isEmpty()) return typed + scope;
    return QStringLiteral("(%1) %2").arg(typed, scope);
}

QString isoText(std::int64_t ns) {
    return QString::fromStdString(base::toIso8601(base::Timestamp(base::Duration(ns))));
}

}  // namespace

void MainWindow::setFilter(const QString& text) {
    filter_->setText(text);
}

// What was typed, within the time that was chosen.
QString MainWindow::typed() const {
    if (!range_) return filter_->appliedText();
    return both(
        filter_->appliedText(),
        QStringLiteral("after:%1 before:%2").arg(isoText(range_->beginNs), isoText(range_->endNs)));
}

void MainWindow::onRangeChanged(const std::optional<TimeRange>& range) {
    range_ = range;
    exchanges_->timeline().showRange(range);
    applyFilter();
}

QString MainWindow::shownFilter() const {
    return both(typed(), scope());
}

QString MainWindow::scope() const {
    return list() != nullptr ? list()->scope() : QString();
}

// What is not shown is asked when it is.
void MainWindow::applyFilter() {
    auto parsed = query::parseFilter(typed().toStdString());
    if (auto* filter = std::get_if<query::Filter>(&parsed)) typed_ = std::move(*filter);
    for (Page& page : pages_)
        page.isStale = true;
    refreshList();
    applyScope();
    visit();
}

void MainWindow::refreshList() {
    Page& page = pages_[current_];
    if (page.list == nullptr || !page.isStale) return;
    page.isStale = false;
    page.list->setSummary(document_.summary());
    page.list->setFilter(typed_);
    if (document_.isCaseOpen()) page.list->refresh();
}

void MainWindow::applyScope() {
    const QString scope = this->scope();
    filter_->showScope(scope);
    auto parsed = query::parseFilter(both(typed(), scope).toStdString());
    if (auto* filter = std::get_if<query::Filter>(&parsed)) {
        exchanges_->setFilter(*filter);
        auto whole = query::parseFilter(both(filter_->appliedText(), scope).toStdString());
        if (const auto* any = std::get_if<query::Filter>(&whole)) strip_->setFilter(*any);
    } else {
        filter_->showProblem(QString::fromStdString(std::get<query::FilterProblem>(parsed).line()));
    }
    updateCounts();
}

Place MainWindow::here() const {
    return {page().view, filter_->appliedText(), range_,
            list() != nullptr ? list()->selected() : std::nullopt,
            exchanges_->table().selectedId()};
}

void MainWindow::visit() {
    if (isGoing_) return;
    history_.visit(here());
    updateHistory();
}

void MainWindow::go(const Place& place) {
    isGoing_ = true;
    range_ = place.range;
    strip_->setRange(range_);
    setFilter(place.filter);
    applyFilter();
    showView(static_cast<View>(place.view));
    if (list() != nullptr && list()->selected() != place.listed) {
        if (place.listed) {
            list()->select(*place.listed);
        } else {
            list()->selectNothing();
        }
    }
    if (place.exchange) selectExchange(*place.exchange);
    isGoing_ = false;
    updateHistory();
}

void MainWindow::goBack() {
    if (history_.canGoBack()) go(history_.goBack());
}

void MainWindow::goForward() {
    if (history_.canGoForward()) go(history_.goForward());
}

void MainWindow::updateHistory() {
    actions_.back->setEnabled(history_.canGoBack());
    actions_.forward->setEnabled(history_.canGoForward());
}

}  // namespace hark::gui
