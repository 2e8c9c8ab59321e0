#pragma once

#include <cstdint>

namespace hark::store {

/// What to do with a case that is at the new one's place already.
enum class Existing : std::uint8_t {
    Refuse,
    Replace,   ///< never anything that is no case
    Continue,  ///< write to a copy of it, which takes its place when it is finished
};

}  // namespace hark::store
