#include "gui/app/history.h"

namespace hark::gui {

void History::update(const Place& place) {
    if (places_.empty()) {
        places_.push_back(place);
    } else {
        places_[at_] = place;
    }
}

void History::visit(const Place& place) {
    if (!places_.empty()) {
        if (places_[at_] == place) return;
        places_.resize(at_ + 1);
    }
    places_.push_back(place);
    if (places_.size() > kPlaces) places_.erase(places_.begin());
    at_ = places_.size() - 1;
}

void History::clear() {
    places_.clear();
    at_ = 0;
}

}  // namespace hark::gui
