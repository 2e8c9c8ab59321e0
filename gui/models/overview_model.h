#pragma once

#include <cstdint>
#include <optional>

#include <QObject>
#include <QString>

#include "core/query/case.h"
#include "core/query/density.h"
#include "gui/models/time_scale.h"
#include "gui/work/case_thread.h"

namespace hark::gui {

/// How much happened when in the whole capture, and in what a filter leaves of it.
class OverviewModel : public QObject {
    Q_OBJECT
public:
    /// Some for each pixel of a wide window; wider ones share.
    static constexpr std::size_t kBuckets = 2048;

    explicit OverviewModel(CaseThread& cases, QObject* parent = nullptr);

    void setFilter(const query::Filter& filter);
    /// The case is there, or has something new. Until the first call nothing is asked for.
    void refresh();
    void clear();

    [[nodiscard]] const query::Density& whole() const { return whole_.density; }
    /// Of what the filter leaves; the same as whole() where it leaves all.
    [[nodiscard]] const query::Density& shown() const {
        return isFiltered() ? shown_.density : whole_.density;
    }
    [[nodiscard]] bool isFiltered() const { return !filter_.selectsEverything(); }
    [[nodiscard]] bool isAsking() const { return whole_.isAsking || shown_.isAsking; }
    /// The time that the buckets cover; nothing in an empty case.
    [[nodiscard]] std::optional<TimeRange> range() const;

Q_SIGNALS:
    void changed();
    void failed(const QString& message);

private:
    struct Half {
        Lane lane = Lane::None;
        query::Density density{};
        std::uint64_t generation = 0;
        bool isAsking = false;
        bool askAgain = false;
    };
    void ask(Half& half, const query::Filter& filter);

    CaseThread& cases_;
    query::Filter filter_;
    Half whole_{Lane::Density};
    Half shown_{Lane::FilteredDensity};
    bool hasCase_ = false;
};

}  // namespace hark::gui
