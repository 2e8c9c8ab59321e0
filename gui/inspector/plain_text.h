#pragma once

#include <QPlainTextEdit>

namespace hark::gui {

/// A text that is read and copied, in the font of code, without frame. It knows plain text only.
[[nodiscard]] QPlainTextEdit* makePlainText(const QString& name, QWidget* parent);

}  // namespace hark::gui
