// Any text is a filter or is refused with a column inside it; what is a filter is SQL that SQLite
// takes. Whatever stands at a cursor is inside the text, and any text can be a value.

#include "core/query/filter.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>

#include <sqlite3.h>

#include "core/query/completion.h"
#include "core/query/filter_parser.h"
#include "core/query/filter_text.h"
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

void mustComplete(std::string_view text) {
    const std::string_view kept = text.substr(0, hark::query::FilterLimits::kBytes);
    for (const std::size_t cursor : {text.size(), text.size() / 2, text.size() / 3}) {
        const auto place = hark::query::completionPlace(text, cursor);
        if (!place) continue;
        if (place->begin > place->end || place->end > kept.size()) std::abort();
        const std::size_t at = std::min(cursor, kept.size());
        if (place->begin > at || place->end < at) std::abort();
        if (place->kind != hark::query::CompletionPlace::Kind::Name && place->name == nullptr) {
            std::abort();
        }
    }
}

void mustQuote(std::string_view text) {
    const std::string filter = "url:" + hark::query::filterValue(text);
    if (filter.size() > hark::query::FilterLimits::kBytes) return;
    const auto tree = hark::query::parseFilterTree(filter);
    const auto* node = std::get_if<hark::query::FilterNode>(&tree);
    if (node == nullptr || node->kind != hark::query::FilterNode::Kind::Term) std::abort();
    if (node->term.name == nullptr || node->term.values.front().text != text) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    mustComplete(text);
    mustQuote(text);
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
