#include "gui/models/life_line.h"

#include <algorithm>

#include <QCoreApplication>

#include "gui/models/format.h"

namespace hark::gui {

LifeLine lifeLineOf(const query::SessionRow& session,
                    const std::vector<query::LifeEventRow>& events) {
    LifeLine line;
    line.startedNs = session.startedNs;
    line.hasEnd = session.end != "none";
    const auto span = static_cast<double>(std::max<std::int64_t>(session.durationNs(), 1));
    for (const query::LifeEventRow& event : events) {
        const auto sign = lifeSignOf(event.event);
        if (!sign) continue;
        const double position = static_cast<double>(event.timeNs - session.startedNs) / span;
        line.marks.push_back({*sign, std::clamp(position, 0.0, 1.0), event.timeNs, event.exchange,
                              shownText(event.evidence)});
    }
    return line;
}

}  // namespace hark::gui
