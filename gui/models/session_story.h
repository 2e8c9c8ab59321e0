#pragma once

#include <cstdint>
#include <vector>

#include "core/query/session_rows.h"
#include "gui/models/story_model.h"

namespace hark::gui {

/// What there is to say of a session. `originNs`: from when times are counted.

/// Who came, what happened, what changed, and how it ended.
[[nodiscard]] Story sessionStory(const query::SessionDetail& session, std::int64_t originNs);
/// The values that carried it.
[[nodiscard]] Story sessionCredentials(const query::SessionDetail& session);
/// Its figures and its clients.
[[nodiscard]] Story sessionFigures(const query::SessionDetail& session);
/// A cookie jar; `title` says of which moment.
[[nodiscard]] Story cookieJar(const std::vector<query::HeldCookie>& jar, const QString& title);

}  // namespace hark::gui
