#pragma once

#include <QString>

namespace hark::gui {

class MainWindow;

/// Saves a picture of the window once all that it was asked for is shown, then quits; the exit code
/// is 1 where it could not be saved.
void takeScreenshot(MainWindow& window, const QString& path);

}  // namespace hark::gui
