#include "core/notes/notes.h"

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/text.h"
#include "core/notes/statement.h"
#include "core/notes/table.h"

namespace hark::notes {

namespace {

constexpr std::uint64_t kApplicationId = 0x6861726b;  // of every case: "hark"

constexpr const char* kReadSql = "SELECT mark, text FROM note WHERE subject = ? AND id = ?";
constexpr const char* kWriteSql =
    "INSERT INTO note(subject, id, mark, text) VALUES(?, ?, ?, ?) "
    "ON CONFLICT(subject, id) DO UPDATE SET mark = excluded.mark, text = excluded.text";
constexpr const char* kDropSql = "DELETE FROM note WHERE subject = ? AND id = ?";

const char* findSql(Subject subject) {
    switch (subject) {
        case Subject::Exchange:
            return "SELECT 1 FROM exchange WHERE id = ?";
        case Subject::Connection:
            return "SELECT 1 FROM connection WHERE id = ?";
        case Subject::Session:
            return "SELECT 1 FROM user_session WHERE id = ?";
    }
    return "";
}

bool execute(sqlite3* database, const char* sql) {
    return sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
}

/// Nothing stays of a transaction that was not committed.
class Transaction {
public:
    explicit Transaction(sqlite3* database)
        : database_(database), isOpen_(execute(database, "BEGIN IMMEDIATE")) {}
    ~Transaction() {
        if (isOpen_) execute(database_, "ROLLBACK");
    }
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    [[nodiscard]] bool isOpen() const { return isOpen_; }
    /// Where a reader is in the way for too long it fails, and all is as before.
    bool commit() {
        if (!execute(database_, "COMMIT")) return false;
        isOpen_ = false;
        return true;
    }

private:
    sqlite3* database_;
    bool isOpen_;
};

base::Error notACase(const std::string& path) {
    return {fmt::format("{}: is not a hark case: import a capture to make one", path)};
}

base::Error notWritable(const std::string& path) {
    return {fmt::format("{}: the case can't be written here: copy it to where it can", path)};
}

base::Error failureOf(sqlite3* database, const std::string& path) {
    switch (sqlite3_errcode(database) & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {fmt::format("{}: another program holds this case: try again when it is done",
                                path)};
        case SQLITE_READONLY:
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
            return notWritable(path);
        case SQLITE_FULL:
            return {fmt::format("{}: the disk is full: make room and try again", path)};
        case SQLITE_NOTADB:
            return notACase(path);
        case SQLITE_CORRUPT:
            return {fmt::format("{}: the case is damaged: import its captures again", path)};
        default:
            return {fmt::format("{}: writing the note failed: {}", path, sqlite3_errmsg(database))};
    }
}

// An import that replaces or continues a case works beside it, and holds a lock on that file while
// it lives. No connection of ours is to that file, so that to close it drops no lock of SQLite's.
bool isBeingImported(const std::string& place) {
    const int descriptor =
        ::open((place + ".importing").c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0) return false;
    const bool isLocked = ::flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    ::close(descriptor);
    return isLocked;
}

}  // namespace

std::string_view toString(Subject subject) {
    switch (subject) {
        case Subject::Exchange:
            return "exchange";
        case Subject::Connection:
            return "connection";
        case Subject::Session:
            return "session";
    }
    return "";
}

void Notes::Closer::operator()(sqlite3* database) const {
    sqlite3_close_v2(database);
}

Notes::Notes(std::string path, std::string place, Identity identity, Database database,
             Limits limits)
    : path_(std::move(path)),
      place_(std::move(place)),
      identity_(identity),
      database_(std::move(database)),
      limits_(limits) {}

std::optional<Notes::Identity> Notes::identityOf(const std::string& place) {
    struct stat found {};
    if (::stat(place.c_str(), &found) != 0 || !S_ISREG(found.st_mode)) return std::nullopt;
    return Identity{found.st_dev, found.st_ino};
}

base::Result<Notes> Notes::open(const std::string& path, Limits limits) {
    std::error_code error;
    const std::string place = std::filesystem::canonical(path, error).string();
    if (error) return base::Error{fmt::format("{}: {}", path, error.message())};
    const auto identity = identityOf(place);
    if (!identity) return notACase(path);
    sqlite3* opened = nullptr;
    const int code = sqlite3_open_v2(place.c_str(), &opened,
                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    Database database(opened);
    if (code != SQLITE_OK) return failureOf(opened, path);
    sqlite3_busy_timeout(opened, static_cast<int>(limits.wait.count()));
    Statement application(opened, "PRAGMA application_id");
    if (!application.step()) return failureOf(opened, path);
    if (application.number(0) != kApplicationId) return notACase(path);
    // SQLite falls back to reading where it may not write.
    if (sqlite3_db_readonly(opened, "main") != 0) return notWritable(path);
    return Notes(path, place, *identity, std::move(database), limits);
}

base::Status Notes::checkText(std::string_view text) const {
    if (text.size() > limits_.textBytes) {
        return base::Error{fmt::format("the note has {} bytes: a note has at most {}", text.size(),
                                       limits_.textBytes)};
    }
    if (!base::isUtf8(text) || text.find('\0') != std::string_view::npos) {
        return base::Error{"the note is not text in UTF-8"};
    }
    return base::Done{};
}

base::Status Notes::checkPlace() const {
    if (identityOf(place_) != identity_) {
        return base::Error{
            fmt::format("{}: the case was replaced by another one: open that one", path_)};
    }
    if (isBeingImported(place_)) {
        return base::Error{fmt::format(
            "{}: an import is about to replace this case: try again when it is done", path_)};
    }
    return base::Done{};
}

base::Error Notes::failure() const {
    return failureOf(database_.get(), path_);
}

base::Result<std::optional<Note>> Notes::set(Subject subject, std::uint64_t id,
                                             const Change& change) {
    if (change.text) {
        if (auto checked = checkText(*change.text); !checked) return checked.error();
    }
    if (auto checked = checkPlace(); !checked) return checked.error();
    return this->change(subject, id, change);
}

base::Result<std::optional<Note>> Notes::clear(Subject subject, std::uint64_t id) {
    return set(subject, id, {false, ""});
}

base::Result<std::optional<Note>> Notes::change(Subject subject, std::uint64_t id,
                                                const Change& change) {
    sqlite3* database = database_.get();
    Transaction transaction(database);
    if (!transaction.isOpen()) return failure();
    {
        Statement find(database, findSql(subject));
        if (!find.bind(id).step()) {
            if (find.hasFailed()) return failure();
            return std::optional<Note>();
        }
    }
    if (!execute(database, kTableSql)) return failure();
    const std::string_view name = toString(subject);
    Note note;
    {
        Statement read(database, kReadSql);
        if (read.bind(name).bind(id).step())
            note = {read.number(0) != 0, std::string(read.text(1))};
        if (read.hasFailed()) return failure();
    }
    note.isMarked = change.mark.value_or(note.isMarked);
    note.text = change.text.value_or(note.text);
    {
        const bool isEmpty = !note.isMarked && note.text.empty();
        Statement write(database, isEmpty ? kDropSql : kWriteSql);
        write.bind(name).bind(id);
        if (!isEmpty) write.bind(std::uint64_t{note.isMarked ? 1U : 0U}).bind(note.text);
        if (!write.run()) return failure();
    }
    if (!transaction.commit()) return failure();
    return std::optional(std::move(note));
}

std::uint64_t Notes::countAt(const std::string& path) {
    sqlite3* opened = nullptr;
    const int code =
        sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
    const Database database(opened);
    if (code != SQLITE_OK) return 0;
    Statement application(opened, "PRAGMA application_id");
    if (!application.step() || application.number(0) != kApplicationId) return 0;
    Statement count(opened, "SELECT count(*) FROM note");
    return count.step() ? count.number(0) : 0;
}

}  // namespace hark::notes
