#include "core/query/density.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/query/capture_span.h"
#include "core/query/exchange_scan.h"

namespace hark::query {

namespace {

// Where a time falls. What a case that grows has beyond its end is in the last bucket.
std::size_t bucketOf(std::int64_t ns, const Density& made) {
    const std::int64_t index = std::max<std::int64_t>(ns - made.beginNs, 0) / made.widthNs;
    return std::min(static_cast<std::size_t>(index), made.buckets.size() - 1);
}

bool readSpan(sqlite3* database, std::size_t buckets, Density& made) {
    Rows rows(database, fmt::format("SELECT {}, {}", kFirstNsSql, kLastNsSql));
    if (!rows.step()) return false;
    if (rows.isNull(0) || rows.isNull(1)) return true;
    const auto count =
        static_cast<std::int64_t>(std::clamp(buckets, std::size_t{1}, Density::kBuckets));
    made.beginNs = rows.integer(0);
    made.widthNs = std::max<std::int64_t>(rows.integer(1) - made.beginNs, 0) / count + 1;
    made.buckets.resize(static_cast<std::size_t>(count));
    return true;
}

bool readExchanges(sqlite3* database, const Filter& filter, Density& made) {
    Rows rows = scanExchanges(database, "x.started_ns, x.flags, x.status", filter);
    while (rows.step()) {
        Density::Bucket& bucket = made.buckets[bucketOf(rows.integer(0), made)];
        ++bucket.exchanges;
        if (isError(rows.integer(2), static_cast<unsigned>(rows.number(1)))) ++bucket.errors;
    }
    return !rows.hasFailed();
}

bool readEvents(sqlite3* database, const Filter& filter, Density& made) {
    const Condition& condition = filter.condition(Subject::LifeEvents);
    Rows rows(database, fmt::format("SELECT e.kind, e.time_ns FROM life_event e WHERE {}",
                                    condition.sql.empty() ? "TRUE" : condition.sql));
    rows.bind(condition.parameters);
    while (rows.step()) {
        const std::string_view kind = rows.text(0);
        auto events = std::find_if(made.events.begin(), made.events.end(),
                                   [&](const auto& known) { return known.kind == kind; });
        if (events == made.events.end()) {
            if (made.events.size() == Density::kKinds) continue;
            events = made.events.insert(
                events, {std::string(kind), std::vector<std::uint32_t>(made.buckets.size())});
        }
        ++events->counts[bucketOf(rows.integer(1), made)];
    }
    std::sort(made.events.begin(), made.events.end(),
              [](const auto& a, const auto& b) { return a.kind < b.kind; });
    return !rows.hasFailed();
}

}  // namespace

base::Result<Density> density(Case& from, const Filter& filter, std::size_t buckets) {
    sqlite3* database = from.database();
    const Snapshot snapshot(database);
    Density made;
    if (!readSpan(database, buckets, made)) return from.failure();
    if (made.buckets.empty()) return made;
    if (!readExchanges(database, filter, made) || !readEvents(database, filter, made)) {
        return from.failure();
    }
    return made;
}

}  // namespace hark::query
