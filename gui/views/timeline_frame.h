#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <QRect>

#include "gui/models/time_scale.h"
#include "gui/models/timeline.h"

namespace hark::gui {

/// Where the parts of a timeline are: the axis at the top, what the rows are at the left, the
/// picture itself in the rest.
struct TimelineFrame {
    static constexpr int kAxisHeight = 24;
    static constexpr int kRowHeight = 22;
    static constexpr int kGutter = 216;
    static constexpr int kBarTop = 6;  ///< in its row
    static constexpr int kBarHeight = 11;
    static constexpr int kShortestBar = 3;
    static constexpr double kSign = 14;  ///< side of a life event's sign

    TimeScale scale;
    std::int64_t originNs = 0;  ///< from when times are counted
    int width = 0;
    int height = 0;
    int scrolled = 0;  ///< pixels of the rows that are above
    std::optional<std::size_t> selected;
    std::optional<std::size_t> hovered;

    [[nodiscard]] QRect plot() const {
        return {kGutter, kAxisHeight, width - kGutter, height - kAxisHeight};
    }
    [[nodiscard]] int topOf(std::size_t row) const {
        return kAxisHeight + static_cast<int>(row) * kRowHeight - scrolled;
    }
    [[nodiscard]] QRect rectOf(std::size_t row) const { return {0, topOf(row), width, kRowHeight}; }
    [[nodiscard]] double xOf(std::int64_t ns) const { return kGutter + scale.xOf(ns); }
};

/// Which signs of a session have room, warnings before others; indexes of events, with where they
/// stand. Both hit-testing and painting go by it.
struct PlacedSign {
    std::size_t event = 0;
    double x = 0;  ///< of its middle, in the window
};
void placeSigns(const Timeline& timeline, const TimelineSession& session,
                const TimelineFrame& frame, std::vector<PlacedSign>& signs);

}  // namespace hark::gui
