#include "gui/models/timeline.h"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <tuple>
#include <utility>

#include "gui/models/format.h"

namespace hark::gui {

namespace {

// Lengths have seven digits: what seems to overlap by less follows.
constexpr std::int64_t kDigits = 1'000'000;

auto placeOf(const query::Bar& bar) {
    return std::tuple(bar.session, bar.connection, bar.startedNs, bar.id);
}

// Splits bars, in the order of time, into tracks in which none overlap but in the last.
std::vector<std::vector<query::Bar>> tracksOf(std::span<const query::Bar> bars) {
    std::vector<std::vector<query::Bar>> tracks;
    std::vector<std::int64_t> free;
    for (const query::Bar& bar : bars) {
        auto at = static_cast<std::size_t>(
            std::find_if(free.begin(), free.end(),
                         [&](std::int64_t from) { return from <= bar.startedNs; }) -
            free.begin());
        at = std::min<std::size_t>(at, TimelineLimits::kTracks - 1);
        if (at == tracks.size()) {
            tracks.emplace_back();
            free.push_back(0);
        }
        tracks[at].push_back(bar);
        const std::int64_t end = Timeline::endOf(bar);
        free[at] = end == Timeline::kOpenEnd ? end : end - (end - bar.startedNs) / kDigits;
    }
    return tracks;
}

}  // namespace

Timeline::Timeline(TimelineParts parts) : bars_(std::move(parts.bars)) {
    std::sort(bars_.begin(), bars_.end(),
              [](const query::Bar& a, const query::Bar& b) { return placeOf(a) < placeOf(b); });
    arrange(parts.connections);
    addSums();
    byId_.resize(bars_.size());
    std::iota(byId_.begin(), byId_.end(), 0U);
    std::sort(byId_.begin(), byId_.end(),
              [this](std::uint32_t a, std::uint32_t b) { return bars_[a].id < bars_[b].id; });
    addStory(parts);
    addArrows(parts.redirects);
}

std::int64_t Timeline::endOf(const query::Bar& bar) {
    if (bar.has(query::Bar::kRunning)) return kOpenEnd;
    return bar.startedNs + static_cast<std::int64_t>(bar.phase(query::Phase::Send)) +
           static_cast<std::int64_t>(bar.phase(query::Phase::Wait)) +
           static_cast<std::int64_t>(bar.phase(query::Phase::Receive));
}

bool Timeline::isError(const query::Bar& bar) {
    return bar.status >= 400 || (bar.status == 0 && !bar.has(query::Bar::kRunning));
}

void Timeline::arrange(const std::vector<query::ConnectionBar>& connections) {
    for (std::size_t begin = 0; begin < bars_.size();) {
        const query::Bar first = bars_[begin];
        if (sessions_.empty() || sessions_.back().id != first.session) addSession(first.session);
        std::size_t end = begin;
        while (end < bars_.size() && bars_[end].session == first.session &&
               bars_[end].connection == first.connection)
            ++end;
        addLane(begin, end);
        begin = end;
    }
    // Where a connection serves several sessions it is told in each, but begins in one.
    std::vector<std::pair<std::uint64_t, std::size_t>> order;  // connection, lane
    std::vector<std::int64_t> starts(lanes_.size());
    for (const TimelineRow& row : rows_) {
        if (row.isHeading() || row.track > 0) continue;
        starts[row.lane] = bars_[row.begin].startedNs;
        order.emplace_back(lanes_[row.lane].connection.id, row.lane);
    }
    std::sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
        return std::pair(a.first, starts[a.second]) < std::pair(b.first, starts[b.second]);
    });
    auto known = connections;
    std::sort(known.begin(), known.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    auto at = known.cbegin();
    for (std::size_t i = 0; i < order.size(); ++i) {
        const auto [id, lane] = order[i];
        while (at != known.cend() && at->id < id)
            ++at;
        lanes_[lane].isFirst = i == 0 || order[i - 1].first != id;
        lanes_[lane].isKnown = at != known.cend() && at->id == id;
        if (lanes_[lane].isKnown) lanes_[lane].connection = *at;
    }
}

void Timeline::addSession(std::uint32_t id) {
    TimelineRow row;
    row.session = static_cast<std::uint32_t>(sessions_.size());
    row.begin = row.end = rows_.empty() ? 0 : rows_.back().end;
    rows_.push_back(row);
    sessions_.emplace_back().id = id;
}

void Timeline::addLane(std::size_t begin, std::size_t end) {
    TimelineLane& lane = lanes_.emplace_back();
    lane.connection.id = bars_[begin].connection;
    lane.exchanges = end - begin;
    sessions_.back().exchanges += end - begin;
    TimelineRow row;
    row.session = static_cast<std::uint32_t>(sessions_.size() - 1);
    row.lane = static_cast<std::uint32_t>(lanes_.size() - 1);
    std::size_t place = begin;
    for (const auto& track : tracksOf(std::span(bars_).subspan(begin, end - begin))) {
        row.begin = place;
        std::copy(track.begin(), track.end(), bars_.begin() + static_cast<std::ptrdiff_t>(place));
        place += track.size();
        row.end = place;
        rows_.push_back(row);
        ++row.track;
    }
}

void Timeline::addSums() {
    reach_.resize(bars_.size());
    errors_.assign(bars_.size() + 1, 0);
    if (!bars_.empty()) extent_ = {INT64_MAX, INT64_MIN};
    for (const TimelineRow& row : rows_) {
        if (!row.isHeading() && lanes_[row.lane].isFirst && lanes_[row.lane].isKnown &&
            lanes_[row.lane].connection.handshakeNs) {
            extent_.beginNs = std::min(extent_.beginNs, lanes_[row.lane].connection.startedNs);
        }
        std::int64_t reach = INT64_MIN;
        for (std::size_t i = row.begin; i < row.end; ++i) {
            const query::Bar& bar = bars_[i];
            const std::int64_t end = endOf(bar);
            reach = std::max(reach, end);
            reach_[i] = reach;
            errors_[i + 1] = errors_[i] + (isError(bar) ? 1U : 0U);
            extent_.beginNs = std::min(extent_.beginNs, bar.startedNs);
            extent_.endNs = std::max(extent_.endNs, end == kOpenEnd ? bar.startedNs : end);
        }
    }
}

void Timeline::addStory(const TimelineParts& parts) {
    for (const query::LifeEventRow& event : parts.events) {
        const auto sign = lifeSignOf(event.event);
        if (!sign || event.session >= query::Bar::kNone) continue;
        events_.push_back({*sign, event.timeNs, event.exchange,
                           static_cast<std::uint32_t>(event.session), shownText(event.evidence)});
    }
    std::stable_sort(events_.begin(), events_.end(), [](const auto& a, const auto& b) {
        return std::pair(a.session, a.timeNs) < std::pair(b.session, b.timeNs);
    });
    for (TimelineSession& session : sessions_) {
        const auto range = std::equal_range(
            events_.begin(), events_.end(), TimelineEvent{{}, {}, {}, session.id, {}},
            [](const auto& a, const auto& b) { return a.session < b.session; });
        session.firstEvent = static_cast<std::size_t>(range.first - events_.begin());
        session.endEvent = static_cast<std::size_t>(range.second - events_.begin());
    }
    for (const query::SessionRow& row : parts.sessions) {
        const auto at = std::lower_bound(
            sessions_.begin(), sessions_.end(), row.id,
            [](const TimelineSession& session, std::uint64_t id) { return session.id < id; });
        if (at == sessions_.end() || at->id != row.id) continue;
        at->user = shownText(row.user);
        const std::string_view service = row.service;
        const std::size_t scheme = service.find("://");  // as wide as the host, and mostly the same
        at->service =
            shownText(scheme == std::string_view::npos ? service : service.substr(scheme + 3));
    }
}

void Timeline::addArrows(const std::vector<query::Redirect>& redirects) {
    for (const query::Redirect& redirect : redirects) {
        const auto from = indexOf(redirect.from);
        const auto to = indexOf(redirect.to);
        if (from && to) arrows_.push_back({*from, *to, rowOf(*from), rowOf(*to)});
    }
}

std::optional<std::size_t> Timeline::indexOf(std::uint64_t exchange) const {
    const auto at = std::lower_bound(
        byId_.begin(), byId_.end(), exchange,
        [this](std::uint32_t index, std::uint64_t id) { return bars_[index].id < id; });
    if (at == byId_.end() || bars_[*at].id != exchange) return std::nullopt;
    return *at;
}

std::size_t Timeline::rowOf(std::size_t bar) const {
    const auto at =
        std::upper_bound(rows_.begin(), rows_.end(), bar,
                         [](std::size_t index, const TimelineRow& row) { return index < row.end; });
    return static_cast<std::size_t>(at - rows_.begin());
}

// Exchanges have their ids in the order of their requests' first bytes.
std::optional<std::size_t> Timeline::neighbour(std::size_t bar, int step) const {
    const auto at = std::lower_bound(
        byId_.begin(), byId_.end(), bars_[bar].id,
        [this](std::uint32_t index, std::uint64_t id) { return bars_[index].id < id; });
    const std::ptrdiff_t place = at - byId_.begin() + step;
    if (place < 0 || place >= static_cast<std::ptrdiff_t>(byId_.size())) return std::nullopt;
    return byId_[static_cast<std::size_t>(place)];
}

std::optional<std::size_t> Timeline::firstInTime() const {
    return byId_.empty() ? std::nullopt : std::optional<std::size_t>(byId_.front());
}

std::optional<std::size_t> Timeline::lastInTime() const {
    return byId_.empty() ? std::nullopt : std::optional<std::size_t>(byId_.back());
}

std::optional<std::size_t> Timeline::nearest(const TimelineRow& row, std::int64_t ns) const {
    if (row.begin == row.end) return std::nullopt;
    const auto first = bars_.begin() + static_cast<std::ptrdiff_t>(row.begin);
    const auto last = bars_.begin() + static_cast<std::ptrdiff_t>(row.end);
    auto at = std::lower_bound(first, last, ns, [](const query::Bar& bar, std::int64_t moment) {
        return bar.startedNs < moment;
    });
    if (at == last || (at != first && ns - std::prev(at)->startedNs < at->startedNs - ns)) --at;
    return static_cast<std::size_t>(at - bars_.begin());
}

}  // namespace hark::gui
