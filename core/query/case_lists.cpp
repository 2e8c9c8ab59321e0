#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "core/query/case.h"
#include "core/query/term_conditions.h"

namespace hark::query {

namespace {

struct SortColumn {
    std::string_view name;
    std::string_view sql;
};

constexpr auto kExchangeColumns = std::to_array<SortColumn>({
    {"id", "x.id"},
    {"connection", "x.connection"},
    {"ordinal", "x.ordinal"},
    {"protocol", "x.protocol"},
    {"started", "x.started_ns"},
    {"method", "x.method"},
    {"status", "x.status"},
    {"target", "x.target"},
    {"size", "x.response_body_bytes"},
    {"request_size", "x.request_body_bytes"},
    {"duration", "x.duration_ns"},
    {"wait", "x.wait_ns"},
    {"receive", "x.receive_ns"},
    {"send", "x.send_ns"},
    {"dns", "x.dns_ns"},
    {"connect", "x.connect_ns"},
    {"blocked", "x.blocked_ns"},
    {"host", "(SELECT host FROM origin WHERE id = x.origin)"},
    {"scheme", "(SELECT scheme FROM origin WHERE id = x.origin)"},
    {"type", "(SELECT name FROM media_type WHERE id = x.response_type)"},
    {"client",
     "(SELECT client_address || ':' || client_port FROM connection WHERE id = x.connection)"},
    {"server",
     "(SELECT server_address || ':' || server_port FROM connection WHERE id = x.connection)"},
    {"session",
     "(SELECT iif(last_exchange >= x.id, session, NULL) FROM members WHERE connection = "
     "x.connection AND first_exchange <= x.id ORDER BY first_exchange DESC LIMIT 1)"},
    {"mark", "(SELECT mark FROM note WHERE subject = 'exchange' AND id = x.id)"},
    {"note", "(SELECT text FROM note WHERE subject = 'exchange' AND id = x.id)"},
    {"url", ""},
});

constexpr auto kConnectionColumns = std::to_array<SortColumn>({
    {"id", "c.id"},
    {"client", "c.client_address || ':' || c.client_port"},
    {"server", "c.server_address || ':' || c.server_port"},
    {"protocol", "c.protocol"},
    {"started", "c.started_ns"},
    {"duration", "c.ended_ns - c.started_ns"},
    {"handshake", "c.ack_ns - c.syn_ns"},
    {"exchanges", "c.exchanges"},
    {"idle", "c.idle_ns"},
    {"blocked", "c.blocked_ns"},
    {"pipelined", "c.pipelined_requests"},
    {"packets", "c.client_packets + c.server_packets"},
    {"bytes", "c.client_bytes + c.server_bytes"},
    {"retransmissions", "c.client_retransmitted_segments + c.server_retransmitted_segments"},
    {"gaps", "c.client_gaps + c.server_gaps"},
    {"end", "c.end_reason"},
});

constexpr auto kSessionColumns = std::to_array<SortColumn>({
    {"id", "s.id"},
    {"service", "s.service"},
    {"user", "s.user"},
    {"visitor", "s.visitor"},
    {"client", "(SELECT address FROM session_client WHERE session = s.id AND position = 0)"},
    {"clients", "s.clients"},
    {"started", "s.started_ns"},
    {"last_seen", "s.last_ns"},
    {"duration", "s.last_ns - s.started_ns"},
    {"exchanges", "s.exchanges"},
    {"pages", "s.pages"},
    {"assets", "s.assets"},
    {"errors", "s.errors"},
    {"request_bytes", "s.request_bytes"},
    {"response_bytes", "s.response_bytes"},
    {"connections", "s.connections"},
    {"blocked", "s.blocked_ns"},
    {"thinking", "s.thinking_ns"},
    {"credentials", "(SELECT count(*) FROM credential WHERE session = s.id)"},
    {"logins", "(SELECT count(*) FROM life_event WHERE session = s.id AND kind = 'login')"},
    {"carried_by", "s.carried_by"},
    {"end", "s.end_reason"},
});

constexpr auto kLifeEventColumns = std::to_array<SortColumn>({
    {"id", "e.id"},
    {"session", "e.session"},
    {"event", "e.kind"},
    {"exchange", "e.exchange"},
    {"started", "e.time_ns"},
});

constexpr auto kCookieColumns = std::to_array<SortColumn>({
    {"id", "n.id"},
    {"service", "n.service"},
    {"carrier", "n.carrier"},
    {"name", "n.name"},
    {"path", "n.path"},
    {"class", "n.class"},
    {"minted", "n.minted"},
    {"renewed", "n.renewed"},
    {"deleted", "n.deleted"},
    {"presented", "n.presented"},
    {"values", "n.distinct_values"},
    {"clients", "n.clients"},
    {"first",
     "min(coalesce(n.first_minted, n.first_presented), "
     "coalesce(n.first_presented, n.first_minted))"},
    {"set", "n.set_ns"},
});

/// What a list of a subject reads, under the name that conditions use.
struct List {
    std::string_view table;
    char alias;
    std::span<const SortColumn> columns;
};

const List& listOf(Subject subject) {
    static const std::array<List, kSubjects> kLists{{
        {"exchange", 'x', kExchangeColumns},
        {"connection", 'c', kConnectionColumns},
        {"user_session", 's', kSessionColumns},
        {"life_event", 'e', kLifeEventColumns},
        {"credential_name", 'n', kCookieColumns},
    }};
    return kLists[static_cast<std::size_t>(subject)];
}

std::optional<std::string> sortSql(const List& list, std::string_view name) {
    for (const SortColumn& column : list.columns) {
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
    for (const SortColumn& column : listOf(subject).columns) {
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
    } else if (const auto column = sortSql(list, sort.column)) {
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
