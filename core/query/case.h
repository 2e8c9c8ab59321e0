#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/query/content_reader.h"
#include "core/query/cookie_history.h"
#include "core/query/filter.h"
#include "core/query/provenance.h"
#include "core/query/rows.h"
#include "core/query/session_rows.h"

struct sqlite3;

namespace hark::query {

struct Sort {
    std::string column;  ///< of sortColumns(); empty: by id
    bool descending = false;
};

/// A value as SQLite has it: NULL, integer, real, text, blob. Borrowed during the call.
using SqlValue = std::variant<std::monostate, std::int64_t, double, std::string_view, base::Bytes>;

/// A case, open for reading. A list is an ordered run of ids, made once; its rows are fetched by
/// id, page by page. One thread at a time, but for interrupt().
class Case {
public:
    /// Refuses in one line what is no case, is newer than this program, or can't be read. Works on
    /// read-only media.
    static base::Result<std::unique_ptr<Case>> open(const std::string& path);
    ~Case();
    Case(const Case&) = delete;
    Case& operator=(const Case&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] base::Result<Provenance> provenance();
    [[nodiscard]] base::Result<Statistics> statistics();

    /// For readers of one purpose each, in files of their own: density.h, bars.h, redirects.h,
    /// site_tree.h, seen_values.h. They tell why they failed by failure().
    [[nodiscard]] sqlite3* database() {
        provideNotes();
        return database_;
    }
    [[nodiscard]] base::Error failure() const;

    /// For runs of many calls, such as an export: see Snapshot.
    [[nodiscard]] Snapshot snapshot() { return Snapshot(database_); }

    /// `limit` 0: all.
    base::Result<std::vector<std::uint64_t>> exchangeIds(const Filter& filter,
                                                         const Sort& sort = {},
                                                         std::uint64_t limit = 0);
    base::Result<std::vector<std::uint64_t>> connectionIds(const Filter& filter,
                                                           const Sort& sort = {},
                                                           std::uint64_t limit = 0);
    base::Result<std::vector<std::uint64_t>> sessionIds(const Filter& filter, const Sort& sort = {},
                                                        std::uint64_t limit = 0);
    /// Of all sessions, in the order of time.
    base::Result<std::vector<std::uint64_t>> lifeEventIds(const Filter& filter,
                                                          const Sort& sort = {},
                                                          std::uint64_t limit = 0);
    base::Result<std::vector<std::uint64_t>> cookieIds(const Filter& filter, const Sort& sort = {},
                                                       std::uint64_t limit = 0,
                                                       NameScope scope = NameScope::Cookies);
    /// What can be sorted by: the names of columns as the command line shows them.
    [[nodiscard]] static std::vector<std::string_view> sortColumns(Subject subject);

    /// In the order of the ids; an id that is not there is left out.
    base::Result<std::vector<ExchangeRow>> exchangeRows(std::span<const std::uint64_t> ids);
    base::Result<std::vector<ConnectionRow>> connectionRows(std::span<const std::uint64_t> ids);
    base::Result<std::vector<SessionRow>> sessionRows(std::span<const std::uint64_t> ids);
    base::Result<std::vector<LifeEventRow>> lifeEventRows(std::span<const std::uint64_t> ids);
    base::Result<std::vector<CookieRow>> cookieRows(std::span<const std::uint64_t> ids);
    /// What happened in each of these sessions, in the order of the ids and of time; of each at
    /// most `most`, and of those that are left out as many as can be of the kinds that come often.
    base::Result<std::vector<LifeEventRow>> lifeEventsOf(std::span<const std::uint64_t> sessions,
                                                         std::uint64_t most);
    /// Nothing where there is no such session.
    base::Result<std::optional<SessionDetail>> session(std::uint64_t id);
    /// The exchanges of a session, in order.
    base::Result<std::vector<std::uint64_t>> exchangesOfSession(std::uint64_t session);
    /// What the user agent of a session held at a moment of packet time, as far as the exchanges of
    /// its visitor's sessions show: by host, path and name. An exchange is over at its startedNs +
    /// durationNs. Empty where there is no such session.
    base::Result<std::vector<HeldCookie>> cookieJar(std::uint64_t session, std::int64_t momentNs);
    /// Every change of a cookie's value at its service, and how long each was used. Nothing where
    /// the id is no cookie's.
    base::Result<std::optional<CookieHistory>> cookieHistory(std::uint64_t cookie);
    /// The exchanges of a connection, in order.
    base::Result<std::vector<std::uint64_t>> exchangesOf(std::uint64_t connection);
    /// Nothing where there is no such exchange or connection.
    base::Result<std::optional<ExchangeDetail>> exchange(std::uint64_t id);
    base::Result<std::optional<ConnectionRow>> connection(std::uint64_t id);
    /// Of the connection as a whole, and of its exchanges.
    base::Result<std::vector<AnomalyRow>> anomaliesOf(std::uint64_t connection);
    /// Must be gone before the case.
    [[nodiscard]] ContentReader content(std::uint64_t id) { return {database_, id}; }

    /// Runs one statement that only reads. `columns` gets the names of what it returns, before
    /// anything is read; `row` a row's values, and says whether to go on. Anything that would write
    /// or open another file is refused.
    using SqlColumns = std::function<void(std::span<const std::string> names)>;
    using SqlRow = std::function<bool(std::span<const SqlValue> values)>;
    base::Status runSql(std::string_view statement, const SqlColumns& columns, const SqlRow& row);

    /// Changes whenever another program has written to the case.
    [[nodiscard]] std::uint64_t dataVersion();
    [[nodiscard]] std::uint64_t maximumExchangeId();

    /// Ends what another thread is running, which then fails with "interrupted".
    void interrupt();

private:
    Case(std::string path, sqlite3* database) : path_(std::move(path)), database_(database) {}

    /// `only`: a condition that all of them meet; may be empty.
    base::Result<std::vector<std::uint64_t>> ids(Subject subject, const Filter& filter,
                                                 const Sort& sort, std::uint64_t limit,
                                                 std::string_view only = {});
    /// A statement that is kept for the next call.
    Rows& kept(std::optional<Rows>& slot, const char* sql);
    /// Makes `note` a table that can be read. A case gets it with its first note, from whatever
    /// program, also while it is open here: until then an empty one of this connection's stands
    /// in, which would hide the case's own.
    void provideNotes();
    bool readLosses(Statistics& made);
    bool readRanges(std::uint64_t id, ExchangeDetail& detail);

    std::string path_;
    sqlite3* database_;
    std::optional<Rows> exchangeRow_;
    std::optional<Rows> connectionRow_;
    std::optional<Rows> sessionRow_;
    std::optional<Rows> lifeEventRow_;
    std::optional<Rows> lifeEventsOfSession_;
    std::optional<Rows> cookieRow_;
    std::optional<Rows> heads_;
    std::optional<Rows> trailers_;
    std::optional<Rows> interim_;
    std::optional<Rows> anomalies_;
    std::optional<Rows> ranges_;
    std::optional<Rows> notePlaces_;
};

}  // namespace hark::query
