// Any text is a filter or is refused with a column inside it; what is a filter is SQL that SQLite
// takes.

#include "core/query/filter.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>

#include <sqlite3.h>

#include "core/query/functions.h"
#include "core/store/schema.h"

namespace {

// An empty case, for conditions to be prepared against.
sqlite3* database() {
    static sqlite3* const opened = [] {
        sqlite3* made = nullptr;
        sqlite3_open(":memory:", &made);
        hark::query::registerFunctions(made);
        if (sqlite3_exec(made, hark::store::kTablesSql, nullptr, nullptr, nullptr) != SQLITE_OK ||
            sqlite3_exec(made, hark::store::kViewsSql, nullptr, nullptr, nullptr) != SQLITE_OK) {
            std::abort();
        }
        return made;
    }();
    return opened;
}

void mustPrepare(const std::string& select, const hark::query::Condition& condition) {
    if (condition.sql.empty()) return;
    const std::string sql = select + condition.sql;
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v2(database(), sql.c_str(), static_cast<int>(sql.size()),
                                        &statement, nullptr);
    const bool counts =
        sqlite3_bind_parameter_count(statement) == static_cast<int>(condition.parameters.size());
    sqlite3_finalize(statement);
    if (code != SQLITE_OK || !counts) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto parsed = hark::query::parseFilter(text);
    if (const auto* problem = std::get_if<hark::query::FilterProblem>(&parsed)) {
        if (problem->column < 1 || problem->column > size + 1) std::abort();
        if (problem->message.find('\n') != std::string::npos) std::abort();
        return 0;
    }
    const auto& filter = *std::get_if<hark::query::Filter>(&parsed);
    using hark::query::Subject;
    mustPrepare("SELECT x.id FROM exchange x WHERE ", filter.condition(Subject::Exchanges));
    mustPrepare("SELECT c.id FROM connection c WHERE ", filter.condition(Subject::Connections));
    mustPrepare("SELECT s.id FROM user_session s WHERE TRUE AND ",
                filter.condition(Subject::Sessions));
    mustPrepare("SELECT e.id FROM life_event e WHERE TRUE AND ",
                filter.condition(Subject::LifeEvents));
    mustPrepare("SELECT n.id FROM credential_name n WHERE TRUE AND ",
                filter.condition(Subject::Cookies));
    return 0;
}
