#include "core/tcp/half_stream.h"

#include <algorithm>
#include <utility>

namespace hark::tcp {

namespace {

// The part of `bytes` in [begin, end).
WaitingBytes cut(const WaitingBytes& bytes, std::uint64_t begin, std::uint64_t end) {
    WaitingBytes part;
    part.offset = begin;
    part.afterPeer = bytes.afterPeer;
    part.origin = bytes.origin;
    part.packet = bytes.packet;
    const std::uint64_t capturedEnd = bytes.offset + bytes.bytes.size();
    if (begin < capturedEnd) {
        const auto first = bytes.bytes.begin() + static_cast<std::ptrdiff_t>(begin - bytes.offset);
        const auto last = bytes.bytes.begin() +
                          static_cast<std::ptrdiff_t>(std::min(end, capturedEnd) - bytes.offset);
        part.bytes.assign(first, last);
    }
    part.missing = end - begin - part.bytes.size();
    return part;
}

}  // namespace

std::optional<Difference> HalfStream::wait(WaitingBytes&& bytes) {
    if (!waiting_) waiting_ = std::make_unique<std::deque<WaitingBytes>>();
    std::deque<WaitingBytes>& waiting = *waiting_;
    if (waiting.empty() || waiting.back().end() <= bytes.offset) {
        waitingBytes_ += bytes.bytes.size();
        waiting.push_back(std::move(bytes));
        return std::nullopt;
    }
    std::optional<Difference> found;
    auto at = std::lower_bound(
        waiting.begin(), waiting.end(), bytes.offset,
        [](const WaitingBytes& w, std::uint64_t offset) { return w.end() <= offset; });
    std::uint64_t position = bytes.offset;
    const std::uint64_t end = bytes.end();
    while (position < end) {
        if (at != waiting.end() && at->offset <= position) {
            if (!found) found = differenceBetween(at->offset, at->bytes, bytes.offset, bytes.bytes);
            position = std::max(position, at->end());
            ++at;
            continue;
        }
        const std::uint64_t partEnd = at == waiting.end() ? end : std::min(end, at->offset);
        WaitingBytes part = cut(bytes, position, partEnd);
        waitingBytes_ += part.bytes.size();
        at = std::next(waiting.insert(at, std::move(part)));
        position = partEnd;
    }
    return found;
}

WaitingBytes HalfStream::takeFront() {
    WaitingBytes front = std::move(waiting_->front());
    waiting_->pop_front();
    waitingBytes_ -= front.bytes.size();
    return front;
}

std::size_t HalfStream::memoryOfBuffers() const {
    constexpr std::size_t kOfAllocation = 16;  // what malloc adds
    constexpr std::size_t kOfDeque = 640;      // libstdc++: a map and one page, even when empty
    constexpr std::size_t kOfSegment = sizeof(WaitingBytes) + kOfAllocation;
    std::size_t bytes = 0;
    if (waiting_) bytes += kOfDeque + waitingBytes_ + waiting_->size() * kOfSegment;
    if (farAhead) bytes += sizeof(FarAhead) + kOfAllocation + farAhead->segment.bytes.size();
    return bytes;
}

std::uint64_t HalfStream::holeEnd() const {
    if (isWaiting()) return std::max(next, waiting_->front().offset);
    return std::max(next, fin ? *fin : acknowledged);
}

}  // namespace hark::tcp
