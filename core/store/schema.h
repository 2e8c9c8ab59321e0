#pragma once

#include <cstdint>

namespace hark::store {

/// PRAGMA application_id of a case: "hark".
constexpr std::uint32_t kApplicationId = 0x6861726b;
/// PRAGMA user_version: the number of the newest migration in resources/schema.
constexpr int kSchemaVersion = 1;

/// The text of resources/schema/001-*.sql. Tables and views come first, indexes after loading.
extern const char* const kTablesSql;
extern const char* const kViewsSql;
extern const char* const kIndexesSql;

}  // namespace hark::store
