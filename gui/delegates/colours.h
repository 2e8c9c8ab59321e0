#pragma once

#include <cstdint>

#include <QColor>
#include <QPalette>
#include <QString>

#include "gui/models/phases.h"

namespace hark::gui {

/// Colours with a meaning, each with its twin for dark windows.

[[nodiscard]] bool isDark(const QPalette& palette);
[[nodiscard]] QColor phaseColour(Phase phase, const QPalette& palette);
[[nodiscard]] QString phaseName(Phase phase);

/// How a status looks: a colour that can be read on the window's base, and a sign beside it.
struct StatusLook {
    QColor colour;
    QString sign;  ///< "!" for 4xx, "‼" for 5xx, else empty
};
/// 0: no response.
[[nodiscard]] StatusLook statusLook(int status, const QPalette& palette);

/// A session's, the same in every view: one of twelve, which differ from the base by 3:1 at least.
[[nodiscard]] QColor sessionHue(std::uint64_t session, const QPalette& palette);

/// For words that matter less; at least 4.5:1 on the base.
[[nodiscard]] QColor quietText(const QPalette& palette);
[[nodiscard]] QColor hairline(const QPalette& palette);
/// A calm background for a selected row that leaves colours readable.
[[nodiscard]] QColor selectedRow(const QPalette& palette);
[[nodiscard]] QColor goodColour(const QPalette& palette);
[[nodiscard]] QColor badColour(const QPalette& palette);
[[nodiscard]] QColor warningColour(const QPalette& palette);

}  // namespace hark::gui
