#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/capture/byte_input.h"

namespace hark::capture {

/// What the decompressors have in common: a compressed file is a run of frames (members, as gzip
/// calls them), of which the last must be whole. What could be decompressed before a damaged or
/// missing place is handed out first.
class CompressedInput : public ByteInput {
public:
    ~CompressedInput() override = default;
    CompressedInput(const CompressedInput&) = delete;
    CompressedInput& operator=(const CompressedInput&) = delete;

    std::size_t read(std::span<std::byte> room) final;
    [[nodiscard]] const std::string& error() const final { return error_; }
    [[nodiscard]] std::uint64_t bytesRead() const final { return compressed_->bytesRead(); }
    [[nodiscard]] std::optional<std::uint64_t> bytesTotal() const final {
        return compressed_->bytesTotal();
    }
    [[nodiscard]] std::string digest() const final { return compressed_->digest(); }
    void whenIdle(std::function<bool()> idle) final { compressed_->whenIdle(std::move(idle)); }

protected:
    /// `format` is for messages.
    CompressedInput(std::unique_ptr<ByteInput> compressed, std::string_view format);

    enum class Step : std::uint8_t { InFrame, FrameEnded, Failed };

    /// Takes some bytes off the beginning of `from`, which may be empty, and writes some to the
    /// beginning of `to`, which it takes off as well; at least one of the two where it can. In
    /// FrameEnded all of a frame is written, and nothing of the next was looked at. After Failed
    /// it is not called again, and fail() said why.
    virtual Step decompress(base::Bytes& from, std::span<std::byte>& to) = 0;

    /// `why` it can't be decompressed.
    Step fail(std::string_view why);
    /// What comes between two frames is no frame.
    Step failBetweenFrames();

private:
    bool refill();

    std::unique_ptr<ByteInput> compressed_;
    std::string_view format_;
    std::vector<std::byte> buffer_;
    base::Bytes input_;  // what waits in the buffer
    Step last_ = Step::InFrame;
    bool hasEnded_ = false;
    std::string error_;
};

}  // namespace hark::capture
