#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sqlite3.h>

#include "core/base/result.h"

namespace hark::store {

class Database;
class Insert;

/// A prepared statement without parameters.
class Statement {
public:
    Statement() = default;
    Statement(Database& database, const char* sql);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&& other) noexcept;

    /// Runs it to its end and makes it ready for the next time. A failure is kept by the database.
    void run();

private:
    Database* database_ = nullptr;
    sqlite3_stmt* statement_ = nullptr;
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
    /// The columns of a result as text; empty for NULL.
    using Row = std::vector<std::string_view>;
    /// Calls `take` for each row of the result. False on failure.
    bool read(const char* sql, const std::function<void(const Row&)>& take);
    /// The highest id in the table; 0 where it is empty.
    [[nodiscard]] std::uint64_t largestId(const std::string& table);
    /// Makes this one, which is empty, the same as the other. False on failure of either.
    bool copy(Database& other);
    /// Writes the rows that wait in its Inserts.
    void flush();
    /// flush(), and ends the transaction. False on failure.
    bool commit();
    /// After a failure for want of room: goes back to where the transaction began and forgets the
    /// failure; true where that was possible. What waits in Inserts is written all the same.
    bool recover();
    /// Closes the file; all statements must be gone.
    void close();

private:
    friend class Statement;
    friend class Insert;
    void fail(int code);
    [[nodiscard]] int systemError() const;
    void addSource(const std::string& name, const sqlite3_module* module, void* data);

    sqlite3* handle_ = nullptr;
    std::string shownAs_;
    std::optional<base::Error> failure_;
    bool lacksRoom_ = false;
    std::vector<Insert*> inserts_;
    unsigned sources_ = 0;  // named so far
};

}  // namespace hark::store
