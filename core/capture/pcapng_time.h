#pragma once

#include <cstdint>

#include "core/base/time.h"

namespace hark::capture {

/// How the time stamps of one pcapng interface count (if_tsresol and if_tsoffset).
class PcapngClock {
public:
    /// Microseconds, which holds where the interface says nothing.
    PcapngClock() : PcapngClock(6, 0) {}
    /// `resolution` as if_tsresol has it: a negative power of ten, or of two where the top bit is
    /// set. `offsetSeconds` is added to every time.
    PcapngClock(std::uint8_t resolution, std::int64_t offsetSeconds);

    /// Never before 1970 nor so late that subtracting two times could overflow; what lies outside
    /// is moved to the nearest bound.
    [[nodiscard]] base::Timestamp at(std::uint64_t ticks) const {
        if (ticks <= lastPlainTick_) return base::Timestamp(base::Duration(ticks * perTick_));
        return atAnyTick(ticks);
    }

private:
    [[nodiscard]] base::Timestamp atAnyTick(std::uint64_t ticks) const;

    std::uint8_t exponent_ = 6;
    bool isBinary_ = false;
    std::int64_t offsetSeconds_ = 0;
    /// Up to here a multiplication is all there is to do, as with nearly every capture.
    std::uint64_t lastPlainTick_ = 0;
    std::uint64_t perTick_ = 0;
};

}  // namespace hark::capture
