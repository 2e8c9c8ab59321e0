#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <QMetaType>
#include <QString>

#include "core/query/session_rows.h"

namespace hark::gui {

/// What can happen to a session or to a cookie, each with a sign of its own.
enum class LifeSign : std::uint8_t {
    Minted,
    Adopted,
    Login,
    LoginFailed,
    Rotated,
    PrivilegeChange,
    Logout,
    Expired,
    Deleted,
    SecondClient,
    Fixated,
    Roaming,
    UsedAfterEnd,
};
constexpr std::size_t kLifeSigns = 13;

/// By the name that LifeEventRow gives it.
[[nodiscard]] std::optional<LifeSign> lifeSignOf(std::string_view event);
/// "second client".
[[nodiscard]] QString lifeSignName(LifeSign sign);
/// Whether it calls for a look: then it is drawn as a warning.
[[nodiscard]] bool isWarning(LifeSign sign);

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
