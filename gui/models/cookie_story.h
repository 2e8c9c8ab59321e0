#pragma once

#include <cstdint>

#include "core/query/cookie_history.h"
#include "core/query/session_rows.h"
#include "gui/models/story_model.h"

namespace hark::gui {

/// Where a cookie was minted and used, and each of its changes. `originNs`: from when times are
/// counted.
[[nodiscard]] Story cookieStory(const query::CookieHistory& history, std::int64_t originNs);
/// What it was taken for, and why; what its last Set-Cookie says; its figures.
[[nodiscard]] Story cookieFacts(const query::CookieRow& cookie);

}  // namespace hark::gui
