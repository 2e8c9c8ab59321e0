#pragma once

#include <cstdint>

#include <QString>

#include "core/query/rows.h"
#include "gui/models/timeline.h"
#include "gui/models/timeline_marks.h"

namespace hark::gui {

/// What the tool tips of a timeline say, with exact numbers. Plain text whose first line has
/// nothing from traffic in it, so that no widget takes any of it for markup. Times count from
/// `originNs`.

[[nodiscard]] QString exchangeTip(const query::ExchangeRow& row, std::int64_t originNs);
[[nodiscard]] QString markTip(const Timeline& timeline, const TimelineMark& mark,
                              std::int64_t originNs);
[[nodiscard]] QString eventTip(const TimelineEvent& event, std::int64_t originNs);
[[nodiscard]] QString laneTip(const TimelineLane& lane, std::int64_t originNs);

/// "Session 3", "No session".
[[nodiscard]] QString sessionTitle(const TimelineSession& session);

}  // namespace hark::gui
