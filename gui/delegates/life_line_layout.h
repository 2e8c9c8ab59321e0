#pragma once

#include <optional>
#include <span>
#include <vector>

#include "gui/models/life_line.h"

namespace hark::gui {

/// Marks of a life line that stand at one place.
struct LifeGroup {
    double x = 0;           ///< the sign's centre
    double width = 0;       ///< from the sign's left; a count behind it is in it
    std::size_t first = 0;  ///< of the line's marks
    std::size_t count = 1;
    LifeSign sign = LifeSign::Minted;  ///< the weightiest of them
};

/// Where signs stand between `left` and `right`: at their times as far as there is room. One that
/// is in the way of the next moves it a little; what would have to move farther is put together
/// with it, and counted. No two overlap, and all keep their order.
[[nodiscard]] std::vector<LifeGroup> laidOut(const LifeLine& line, double left, double right);

/// What is drawn at that place.
[[nodiscard]] const LifeGroup* groupAt(std::span<const LifeGroup> groups, double x);

}  // namespace hark::gui
