#include "core/capture/compressed_input.h"

#include <fmt/format.h>

namespace hark::capture {
namespace {

constexpr std::size_t kInputSize = std::size_t{128} << 10U;

}  // namespace

CompressedInput::CompressedInput(std::unique_ptr<ByteInput> compressed, std::string_view format)
    : compressed_(std::move(compressed)), format_(format), buffer_(kInputSize) {}

std::size_t CompressedInput::read(std::span<std::byte> room) {
    std::span<std::byte> left = room;
    while (left.size() == room.size() && !room.empty() && !hasEnded_ && error_.empty()) {
        // At the end of the input a decompressor may still hold what it has not written.
        const bool isAtEnd = input_.empty() && !refill();
        const std::size_t before = input_.size();
        const Step step = decompress(input_, left);
        const bool hasMoved = input_.size() != before || left.size() != room.size();
        if (hasMoved || step == Step::Failed) last_ = step;
        if (!isAtEnd || hasMoved || !error_.empty()) continue;
        hasEnded_ = true;
        if (!compressed_->error().empty()) {
            error_ = compressed_->error();
        } else if (last_ != Step::FrameEnded) {
            error_ = fmt::format("its {} data are cut at byte {}", format_, bytesRead());
        }
    }
    return room.size() - left.size();
}

bool CompressedInput::refill() {
    const std::size_t count = compressed_->read(buffer_);
    input_ = base::Bytes(buffer_).first(count);
    return count > 0;
}

CompressedInput::Step CompressedInput::fail(std::string_view why) {
    if (last_ == Step::FrameEnded) return failBetweenFrames();
    error_ = fmt::format("its {} data are damaged before byte {} ({})", format_, bytesRead(), why);
    return Step::Failed;
}

CompressedInput::Step CompressedInput::failBetweenFrames() {
    error_ = fmt::format("bytes that are not {} follow its {} data before byte {}", format_,
                         format_, bytesRead());
    return Step::Failed;
}

}  // namespace hark::capture
