#pragma once

#include <vector>

#include "cli/row_printer.h"
#include "cli/session_moments.h"
#include "core/query/session_rows.h"

namespace hark::cli {

/// A life event in the stable schema of `hark sessions --events`; README documents it.
[[nodiscard]] Json lifeEventJson(const query::LifeEventRow& event);

/// All that is told of a session: the columns of `hark sessions`, and lists of what belongs to it.
[[nodiscard]] Json storyJson(const SessionStory& story);

/// A cookie that was held, for `hark show session --jar`.
[[nodiscard]] Json heldCookieJson(const query::HeldCookie& cookie);

}  // namespace hark::cli
