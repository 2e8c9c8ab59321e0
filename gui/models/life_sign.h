#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include <QString>

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

}  // namespace hark::gui
