#pragma once

#include <string>

#include "core/base/bytes.h"

namespace hark::capture {

/// Something that can't be read as a capture.
struct Foreign {
    /// What it looks like by its first bytes, and what to do about it, as the end of the sentence
    /// "NAME is not a capture that can be read: ".
    std::string is;
    bool mayHoldPackets = false;  ///< a capture of another kind, or packed once more
};
[[nodiscard]] Foreign describeForeign(base::Bytes beginning);

}  // namespace hark::capture
