#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <utility>

#include "core/capture/byte_input.h"

namespace hark::capture {

/// An input whose first bytes were looked at before they are read.
class PeekedInput final : public ByteInput {
public:
    explicit PeekedInput(std::unique_ptr<ByteInput> input);

    /// At most kPeek bytes, fewer where the input is shorter.
    [[nodiscard]] base::Bytes beginning() const { return base::Bytes(peeked_).first(end_); }

    std::size_t read(std::span<std::byte> room) override;
    [[nodiscard]] const std::string& error() const override { return input_->error(); }
    [[nodiscard]] std::uint64_t bytesRead() const override { return input_->bytesRead(); }
    [[nodiscard]] std::optional<std::uint64_t> bytesTotal() const override {
        return input_->bytesTotal();
    }
    [[nodiscard]] std::string digest() const override { return input_->digest(); }
    void whenIdle(std::function<bool()> idle) override { input_->whenIdle(std::move(idle)); }

    /// Enough to tell formats apart, and little enough for every capture to have it.
    static constexpr std::size_t kPeek = 16;

private:
    std::unique_ptr<ByteInput> input_;
    std::array<std::byte, kPeek> peeked_{};
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

}  // namespace hark::capture
