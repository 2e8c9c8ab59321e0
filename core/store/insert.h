#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/time.h"
#include "core/store/database.h"

namespace hark::store {

/// Inserts rows into one table, many with one statement, since for short rows starting and ending
/// a statement costs as much as what is between: `insert.integer(1).text("a"); insert.run();`.
///
/// Values are given from left to right; text is copied, a blob is borrowed until run() returns.
/// SQLite takes the rows from here as from a table of its own (https://www.sqlite.org/vtab.html).
/// Those that wait are written by Database::flush(), and lost where it isn't called before the
/// Insert dies.
class Insert {
public:
    enum class Conflict : std::uint8_t { Fail, Replace };
    /// What to do with the columns that have a value in the list: write it into the statement and
    /// pass over what is given for them, which saves time, or take what is given.
    enum class Constants : std::uint8_t { Literal, Given };

    /// `columns`: names separated by ", ", in the order of the table and none left out, which saves
    /// SQLite a copy of each value; a value that all rows have may follow, as "name=NULL" or
    /// "name=0". The database must outlive it.
    Insert(Database& database, std::string_view table, std::string_view columns,
           Conflict conflict = Conflict::Fail, Constants constants = Constants::Literal);
    ~Insert();
    Insert(const Insert&) = delete;
    Insert& operator=(const Insert&) = delete;

    Insert& null() { return add({0, 0, Type::Null}); }
    Insert& integer(std::int64_t value) {
        return add({static_cast<std::uint64_t>(value), 0, Type::Integer});
    }
    Insert& number(std::uint64_t value) { return integer(static_cast<std::int64_t>(value)); }
    Insert& number(const std::optional<std::uint64_t>& value) {
        return value ? number(*value) : null();
    }
    /// Zero becomes NULL.
    Insert& reference(std::uint64_t id) { return id == 0 ? null() : number(id); }
    Insert& text(std::string_view value) { return copy(base::asBytes(value), Type::Text); }
    Insert& textOrNull(std::string_view value) { return value.empty() ? null() : text(value); }
    Insert& blob(base::Bytes value);
    Insert& time(base::Timestamp value) { return integer(value.time_since_epoch().count()); }
    Insert& time(const std::optional<base::Timestamp>& value) {
        return value ? time(*value) : null();
    }
    Insert& duration(base::Duration value) { return integer(value.count()); }
    Insert& duration(const std::optional<base::Duration>& value) {
        return value ? duration(*value) : null();
    }

    /// The row is complete; it is written now or with later ones. A failure is kept by the
    /// database.
    void run();

private:
    friend class Database;
    struct Source;  // the table that SQLite sees

    enum class Type : std::uint8_t { Null, Integer, Text, Blob };
    struct Value {
        std::uint64_t number;  ///< of text and blobs: where in bytes_, or kBorrowed
        std::uint32_t length;
        Type type;
    };
    static constexpr std::uint64_t kBorrowed = ~std::uint64_t{0};
    // Enough rows that a statement's own cost is gone; what waits stays in the processor's caches.
    static constexpr std::size_t kRows = 64;

    Insert& add(const Value& value) {
        if (!isConstant_[at_++]) values_[usedValues_++] = value;
        return *this;
    }
    Insert& copy(base::Bytes value, Type type);
    [[nodiscard]] const void* address(const Value& value) const {
        return value.number == kBorrowed ? borrowed_.data() : bytes_.data() + value.number;
    }
    void flush();

    Database& database_;
    std::vector<char> isConstant_;  // each column
    std::size_t at_ = 0;            // the column whose value comes next
    std::size_t taken_ = 0;         // columns that are not constant
    std::vector<Value> values_;     // of these, row after row
    std::size_t usedValues_ = 0;
    std::vector<std::byte> bytes_;
    base::Bytes borrowed_;  // a long blob of the last row
    Statement statement_;
};

}  // namespace hark::store
