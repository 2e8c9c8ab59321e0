#pragma once

#include <QString>

namespace hark::gui {

/// A tool tip shows its text as it is, whatever markup it looks like: lines stay lines, and long
/// ones wrap.
[[nodiscard]] inline QString plainToolTip(const QString& text) {
    if (text.isEmpty()) return {};
    return QStringLiteral("<p style=\"white-space:pre-wrap\">%1</p>").arg(text.toHtmlEscaped());
}

}  // namespace hark::gui
