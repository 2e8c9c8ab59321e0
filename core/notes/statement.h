#pragma once

#include <cstdint>
#include <string_view>

#include <sqlite3.h>

namespace hark::notes {

/// A prepared statement. After a failure, the connection says what it was.
class Statement {
public:
    Statement(sqlite3* database, const char* sql) {
        sqlite3_prepare_v2(database, sql, -1, &statement_, nullptr);
    }
    ~Statement() { sqlite3_finalize(statement_); }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    Statement& bind(std::uint64_t value) {
        sqlite3_bind_int64(statement_, ++bound_, static_cast<sqlite3_int64>(value));
        return *this;
    }
    /// Borrowed; NULL where it is empty.
    Statement& bind(std::string_view text) {
        if (text.empty()) return ++bound_, *this;
        sqlite3_bind_text(statement_, ++bound_, text.data(), static_cast<int>(text.size()),
                          SQLITE_STATIC);
        return *this;
    }

    /// True where there is a row. False at the end and on failure.
    bool step() { return (code_ = sqlite3_step(statement_)) == SQLITE_ROW; }
    /// To the end; false on failure.
    bool run() {
        while (step()) {
        }
        return !hasFailed();
    }
    [[nodiscard]] bool hasFailed() const { return code_ != SQLITE_ROW && code_ != SQLITE_DONE; }

    [[nodiscard]] std::uint64_t number(int column) const {
        return static_cast<std::uint64_t>(sqlite3_column_int64(statement_, column));
    }
    /// Lives until the next step.
    [[nodiscard]] std::string_view text(int column) const {
        const void* bytes = sqlite3_column_blob(statement_, column);
        return {static_cast<const char*>(bytes),
                static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
    }

private:
    sqlite3_stmt* statement_ = nullptr;
    int bound_ = 0;
    int code_ = SQLITE_MISUSE;
};

}  // namespace hark::notes
