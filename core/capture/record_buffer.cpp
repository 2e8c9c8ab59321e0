#include "core/capture/record_buffer.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace hark::capture {

RecordBuffer::RecordBuffer(std::unique_ptr<ByteInput> input)
    : input_(std::move(input)), buffer_(std::make_unique_for_overwrite<std::byte[]>(capacity_)) {}

bool RecordBuffer::fill(std::size_t count) {
    // Where all is consumed, a large piece can be read next; but pipes give small ones.
    const bool isUsedUp = begin_ == end_ && capacity_ - end_ < capacity_ / 2;
    if (count > capacity_) {
        grow(std::max(count, capacity_ * 2));
    } else if (capacity_ - begin_ < count || isUsedUp) {
        moveTo(buffer_.get());
    }
    while (available() < count) {
        const std::size_t got = input_->read({buffer_.get() + end_, capacity_ - end_});
        if (got == 0) return false;
        end_ += got;
    }
    return true;
}

void RecordBuffer::grow(std::size_t capacity) {
    auto moved = std::make_unique_for_overwrite<std::byte[]>(capacity);
    moveTo(moved.get());
    buffer_ = std::move(moved);
    capacity_ = capacity;
}

void RecordBuffer::moveTo(std::byte* room) {
    if (save_) save_();
    std::memmove(room, data(), available());
    end_ -= std::exchange(begin_, 0);
}

bool RecordBuffer::skip(std::uint64_t count) {
    while (count > 0) {
        if (!need(1)) return false;
        const auto step = static_cast<std::size_t>(std::min<std::uint64_t>(count, available()));
        consume(step);
        count -= step;
    }
    return true;
}

}  // namespace hark::capture
