#include <algorithm>
#include <array>
#include <memory>

#include <fmt/format.h>
#include <sqlite3.h>

#include "core/query/case.h"

namespace hark::query {

namespace {

// What tells about the case and changes nothing, however it is called.
constexpr auto kTellingPragmas = std::to_array<std::string_view>(
    {"collation_list", "compile_options", "database_list", "foreign_key_list", "function_list",
     "index_info", "index_list", "index_xinfo", "integrity_check", "pragma_list", "quick_check",
     "table_info", "table_list", "table_xinfo"});
// What tells as long as it isn't given a value.
constexpr auto kSettingPragmas = std::to_array<std::string_view>(
    {"application_id", "auto_vacuum", "encoding", "freelist_count", "journal_mode", "page_count",
     "page_size", "schema_version", "user_version"});

constexpr const char* kRefusal =
    "SQL: the case is only read here: this would change it or open another file";

template <typename List>
bool isAmong(const List& list, std::string_view name) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

bool isTelling(const char* pragma, const char* argument) {
    if (pragma == nullptr) return false;
    if (isAmong(kTellingPragmas, pragma)) return true;
    return argument == nullptr && isAmong(kSettingPragmas, pragma);
}

// What sqlite3_stmt_readonly() takes for reading and isn't: other files, transactions, settings.
// https://www.sqlite.org/c3ref/c_alter_table.html names the actions and their two arguments.
int allowReading(void*, int action, const char* first, const char* second, const char*,
                 const char*) {
    switch (action) {
        case SQLITE_ATTACH:
        case SQLITE_DETACH:
        case SQLITE_TRANSACTION:
        case SQLITE_SAVEPOINT:
            return SQLITE_DENY;
        case SQLITE_PRAGMA:
            return isTelling(first, second) ? SQLITE_OK : SQLITE_DENY;
        default:
            return SQLITE_OK;
    }
}

/// Lets a connection do nothing but read while it lives.
class ReadingOnly {
public:
    explicit ReadingOnly(sqlite3* database) : database_(database) {
        sqlite3_set_authorizer(database_, allowReading, nullptr);
    }
    ~ReadingOnly() { sqlite3_set_authorizer(database_, nullptr, nullptr); }
    ReadingOnly(const ReadingOnly&) = delete;
    ReadingOnly& operator=(const ReadingOnly&) = delete;

private:
    sqlite3* database_;
};

base::Error sqlError(sqlite3* database) {
    switch (sqlite3_errcode(database) & 0xff) {
        case SQLITE_AUTH:
            return {kRefusal};
        case SQLITE_INTERRUPT:
            return {"interrupted"};
        default:
            return {fmt::format("SQL: {}", sqlite3_errmsg(database))};
    }
}

SqlValue valueOf(sqlite3_stmt* statement, int column) {
    switch (sqlite3_column_type(statement, column)) {
        case SQLITE_NULL:
            return std::monostate();
        case SQLITE_INTEGER:
            return std::int64_t{sqlite3_column_int64(statement, column)};
        case SQLITE_FLOAT:
            return sqlite3_column_double(statement, column);
        default:
            break;
    }
    // The bytes before their number: asking for text may convert.
    const bool isBlob = sqlite3_column_type(statement, column) == SQLITE_BLOB;
    const void* bytes = isBlob ? sqlite3_column_blob(statement, column)
                               : static_cast<const void*>(sqlite3_column_text(statement, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
    if (isBlob) return base::Bytes(static_cast<const std::byte*>(bytes), size);
    return std::string_view(static_cast<const char*>(bytes), size);
}

}  // namespace

base::Status Case::runSql(std::string_view statement, const SqlColumns& columns,
                          const SqlRow& row) {
    provideNotes();
    const ReadingOnly guard(database_);
    sqlite3_stmt* prepared = nullptr;
    const char* rest = nullptr;
    const int code = sqlite3_prepare_v2(database_, statement.data(),
                                        static_cast<int>(statement.size()), &prepared, &rest);
    const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> owner(prepared, sqlite3_finalize);
    if (code != SQLITE_OK) return sqlError(database_);
    if (prepared == nullptr) return base::Error{"SQL: there is no statement"};
    if (sqlite3_stmt_readonly(prepared) == 0) return base::Error{kRefusal};
    const std::string_view after(
        rest, static_cast<std::size_t>(statement.data() + statement.size() - rest));
    if (after.find_first_not_of(" \t\r\n;") != std::string_view::npos) {
        return base::Error{"SQL: one statement at a time"};
    }
    const int width = sqlite3_column_count(prepared);
    std::vector<std::string> names;
    names.reserve(static_cast<std::size_t>(width));
    for (int i = 0; i < width; ++i) {
        names.emplace_back(sqlite3_column_name(prepared, i));
    }
    columns(names);
    std::vector<SqlValue> values(names.size());
    int step = sqlite3_step(prepared);
    for (; step == SQLITE_ROW; step = sqlite3_step(prepared)) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            values[i] = valueOf(prepared, static_cast<int>(i));
        }
        if (!row(values)) return base::Done{};
    }
    if (step != SQLITE_DONE) return sqlError(database_);
    return base::Done{};
}

}  // namespace hark::query
