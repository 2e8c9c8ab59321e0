#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace hark::capture {

/// Reads numbers of a capture in the byte order of the machine that wrote it. The caller has made
/// sure that the bytes are there.
class ByteOrder {
public:
    ByteOrder() = default;
    explicit ByteOrder(bool isSwapped) : isSwapped_(isSwapped) {}

    [[nodiscard]] std::uint16_t u16(const std::byte* at) const {
        const auto value = load<std::uint16_t>(at);
        return isSwapped_ ? __builtin_bswap16(value) : value;
    }
    [[nodiscard]] std::uint32_t u32(const std::byte* at) const {
        const auto value = load<std::uint32_t>(at);
        return isSwapped_ ? __builtin_bswap32(value) : value;
    }
    [[nodiscard]] std::uint64_t u64(const std::byte* at) const {
        const auto value = load<std::uint64_t>(at);
        return isSwapped_ ? __builtin_bswap64(value) : value;
    }

private:
    template <typename T>
    static T load(const std::byte* at) {
        T value = 0;
        std::memcpy(&value, at, sizeof value);
        return value;
    }
    bool isSwapped_ = false;
};

}  // namespace hark::capture
