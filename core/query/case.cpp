#include "core/query/case.h"

#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include "core/query/functions.h"

namespace hark::query {

namespace {

constexpr std::uint64_t kApplicationId = 0x6861726b;  // as in resources/schema's cases: "hark"
constexpr std::uint64_t kNewestVersion = 1;

// What the header of the file says, without SQLite's help, so that what is no case is told apart
// from what can't be read.
base::Status checkHeader(const std::string& path) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) {
        return base::Error{fmt::format("{}: is a directory, not a case", path)};
    }
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    std::array<char, 100> header{};
    if (!file) {
        const int code = errno != 0 ? errno : EIO;
        return base::Error{fmt::format("{}: {}", path, std::generic_category().message(code))};
    }
    file.read(header.data(), header.size());
    const std::string_view text(header.data(), header.size());
    const bool isCase = file.gcount() == std::streamsize{header.size()} &&
                        text.starts_with(std::string_view("SQLite format 3\0", 16)) &&
                        text.substr(68, 4) == "hark";
    if (!isCase) {
        return base::Error{
            fmt::format("{}: is not a hark case: import a capture to make one", path)};
    }
    return base::Done{};
}

// A case on a read-only medium can be read without the locks and logs that could not be made there.
bool isImmutable(const std::string& path) {
    const std::string directory = std::filesystem::path(path).parent_path().string();
    return access(directory.empty() ? "." : directory.c_str(), W_OK) != 0 &&
           access((path + "-wal").c_str(), F_OK) != 0;
}

std::string uriOf(const std::string& path) {
    std::string uri = "file:";
    for (const char c : path) {
        if (c == '%' || c == '?' || c == '#') {
            uri += fmt::format("%{:02x}", static_cast<unsigned char>(c));
        } else {
            uri += c;
        }
    }
    return uri + (isImmutable(path) ? "?mode=ro&immutable=1" : "?mode=ro");
}

std::optional<std::uint64_t> pragma(sqlite3* database, std::string_view name) {
    Rows rows(database, fmt::format("PRAGMA {}", name));
    if (!rows.step()) return std::nullopt;
    return rows.number(0);
}

}  // namespace

base::Result<std::unique_ptr<Case>> Case::open(const std::string& path) {
    if (auto checked = checkHeader(path); !checked) return checked.error();
    sqlite3* database = nullptr;
    const int code =
        sqlite3_open_v2(uriOf(path).c_str(), &database,
                        SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI, nullptr);
    std::unique_ptr<Case> opened(new Case(path, database));
    if (code != SQLITE_OK) return failureOf(database, path);
    sqlite3_busy_timeout(database, 5000);
    const auto version = pragma(database, "user_version");
    if (!version || pragma(database, "application_id") != kApplicationId) {
        return failureOf(database, path);
    }
    if (*version > kNewestVersion) {
        return base::Error{fmt::format("{}: was made by a newer hark: update this one", path)};
    }
    registerFunctions(database);
    // No mmap: the tables' pages lie mixed, and faulting them in costs more than reading them.
    sqlite3_exec(database, "PRAGMA cache_size=-16384", nullptr, nullptr, nullptr);
    return opened;
}

Case::~Case() {
    for (auto* slot :
         {&exchangeRow_, &connectionRow_, &heads_, &trailers_, &interim_, &anomalies_, &ranges_}) {
        slot->reset();
    }
    sqlite3_close_v2(database_);
}

base::Error Case::failure() const {
    return failureOf(database_, path_);
}

Rows& Case::kept(std::optional<Rows>& slot, const char* sql) {
    if (!slot || slot->hasFailed()) slot.emplace(database_, sql);
    slot->reset();
    return *slot;
}

std::uint64_t Case::dataVersion() {
    return pragma(database_, "data_version").value_or(0);
}

std::uint64_t Case::maximumExchangeId() {
    Rows rows(database_, "SELECT max(id) FROM exchange");
    return rows.step() ? rows.number(0) : 0;
}

void Case::interrupt() {
    sqlite3_interrupt(database_);
}

base::Status Case::runSql(std::string_view statement, const SqlRow& row) {
    sqlite3_stmt* prepared = nullptr;
    const char* rest = nullptr;
    const int code = sqlite3_prepare_v2(database_, statement.data(),
                                        static_cast<int>(statement.size()), &prepared, &rest);
    const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> owner(prepared, sqlite3_finalize);
    if (code != SQLITE_OK) return base::Error{fmt::format("SQL: {}", sqlite3_errmsg(database_))};
    if (prepared == nullptr) return base::Error{"SQL: there is no statement"};
    if (sqlite3_stmt_readonly(prepared) == 0) {
        return base::Error{"SQL: this would change the case, which is only read here"};
    }
    const std::string_view after(
        rest, static_cast<std::size_t>(statement.data() + statement.size() - rest));
    if (after.find_first_not_of(" \t\r\n;") != std::string_view::npos) {
        return base::Error{"SQL: one statement at a time"};
    }
    std::vector<std::string> names;
    names.reserve(static_cast<std::size_t>(sqlite3_column_count(prepared)));
    for (int i = 0; i < sqlite3_column_count(prepared); ++i) {
        names.emplace_back(sqlite3_column_name(prepared, i));
    }
    std::vector<std::optional<std::string_view>> values(names.size());
    int step = sqlite3_step(prepared);
    for (; step == SQLITE_ROW; step = sqlite3_step(prepared)) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            const int column = static_cast<int>(i);
            values[i].reset();
            if (sqlite3_column_type(prepared, column) == SQLITE_NULL) continue;
            // Text before its size: the size is that of what was converted last.
            const bool isBlob = sqlite3_column_type(prepared, column) == SQLITE_BLOB;
            const void* bytes = isBlob ? sqlite3_column_blob(prepared, column)
                                       : sqlite3_column_text(prepared, column);
            values[i].emplace(static_cast<const char*>(bytes),
                              static_cast<std::size_t>(sqlite3_column_bytes(prepared, column)));
        }
        if (!row(names, values)) return base::Done{};
    }
    if (step == SQLITE_INTERRUPT) return base::Error{"interrupted"};
    if (step != SQLITE_DONE) return base::Error{fmt::format("SQL: {}", sqlite3_errmsg(database_))};
    return base::Done{};
}

}  // namespace hark::query
