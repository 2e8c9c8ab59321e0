#pragma once

#include <cstddef>
#include <cstdint>

namespace hark::capture {

/// A record that claims to be longer than this is taken for damage, unless the capture announces a
/// larger snap length: the largest snap length that tcpdump and Wireshark take.
inline constexpr std::uint32_t kUsualMaximumPacket = 262'144;
/// And this is the most that an announced snap length can raise it to; bounds the buffer.
inline constexpr std::uint32_t kMaximumPacket = 16U << 20U;

/// The memory that a Zstandard frame may ask for, as a power of two: what `zstd --long` takes, and
/// `zstd -d` accepts without being told to.
inline constexpr int kMaximumZstdWindowLog = 27;

}  // namespace hark::capture
