#pragma once

#include <bitset>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sqlite3.h>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/base/time.h"

namespace hark::store {

class Database;
class Insert;

/// A prepared statement whose parameters are bound from left to right and which is then run:
/// `insert.integer(1).text("a"); insert.run();`. Text and bytes are borrowed until run() returns.
class Statement {
public:
    Statement() = default;
    Statement(Database& database, const char* sql);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&& other) noexcept;

    Statement& null() {
        // Parameters stay bound from row to row.
        if (notNull_[static_cast<std::size_t>(++bound_)]) {
            sqlite3_bind_null(statement_, bound_);
            notNull_.reset(static_cast<std::size_t>(bound_));
        }
        return *this;
    }
    Statement& integer(std::int64_t value) {
        sqlite3_bind_int64(statement_, next(), value);
        return *this;
    }
    Statement& number(std::uint64_t value) { return integer(static_cast<std::int64_t>(value)); }
    /// Zero is bound as NULL.
    Statement& reference(std::uint64_t id) { return id == 0 ? null() : number(id); }
    Statement& text(std::string_view value) {
        sqlite3_bind_text(statement_, next(), value.data() == nullptr ? "" : value.data(),
                          static_cast<int>(value.size()), SQLITE_STATIC);
        return *this;
    }
    Statement& textOrNull(std::string_view value) { return value.empty() ? null() : text(value); }
    Statement& blob(base::Bytes value) {
        sqlite3_bind_blob(statement_, next(),
                          value.data() == nullptr ? "" : static_cast<const void*>(value.data()),
                          static_cast<int>(value.size()), SQLITE_STATIC);
        return *this;
    }
    Statement& time(base::Timestamp value) { return integer(value.time_since_epoch().count()); }
    Statement& time(const std::optional<base::Timestamp>& value) {
        return value ? time(*value) : null();
    }
    Statement& duration(base::Duration value) { return integer(value.count()); }
    Statement& duration(const std::optional<base::Duration>& value) {
        return value ? duration(*value) : null();
    }

    /// Runs it to its end and makes it ready for the next row. A failure is kept by the database.
    void run();

private:
    static constexpr std::size_t kParameters = 64;

    int next() {
        notNull_.set(static_cast<std::size_t>(++bound_));
        return bound_;
    }

    Database* database_ = nullptr;
    sqlite3_stmt* statement_ = nullptr;
    int bound_ = 0;
    std::bitset<kParameters> notNull_;
};

/// One SQLite connection for writing. The first failure stays: from then on nothing is run, and
/// failure() says in one line what happened and what to do. One thread at a time.
class Database {
public:
    /// `path` is the file, `shownAs` the name that messages use. The file must exist.
    Database(const std::string& path, std::string shownAs);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    [[nodiscard]] bool hasFailed() const { return failure_.has_value(); }
    [[nodiscard]] const std::optional<base::Error>& failure() const { return failure_; }

    /// One or more statements without results worth reading. False on failure.
    bool execute(const char* sql);
    /// As execute(), but a failure is only told, not kept.
    [[nodiscard]] bool attempt(const char* sql);
    /// Writes the rows that wait in its Inserts.
    void flush();
    /// flush(), and ends the transaction. False on failure.
    bool commit();
    /// Closes the file; all statements must be gone.
    void close();

private:
    friend class Statement;
    friend class Insert;
    void fail(int code);
    void addSource(const std::string& name, const sqlite3_module* module, void* data);

    sqlite3* handle_ = nullptr;
    std::string shownAs_;
    std::optional<base::Error> failure_;
    std::vector<Insert*> inserts_;
};

}  // namespace hark::store
