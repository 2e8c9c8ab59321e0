#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "core/query/case.h"
#include "core/query/sort_columns.h"
#include "core/query/term_conditions.h"

namespace hark::query {

namespace {

/// What a list of a subject reads, under the name that conditions use.
struct List {
    std::string_view table;
    char alias;
};

const List& listOf(Subject subject) {
    static const std::array<List, kSubjects> kLists{{
        {"exchange", 'x'},
        {"connection", 'c'},
        {"user_session", 's'},
        {"life_event", 'e'},
        {"credential_name", 'n'},
    }};
    return kLists[static_cast<std::size_t>(subject)];
}

std::optional<std::string> sortSql(Subject subject, std::string_view name) {
    for (const SortColumn& column : sortColumnsOf(subject)) {
        if (column.name == name) return std::string(column.sql.empty() ? kUrlSql : column.sql);
    }
    return std::nullopt;
}

// All ids of a table, where none is left out between the least and the largest, as is usual: then
// the table need not be read, only an index counted.
std::optional<std::vector<std::uint64_t>> contiguousIds(sqlite3* database, std::string_view table) {
    Rows rows(database, fmt::format("SELECT (SELECT count(*) FROM {0}), (SELECT min(id) FROM {0}), "
                                    "(SELECT max(id) FROM {0})",
                                    table));
    if (!rows.step()) return std::nullopt;
    const std::uint64_t count = rows.number(0);
    const std::uint64_t least = rows.number(1);
    if (count > 0 && rows.number(2) - least + 1 != count) return std::nullopt;
    std::vector<std::uint64_t> ids(count);
    std::iota(ids.begin(), ids.end(), least);
    return ids;
}

}  // namespace

std::vector<std::string_view> Case::sortColumns(Subject subject) {
    std::vector<std::string_view> names;
    for (const SortColumn& column : sortColumnsOf(subject)) {
        names.push_back(column.name);
    }
    return names;
}

base::Result<std::vector<std::uint64_t>> Case::ids(Subject subject, const Filter& filter,
                                                   const Sort& sort, std::uint64_t limit,
                                                   std::string_view only) {
    provideNotes();
    const List& list = listOf(subject);
    const Condition& condition = filter.condition(subject);
    const bool isById = sort.column.empty() || sort.column == "id";
    if (condition.sql.empty() && only.empty() && isById && limit == 0) {
        if (auto all = contiguousIds(database_, list.table)) {
            if (sort.descending) std::reverse(all->begin(), all->end());
            return std::move(*all);
        }
    }
    const std::string id{list.alias, '.', 'i', 'd'};
    std::string sql = fmt::format("SELECT {} FROM {} {} WHERE ", id, list.table, list.alias);
    sql += only.empty() ? "TRUE" : only;
    if (!condition.sql.empty()) sql += " AND (" + condition.sql + ")";
    const std::string_view direction = sort.descending ? "DESC" : "ASC";
    if (isById) {
        sql += fmt::format(" ORDER BY {} {}", id, direction);
    } else if (const auto column = sortSql(subject, sort.column)) {
        sql += fmt::format(" ORDER BY {} {} NULLS LAST, {}", *column, direction, id);
    } else {
        return base::Error{fmt::format("can't sort by \"{}\": sort by one of {}", sort.column,
                                       fmt::join(sortColumns(subject), ", "))};
    }
    if (limit > 0) sql += fmt::format(" LIMIT {}", limit);
    Rows rows(database_, sql);
    rows.bind(condition.parameters);
    std::vector<std::uint64_t> found;
    while (rows.step()) {
        found.push_back(rows.number(0));
    }
    if (rows.hasFailed()) return failure();
    return found;
}

base::Result<std::vector<std::uint64_t>> Case::exchangeIds(const Filter& filter, const Sort& sort,
                                                           std::uint64_t limit) {
    return ids(Subject::Exchanges, filter, sort, limit);
}

base::Result<std::vector<std::uint64_t>> Case::connectionIds(const Filter& filter, const Sort& sort,
                                                             std::uint64_t limit) {
    return ids(Subject::Connections, filter, sort, limit);
}

base::Result<std::vector<std::uint64_t>> Case::sessionIds(const Filter& filter, const Sort& sort,
                                                          std::uint64_t limit) {
    return ids(Subject::Sessions, filter, sort, limit);
}

base::Result<std::vector<std::uint64_t>> Case::lifeEventIds(const Filter& filter, const Sort& sort,
                                                            std::uint64_t limit) {
    return ids(Subject::LifeEvents, filter, sort, limit);
}

base::Result<std::vector<std::uint64_t>> Case::cookieIds(const Filter& filter, const Sort& sort,
                                                         std::uint64_t limit, NameScope scope) {
    return ids(Subject::Cookies, filter, sort, limit,
               scope == NameScope::Cookies ? "n.carrier = 'cookie'" : "");
}

base::Result<std::vector<std::uint64_t>> Case::exchangesOf(std::uint64_t connection) {
    Rows rows(database_,
              "SELECT x.id FROM connection c JOIN exchange x "
              "ON x.id BETWEEN coalesce(c.first_exchange, 0) "
              "AND coalesce(c.last_exchange, 9223372036854775807) "
              "WHERE c.id = ? AND x.connection = c.id ORDER BY x.id");
    rows.bind(connection);
    std::vector<std::uint64_t> found;
    while (rows.step()) {
        found.push_back(rows.number(0));
    }
    if (rows.hasFailed()) return failure();
    return found;
}

}  // namespace hark::query
