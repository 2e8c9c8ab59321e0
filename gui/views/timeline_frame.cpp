#include "gui/views/timeline_frame.h"

#include <algorithm>
#include <cmath>

namespace hark::gui {

namespace {

constexpr std::size_t kCells = 512;  // signs that stand beside each other on the widest screen

}  // namespace

// A sign has a cell of its own: of a thousand logins in one pixel one is drawn.
void placeSigns(const Timeline& timeline, const TimelineSession& session,
                const TimelineFrame& frame, std::vector<PlacedSign>& signs) {
    signs.clear();
    std::vector<bool> taken(kCells);
    const auto events = timeline.events();
    for (const bool warnings : {true, false}) {
        for (std::size_t i = session.firstEvent; i < session.endEvent; ++i) {
            if (isWarning(events[i].sign) != warnings) continue;
            const double x = frame.xOf(events[i].timeNs);
            const double left = x - TimelineFrame::kSign / 2 - TimelineFrame::kGutter;
            const double cell = std::floor(left / TimelineFrame::kSign);
            if (cell < -1 || cell + 2 >= double{kCells} || x > frame.width + TimelineFrame::kSign)
                continue;
            const auto first = static_cast<std::size_t>(cell + 1);
            if (taken[first] || taken[first + 1]) continue;
            taken[first] = taken[first + 1] = true;
            signs.push_back({i, x});
        }
    }
    std::sort(signs.begin(), signs.end(),
              [](const PlacedSign& a, const PlacedSign& b) { return a.event < b.event; });
}

}  // namespace hark::gui
