#pragma once

#include <cstdint>
#include <string_view>

#include <QString>

#include "core/query/rows.h"

namespace hark::gui {

/// Numbers and text as people read them, in the words of the user's locale.

/// "40 µs", "0.42 ms", "42 ms", "1.24 s", "4 min 12 s", "2 h 05 min".
[[nodiscard]] QString durationText(std::int64_t ns);
/// Seconds since the capture began: "12.418 s".
[[nodiscard]] QString offsetText(std::int64_t ns);
/// Decimal units: "135 B", "4.8 kB", "12.1 MB".
[[nodiscard]] QString sizeText(std::uint64_t bytes);
/// "3,412".
[[nodiscard]] QString countText(std::uint64_t count);
/// Date and time, UTC, to the microsecond.
[[nodiscard]] QString instantText(std::int64_t ns);
/// "192.0.2.10:443", "[2001:db8::1]:443".
[[nodiscard]] QString endpointText(const query::Address& address);

/// Text from traffic fit for one line of a table: control characters are visible, and what is too
/// long to be shown is cut.
[[nodiscard]] QString shownText(std::string_view text);
/// A head, line by line, with its line ends understood and all else as shownText().
[[nodiscard]] QString shownHead(std::string_view head);
/// "html" for "text/html".
[[nodiscard]] QString shortType(std::string_view mediaType);

}  // namespace hark::gui
