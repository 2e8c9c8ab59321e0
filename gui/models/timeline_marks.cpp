#include "gui/models/timeline_marks.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace hark::gui {

namespace {

constexpr std::size_t kLookedAt = 64;  // bars about a pixel: more nobody aims at

// The first bar from `from` on that begins at or behind a moment: near ones are found first.
std::size_t firstBegunAt(const Timeline& timeline, std::size_t from, std::size_t end,
                         std::int64_t ns) {
    const auto bars = timeline.bars();
    std::size_t step = 1;
    std::size_t low = from;
    while (low + step < end && bars[low + step].startedNs < ns) {
        low += step;
        step *= 2;
    }
    const auto first = bars.begin() + static_cast<std::ptrdiff_t>(low);
    const auto last = bars.begin() + static_cast<std::ptrdiff_t>(std::min(low + step, end));
    const auto at = std::lower_bound(
        first, last, ns,
        [](const query::Bar& bar, std::int64_t moment) { return bar.startedNs < moment; });
    return static_cast<std::size_t>(at - bars.begin());
}

double rightOf(const query::Bar& bar, const TimeScale& scale, double edge) {
    const std::int64_t end = Timeline::endOf(bar);
    return end == Timeline::kOpenEnd ? edge : scale.xOf(end);
}

// Joins columns that look the same, so that less is drawn.
void addColumn(const TimelineMark& column, std::vector<TimelineMark>& marks) {
    if (!marks.empty()) {
        TimelineMark& last = marks.back();
        const bool isSame = last.level == column.level && (last.errors > 0) == (column.errors > 0);
        if (isSame && last.right >= column.left) {
            last.right = column.right;
            last.count += column.count;
            last.errors += column.errors;
            return;
        }
    }
    marks.push_back(column);
}

}  // namespace

void marksOf(const Timeline& timeline, const TimelineRow& row, const TimeScale& scale, double left,
             double right, std::vector<TimelineMark>& marks) {
    marks.clear();
    const auto bars = timeline.bars();
    const std::int64_t from = scale.nsAt(left);
    const std::int64_t to = scale.nsAt(right);
    std::size_t low = row.begin;
    std::size_t high = row.end;
    while (low < high) {
        const std::size_t middle = low + (high - low) / 2;
        if (timeline.reachOf(middle) < from) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    while (low < row.end && bars[low].startedNs <= to) {
        const double x = scale.xOf(bars[low].startedNs);
        const double end = rightOf(bars[low], scale, right);
        const double column = std::floor(x);
        const auto next = std::max(
            firstBegunAt(timeline, low, row.end, scale.nsAt(column + kNarrowBar)), low + 1);
        const bool isAlone = next == low + 1;
        if (isAlone || end - x >= kNarrowBar) {
            marks.push_back({x, end, low, 1, timeline.errorsIn(low, low + 1), 0});
            ++low;
            continue;
        }
        // The last that begins in these pixels may be a wide one.
        const bool isLastWide =
            rightOf(bars[next - 1], scale, right) - scale.xOf(bars[next - 1].startedNs) >=
            kNarrowBar;
        const std::size_t stop = isLastWide ? next - 1 : next;
        const auto level = static_cast<std::uint32_t>(std::bit_width(stop - low));
        addColumn(
            {column, column + kNarrowBar, low, stop - low, timeline.errorsIn(low, stop), level},
            marks);
        low = stop;
    }
}

std::optional<std::size_t> barAt(const Timeline& timeline, const TimelineRow& row,
                                 const TimeScale& scale, double x, double tolerance) {
    const auto bars = timeline.bars();
    const std::size_t behind =
        firstBegunAt(timeline, row.begin, row.end, scale.nsAt(x + tolerance) + 1);
    const std::int64_t from = scale.nsAt(x - tolerance);
    std::optional<std::size_t> best;
    double bestDistance = 0;
    for (std::size_t i = behind, looked = 0; i > row.begin && looked < kLookedAt; ++looked) {
        --i;
        if (timeline.reachOf(i) < from) break;
        const double left = scale.xOf(bars[i].startedNs);
        const double right = rightOf(bars[i], scale, x);
        const double distance = std::max({left - x, x - right, 0.0});
        if (distance > tolerance) continue;
        const bool isBetter = !best || distance < bestDistance ||
                              (distance == bestDistance && Timeline::isError(bars[i]) &&
                               !Timeline::isError(bars[*best]));
        if (!isBetter) continue;
        best = i;
        bestDistance = distance;
    }
    return best;
}

RowRange rowsIn(const Timeline& timeline, int rowHeight, int top, int bottom) {
    const auto row = [&](int y) {
        const auto at = static_cast<std::size_t>(std::max(y, 0) / rowHeight);
        return std::min(at, timeline.rows().size());
    };
    return {row(top), row(std::max(bottom, 0) + rowHeight - 1)};
}

}  // namespace hark::gui
