#include "core/base/time.h"

#include <fmt/format.h>

namespace hark::base {

std::string toIso8601(Timestamp time) {
    using std::chrono::seconds;
    // In seconds, as the midnight before the first nanosecond of all is no Timestamp any more.
    const auto second = std::chrono::floor<seconds>(time);
    const auto days = std::chrono::floor<std::chrono::days>(second);
    const std::chrono::year_month_day date{days};
    const std::chrono::hh_mm_ss<seconds> clock{second - days};
    const Duration part = time.time_since_epoch() % seconds(1);
    const Duration nanoseconds = part < Duration::zero() ? part + seconds(1) : part;
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:09}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                       nanoseconds.count());
}

}  // namespace hark::base
