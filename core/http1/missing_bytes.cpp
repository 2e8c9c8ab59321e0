#include "core/http1/missing_bytes.h"

#include <string>

#include <fmt/format.h>

#include "core/http/anomalies.h"

namespace hark::http1 {

namespace {

// By direction and reason.
constexpr std::array<std::array<base::AnomalyCode, 3>, 2> kCodes{
    {{http::kRequestLost, http::kRequestCut, http::kRequestGivenUp},
     {http::kResponseLost, http::kResponseCut, http::kResponseGivenUp}}};

}  // namespace

void MissingBytes::add(std::uint64_t length, const stream::Gap& gap) {
    if (length == 0) return;
    isEmpty_ = false;
    Sum& sum = byReason_[static_cast<std::size_t>(gap.reason)];
    if (sum.places++ == 0) {
        sum.first = gap.origin.packet;
        sum.offset = gap.offset;
    }
    sum.last = gap.origin.packet;
    sum.bytes += length;
}

std::vector<base::Anomaly> MissingBytes::anomalies(stream::Direction direction,
                                                   std::size_t messages) const {
    std::vector<base::Anomaly> made;
    for (std::size_t reason = 0; reason < byReason_.size(); ++reason) {
        const Sum& sum = byReason_[reason];
        if (sum.places == 0) continue;
        std::string detail = fmt::format("{} byte{}", sum.bytes, sum.bytes == 1 ? "" : "s");
        if (sum.places > 1) {
            detail += fmt::format(" in {} places, the last one at packet {}", sum.places,
                                  sum.last.number);
        }
        if (messages > 1) detail += fmt::format(", of {} responses together", messages);
        made.push_back(
            {kCodes[stream::index(direction)][reason], std::move(detail), sum.first, sum.offset});
    }
    return made;
}

}  // namespace hark::http1
