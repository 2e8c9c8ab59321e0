#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "core/base/result.h"

namespace hark::cli {

/// When a capture ends by itself, as tshark's -a says it: "duration:60", "packets:1000" or
/// "filesize:2048" (kB of packet bytes).
class StopCondition {
public:
    using Clock = std::chrono::steady_clock;

    /// Empty text: never.
    static base::Result<StopCondition> parse(const std::string& text);

    void countPacket(std::uint64_t bytes) {
        ++packets_;
        bytes_ += bytes;
    }
    /// Whether as many packets or bytes came as there may: not one more is wanted.
    [[nodiscard]] bool isFull() const;
    /// Whether its time is over; what came until then may still be on its way.
    [[nodiscard]] bool isTimeOver(Clock::time_point now) const;

private:
    std::uint64_t maximumPackets_ = 0;  // 0: no limit, here and below
    std::uint64_t maximumBytes_ = 0;
    Clock::duration maximumTime_{0};
    Clock::time_point started_ = Clock::now();
    std::uint64_t packets_ = 0;
    std::uint64_t bytes_ = 0;
};

}  // namespace hark::cli
