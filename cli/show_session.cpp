#include "cli/show_session.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "cli/cells.h"
#include "cli/list_printing.h"
#include "cli/session_json.h"
#include "cli/session_story.h"
#include "cli/session_words.h"
#include "cli/terminal.h"
#include "core/base/time.h"

namespace hark::cli {

namespace {

// Of a longer session the beginning is told; what it does all day is a matter of `hark exchanges`.
constexpr std::size_t kMostExchanges = 50'000;
constexpr std::uint64_t kMostSiblings = 1000;
// Lines of a story are for reading.
constexpr std::size_t kWidestLine = 110;

base::Result<std::vector<query::SessionRow>> siblingsOf(query::Case& from,
                                                        const query::SessionRow& session) {
    const auto filter = query::parseFilter(fmt::format("visitor:{}", session.visitor));
    const auto ids =
        from.sessionIds(std::get<query::Filter>(filter), {"started", false}, kMostSiblings);
    if (!ids) return ids.error();
    auto rows = from.sessionRows(*ids);
    if (!rows) return rows.error();
    std::erase_if(*rows, [&](const query::SessionRow& row) { return row.id == session.id; });
    return rows;
}

// What shows that a session ended often belongs to the next one.
base::Result<std::vector<query::ExchangeRow>> otherExchangesOf(query::Case& from,
                                                               const query::SessionDetail& detail) {
    std::set<std::uint64_t> ids;
    for (const query::LifeEventRow& event : detail.events)
        ids.insert(event.exchange);
    auto rows = from.exchangeRows(std::vector<std::uint64_t>(ids.begin(), ids.end()));
    if (!rows) return rows.error();
    std::erase_if(*rows,
                  [&](const query::ExchangeRow& row) { return row.session == detail.row.id; });
    return rows;
}

base::Result<std::vector<query::ExchangeRow>> exchangesOf(query::Case& from, std::uint64_t id) {
    auto ids = from.exchangesOfSession(id);
    if (!ids) return ids.error();
    ids->resize(std::min(ids->size(), kMostExchanges));
    std::vector<query::ExchangeRow> rows;
    const base::Status read = eachRow(
        *ids, [&](Ids page) { return from.exchangeRows(page); },
        [&](query::ExchangeRow& row) {
            rows.push_back(std::move(row));
            return true;
        });
    if (!read) return read.error();
    return rows;
}

Cell expiry(const query::HeldCookie& cookie) {
    if (!cookie.expiresNs) return Cell::none();
    return Cell::string(base::toIso8601(base::Timestamp(base::Duration(*cookie.expiresNs))));
}

void printJar(const std::vector<query::HeldCookie>& jar, Format format, Output& output) {
    RowPrinter printer(format,
                       {{"name", false, true, 8},
                        {"value", false, true, 12},
                        {"domain", false, true, 12},
                        {"path", false, true, 6},
                        {"expires", false, false, 4},
                        {"set_by", true, false, 4},
                        {"last_sent_by", true, false, 4},
                        {"attributes", false, true, 12}},
                       output);
    for (const query::HeldCookie& cookie : jar) {
        if (format == Format::Json || format == Format::Ndjson) {
            printer.object(heldCookieJson(cookie));
            continue;
        }
        printer.row({Cell::string(cookie.name),
                     {cookie.value, abbreviated(cookie.value)},
                     {cookie.domain, cookie.isHostOnly ? cookie.domain : "." + cookie.domain},
                     cells::text(cookie.path),
                     expiry(cookie),
                     cells::number(cookie.setBy),
                     cells::number(cookie.lastSentBy),
                     cells::text(cookie.attributes)});
    }
    printer.finish();
}

}  // namespace

base::Result<bool> showSession(query::Case& from, std::uint64_t id, const CaseOptions& options,
                               Output& output) {
    const query::Snapshot snapshot = from.snapshot();
    auto detail = from.session(id);
    if (!detail) return detail.error();
    if (!*detail) return false;
    auto siblings = siblingsOf(from, (*detail)->row);
    if (!siblings) return siblings.error();
    auto exchanges = exchangesOf(from, id);
    if (!exchanges) return exchanges.error();
    auto others = otherExchangesOf(from, **detail);
    if (!others) return others.error();
    const SessionStory story{std::move(**detail), std::move(*siblings), std::move(*exchanges),
                             std::move(*others), options.file};
    switch (options.format) {
        case Format::Table: {
            const std::size_t terminal = terminalWidth();
            output.write(storyText(story, std::min(terminal, kWidestLine)));
            break;
        }
        case Format::Json:
            output.write(dumpJson(storyJson(story), 2) + "\n");
            break;
        case Format::Ndjson:
            output.write(dumpJson(storyJson(story)) + "\n");
            break;
        case Format::Csv:
            printFlat(storyJson(story), output);
            break;
    }
    return true;
}

base::Result<bool> showJar(query::Case& from, std::uint64_t id, std::uint64_t exchange,
                           const CaseOptions& options, Output& output) {
    const query::Snapshot snapshot = from.snapshot();
    const auto session = from.sessionRows({&id, 1});
    if (!session) return session.error();
    if (session->empty()) return false;
    const auto row = from.exchangeRows({&exchange, 1});
    if (!row) return row.error();
    if (row->empty()) return base::Error{fmt::format("there is no exchange {}", exchange)};
    const std::int64_t over = row->front().startedNs + row->front().durationNs.value_or(0);
    const auto jar = from.cookieJar(id, over);
    if (!jar) return jar.error();
    printJar(*jar, options.format, output);
    return true;
}

}  // namespace hark::cli
