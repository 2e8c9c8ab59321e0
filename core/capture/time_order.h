#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/capture/limits.h"
#include "core/capture/packet_source.h"

namespace hark::capture {

/// Hands out the packets of one source in the order of their times, those of equal times in that of
/// the file. Machines with several receive queues, and programs that merge captures, put records
/// some places away from where they belong.
///
/// A packet is put where its time says if that is within kOrderWindow of where it is; otherwise it
/// stays in its place. So it does where the clock was set back. Packets keep their numbers. For one
/// thread.
class TimeOrder {
public:
    explicit TimeOrder(std::unique_ptr<PacketSource> source);
    ~TimeOrder() = default;
    TimeOrder(const TimeOrder&) = delete;
    TimeOrder& operator=(const TimeOrder&) = delete;

    /// As PacketSource::next(), but reads ahead of the packet that it hands out.
    ReadStatus next(Packet& packet);

    /// As PacketSource::whenIdle(). Within a call of `idle`, nextOverdue() gives the packets that
    /// have been held back since the call before, so that nobody waits for them; what comes later
    /// and belongs before them stays in its place. Their bytes are borrowed until `idle` returns.
    void whenIdle(std::function<bool()> idle);
    bool nextOverdue(Packet& packet);

    /// Packets that were handed out before others which they follow in the file.
    [[nodiscard]] std::uint64_t reordered() const { return reordered_; }
    [[nodiscard]] PacketSource& source() { return *source_; }
    [[nodiscard]] const PacketSource& source() const { return *source_; }

private:
    struct Held {
        Packet packet;
        base::Timestamp place;  // its time, or that of the packet that it stays behind
        bool isMoved = false;
    };

    [[nodiscard]] std::size_t count() const { return end_ - begin_; }
    [[nodiscard]] bool isDue() const {
        return (count() > kOrderWindow && behind_ == 0) || bytes_ > kOrderBytes || leaving_ > 0;
    }
    ReadStatus readOne();
    void takeLate();
    static void putBack(Held* first, Held* last);
    void beginAnew();
    void handOut(Packet& packet);
    void makeRoom();
    void save();
    void findOverdue();

    std::unique_ptr<PacketSource> source_;
    std::vector<Held> held_;  // from begin_ to end_, in the order in which they will go out
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::size_t bytes_ = 0;    // of these
    std::size_t leaving_ = 0;  // so many of them go out before anything else is read
    std::optional<ReadStatus> ended_;

    base::Timestamp newest_ = base::Timestamp::min();  // the latest place
    base::Timestamp gone_ = base::Timestamp::min();    // what went out last had this one
    unsigned behind_ = 0;            // packets in a row that may tell of a clock set back
    std::uint64_t firstBehind_ = 0;  // the number of the first of them
    std::uint64_t reordered_ = 0;

    std::uint64_t seenIdle_ = 0;  // the last packet that was there at the last idle call
    std::size_t overdue_ = 0;
    std::vector<std::byte> saved_, spare_;  // bytes of packets that the source could not keep
};

inline ReadStatus TimeOrder::next(Packet& packet) {
    while (!isDue()) {
        if (const ReadStatus status = readOne(); status != ReadStatus::Packet) return status;
    }
    handOut(packet);
    return ReadStatus::Packet;
}

inline void TimeOrder::handOut(Packet& packet) {
    const Held& first = held_[begin_++];
    packet = first.packet;
    bytes_ -= packet.bytes.size();
    reordered_ += first.isMoved ? 1 : 0;
    gone_ = first.place;
    // What follows after a clock was set back has times that went out before.
    if (leaving_ > 0 && --leaving_ == 0) gone_ = base::Timestamp::min();
}

}  // namespace hark::capture
