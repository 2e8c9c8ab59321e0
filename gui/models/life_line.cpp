#include "gui/models/life_line.h"

#include <algorithm>
#include <array>

#include <QCoreApplication>

#include "gui/models/format.h"

namespace hark::gui {

namespace {

struct Entry {
    std::string_view event;
    const char* name;
};

// In the order of LifeSign.
constexpr std::array<Entry, kLifeSigns> kSigns{{
    {"minted", QT_TRANSLATE_NOOP("hark::gui::LifeSign", "minted")},
    {"adopted", QT_TRANSLATE_NOOP("hark::gui::LifeSign", "began before the capture")},
    {"login", QT_TRANSLATE_NOOP("hark::gui::LifeSign", "login")},
    {"login-failed", QT_TRANSLATE_NOOP("hark::gui::LifeSign", "login failed")},
    {"rotated", QT_TRANSLATE_NOOP("hark::gui::LifeSign", "new value")},
    {"privilege-change", QT_TRANSLATE_NOOP("hark::gui::LifeSign", "other user")},
    {"logout", QT_TRANSLATE_NOOP("hark::gui::LifeSign", "logout")},
    {"expired", QT_TRANSLATE_NOOP("hark::gui::LifeSign", "expired")},
    {"deleted", QT_TRANSLATE_NOOP("hark::gui::LifeSign", "deleted")},
    {"second-client", QT_TRANSLATE_NOOP("hark::gui::LifeSign", "second client")},
    {"fixated", QT_TRANSLATE_NOOP("hark::gui::LifeSign", "fixated")},
    {"roaming", QT_TRANSLATE_NOOP("hark::gui::LifeSign", "other address")},
    {"used-after-end", QT_TRANSLATE_NOOP("hark::gui::LifeSign", "used after its end")},
}};

}  // namespace

std::optional<LifeSign> lifeSignOf(std::string_view event) {
    for (std::size_t i = 0; i < kSigns.size(); ++i) {
        if (kSigns[i].event == event) return static_cast<LifeSign>(i);
    }
    return std::nullopt;
}

QString lifeSignName(LifeSign sign) {
    return QCoreApplication::translate("hark::gui::LifeSign",
                                       kSigns[static_cast<std::size_t>(sign)].name);
}

bool isWarning(LifeSign sign) {
    switch (sign) {
        case LifeSign::LoginFailed:
        case LifeSign::SecondClient:
        case LifeSign::Fixated:
        case LifeSign::UsedAfterEnd:
            return true;
        default:
            return false;
    }
}

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
