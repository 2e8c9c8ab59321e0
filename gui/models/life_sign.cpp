#include "gui/models/life_sign.h"

#include <array>

#include <QCoreApplication>

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
    return sign == LifeSign::LoginFailed || sign == LifeSign::SecondClient ||
           sign == LifeSign::Fixated || sign == LifeSign::UsedAfterEnd;
}

}  // namespace hark::gui
