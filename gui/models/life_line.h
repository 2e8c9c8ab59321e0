#pragma once

#include <cstdint>
#include <vector>

#include <QMetaType>
#include <QString>

#include "core/query/session_rows.h"
#include "gui/models/life_sign.h"

namespace hark::gui {

struct LifeMark {
    LifeSign sign = LifeSign::Minted;
    double position = 0;  ///< from 0 to 1 in the session's span
    std::int64_t timeNs = 0;
    std::uint64_t exchange = 0;
    QString evidence;  ///< fit to be shown
};

/// A session from its begin to the last that was seen of it.
struct LifeLine {
    static constexpr std::uint64_t kMarks = 400;  ///< more than pixels; what is rare goes first

    std::vector<LifeMark> marks;  ///< in the order of time
    std::int64_t startedNs = 0;
    std::int64_t originNs = 0;  ///< from when times are counted
    bool hasEnd = false;        ///< an end was seen; else it may have gone on
};

[[nodiscard]] LifeLine lifeLineOf(const query::SessionRow& session,
                                  const std::vector<query::LifeEventRow>& events);

}  // namespace hark::gui

Q_DECLARE_METATYPE(hark::gui::LifeLine)
