#pragma once

#include <string>

#include "core/base/bytes.h"

namespace hark::capture {

/// What something that is no capture looks like by its first bytes, and what to do about it, as the
/// end of the sentence "NAME is not a capture that can be read: ".
[[nodiscard]] std::string describeForeign(base::Bytes beginning);

}  // namespace hark::capture
