#pragma once

#include <QPalette>

namespace hark::gui {

/// Light and dark by hand, where they aren't to follow the system.
[[nodiscard]] QPalette lightPalette();
[[nodiscard]] QPalette darkPalette();

}  // namespace hark::gui
