#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace hark::base {

/// A borrowed run of bytes; whoever hands it out says how long it lives.
using Bytes = std::span<const std::byte>;

/// The same memory, seen as characters. No decoding takes place.
[[nodiscard]] inline std::string_view asText(Bytes bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// The same memory, seen as bytes.
[[nodiscard]] inline Bytes asBytes(std::string_view text) {
    return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

}  // namespace hark::base
