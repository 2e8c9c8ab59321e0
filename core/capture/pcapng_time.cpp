#include "core/capture/pcapng_time.h"

#include <algorithm>

namespace hark::capture {
namespace {

constexpr std::uint64_t kNanosecondsPerSecond = 1'000'000'000;
/// In the year 2106, as far as pcap reaches.
constexpr std::int64_t kLastSecond = 0xffff'ffff;
constexpr std::uint8_t kBinaryFlag = 0x80;
constexpr std::uint8_t kNanosecondExponent = 9;
/// The largest power of ten, and of two, that 64 bits hold.
constexpr std::uint8_t kMaximumDecimal = 19;
constexpr std::uint8_t kMaximumBinary = 63;

constexpr std::uint64_t powerOfTen(std::uint8_t exponent) {
    std::uint64_t power = 1;
    for (; exponent > 0; --exponent)
        power *= 10;
    return power;
}

/// The part below a second of a binary time stamp; `fraction` is less than 2^exponent.
std::uint64_t binaryNanoseconds(std::uint64_t fraction, std::uint8_t exponent) {
    constexpr std::uint8_t kWithoutOverflow = 34;  // 10^9 takes 30 of 64 bits
    if (exponent > kWithoutOverflow) {
        fraction >>= static_cast<unsigned>(exponent - kWithoutOverflow);
        exponent = kWithoutOverflow;
    }
    return fraction * kNanosecondsPerSecond >> exponent;
}

std::uint64_t decimalNanoseconds(std::uint64_t fraction, std::uint8_t exponent) {
    if (exponent <= kNanosecondExponent) {
        return fraction * powerOfTen(static_cast<std::uint8_t>(kNanosecondExponent - exponent));
    }
    return fraction / powerOfTen(static_cast<std::uint8_t>(exponent - kNanosecondExponent));
}

}  // namespace

PcapngClock::PcapngClock(std::uint8_t resolution, std::int64_t offsetSeconds)
    : isBinary_((resolution & kBinaryFlag) != 0),
      offsetSeconds_(std::clamp(offsetSeconds, -kLastSecond, kLastSecond)) {
    const auto exponent = static_cast<std::uint8_t>(resolution & ~kBinaryFlag);
    exponent_ = std::min(exponent, isBinary_ ? kMaximumBinary : kMaximumDecimal);
    if (!isBinary_ && exponent_ <= kNanosecondExponent && offsetSeconds_ == 0) {
        perTick_ = powerOfTen(static_cast<std::uint8_t>(kNanosecondExponent - exponent_));
        lastPlainTick_ = static_cast<std::uint64_t>(kLastSecond) * powerOfTen(exponent_);
    }
}

base::Timestamp PcapngClock::atAnyTick(std::uint64_t ticks) const {
    std::uint64_t seconds = 0;
    std::uint64_t nanoseconds = 0;
    if (isBinary_) {
        seconds = ticks >> exponent_;
        nanoseconds = binaryNanoseconds(ticks - (seconds << exponent_), exponent_);
    } else {
        const std::uint64_t perSecond = powerOfTen(exponent_);
        seconds = ticks / perSecond;
        nanoseconds = decimalNanoseconds(ticks % perSecond, exponent_);
    }
    const auto bounded =
        static_cast<std::int64_t>(std::min(seconds, static_cast<std::uint64_t>(2 * kLastSecond)));
    const std::int64_t whole = std::clamp<std::int64_t>(bounded + offsetSeconds_, 0, kLastSecond);
    return base::Timestamp(std::chrono::seconds(whole) + base::Duration(nanoseconds));
}

}  // namespace hark::capture
