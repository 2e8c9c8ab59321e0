#pragma once

#include <cstdint>
#include <optional>

#include "core/base/time.h"

namespace hark::base {

/// The time of a capture as its packets tell it, for what ends by silence: it never goes back by a
/// little, and one packet with a wrong time moves nothing; several in a row do, wherever they lead.
class PacketClock {
public:
    /// `jump`: how far time may go at once, forward or backward, before `witnesses` packets in a
    /// row, each within `jump` of the one before, have to agree.
    PacketClock(Duration jump, std::uint64_t witnesses) : jump_(jump), witnesses_(witnesses) {}

    enum class Step : std::uint8_t {
        Usual,     ///< also where it agrees to what a doubtful one told
        Doubtful,  ///< the first packet to tell of a jump
        Jump,      ///< the last witness: the time is another one now, see isWitness()
    };
    /// The next packet's time.
    Step see(Timestamp time) {
        ++packets_;
        if (!now_) now_ = time;
        const Duration step = time - *now_;
        if (step <= jump_ && step >= -jump_) {
            if (step > Duration::zero()) now_ = time;
            seen_ = 0;
            return Step::Usual;
        }
        return seeJump(time);
    }
    /// The epoch before the first packet.
    [[nodiscard]] Timestamp now() const { return now_.value_or(Timestamp()); }
    /// That were seen: the number of the last one.
    [[nodiscard]] std::uint64_t packets() const { return packets_; }
    /// Right after a Jump: whether that packet told of it. What such a packet touched belongs to
    /// the time after the jump.
    [[nodiscard]] bool isWitness(std::uint64_t packet) const {
        return packet + witnesses_ > packets_;
    }

private:
    Step seeJump(Timestamp time) {
        const Duration further = time - jumpedTo_;
        const bool agrees = seen_ > 0 && further <= jump_ && further >= -jump_;
        if (!agrees) seen_ = 0;
        jumpedTo_ = time;
        if (++seen_ < witnesses_) return agrees ? Step::Usual : Step::Doubtful;
        now_ = time;
        seen_ = 0;
        return Step::Jump;
    }

    Duration jump_;
    std::uint64_t witnesses_;
    std::optional<Timestamp> now_;
    Timestamp jumpedTo_;
    std::uint64_t seen_ = 0;  // packets that agree to the jump
    std::uint64_t packets_ = 0;
};

}  // namespace hark::base
