#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

#include "core/capture/byte_input.h"

namespace hark::capture {

/// The one buffer between an input and the packets borrowed from it: the next bytes of the capture,
/// in one piece. Grows only for a record that doesn't fit, and only as far as its caller lets
/// records be long.
class RecordBuffer {
public:
    explicit RecordBuffer(std::unique_ptr<ByteInput> input);

    /// Makes the next `count` bytes available; false where the input ends before. Invalidates what
    /// data() gave before, whether that was consumed or not.
    bool need(std::size_t count) { return available() >= count || fill(count); }
    [[nodiscard]] const std::byte* data() const { return buffer_.get() + begin_; }
    [[nodiscard]] std::size_t available() const { return end_ - begin_; }
    /// Has room for that many bytes in one piece, so that need() for at most half of them costs
    /// next to nothing wherever data() is.
    void reserve(std::size_t capacity) {
        if (capacity > capacity_) grow(capacity);
    }
    /// Passes over bytes that are available.
    void consume(std::size_t count) {
        begin_ += count;
        offset_ += count;
    }
    /// Passes over bytes that need not be available nor fit; false where the input ends before.
    bool skip(std::uint64_t count);

    /// Has `save` called each time before any of that is really moved or overwritten.
    void beforeMoving(std::function<void()> save) { save_ = std::move(save); }

    /// Where data() is in the capture, decompressed.
    [[nodiscard]] std::uint64_t offset() const { return offset_; }
    [[nodiscard]] const ByteInput& input() const { return *input_; }
    [[nodiscard]] ByteInput& input() { return *input_; }

    /// Large enough for read() to cost nothing beside the copying.
    static constexpr std::size_t kInitialSize = std::size_t{1} << 20U;

private:
    bool fill(std::size_t count);
    void grow(std::size_t capacity);
    void moveTo(std::byte* room);

    std::unique_ptr<ByteInput> input_;
    std::size_t capacity_ = kInitialSize;
    std::unique_ptr<std::byte[]> buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::uint64_t offset_ = 0;
    std::function<void()> save_;
};

}  // namespace hark::capture
