#include "core/store/continued_case.h"

#include <algorithm>
#include <charconv>
#include <string_view>

#include <fmt/format.h>

#include "core/http/exchange_flags.h"
#include "core/store/earlier_sessions.h"
#include "core/store/schema.h"

namespace hark::store {

namespace {

// What a writer that died had left open. Nothing more of it comes, as connections don't go on.
std::string endOpenSql() {
    return fmt::format(
        "UPDATE connection SET open = 0, end_reason = 'capture-ended' WHERE open <> 0; "
        "UPDATE exchange SET flags = flags | {0} WHERE flags & {0} = 0; ",
        http::ExchangeFlag::kEnded);
}

// SQLite takes `rowid` from the row that has the minimum
// (https://www.sqlite.org/lang_select.html#bareagg).
constexpr const char* kDropRepeatsSql =
    "DELETE FROM host_name WHERE rowid NOT IN (SELECT id FROM ("
    "SELECT rowid AS id, min(first_ns) FROM host_name GROUP BY address, name, source)); "
    "DELETE FROM http3_offer WHERE rowid NOT IN (SELECT id FROM ("
    "SELECT rowid AS id, min(first_ns) FROM http3_offer "
    "GROUP BY origin_host, port, source, alternative)); ";

std::uint64_t toNumber(std::string_view digits) {
    std::uint64_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

}  // namespace

base::Status copyCase(const std::string& path, Database& to) {
    Database from(path, path);
    std::uint64_t version = 0;
    from.read("PRAGMA user_version", [&](const Database::Row& row) { version = toNumber(row[0]); });
    if (from.failure()) return *from.failure();
    if (version != kSchemaVersion) {
        return base::Error{fmt::format(
            "{}: was written by another version of hark, with schema {} where this one writes {}: "
            "import its captures again together with the new ones",
            path, version, kSchemaVersion)};
    }
    if (to.copy(from) && to.execute(kBulkSql)) to.execute(endOpenSql().c_str());
    if (to.failure()) return *to.failure();
    return base::Done{};
}

void dropRepeats(Database& database) {
    database.execute(kDropRepeatsSql);
}

Earlier readEarlier(Database& database) {
    Earlier earlier;
    earlier.lastInput = static_cast<std::uint32_t>(database.largestId("input"));
    earlier.lastConnection = database.largestId("connection");
    earlier.lastExchange = database.largestId("exchange");
    // Of connections that were open when their writer died there may be exchanges alone.
    database.read("SELECT max(connection) FROM exchange", [&](const Database::Row& row) {
        earlier.lastConnection = std::max(earlier.lastConnection, toNumber(row[0]));
    });
    database.read("SELECT digest, name FROM input WHERE digest IS NOT NULL",
                  [&](const Database::Row& row) { earlier.inputs.emplace(row[0], row[1]); });
    database.read("SELECT name, value FROM counters", [&](const Database::Row& row) {
        earlier.counters.emplace(row[0], toNumber(row[1]));
    });
    bool isComplete = false;
    database.read("SELECT key, value FROM meta", [&](const Database::Row& row) {
        if (row[0] == "state") isComplete = row[1] == "complete";
        if (row[0] == "reason") earlier.partialReason = row[1];
        if (row[0] == "options") earlier.options = row[1];
    });
    if (isComplete) earlier.partialReason.clear();
    earlier.sessions = readEarlierSessions(database, earlier.evidenceKinds);
    return earlier;
}

}  // namespace hark::store
