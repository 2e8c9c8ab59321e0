#include "core/query/database.h"

#include <utility>

#include <fmt/format.h>

namespace hark::query {

Rows::Rows(sqlite3* database, std::string_view sql) {
    failed_ = sqlite3_prepare_v2(database, sql.data(), static_cast<int>(sql.size()), &statement_,
                                 nullptr) != SQLITE_OK;
}

Rows::~Rows() {
    sqlite3_finalize(statement_);
}

Rows::Rows(Rows&& other) noexcept
    : statement_(std::exchange(other.statement_, nullptr)),
      bound_(other.bound_),
      failed_(other.failed_) {}

Rows& Rows::bind(std::uint64_t value) {
    sqlite3_bind_int64(statement_, ++bound_, static_cast<sqlite3_int64>(value));
    return *this;
}

Rows& Rows::bind(std::string_view value) {
    sqlite3_bind_text(statement_, ++bound_, value.data() == nullptr ? "" : value.data(),
                      static_cast<int>(value.size()), SQLITE_STATIC);
    return *this;
}

Rows& Rows::bind(const std::vector<Parameter>& values) {
    for (const Parameter& value : values) {
        if (const auto* number = std::get_if<std::int64_t>(&value)) {
            bind(static_cast<std::uint64_t>(*number));
        } else {
            bind(std::string_view(std::get<std::string>(value)));
        }
    }
    return *this;
}

bool Rows::step() {
    if (failed_ || statement_ == nullptr) return false;
    const int code = sqlite3_step(statement_);
    if (code != SQLITE_ROW && code != SQLITE_DONE) failed_ = true;
    return code == SQLITE_ROW;
}

void Rows::reset() {
    sqlite3_reset(statement_);
    bound_ = 0;
}

std::string_view Rows::text(int column) const {
    const void* bytes = sqlite3_column_blob(statement_, column);
    const int size = sqlite3_column_bytes(statement_, column);
    return {static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

Snapshot::Snapshot(sqlite3* database)
    : database_(database),
      began_(sqlite3_get_autocommit(database) != 0 &&
             sqlite3_exec(database, "BEGIN", nullptr, nullptr, nullptr) == SQLITE_OK) {}

Snapshot::~Snapshot() {
    if (began_) sqlite3_exec(database_, "COMMIT", nullptr, nullptr, nullptr);
}

base::Error failureOf(sqlite3* database, std::string_view path) {
    const int code = sqlite3_errcode(database) & 0xff;
    if (code == SQLITE_INTERRUPT) return {"interrupted"};
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) {
        return {fmt::format("{}: the case is damaged: import its captures again", path)};
    }
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED) {
        return {fmt::format("{}: another program holds this case: try again", path)};
    }
    return {fmt::format("{}: reading the case failed: {}", path, sqlite3_errmsg(database))};
}

}  // namespace hark::query
