#include "core/capture/time_order.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace hark::capture {
namespace {

/// What is held back is moved to the beginning of the room where its end is reached, so there is
/// more of it than is needed.
constexpr std::size_t kRoom = 4 * (kOrderWindow + kClockWitnesses);

}  // namespace

TimeOrder::TimeOrder(std::unique_ptr<PacketSource> source)
    : source_(std::move(source)), held_(kRoom) {
    source_->beforeMoving([this] { save(); });
}

/// Packet where isDue() is to be asked again.
ReadStatus TimeOrder::readOne() {
    if (ended_) return *ended_;
    if (end_ == kRoom) makeRoom();
    Held& read = held_[end_];
    const ReadStatus status = source_->next(read.packet);
    if (status != ReadStatus::Packet) {
        ended_ = status;
        leaving_ = count();
        return leaving_ > 0 ? ReadStatus::Packet : status;
    }
    ++end_;
    bytes_ += read.packet.bytes.size();
    read.place = read.packet.time;
    read.isMoved = false;
    if (read.place >= newest_) {
        newest_ = read.place;
        behind_ = 0;
    } else {
        takeLate();
    }
    return ReadStatus::Packet;
}

void TimeOrder::makeRoom() {
    Held* const held = held_.data();
    std::move(held + begin_, held + end_, held);
    end_ -= std::exchange(begin_, 0);
}

/// The packet read last is earlier than another before it.
void TimeOrder::takeLate() {
    Held& late = held_[end_ - 1];
    const base::Duration behind = newest_ - late.packet.time;
    if (behind <= kClockStep) {
        behind_ = 0;
    } else if (behind_++ == 0) {
        firstBehind_ = late.packet.ref.number;
    }
    if (behind <= kLongestPause && late.packet.time >= gone_) {
        putBack(held_.data() + begin_, &late);
    } else {
        late.place = newest_;
    }
    if (behind_ == kClockWitnesses) beginAnew();
}

/// Puts the last packet to where its time says, among those before it from the first on.
void TimeOrder::putBack(Held* first, Held* last) {
    const base::Timestamp time = last->packet.time;
    Held* const place = std::upper_bound(
        first, last, time,
        [](base::Timestamp earlier, const Held& later) { return earlier < later.place; });
    const Held moved{last->packet, time, place != last};
    std::move_backward(place, last, last + 1);
    *place = moved;
}

/// The clock was set back: all from before is to go out, and what told of it comes after that.
void TimeOrder::beginAnew() {
    Held* const begin = held_.data() + begin_;
    Held* const end = held_.data() + end_;
    Held* const after = std::stable_partition(
        begin, end, [this](const Held& held) { return held.packet.ref.number < firstBehind_; });
    std::sort(after, end, [](const Held& left, const Held& right) {
        return left.packet.ref < right.packet.ref;
    });
    for (Held* held = after; held != end; ++held)
        putBack(after, held);
    newest_ = std::prev(end)->place;
    behind_ = 0;
    gone_ = base::Timestamp::min();
    leaving_ = static_cast<std::size_t>(after - begin);
}

/// The source is about to invalidate the bytes of packets.
void TimeOrder::save() {
    if (spare_.size() < bytes_) spare_.resize(bytes_);
    std::byte* room = spare_.data();
    for (std::size_t i = begin_; i < end_; ++i) {
        base::Bytes& bytes = held_[i].packet.bytes;
        if (bytes.empty()) continue;
        std::memcpy(room, bytes.data(), bytes.size());
        bytes = {room, bytes.size()};
        room += bytes.size();
    }
    saved_.swap(spare_);
}

void TimeOrder::whenIdle(std::function<bool()> idle) {
    source_->whenIdle([this, idle = std::move(idle)] {
        findOverdue();
        return idle();
    });
}

void TimeOrder::findOverdue() {
    overdue_ = 0;
    std::uint64_t newest = seenIdle_;
    for (std::size_t i = begin_; i < end_; ++i) {
        const std::uint64_t number = held_[i].packet.ref.number;
        if (number <= seenIdle_) overdue_ = i + 1 - begin_;
        newest = std::max(newest, number);
    }
    seenIdle_ = newest;
}

bool TimeOrder::nextOverdue(Packet& packet) {
    if (overdue_ == 0) return false;
    --overdue_;
    handOut(packet);
    return true;
}

}  // namespace hark::capture
