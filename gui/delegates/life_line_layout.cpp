#include "gui/delegates/life_line_layout.h"

#include <algorithm>

#include "gui/delegates/signs.h"

namespace hark::gui {

namespace {

constexpr double kStep = kSignSize + 3;    // from sign to sign
constexpr double kCountWidth = 16;         // of what stands behind a group's sign
constexpr double kFarthest = 1.5 * kStep;  // that a sign may stand from its time

int weightOf(LifeSign sign) {
    switch (sign) {
        case LifeSign::Rotated:
        case LifeSign::Roaming:
            return 0;
        case LifeSign::Minted:
        case LifeSign::Adopted:
            return 1;
        default:
            return isWarning(sign) ? 3 : 2;
    }
}

void join(LifeGroup& group, LifeSign sign) {
    ++group.count;
    group.width = kStep + kCountWidth;
    if (weightOf(sign) > weightOf(group.sign)) group.sign = sign;
}

double endOf(const LifeGroup& group) {
    return group.x - kStep / 2 + group.width;
}

}  // namespace

std::vector<LifeGroup> laidOut(const LifeLine& line, double left, double right) {
    const double begin = left + kStep / 2;
    const double span = std::max(right - kStep / 2 - begin, 0.0);
    std::vector<LifeGroup> groups;
    double taken = 0;
    for (std::size_t i = 0; i < line.marks.size(); ++i) {
        const LifeMark& mark = line.marks[i];
        const double wanted = begin + mark.position * span;
        const double from = groups.empty() ? begin : endOf(groups.back()) + kStep / 2;
        // As many as have room even if the last of them becomes a group.
        const bool hasRoom = taken + kStep + kCountWidth <= right - left || groups.empty();
        if (hasRoom && from - wanted <= kFarthest) {
            groups.push_back({std::max(wanted, from), kStep, i, 1, mark.sign});
            taken += kStep;
        } else {
            if (groups.back().count == 1) taken += kCountWidth;
            join(groups.back(), mark.sign);
        }
    }
    // Those at the end may have been moved over it.
    double limit = right;
    for (auto group = groups.rbegin(); group != groups.rend() && endOf(*group) > limit; ++group) {
        group->x -= endOf(*group) - limit;
        limit = group->x - kStep / 2;
    }
    return groups;
}

const LifeGroup* groupAt(std::span<const LifeGroup> groups, double x) {
    const auto found = std::find_if(groups.begin(), groups.end(), [x](const LifeGroup& group) {
        return x >= group.x - kStep / 2 && x < endOf(group);
    });
    return found == groups.end() ? nullptr : &*found;
}

}  // namespace hark::gui
