#pragma once

#include <string_view>

#include <QString>

namespace hark::gui {

/// `name:value` as it is written in the filter bar, whatever is in the value. Means exactly that
/// value (as filters compare), but for what can't be typed: where control characters or bytes that
/// are no UTF-8 stand, anything matches.
[[nodiscard]] QString filterTerm(QLatin1String name, std::string_view value);

/// Exchanges at the host of a service ("http://shop.example:8443") or, where it is a cookie's
/// domain (".example.org"), at it and all hosts below.
[[nodiscard]] QString serviceTerm(std::string_view service);

}  // namespace hark::gui
