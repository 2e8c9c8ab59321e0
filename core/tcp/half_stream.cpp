#include "core/tcp/half_stream.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace hark::tcp {

namespace {

// The part of `bytes` in [begin, end).
WaitingBytes cut(const WaitingBytes& bytes, std::uint64_t begin, std::uint64_t end) {
    WaitingBytes part;
    part.offset = begin;
    part.afterPeer = bytes.afterPeer;
    part.origin = bytes.origin;
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

bool agreeWhereTheyOverlap(const WaitingBytes& a, const WaitingBytes& b) {
    const std::uint64_t begin = std::max(a.offset, b.offset);
    const std::uint64_t end = std::min(a.offset + a.bytes.size(), b.offset + b.bytes.size());
    return begin >= end || std::memcmp(a.bytes.data() + (begin - a.offset),
                                       b.bytes.data() + (begin - b.offset), end - begin) == 0;
}

}  // namespace

bool HalfStream::wait(WaitingBytes&& bytes) {
    if (waiting_.empty() || waiting_.back().end() <= bytes.offset) {
        waitingBytes_ += bytes.bytes.size();
        waiting_.push_back(std::move(bytes));
        return true;
    }
    bool equal = true;
    auto at = std::lower_bound(
        waiting_.begin(), waiting_.end(), bytes.offset,
        [](const WaitingBytes& w, std::uint64_t offset) { return w.end() <= offset; });
    std::uint64_t position = bytes.offset;
    const std::uint64_t end = bytes.end();
    while (position < end) {
        if (at != waiting_.end() && at->offset <= position) {
            equal = agreeWhereTheyOverlap(*at, bytes) && equal;
            position = std::max(position, at->end());
            ++at;
            continue;
        }
        const std::uint64_t partEnd = at == waiting_.end() ? end : std::min(end, at->offset);
        WaitingBytes part = cut(bytes, position, partEnd);
        waitingBytes_ += part.bytes.size();
        at = std::next(waiting_.insert(at, std::move(part)));
        position = partEnd;
    }
    return equal;
}

WaitingBytes HalfStream::takeFront() {
    WaitingBytes front = std::move(waiting_.front());
    waiting_.pop_front();
    waitingBytes_ -= front.bytes.size();
    return front;
}

std::uint64_t HalfStream::holeEnd() const {
    if (!waiting_.empty()) return std::max(next, waiting_.front().offset);
    return std::max(next, fin ? *fin : acknowledged);
}

}  // namespace hark::tcp
