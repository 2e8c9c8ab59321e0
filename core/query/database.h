#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sqlite3.h>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/query/condition.h"

namespace hark::query {

/// A prepared statement that is being read. Text and bytes live until the next step().
class Rows {
public:
    Rows(sqlite3* database, std::string_view sql);
    ~Rows();
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;
    Rows(Rows&& other) noexcept;
    Rows& operator=(Rows&&) = delete;

    Rows& bind(std::uint64_t value);
    /// Borrowed until the statement is gone or bound again.
    Rows& bind(std::string_view value);
    Rows& bind(const std::vector<Parameter>& values);

    /// True where there is a (further) row. False at the end and on failure.
    bool step();
    /// Ready to be bound again.
    void reset();
    [[nodiscard]] bool hasFailed() const { return failed_; }

    [[nodiscard]] bool isNull(int column) const {
        return sqlite3_column_type(statement_, column) == SQLITE_NULL;
    }
    [[nodiscard]] std::int64_t integer(int column) const {
        return sqlite3_column_int64(statement_, column);
    }
    [[nodiscard]] std::uint64_t number(int column) const {
        return static_cast<std::uint64_t>(integer(column));
    }
    [[nodiscard]] std::optional<std::int64_t> optionalInteger(int column) const {
        if (isNull(column)) return std::nullopt;
        return integer(column);
    }
    /// Text or bytes as they are; empty for NULL.
    [[nodiscard]] std::string_view text(int column) const;
    [[nodiscard]] std::string string(int column) const { return std::string(text(column)); }

private:
    sqlite3_stmt* statement_ = nullptr;
    int bound_ = 0;
    bool failed_ = false;
};

/// While it lives all reads see the same state of the case, and take its lock once instead of each
/// for itself. One inside another does nothing. A writer is not held up, but keeps its log until
/// the end: not for idle times.
class Snapshot {
public:
    explicit Snapshot(sqlite3* database);
    ~Snapshot();
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

private:
    sqlite3* database_;
    bool began_;
};

/// What the connection says about its last failure, in one line. To be asked for at once: whatever
/// statement runs after it takes that place.
[[nodiscard]] base::Error failureOf(sqlite3* database, std::string_view path);

}  // namespace hark::query
