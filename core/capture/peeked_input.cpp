#include "core/capture/peeked_input.h"

#include <algorithm>
#include <cstring>

namespace hark::capture {

PeekedInput::PeekedInput(std::unique_ptr<ByteInput> input) : input_(std::move(input)) {
    while (end_ < kPeek) {
        const std::size_t count = input_->read(std::span(peeked_).subspan(end_));
        if (count == 0) break;
        end_ += count;
    }
}

std::size_t PeekedInput::read(std::span<std::byte> room) {
    if (begin_ == end_) return input_->read(room);
    const std::size_t count = std::min(room.size(), end_ - begin_);
    std::memcpy(room.data(), peeked_.data() + begin_, count);
    begin_ += count;
    return count;
}

}  // namespace hark::capture
