#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/bytes.h"

namespace hark::base {

/// Reads numbers from a borrowed run of bytes and never past its end.
///
/// A read that would pass the end returns zero, consumes nothing more and makes `failed()` true for
/// good, so a parser can read a whole header and ask once. The bytes must outlive the reader.
class ByteReader {
public:
    explicit ByteReader(Bytes bytes) : bytes_(bytes) {}

    [[nodiscard]] std::size_t remaining() const { return bytes_.size() - position_; }
    [[nodiscard]] std::size_t position() const { return position_; }
    [[nodiscard]] bool failed() const { return failed_; }
    /// What has not been read yet.
    [[nodiscard]] Bytes rest() const { return bytes_.subspan(position_); }

    std::uint8_t u8() { return static_cast<std::uint8_t>(big(1)); }
    std::uint16_t u16be() { return static_cast<std::uint16_t>(big(2)); }
    std::uint32_t u24be() { return static_cast<std::uint32_t>(big(3)); }
    std::uint32_t u32be() { return static_cast<std::uint32_t>(big(4)); }
    std::uint64_t u64be() { return big(8); }
    std::uint16_t u16le() { return static_cast<std::uint16_t>(little(2)); }
    std::uint32_t u32le() { return static_cast<std::uint32_t>(little(4)); }
    std::uint64_t u64le() { return little(8); }

    /// The next `count` bytes, or an empty run where there are not as many.
    Bytes take(std::size_t count) {
        if (!has(count)) return {};
        const Bytes taken = bytes_.subspan(position_, count);
        position_ += count;
        return taken;
    }
    void skip(std::size_t count) { static_cast<void>(take(count)); }

private:
    bool has(std::size_t count) {
        if (failed_ || count > remaining()) {
            failed_ = true;
            return false;
        }
        return true;
    }
    std::uint64_t big(std::size_t count) {
        if (!has(count)) return 0;
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            value = value << 8U | std::to_integer<std::uint64_t>(bytes_[position_ + i]);
        }
        position_ += count;
        return value;
    }
    std::uint64_t little(std::size_t count) {
        if (!has(count)) return 0;
        std::uint64_t value = 0;
        for (std::size_t i = count; i > 0; --i) {
            value = value << 8U | std::to_integer<std::uint64_t>(bytes_[position_ + i - 1]);
        }
        position_ += count;
        return value;
    }

    Bytes bytes_;
    std::size_t position_ = 0;
    bool failed_ = false;
};

}  // namespace hark::base
