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
constexpr std::uint64_t kVersion = 4;                 // of the schema

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

// A writer that was killed leaves a journal, which SQLite has to take into account before anybody
// can read. That needs the right to write: the file is opened for writing once, and only for that.
void recover(const std::string& path) {
    sqlite3* database = nullptr;
    if (sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                        nullptr) == SQLITE_OK) {
        static_cast<void>(pragma(database, "user_version"));
    }
    sqlite3_close_v2(database);
}

bool needsRecovery(sqlite3* database) {
    return !pragma(database, "user_version") &&
           (sqlite3_errcode(database) & 0xff) == SQLITE_READONLY;
}

}  // namespace

base::Result<std::unique_ptr<Case>> Case::open(const std::string& path) {
    if (auto checked = checkHeader(path); !checked) return checked.error();
    sqlite3* database = nullptr;
    constexpr int kFlags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI;
    int code = sqlite3_open_v2(uriOf(path).c_str(), &database, kFlags, nullptr);
    if (code == SQLITE_OK && needsRecovery(database)) {
        sqlite3_close_v2(database);
        recover(path);
        code = sqlite3_open_v2(uriOf(path).c_str(), &database, kFlags, nullptr);
    }
    std::unique_ptr<Case> opened(new Case(path, database));
    if (code != SQLITE_OK) return failureOf(database, path);
    sqlite3_busy_timeout(database, 5000);
    const auto version = pragma(database, "user_version");
    if (!version || pragma(database, "application_id") != kApplicationId) {
        return failureOf(database, path);
    }
    if (*version > kVersion) {
        return base::Error{fmt::format("{}: was made by a newer hark: update this one", path)};
    }
    if (*version < kVersion) {
        return base::Error{fmt::format(
            "{}: was made by an older hark: import its captures again, with --force", path)};
    }
    registerFunctions(database);
    // No mmap: the tables' pages lie mixed, and faulting them in costs more than reading them.
    sqlite3_exec(database, "PRAGMA cache_size=-16384", nullptr, nullptr, nullptr);
    return opened;
}

Case::~Case() {
    for (auto* slot : {&exchangeRow_, &connectionRow_, &sessionRow_, &lifeEventRow_, &cookieRow_,
                       &heads_, &trailers_, &interim_, &anomalies_, &ranges_, &notePlaces_}) {
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

}  // namespace hark::query
