#pragma once

#include <string>

#include <gtest/gtest.h>
#include <sqlite3.h>

namespace hark::test {

/// What plain SQLite, without any function of ours, answers: values separated by `|`, rows by a new
/// line. NULL is an empty value.
inline std::string ask(const std::string& path, const std::string& sql) {
    sqlite3* database = nullptr;
    EXPECT_EQ(sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
    sqlite3_stmt* statement = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr), SQLITE_OK)
        << sqlite3_errmsg(database) << " in " << sql;
    std::string answer;
    int code = sqlite3_step(statement);
    for (; code == SQLITE_ROW; code = sqlite3_step(statement)) {
        if (!answer.empty()) answer += '\n';
        for (int i = 0; i < sqlite3_column_count(statement); ++i) {
            if (i > 0) answer += '|';
            const void* bytes = sqlite3_column_blob(statement, i);
            if (bytes == nullptr) continue;
            answer.append(static_cast<const char*>(bytes),
                          static_cast<std::size_t>(sqlite3_column_bytes(statement, i)));
        }
    }
    EXPECT_EQ(code, SQLITE_DONE) << sqlite3_errmsg(database) << " in " << sql;
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return answer;
}

}  // namespace hark::test
