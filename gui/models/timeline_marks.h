#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "gui/models/time_scale.h"
#include "gui/models/timeline.h"

namespace hark::gui {

/// What can be seen of a row: one exchange, or several that are too narrow to be told apart.
struct TimelineMark {
    double left = 0, right = 0;  ///< pixels from the left of the picture
    std::size_t first = 0;       ///< bar
    std::size_t count = 1;       ///< bars, that follow each other
    std::uint32_t errors = 0;    ///< of these
    std::uint32_t level = 0;  ///< 0: a bar; else how many begin in each pixel: 1, 2–3, 4–7, …

    [[nodiscard]] bool isBar() const { return level == 0; }
};

/// A bar at least so wide, or with so much room about it, is drawn as itself.
constexpr double kNarrowBar = 2;

/// Replaces `marks` by those of a row between two pixels. Costs what is seen, not what there is: at
/// most a search for each pixel. Of several wide bars in the last of a lane's tracks that begin in
/// one pixel, the last is a bar of its own; all errors are counted.
void marksOf(const Timeline& timeline, const TimelineRow& row, const TimeScale& scale, double left,
             double right, std::vector<TimelineMark>& marks);

/// The bar at a pixel, or the nearest that is within `tolerance` pixels; errors first.
[[nodiscard]] std::optional<std::size_t> barAt(const Timeline& timeline, const TimelineRow& row,
                                               const TimeScale& scale, double x, double tolerance);

/// Rows from the top that a stretch of pixels touches: [begin, end).
struct RowRange {
    std::size_t begin = 0, end = 0;
};
[[nodiscard]] RowRange rowsIn(const Timeline& timeline, int rowHeight, int top, int bottom);

}  // namespace hark::gui
