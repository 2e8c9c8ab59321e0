#include "gui/app/theme.h"

#include <QColor>

namespace hark::gui {

namespace {

struct Shades {
    QRgb window, base, raised, text, quiet, accent;
};

QPalette paletteOf(const Shades& shades) {
    const QColor text = QColor::fromRgb(shades.text);
    const QColor quiet = QColor::fromRgb(shades.quiet);
    QPalette palette(QColor::fromRgb(shades.raised), QColor::fromRgb(shades.window));
    palette.setColor(QPalette::Base, QColor::fromRgb(shades.base));
    palette.setColor(QPalette::AlternateBase, QColor::fromRgb(shades.window));
    palette.setColor(QPalette::ToolTipBase, QColor::fromRgb(shades.raised));
    palette.setColor(QPalette::Highlight, QColor::fromRgb(shades.accent));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, QColor::fromRgb(shades.accent));
    palette.setColor(QPalette::PlaceholderText, quiet);
    for (const auto role :
         {QPalette::Text, QPalette::WindowText, QPalette::ButtonText, QPalette::ToolTipText}) {
        palette.setColor(role, text);
        palette.setColor(QPalette::Disabled, role, quiet);
    }
    return palette;
}

}  // namespace

QPalette lightPalette() {
    return paletteOf({0xfff4f5f7, 0xffffffff, 0xffeceef1, 0xff1c2127, 0xff5b6570, 0xff2f6fde});
}

QPalette darkPalette() {
    return paletteOf({0xff22262b, 0xff1a1d21, 0xff2d3238, 0xffe3e7eb, 0xffa3adb8, 0xff4f8cf5});
}

}  // namespace hark::gui
