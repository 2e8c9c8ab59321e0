#pragma once

#include <cstdint>

namespace hark::tcp {

/// The distance from one sequence number to another, negative where `to` lies before `from`
/// (RFC 9293 section 3.4: numbers wrap, so they compare by their difference).
[[nodiscard]] constexpr std::int64_t sequenceDistance(std::uint32_t from, std::uint32_t to) {
    return static_cast<std::int32_t>(to - from);
}

/// Turns the sequence numbers of one direction into 64-bit offsets that never wrap. Numbers are
/// read as the ones nearest to a moving reference, so only distances under 2 GiB can be told apart.
class SequenceSpace {
public:
    [[nodiscard]] bool isSet() const { return set_; }
    /// Offset 0 is at `sequence`.
    void start(std::uint32_t sequence) {
        set_ = true;
        sequence_ = sequence;
        offset_ = 0;
    }
    /// Negative where the number lies before the start.
    [[nodiscard]] std::int64_t offsetOf(std::uint32_t sequence) const {
        return static_cast<std::int64_t>(offset_) + sequenceDistance(sequence_, sequence);
    }
    [[nodiscard]] std::uint32_t sequenceOf(std::uint64_t offset) const {
        return sequence_ + static_cast<std::uint32_t>(offset - offset_);
    }
    /// Moves the reference forward to `offset`.
    void advance(std::uint64_t offset) {
        sequence_ += static_cast<std::uint32_t>(offset - offset_);
        offset_ = offset;
    }

private:
    bool set_ = false;
    std::uint32_t sequence_ = 0;
    std::uint64_t offset_ = 0;
};

}  // namespace hark::tcp
