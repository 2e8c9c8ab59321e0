#pragma once

#include <cstddef>
#include <string>

#include "cli/session_moments.h"

namespace hark::cli {

/// What `hark show CASE session ID` says, for somebody who hasn't seen the capture: what happened,
/// how the session is carried, its numbers, its visitor, its credentials, its exchanges. Fit for a
/// terminal. Lines are broken at `width` columns; 0: never.
[[nodiscard]] std::string storyText(const SessionStory& story, std::size_t width);

}  // namespace hark::cli
