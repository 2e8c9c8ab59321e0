#include "cli/capture/stop_condition.h"

#include <algorithm>
#include <string_view>

#include "core/base/text.h"

namespace hark::cli {

base::Result<StopCondition> StopCondition::parse(const std::string& text) {
    StopCondition condition;
    if (text.empty()) return condition;
    const std::size_t colon = std::min(text.find(':'), text.size());
    const std::string_view name = std::string_view(text).substr(0, colon);
    const auto value =
        base::parseDecimal(std::string_view(text).substr(std::min(colon + 1, text.size())));
    constexpr std::uint64_t kMaximum = 1'000'000'000;
    if (value && *value > 0 && *value <= kMaximum) {
        if (name == "duration") condition.maximumTime_ = std::chrono::seconds(*value);
        if (name == "packets") condition.maximumPackets_ = *value;
        if (name == "filesize") condition.maximumBytes_ = *value * 1000;
        if (name == "duration" || name == "packets" || name == "filesize") return condition;
    }
    return base::Error{"-a takes duration:SECONDS, packets:N or filesize:KB, not \"" + text + "\""};
}

bool StopCondition::isFull() const {
    return (maximumPackets_ > 0 && packets_ >= maximumPackets_) ||
           (maximumBytes_ > 0 && bytes_ >= maximumBytes_);
}

bool StopCondition::isTimeOver(Clock::time_point now) const {
    return maximumTime_.count() > 0 && now - started_ >= maximumTime_;
}

}  // namespace hark::cli
