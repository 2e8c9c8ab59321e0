#pragma once

#include <cstdint>

#include <QString>

#include "gui/models/exchange_facts.h"
#include "gui/models/record.h"

namespace hark::gui {

// What the inspector says of an exchange beside its messages. `context` may be null: it comes
// later.

/// Columns of cookieRecords().
enum CookieColumn : int { CookieName, CookieValue, CookieAge, CookieAttributes, CookieClass };

/// Cookies that were sent and set, with their age, attributes, class and reasons.
[[nodiscard]] Records cookieRecords(const query::ExchangeDetail& detail,
                                    const ExchangeContext* context);

/// What its waiting was made of, as far as the case knows.
[[nodiscard]] Records timingRecords(const ExchangeFacts& facts, const ExchangeContext* context);

/// Life events that are shown around the exchange's own; a session may have thousands.
inline constexpr std::size_t kShownEvents = 200;
/// Its user session, why it belongs there, and that session's life.
[[nodiscard]] Records sessionRecords(const query::ExchangeDetail& detail,
                                     const ExchangeContext* context);

/// Its packets, its connection, what was odd, and why a message is not whole.
[[nodiscard]] Records packetRecords(const ExchangeFacts& facts, const ExchangeContext* context);

}  // namespace hark::gui
