#pragma once

#include <QString>

#include "core/query/rows.h"

namespace hark::gui {

/// "41  POST /login → 302 in 42 ms  ·  connection 7 (3rd)".
[[nodiscard]] QString exchangeTitle(const query::ExchangeRow& row);

/// A message's head and trailers line by line, or a sentence where there is none.
[[nodiscard]] QString requestHead(const query::ExchangeDetail& detail);
/// With the interim responses before it.
[[nodiscard]] QString responseHead(const query::ExchangeDetail& detail);

}  // namespace hark::gui
