#pragma once

#include <cstddef>
#include <string_view>

#include <QString>

#include "core/query/content_page.h"

namespace hark::gui {

/// Characters of a line before it is broken: layout of one takes time that grows with it.
inline constexpr int kLongestLine = 2000;

/// A page of a content as characters.
struct ContentText {
    QString text;            ///< fit for a plain text widget: see shownContent()
    QString charset;         ///< by which it was read: "UTF-8"
    bool isGuessed = false;  ///< nothing named it
    bool hasBrokenLines = false;
};

/// Reads bytes by a charset's name (of Content-Type, or of a byte order mark, which counts more);
/// where it is unknown, as UTF-8 where they are, else as Latin-1. In place of bytes that were not
/// captured stands a line that says how many.
[[nodiscard]] ContentText textOf(const query::ContentPage& page, std::string_view charset);

/// Text from traffic for a widget of several lines: line ends and tabs stay, control characters
/// and those that turn the direction of text become visible, lines are at most kLongestLine long.
[[nodiscard]] QString shownContent(const QString& text, bool* hasBrokenLines = nullptr);

}  // namespace hark::gui
