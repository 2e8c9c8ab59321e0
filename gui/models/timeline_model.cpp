#include "gui/models/timeline_model.h"

#include <algorithm>
#include <utility>

#include "core/query/bars.h"
#include "core/query/redirects.h"

namespace hark::gui {

namespace {

using Made = base::Result<std::shared_ptr<const Timeline>>;

std::vector<std::uint64_t> sortedWithoutDoubles(std::vector<std::uint64_t> ids) {
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

// Runs on the thread that reads the case, and arranges there what it read.
Made read(query::Case& from, const query::Filter& filter) {
    TimelineParts parts;
    auto bars = query::bars(from, filter, TimelineLimits::kBars);
    if (!bars) return bars.error();
    parts.bars = std::move(bars).value();
    std::vector<std::uint64_t> connections;
    std::vector<std::uint64_t> sessions;
    std::vector<std::uint64_t> redirecting;
    for (const query::Bar& bar : parts.bars) {
        if (connections.empty() || connections.back() != bar.connection)
            connections.push_back(bar.connection);
        if (bar.session != query::Bar::kNone &&
            (sessions.empty() || sessions.back() != bar.session))
            sessions.push_back(bar.session);
        if (bar.has(query::Bar::kRedirect)) redirecting.push_back(bar.id);
    }
    auto lanes = query::connectionBars(from, sortedWithoutDoubles(std::move(connections)));
    if (!lanes) return lanes.error();
    parts.connections = std::move(lanes).value();
    auto arrows = query::redirects(from, redirecting);
    if (!arrows) return arrows.error();
    parts.redirects = std::move(arrows).value();
    sessions = sortedWithoutDoubles(std::move(sessions));
    sessions.resize(std::min(sessions.size(), TimelineLimits::kNamed));
    auto named = from.sessionRows(sessions);
    if (!named) return named.error();
    parts.sessions = std::move(named).value();
    const auto events = from.lifeEventIds(filter, {}, TimelineLimits::kEvents);
    if (!events) return events.error();
    auto story = from.lifeEventRows(*events);
    if (!story) return story.error();
    parts.events = std::move(story).value();
    return std::make_shared<const Timeline>(std::move(parts));
}

}  // namespace

TimelineModel::TimelineModel(CaseThread& cases, QObject* parent)
    : QObject(parent), cases_(cases), timeline_(std::make_shared<const Timeline>()) {}

void TimelineModel::setFilter(const query::Filter& filter) {
    filter_ = filter;
    isOfFilter_ = false;
    ++generation_;
    isAsking_ = false;
    ask();
}

void TimelineModel::refresh() {
    hasCase_ = true;
    ask();
}

void TimelineModel::clear() {
    hasCase_ = isAsking_ = askAgain_ = isStale_ = isOfFilter_ = false;
    ++generation_;
    ++question_;
    detail_.reset();
    timeline_ = std::make_shared<const Timeline>();
    Q_EMIT changed(false);
}

void TimelineModel::setActive(bool active) {
    isActive_ = active;
    if (active && isStale_) ask();
}

bool TimelineModel::isCut() const {
    return timeline_->bars().size() == TimelineLimits::kBars;
}

// One question at a time: a case that grows faster than it is read would interrupt each.
void TimelineModel::ask() {
    isStale_ = hasCase_ && !isActive_;
    if (!hasCase_ || !isActive_) return;
    if (isAsking_) {
        askAgain_ = true;
        return;
    }
    isAsking_ = true;
    cases_.ask(
        Lane::Timeline, this,
        [filter = filter_](query::Case& opened) { return read(opened, filter); },
        [this, generation = generation_](Made made) {
            if (generation != generation_) return;
            isAsking_ = false;
            if (made) {
                timeline_ = std::move(made).value();
                Q_EMIT changed(std::exchange(isOfFilter_, true));
            } else {
                Q_EMIT failed(QString::fromStdString(made.error().message));
            }
            if (std::exchange(askAgain_, false)) ask();
        });
}

void TimelineModel::askForDetail(std::uint64_t exchange) {
    detail_.reset();
    cases_.ask(
        Lane::TimelineDetail, this,
        [exchange](query::Case& opened) { return opened.exchangeRows(std::span(&exchange, 1)); },
        [this, question = ++question_](base::Result<std::vector<query::ExchangeRow>> rows) {
            if (question != question_ || !rows || rows->empty()) return;
            detail_ = std::move(rows->front());
            Q_EMIT detailed();
        });
}

}  // namespace hark::gui
