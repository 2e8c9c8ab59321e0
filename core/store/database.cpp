#include "core/store/database.h"

#include <cerrno>
#include <charconv>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "core/store/insert.h"

namespace hark::store {

Statement::Statement(Database& database, const char* sql) : database_(&database) {
    if (database.hasFailed()) return;
    const int code = sqlite3_prepare_v3(database.handle_, sql, -1, SQLITE_PREPARE_PERSISTENT,
                                        &statement_, nullptr);
    if (code != SQLITE_OK) database.fail(code);
}

Statement::~Statement() {
    sqlite3_finalize(statement_);
}

Statement::Statement(Statement&& other) noexcept
    : database_(other.database_), statement_(std::exchange(other.statement_, nullptr)) {}

Statement& Statement::operator=(Statement&& other) noexcept {
    std::swap(database_, other.database_);
    std::swap(statement_, other.statement_);
    return *this;
}

void Statement::run() {
    if (database_->hasFailed()) return;
    int code = sqlite3_step(statement_);
    while (code == SQLITE_ROW) {
        code = sqlite3_step(statement_);
    }
    if (code != SQLITE_DONE) database_->fail(code);
    sqlite3_reset(statement_);
}

Database::Database(const std::string& path, std::string shownAs) : shownAs_(std::move(shownAs)) {
    // SQLite counts every allocation under a mutex unless told, before its first use, not to.
    static const int kConfigured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static_cast<void>(kConfigured);
    const int code = sqlite3_open_v2(path.c_str(), &handle_,
                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    if (code != SQLITE_OK) {
        fail(code);
        return;
    }
    sqlite3_extended_result_codes(handle_, 1);
}

Database::~Database() {
    close();
}

void Database::close() {
    sqlite3_close_v2(handle_);
    handle_ = nullptr;
}

bool Database::execute(const char* sql) {
    if (hasFailed()) return false;
    const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(code);
    return code == SQLITE_OK;
}

bool Database::attempt(const char* sql) {
    return !hasFailed() && sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
}

bool Database::read(const char* sql, const std::function<void(const Row&)>& take) {
    if (hasFailed()) return false;
    sqlite3_stmt* statement = nullptr;
    int code = sqlite3_prepare_v2(handle_, sql, -1, &statement, nullptr);
    Row row;
    while (code == SQLITE_OK || code == SQLITE_ROW) {
        code = sqlite3_step(statement);
        if (code != SQLITE_ROW) break;
        row.clear();
        for (int i = 0; i < sqlite3_column_count(statement); ++i) {
            const auto* text = sqlite3_column_text(statement, i);
            const auto length = static_cast<std::size_t>(sqlite3_column_bytes(statement, i));
            row.emplace_back(reinterpret_cast<const char*>(text), length);
        }
        take(row);
    }
    if (code != SQLITE_DONE) fail(code);
    sqlite3_finalize(statement);
    return code == SQLITE_DONE;
}

std::uint64_t Database::largestId(const std::string& table) {
    std::uint64_t id = 0;
    read(("SELECT max(id) FROM " + table).c_str(), [&](const Row& row) {
        std::from_chars(row[0].data(), row[0].data() + row[0].size(), id);
    });
    return id;
}

bool Database::copy(Database& other) {
    if (hasFailed() || other.hasFailed()) return false;
    sqlite3_backup* backup = sqlite3_backup_init(handle_, "main", other.handle_, "main");
    if (backup != nullptr) {
        sqlite3_backup_step(backup, -1);
        sqlite3_backup_finish(backup);
    }
    const int code = sqlite3_errcode(handle_);
    if (code != SQLITE_OK) fail(code);
    return code == SQLITE_OK;
}

void Database::flush() {
    for (Insert* insert : inserts_)
        insert->flush();
}

bool Database::commit() {
    flush();
    return execute("COMMIT");
}

bool Database::recover() {
    if (!failure_ || !lacksRoom_) return false;
    failure_.reset();
    lacksRoom_ = false;
    // SQLite may have gone back by itself.
    return sqlite3_get_autocommit(handle_) != 0 || execute("ROLLBACK");
}

void Database::addSource(const std::string& name, const sqlite3_module* module, void* data) {
    if (hasFailed()) return;
    const int code = sqlite3_create_module_v2(handle_, name.c_str(), module, data, nullptr);
    if (code != SQLITE_OK) fail(code);
}

// What a write failed of is known to the file, which may be the log beside the database.
int Database::systemError() const {
    if (handle_ == nullptr) return 0;
    int error = sqlite3_system_errno(handle_);
    if (error == 0) sqlite3_file_control(handle_, "main", SQLITE_FCNTL_LAST_ERRNO, &error);
    sqlite3_file* log = nullptr;
    if (error == 0 &&
        sqlite3_file_control(handle_, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) == SQLITE_OK &&
        log != nullptr && log->pMethods != nullptr && log->pMethods->xFileControl != nullptr) {
        log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &error);
    }
    return error;
}

void Database::fail(int code) {
    if (failure_) return;
    const int system = systemError();
    const int primary = code & 0xff;
    std::string message;
    lacksRoom_ = primary == SQLITE_FULL || system == ENOSPC || system == EDQUOT || system == EFBIG;
    if (primary == SQLITE_FULL || system == ENOSPC || system == EDQUOT) {
        message = fmt::format("{}: the disk is full: free some space or write the case elsewhere",
                              shownAs_);
    } else if (system == EFBIG) {
        message = fmt::format("{}: the file would become larger than is allowed here (ulimit -f)",
                              shownAs_);
    } else if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED) {
        message = fmt::format("{}: another program is writing to this case: wait for it to finish",
                              shownAs_);
    } else if (primary == SQLITE_READONLY || system == EROFS || system == EACCES) {
        message =
            fmt::format("{}: can't be written here: write the case to another place", shownAs_);
    } else {
        const std::string why = system != 0 ? std::generic_category().message(system)
                                            : std::string(sqlite3_errmsg(handle_));
        message = fmt::format("{}: writing the case failed: {}", shownAs_, why);
    }
    failure_ = base::Error{std::move(message)};
}

}  // namespace hark::store
