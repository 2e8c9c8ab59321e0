#pragma once

#include "core/base/result.h"

namespace hark::cli {

/// Gives up for good what opening an interface needed: a set-user-ID identity, all capabilities,
/// and the way back to any. Call once everything privileged is open.
[[nodiscard]] base::Status dropPrivileges();

}  // namespace hark::cli
