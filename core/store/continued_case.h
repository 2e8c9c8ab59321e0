#pragma once

#include <string>

#include "core/base/result.h"
#include "core/store/case_writer.h"
#include "core/store/database.h"

namespace hark::store {

/// How a case is written that nobody sees before it is finished: the journal is small, and kept in
/// memory lest a killed writer leave one.
inline constexpr const char* kBulkSql =
    "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE; "
    "PRAGMA cache_size=-8192; PRAGMA temp_store=FILE; ";

/// Copies the case at `path`, what a killed writer left in its log included, into `to`, which is
/// empty. What was open has ended with the capture then. Refuses a case of another version of the
/// schema.
base::Status copyCase(const std::string& path, Database& to);

/// Of names and offers that were told before and again, leaves the row with the earliest time.
void dropRepeats(Database& database);

/// What the case holds.
[[nodiscard]] Earlier readEarlier(Database& database);

}  // namespace hark::store
