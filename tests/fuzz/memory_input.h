#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include "core/base/bytes.h"
#include "core/capture/byte_input.h"

namespace hark::fuzz {

/// Ends the run as a finding.
inline void require(bool holds) {
    if (!holds) std::abort();
}

/// Reads every byte, so that a borrowed run that isn't there is found.
inline void touch(base::Bytes bytes) {
    unsigned sum = 0;
    for (const std::byte byte : bytes)
        sum += std::to_integer<unsigned>(byte);
    static_cast<void>(*const_cast<volatile unsigned*>(&sum));
}

/// Hands its bytes out in pieces of growing size, so that records lie across them.
class MemoryInput final : public capture::ByteInput {
public:
    explicit MemoryInput(base::Bytes bytes) : bytes_(bytes) {}

    std::size_t read(std::span<std::byte> room) override {
        const std::size_t count = std::min({room.size(), bytes_.size() - position_, ++piece_});
        if (count > 0) std::memcpy(room.data(), bytes_.data() + position_, count);
        position_ += count;
        return count;
    }
    [[nodiscard]] const std::string& error() const override { return error_; }
    [[nodiscard]] std::uint64_t bytesRead() const override { return position_; }
    [[nodiscard]] std::optional<std::uint64_t> bytesTotal() const override { return {}; }
    [[nodiscard]] std::string digest() const override { return {}; }
    void whenIdle(std::function<bool()> /*idle*/) override {}

private:
    base::Bytes bytes_;
    std::size_t position_ = 0;
    std::size_t piece_ = 23;
    std::string error_;
};

}  // namespace hark::fuzz
