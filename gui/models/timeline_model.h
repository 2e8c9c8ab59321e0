#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include <QObject>
#include <QString>

#include "core/query/case.h"
#include "gui/models/timeline.h"
#include "gui/work/case_thread.h"

namespace hark::gui {

/// Gets from the case what a filter leaves, arranged as a Timeline over there; what is shown stays
/// until the new one has come.
class TimelineModel : public QObject {
    Q_OBJECT
public:
    explicit TimelineModel(CaseThread& cases, QObject* parent = nullptr);

    void setFilter(const query::Filter& filter);
    /// The case is there, or has something new. Until the first call nothing is asked for.
    void refresh();
    void clear();
    /// Nothing is asked for while it is not shown; then what was missed.
    void setActive(bool active);

    [[nodiscard]] const Timeline& timeline() const { return *timeline_; }
    /// There are more exchanges than a picture holds.
    [[nodiscard]] bool isCut() const;
    [[nodiscard]] bool isAsking() const { return isAsking_; }

    /// Asks for what is to be told of one exchange in words; a newer question takes its place.
    void askForDetail(std::uint64_t exchange);
    /// The answer to the last question, once it is there.
    [[nodiscard]] const std::optional<query::ExchangeRow>& detail() const { return detail_; }

Q_SIGNALS:
    /// There is another timeline; `isSame` where it is of the same filter, with something new.
    void changed(bool isSame);
    void detailed();
    void failed(const QString& message);

private:
    void ask();

    CaseThread& cases_;
    query::Filter filter_;
    std::shared_ptr<const Timeline> timeline_;
    std::optional<query::ExchangeRow> detail_;
    std::uint64_t generation_ = 0;
    std::uint64_t question_ = 0;
    bool hasCase_ = false;
    bool isActive_ = false;
    bool isStale_ = false;
    bool isOfFilter_ = false;  ///< what is shown is of the filter that is set
    bool isAsking_ = false;
    bool askAgain_ = false;
};

}  // namespace hark::gui
