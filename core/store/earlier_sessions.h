#pragma once

#include "core/session/event.h"
#include "core/store/case_writer.h"
#include "core/store/database.h"

namespace hark::store {

/// What a case that is continued knows of user sessions. `kinds` gets what the kinds of its
/// evidence are views of.
[[nodiscard]] session::Earlier readEarlierSessions(Database& database, EvidenceKinds& kinds);

}  // namespace hark::store
