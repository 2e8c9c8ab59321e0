#include "gui/views/timeline_view.h"

#include <algorithm>
#include <cmath>

#include <QHelpEvent>
#include <QPaintEvent>
#include <QScrollBar>
#include <QToolTip>

#include "gui/delegates/colours.h"
#include "gui/views/timeline_words.h"

namespace hark::gui {

namespace {

constexpr double kTolerance = 4;
constexpr double kRevealedAt = 0.25;  // of the width: what follows is of more interest

}  // namespace

TimelineView::TimelineView(CaseThread& cases, QWidget* parent)
    : QAbstractScrollArea(parent), model_(cases) {
    setObjectName(QStringLiteral("timeline"));
    setAccessibleName(tr("Timeline"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    verticalScrollBar()->setSingleStep(TimelineFrame::kRowHeight);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    connect(&model_, &TimelineModel::changed, this, &TimelineView::onChanged);
    connect(&model_, &TimelineModel::failed, this, &TimelineView::failed);
    connect(&model_, &TimelineModel::detailed, this, [this] { showTip(tipPlace_); });
}

void TimelineView::setFilter(const query::Filter& filter) {
    model_.setFilter(filter);
}

void TimelineView::setSummary(const CaseSummary& summary) {
    if (frame_.originNs == summary.firstNs) return;
    frame_.originNs = summary.firstNs;
    viewport()->update();
}

void TimelineView::refresh() {
    model_.refresh();
}

void TimelineView::clear() {
    selected_.reset();
    toReveal_.reset();
    wanted_.reset();
    isFitted_ = true;
    model_.clear();
}

void TimelineView::select(std::uint64_t exchange) {
    selected_ = exchange;
    toReveal_ = exchange;
    updateSelected();
}

void TimelineView::onChanged(bool isSame) {
    frame_.hovered.reset();
    updateExtent();
    if (!isSame || isFitted_) fit();
    updateSelected();
    viewport()->update();
    Q_EMIT listed();
}

void TimelineView::updateSelected() {
    frame_.selected = selected_ ? model_.timeline().indexOf(*selected_) : std::nullopt;
    if (frame_.selected && toReveal_) {
        toReveal_.reset();
        reveal(*frame_.selected);
    }
    viewport()->update();
}

void TimelineView::updateExtent() {
    frame_.width = viewport()->width();
    frame_.height = viewport()->height();
    const int rows = static_cast<int>(model_.timeline().rows().size()) * TimelineFrame::kRowHeight;
    const int shown = frame_.plot().height();
    verticalScrollBar()->setPageStep(shown);
    verticalScrollBar()->setRange(0, std::max(rows - shown, 0));
    frame_.scrolled = verticalScrollBar()->value();
}

void TimelineView::fit() {
    isFitted_ = true;
    const TimeRange range = wanted_.value_or(model_.timeline().extent());
    setScale(TimeScale::fitting(range, frame_.plot().width()));
}

void TimelineView::showRange(const std::optional<TimeRange>& range) {
    wanted_ = range;
    fit();
}

void TimelineView::setScale(const TimeScale& scale) {
    if (scale == frame_.scale) return;
    frame_.scale = scale;
    viewport()->update();
    const TimeRange range = scale.range(frame_.plot().width());
    Q_EMIT rangeChanged(range.beginNs, range.endNs);
}

void TimelineView::zoom(double factor, double x) {
    if (model_.timeline().bars().empty()) return;
    isFitted_ = false;
    const double from = std::max(x - TimelineFrame::kGutter, 0.0);
    setScale(frame_.scale.zoomed(factor, from)
                 .keptOver(model_.timeline().extent(), frame_.plot().width()));
}

void TimelineView::pan(double pixels) {
    if (model_.timeline().bars().empty()) return;
    isFitted_ = false;
    setScale(
        frame_.scale.panned(pixels).keptOver(model_.timeline().extent(), frame_.plot().width()));
}

void TimelineView::reveal(std::size_t bar) {
    const int top = static_cast<int>(model_.timeline().rowOf(bar)) * TimelineFrame::kRowHeight;
    const int shown = frame_.plot().height();
    QScrollBar& scrollBar = *verticalScrollBar();
    if (top < scrollBar.value()) scrollBar.setValue(top - TimelineFrame::kRowHeight);
    if (top + TimelineFrame::kRowHeight > scrollBar.value() + shown)
        scrollBar.setValue(top + 2 * TimelineFrame::kRowHeight - shown);
    const double x = frame_.scale.xOf(model_.timeline().bars()[bar].startedNs);
    const double width = frame_.plot().width();
    if (x < 0 || x > width - TimelineFrame::kSign) pan(width * kRevealedAt - x);
}

void TimelineView::choose(std::optional<std::size_t> bar) {
    if (!bar) return;
    selected_ = model_.timeline().bars()[*bar].id;
    toReveal_ = selected_;
    updateSelected();
    Q_EMIT exchangeSelected(*selected_);
}

void TimelineView::setHovered(std::optional<std::size_t> bar) {
    if (bar == frame_.hovered) return;
    for (const auto& changed : {frame_.hovered, bar}) {
        if (changed) viewport()->update(frame_.rectOf(model_.timeline().rowOf(*changed)));
    }
    frame_.hovered = bar;
}

std::optional<std::size_t> TimelineView::rowAt(const QPoint& place) const {
    if (place.y() < TimelineFrame::kAxisHeight) return std::nullopt;
    const int y = place.y() - TimelineFrame::kAxisHeight + frame_.scrolled;
    const auto row = static_cast<std::size_t>(y / TimelineFrame::kRowHeight);
    return row < model_.timeline().rows().size() ? std::optional(row) : std::nullopt;
}

std::optional<std::size_t> TimelineView::exchangeAt(const QPoint& place) const {
    const auto row = rowAt(place);
    if (!row || place.x() < TimelineFrame::kGutter) return std::nullopt;
    return barAt(model_.timeline(), model_.timeline().rows()[*row], frame_.scale,
                 place.x() - TimelineFrame::kGutter, kTolerance);
}

const TimelineEvent* TimelineView::eventAt(const QPoint& place) const {
    const auto row = rowAt(place);
    if (!row || place.x() < TimelineFrame::kGutter) return nullptr;
    const Timeline& timeline = model_.timeline();
    if (!timeline.rows()[*row].isHeading()) return nullptr;
    std::vector<PlacedSign> signs;
    placeSigns(timeline, timeline.sessions()[timeline.rows()[*row].session], frame_, signs);
    for (const PlacedSign& sign : signs) {
        if (std::abs(sign.x - place.x()) <= TimelineFrame::kSign / 2)
            return &timeline.events()[sign.event];
    }
    return nullptr;
}

QString TimelineView::tipAt(const QPoint& place) const {
    const Timeline& timeline = model_.timeline();
    if (const TimelineEvent* event = eventAt(place)) return eventTip(*event, frame_.originNs);
    const auto row = rowAt(place);
    if (!row || timeline.rows()[*row].isHeading()) return {};
    if (place.x() < TimelineFrame::kGutter)
        return laneTip(timeline.lanes()[timeline.rows()[*row].lane], frame_.originNs);
    const auto bar = exchangeAt(place);
    if (!bar) return {};
    const double x = place.x() - TimelineFrame::kGutter;
    std::vector<TimelineMark> marks;
    marksOf(timeline, timeline.rows()[*row], frame_.scale, x - kTolerance, x + kTolerance, marks);
    for (const TimelineMark& mark : marks) {
        if (mark.count > 1 && *bar >= mark.first && *bar < mark.first + mark.count)
            return markTip(timeline, mark, frame_.originNs);
    }
    const auto& detail = model_.detail();
    if (!detail || detail->id != timeline.bars()[*bar].id) return {};
    return exchangeTip(*detail, frame_.originNs);
}

void TimelineView::showTip(const QPoint& place) {
    if (!viewport()->rect().contains(viewport()->mapFromGlobal(QCursor::pos()))) return;
    const QString tip = tipAt(place);
    if (!tip.isEmpty()) QToolTip::showText(viewport()->mapToGlobal(place), tip, viewport());
}

bool TimelineView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::Leave) setHovered(std::nullopt);
    if (event->type() != QEvent::ToolTip) return QAbstractScrollArea::viewportEvent(event);
    tipPlace_ = static_cast<QHelpEvent*>(event)->pos();
    const auto bar = exchangeAt(tipPlace_);
    const QString tip = tipAt(tipPlace_);
    if (tip.isEmpty()) {
        QToolTip::hideText();
        if (bar) model_.askForDetail(model_.timeline().bars()[*bar].id);
    } else {
        QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), tip, viewport());
    }
    return true;
}

void TimelineView::paintEvent(QPaintEvent* event) {
    QPainter painter(viewport());
    TimelinePainter(painter, model_.timeline(), frame_, palette(), font()).paint(event->rect());
    const bool isEmpty = model_.timeline().bars().empty();
    if (!isEmpty && !model_.isCut()) return;
    const QString text =
        model_.isCut() ? tr("The first %L1 exchanges; filter for others").arg(TimelineLimits::kBars)
        : model_.isAsking() ? tr("Reading…")
                            : tr("No exchange matches");
    painter.setPen(quietText(palette()));
    const QRect place = isEmpty
                            ? viewport()->rect()
                            : QRect(8, 0, TimelineFrame::kGutter - 16, TimelineFrame::kAxisHeight);
    painter.drawText(place, isEmpty ? Qt::AlignCenter : Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(text, Qt::ElideRight, place.width()));
}

void TimelineView::resizeEvent(QResizeEvent* event) {
    QAbstractScrollArea::resizeEvent(event);
    updateExtent();
    if (isFitted_) fit();
}

void TimelineView::scrollContentsBy(int dx, int dy) {
    Q_UNUSED(dx)
    Q_UNUSED(dy)
    frame_.scrolled = verticalScrollBar()->value();
    viewport()->update();
}

void TimelineView::showEvent(QShowEvent* event) {
    QAbstractScrollArea::showEvent(event);
    model_.setActive(true);
}

void TimelineView::hideEvent(QHideEvent* event) {
    QAbstractScrollArea::hideEvent(event);
    model_.setActive(false);
}

}  // namespace hark::gui
