#include "gui/views/timeline_frame.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace hark::gui {

namespace {

// What tells most comes first where there is no room for all.
int rankOf(LifeSign sign) {
    if (isWarning(sign)) return 0;
    switch (sign) {
        case LifeSign::Login:
        case LifeSign::Logout:
        case LifeSign::Expired:
        case LifeSign::Deleted:
            return 1;
        default:
            return 2;
    }
}
constexpr int kRanks = 3;

// The places in a row that still have room for the middle of a sign.
class Room {
public:
    explicit Room(int width) : taken_(index(std::max(width, 0) + kMargin)) {}

    // Beside each other where they fall together, near enough to be taken for their time.
    std::optional<int> take(double wanted) {
        for (const int aside : {0, kApart, -kApart, 2 * kApart, -2 * kApart}) {
            const double x = std::round(wanted) + aside;
            if (x < -kMargin || x >= static_cast<double>(taken_.size()) - kMargin) continue;
            const int place = static_cast<int>(x);
            if (taken_[index(place)]) continue;
            for (int near = place - kApart + 1; near < place + kApart; ++near) {
                if (index(near) < taken_.size()) taken_[index(near)] = true;
            }
            return place;
        }
        return std::nullopt;
    }

private:
    static constexpr int kApart = static_cast<int>(TimelineFrame::kSign) + 2;
    static constexpr int kMargin = 2 * kApart;  // of signs that are just outside

    static std::size_t index(int x) {
        const int place = x + kMargin;
        return static_cast<std::size_t>(place);
    }

    std::vector<bool> taken_;
};

}  // namespace

void placeSigns(const Timeline& timeline, const TimelineSession& session,
                const TimelineFrame& frame, std::vector<PlacedSign>& signs) {
    signs.clear();
    Room room(frame.plot().width());
    const auto events = timeline.events();
    for (int rank = 0; rank < kRanks; ++rank) {
        for (std::size_t i = session.firstEvent; i < session.endEvent; ++i) {
            if (rankOf(events[i].sign) != rank) continue;
            const auto x = room.take(frame.scale.xOf(events[i].timeNs));
            if (x) signs.push_back({i, double{TimelineFrame::kGutter} + *x});
        }
    }
    std::sort(signs.begin(), signs.end(),
              [](const PlacedSign& a, const PlacedSign& b) { return a.event < b.event; });
}

}  // namespace hark::gui
