#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/query/session_rows.h"

namespace hark::cli {

/// What a sentence about a life event may name beside the event itself.
struct EventSetting {
    std::string by;    ///< the request: " by POST /login"; fit for a terminal
    std::string user;  ///< who is logged in then; from traffic
    std::string client;
    std::string next;  ///< what came of it: ", and session 4 began"
};

/// A life event as a sentence without its full stop: "anna logged in by POST /login". Fit for a
/// terminal, as are all of these.
[[nodiscard]] std::string eventInWords(const query::LifeEventRow& event,
                                       const EventSetting& setting);

/// What one exchange shows of one kind of state: "The cart was changed by POST /cart: product = 7".
[[nodiscard]] std::string stateInWords(std::span<const query::StateRow> rows, std::string_view by);

/// How a session is carried and where its state is kept, in full sentences.
[[nodiscard]] std::string carryingInWords(const query::SessionDetail& detail);

/// "Firefox 128 on Linux at 192.0.2.7".
[[nodiscard]] std::string clientInWords(std::string_view userAgent, std::string_view address);

}  // namespace hark::cli
