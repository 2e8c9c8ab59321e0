#include "gui/models/overview_model.h"

#include <utility>

namespace hark::gui {

OverviewModel::OverviewModel(CaseThread& cases, QObject* parent) : QObject(parent), cases_(cases) {}

void OverviewModel::setFilter(const query::Filter& filter) {
    filter_ = filter;
    ++shown_.generation;
    shown_.isAsking = shown_.askAgain = false;
    if (isFiltered()) {
        if (hasCase_) ask(shown_, filter_);
    } else {
        shown_.density = {};
        Q_EMIT changed();
    }
}

void OverviewModel::refresh() {
    hasCase_ = true;
    ask(whole_, {});
    if (isFiltered()) ask(shown_, filter_);
}

void OverviewModel::clear() {
    hasCase_ = false;
    for (Half* half : {&whole_, &shown_}) {
        ++half->generation;
        half->isAsking = half->askAgain = false;
        half->density = {};
    }
    Q_EMIT changed();
}

std::optional<TimeRange> OverviewModel::range() const {
    const query::Density& whole = whole_.density;
    if (whole.buckets.empty()) return std::nullopt;
    return TimeRange{whole.beginNs, whole.beginNs + whole.widthNs * static_cast<std::int64_t>(
                                                                        whole.buckets.size())};
}

// One question at a time: a case that grows faster than it is read would interrupt each.
void OverviewModel::ask(Half& half, const query::Filter& filter) {
    if (half.isAsking) {
        half.askAgain = true;
        return;
    }
    half.isAsking = true;
    cases_.ask(
        half.lane, this,
        [filter](query::Case& opened) { return query::density(opened, filter, kBuckets); },
        [this, &half, generation = half.generation](base::Result<query::Density> density) {
            if (generation != half.generation) return;
            half.isAsking = false;
            if (density) {
                half.density = std::move(density).value();
                Q_EMIT changed();
            } else {
                Q_EMIT failed(QString::fromStdString(density.error().message));
            }
            if (!std::exchange(half.askAgain, false)) return;
            ask(half, &half == &whole_ ? query::Filter{} : filter_);
        });
}

}  // namespace hark::gui
