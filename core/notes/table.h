#pragma once

namespace hark::notes {

/// The text of resources/schema/note.sql; changes nothing where the table is there.
extern const char* const kTableSql;

}  // namespace hark::notes
