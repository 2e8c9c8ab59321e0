#include "core/query/bars.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "core/http/exchange_flags.h"
#include "core/query/columns.h"
#include "core/query/exchange_scan.h"
#include "core/query/session_finder.h"

namespace hark::query {

namespace {

constexpr std::string_view kColumns =
    "x.id, x.connection, x.ordinal, x.flags, x.started_ns, x.blocked_ns, x.dns_ns, x.connect_ns, "
    "x.tls_ns, x.send_ns, x.wait_ns, x.receive_ns, x.stream, x.status, x.request_missing, "
    "x.response_missing";

std::uint32_t narrow(const std::optional<std::uint64_t>& value) {
    return value && *value < Bar::kNone ? static_cast<std::uint32_t>(*value) : Bar::kNone;
}

// RFC 9110 section 15.4: those that name another URI to go to.
bool isRedirect(std::uint16_t status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

std::uint16_t flagsOf(unsigned known, bool isMissing, const Bar& bar) {
    using Flag = http::ExchangeFlag;
    unsigned flags = 0;
    if (bar.ordinal != Bar::kNone && bar.ordinal > 0) flags |= Bar::kReused;
    if ((known & Flag::kBothComplete) != Flag::kBothComplete) flags |= Bar::kIncomplete;
    if (isMissing) flags |= Bar::kGap;
    if ((known & Flag::kEnded) == 0) flags |= Bar::kRunning;
    if (isRedirect(bar.status)) flags |= Bar::kRedirect;
    return static_cast<std::uint16_t>(flags);
}

Bar readBar(const Rows& rows) {
    Columns columns(rows);
    Bar bar;
    bar.id = columns.number();
    bar.connection = narrow(columns.number());
    bar.ordinal = narrow(columns.maybeNumber());
    const auto known = static_cast<unsigned>(columns.number());
    bar.startedNs = columns.integer();
    for (float& phase : bar.phases) {
        phase = static_cast<float>(columns.maybeInteger().value_or(-1));
    }
    bar.stream = narrow(columns.maybeNumber());
    bar.status = static_cast<std::uint16_t>(columns.number());
    const bool isMissing = columns.number() > 0 || columns.number() > 0;
    bar.flags = flagsOf(known, isMissing, bar);
    return bar;
}

}  // namespace

base::Result<std::vector<Bar>> bars(Case& from, std::span<const std::uint64_t> ids) {
    static const std::string kSql = fmt::format("SELECT {} FROM exchange x WHERE id = ?", kColumns);
    const Snapshot snapshot(from.database());
    Rows rows(from.database(), kSql);
    SessionFinder sessions(from.database());
    std::vector<Bar> found;
    if (!readEach(rows, ids, readBar, found)) return from.failure();
    for (Bar& bar : found) {
        bar.session = narrow(sessions.of(bar.connection, bar.id));
    }
    if (sessions.hasFailed()) return from.failure();
    return found;
}

base::Result<std::vector<Bar>> bars(Case& from, const Filter& filter, std::size_t most) {
    const Snapshot snapshot(from.database());
    Rows rows = scanExchanges(from.database(), kColumns, filter);
    SessionFinder sessions(from.database());
    std::vector<Bar> found;
    while (found.size() < most && !sessions.hasFailed() && rows.step()) {
        Bar& bar = found.emplace_back(readBar(rows));
        bar.session = narrow(sessions.of(bar.connection, bar.id));
    }
    if (rows.hasFailed() || sessions.hasFailed()) return from.failure();
    return found;
}

base::Result<std::vector<ConnectionBar>> connectionBars(Case& from,
                                                        std::span<const std::uint64_t> ids) {
    const Snapshot snapshot(from.database());
    Rows rows(from.database(),
              "SELECT id, start_seen, open, started_ns, ended_ns, iif(synack_ns IS NULL, NULL, "
              "ack_ns - syn_ns) FROM connection WHERE id = ?");
    const auto read = [](const Rows& row) {
        Columns columns(row);
        ConnectionBar bar;
        bar.id = columns.number();
        bar.startSeen = columns.flag();
        bar.isOpen = columns.flag();
        bar.startedNs = columns.integer();
        bar.endedNs = columns.integer();
        bar.handshakeNs = columns.maybeInteger();
        return bar;
    };
    std::vector<ConnectionBar> found;
    if (!readEach<ConnectionBar>(rows, ids, read, found)) return from.failure();
    return found;
}

}  // namespace hark::query
