#pragma once

class QMainWindow;
class QWidget;

namespace hark::gui {

/// A list of all keys, as the window's menus have them, beside the window; not modal. The window
/// owns it.
QWidget* showShortcuts(QMainWindow& window);

}  // namespace hark::gui
