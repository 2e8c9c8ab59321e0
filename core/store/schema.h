#pragma once

#include <cstdint>

namespace hark::store {

/// PRAGMA application_id of a case: "hark".
constexpr std::uint32_t kApplicationId = 0x6861726b;
/// PRAGMA user_version; raised with every change of a table or a column in resources/schema. Cases
/// of other versions are neither read nor continued: their captures are imported again.
constexpr int kSchemaVersion = 4;

/// The text of resources/schema/001-*.sql. Tables and views come first, indexes after loading.
extern const char* const kTablesSql;
extern const char* const kViewsSql;
extern const char* const kIndexesSql;

}  // namespace hark::store
