#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <QString>

#include "gui/models/time_scale.h"

namespace hark::gui {

/// Where somebody is: what the window shows, apart from how.
struct Place {
    int view = 0;
    QString filter;
    std::optional<TimeRange> range;
    std::optional<std::uint64_t> listed;    ///< that is selected in the list at the left
    std::optional<std::uint64_t> exchange;  ///< that is selected
    friend bool operator==(const Place&, const Place&) = default;
};

/// The places where somebody was, as browsers keep them: going somewhere from the middle forgets
/// what was ahead. Bounded.
class History {
public:
    /// The current place looks different now; it is the same place.
    void update(const Place& place);
    /// Somebody went there.
    void visit(const Place& place);
    void clear();

    [[nodiscard]] bool canGoBack() const { return at_ > 0; }
    [[nodiscard]] bool canGoForward() const { return at_ + 1 < places_.size(); }
    /// There must be one.
    const Place& goBack() { return places_[--at_]; }
    const Place& goForward() { return places_[++at_]; }

private:
    static constexpr std::size_t kPlaces = 100;
    std::vector<Place> places_;
    std::size_t at_ = 0;
};

}  // namespace hark::gui
