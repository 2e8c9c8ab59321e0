#include "core/store/insert.h"

#include <algorithm>
#include <cassert>
#include <memory>
#include <utility>

#include <fmt/format.h>

namespace hark::store {

namespace {

// Copies of text and short blobs that may wait: they stay in the second-level cache.
constexpr std::size_t kWaitingBytes = std::size_t{128} << 10U;
// Longer blobs are borrowed and written at once: a copy would cost more than the statement saves.
constexpr std::size_t kBorrowedBytes = std::size_t{8} << 10U;

// "c0, c1, …" for as many columns.
std::string sourceColumns(std::size_t count) {
    std::string names;
    for (std::size_t i = 0; i < count; ++i)
        names += fmt::format("{}c{}", i == 0 ? "" : ", ", i);
    return names;
}

// What an INSERT names, and what it takes for that.
struct Columns {
    std::string names;
    std::string values;
    std::vector<char> isConstant;
    std::size_t taken = 0;
};

Columns columnsOf(std::string_view list, Insert::Constants constants) {
    Columns columns;
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(", "), list.size());
        const std::string_view column = list.substr(0, comma);
        list.remove_prefix(std::min(comma + 2, list.size()));
        const std::size_t sign = column.find('=');
        const bool isConstant =
            sign != std::string_view::npos && constants == Insert::Constants::Literal;
        const std::string_view separator = columns.names.empty() ? "" : ", ";
        columns.names.append(separator).append(column.substr(0, sign));
        columns.values.append(separator);
        columns.values +=
            isConstant ? std::string(column.substr(sign + 1)) : fmt::format("c{}", columns.taken++);
        columns.isConstant.push_back(isConstant ? 1 : 0);
    }
    return columns;
}

}  // namespace

struct Insert::Source {
    struct Table : sqlite3_vtab {
        explicit Table(const Insert& rows) : sqlite3_vtab{}, insert(&rows) {}
        const Insert* insert;
    };
    struct Cursor : sqlite3_vtab_cursor {
        explicit Cursor(const Insert& rows) : sqlite3_vtab_cursor{}, insert(&rows) {}
        const Insert* insert;
        std::size_t at = 0;  // of the row's first value
    };

    static int connect(sqlite3* database, void* insert, int /*argc*/, const char* const* /*argv*/,
                       sqlite3_vtab** table, char** /*error*/) noexcept {
        const auto& rows = *static_cast<const Insert*>(insert);
        const std::string declaration =
            fmt::format("CREATE TABLE rows({})", sourceColumns(rows.taken_));
        const int code = sqlite3_declare_vtab(database, declaration.c_str());
        if (code == SQLITE_OK) *table = std::make_unique<Table>(rows).release();
        return code;
    }
    static int disconnect(sqlite3_vtab* table) {
        const std::unique_ptr<Table> owned(static_cast<Table*>(table));
        return SQLITE_OK;
    }
    static int bestIndex(sqlite3_vtab* /*table*/, sqlite3_index_info* /*info*/) {
        return SQLITE_OK;
    }
    static int open(sqlite3_vtab* table, sqlite3_vtab_cursor** cursor) noexcept {
        *cursor = std::make_unique<Cursor>(*static_cast<Table*>(table)->insert).release();
        return SQLITE_OK;
    }
    static int close(sqlite3_vtab_cursor* cursor) {
        const std::unique_ptr<Cursor> owned(static_cast<Cursor*>(cursor));
        return SQLITE_OK;
    }
    static int filter(sqlite3_vtab_cursor* cursor, int /*index*/, const char* /*name*/,
                      int /*argc*/, sqlite3_value** /*argv*/) {
        static_cast<Cursor*>(cursor)->at = 0;
        return SQLITE_OK;
    }
    static int next(sqlite3_vtab_cursor* cursor) {
        auto& it = *static_cast<Cursor*>(cursor);
        it.at += it.insert->taken_;
        return SQLITE_OK;
    }
    static int isAtEnd(sqlite3_vtab_cursor* cursor) {
        const auto& it = *static_cast<const Cursor*>(cursor);
        return it.at >= it.insert->usedValues_ ? 1 : 0;
    }
    static int column(sqlite3_vtab_cursor* cursor, sqlite3_context* result, int column) {
        const auto& it = *static_cast<const Cursor*>(cursor);
        const Value& value = it.insert->values_[it.at + static_cast<std::size_t>(column)];
        switch (value.type) {
            case Type::Null:
                break;
            case Type::Integer:
                sqlite3_result_int64(result, static_cast<std::int64_t>(value.number));
                break;
            case Type::Text:
                sqlite3_result_text(result, static_cast<const char*>(it.insert->address(value)),
                                    static_cast<int>(value.length), SQLITE_STATIC);
                break;
            case Type::Blob:
                sqlite3_result_blob(result, it.insert->address(value),
                                    static_cast<int>(value.length), SQLITE_STATIC);
                break;
        }
        return SQLITE_OK;
    }
    static int rowid(sqlite3_vtab_cursor* cursor, sqlite3_int64* id) {
        *id = static_cast<sqlite3_int64>(static_cast<const Cursor*>(cursor)->at);
        return SQLITE_OK;
    }

    static const sqlite3_module* module() {
        static const sqlite3_module kModule = [] {
            sqlite3_module
                module{};  // no xCreate: there is just the one, without a name of its own
            module.xConnect = connect;
            module.xDisconnect = disconnect;
            module.xBestIndex = bestIndex;
            module.xOpen = open;
            module.xClose = close;
            module.xFilter = filter;
            module.xNext = next;
            module.xEof = isAtEnd;
            module.xColumn = column;
            module.xRowid = rowid;
            return module;
        }();
        return &kModule;
    }
};

Insert::Insert(Database& database, std::string_view table, std::string_view columns,
               Conflict conflict, Constants constants)
    : database_(database) {
    Columns parts = columnsOf(columns, constants);
    isConstant_ = std::move(parts.isConstant);
    taken_ = parts.taken;
    values_.resize(kRows * taken_);
    bytes_.reserve(1);  // so that empty text has an address
    const std::string source = fmt::format("rows_of_{}_{}", table, ++database.sources_);
    database.addSource(source, Source::module(), this);
    // With FAIL the rows before the one that fails stay, so that none need be kept to go back.
    const std::string sql = fmt::format("INSERT OR {} INTO {}({}) SELECT {} FROM {}",
                                        conflict == Conflict::Replace ? "REPLACE" : "FAIL", table,
                                        parts.names, parts.values, source);
    statement_ = Statement(database, sql.c_str());
    database.inserts_.push_back(this);
}

Insert::~Insert() {
    auto& all = database_.inserts_;
    all.erase(std::remove(all.begin(), all.end(), this), all.end());
}

Insert& Insert::copy(base::Bytes value, Type type) {
    const std::size_t at = bytes_.size();
    bytes_.insert(bytes_.end(), value.begin(), value.end());
    return add({at, static_cast<std::uint32_t>(value.size()), type});
}

Insert& Insert::blob(base::Bytes value) {
    if (value.size() < kBorrowedBytes || !borrowed_.empty()) return copy(value, Type::Blob);
    borrowed_ = value;
    return add({kBorrowed, static_cast<std::uint32_t>(value.size()), Type::Blob});
}

void Insert::run() {
    assert(at_ == isConstant_.size());
    at_ = 0;
    if (usedValues_ == values_.size() || bytes_.size() >= kWaitingBytes || !borrowed_.empty()) {
        flush();
    }
}

void Insert::flush() {
    if (usedValues_ == 0) return;
    statement_.run();
    usedValues_ = 0;
    bytes_.clear();
    borrowed_ = {};
}

}  // namespace hark::store
