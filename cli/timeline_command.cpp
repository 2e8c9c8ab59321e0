#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

#include "cli/case_access.h"
#include "cli/cells.h"
#include "cli/commands.h"
#include "cli/explain.h"
#include "cli/list_printing.h"
#include "cli/session_words.h"
#include "cli/terminal.h"
#include "cli/waterfall.h"
#include "core/base/text.h"

namespace hark::cli {

namespace {

constexpr std::size_t kWidthWithoutTerminal = 120;
constexpr std::size_t kLabelWidth = 46;
// A picture of more lines than this tells nothing; --limit asks for more.
constexpr std::uint64_t kDefaultRows = 200;
// In lanes they share a line.
constexpr std::uint64_t kDefaultExchanges = 20'000;

// `connection 7` or `session 3` in front of the filter is a choice of its own. The session's
// number, where it is one.
std::optional<std::uint64_t> takeSubject(ListOptions& options) {
    if (options.words.size() < 2) return std::nullopt;
    const std::string subject = options.words[0];
    const auto id = base::parseDecimal(options.words[1]);
    if (!id || (subject != "connection" && subject != "session")) return std::nullopt;
    options.words.erase(options.words.begin());
    options.words.front() = fmt::format("{}:{}", subject, *id);
    return subject == "session" ? id : std::nullopt;
}

base::Result<std::vector<query::ExchangeRow>> allRows(query::Case& from, Ids ids) {
    std::vector<query::ExchangeRow> rows;
    const auto take = [&](query::ExchangeRow& row) {
        rows.push_back(std::move(row));
        return true;
    };
    const base::Status read = eachRow(
        ids, [&](Ids page) { return from.exchangeRows(page); }, take);
    if (!read) return read.error();
    return rows;
}

std::string padded(const std::string& label) {
    const std::string text = fitted(label, kLabelWidth);
    return text + std::string(kLabelWidth - displayWidth(text), ' ');
}

std::string label(const query::ExchangeRow& row) {
    const std::string status = row.status ? std::to_string(*row.status) : row.isRunning ? "…" : "–";
    const std::string target = row.target.value_or("(request not captured)");
    std::string text =
        fmt::format("{:>5} {:>3} {} {}", row.id, status, row.method.value_or("–"), target);
    return padded(base::printable(text));
}

Waterfall waterfallOf(const std::vector<query::ExchangeRow>& rows) {
    const std::size_t terminal = terminalWidth();
    const std::size_t width = terminal > 0 ? terminal : kWidthWithoutTerminal;
    std::int64_t begin = rows.front().startedNs;
    std::int64_t end = begin;
    for (const query::ExchangeRow& row : rows) {
        begin = std::min(begin, row.startedNs - row.connectNs.value_or(0) - row.dnsNs.value_or(0));
        end = std::max(end, row.startedNs + row.durationNs.value_or(0));
    }
    return {begin, end, width > kLabelWidth + 40 ? width - kLabelWidth - 3 : 40,
            wantsColour(STDOUT_FILENO)};
}

void draw(const std::vector<query::ExchangeRow>& rows, Output& output) {
    const Waterfall waterfall = waterfallOf(rows);
    output.write(std::string(kLabelWidth + 2, ' ') + waterfall.ruler() + "\n");
    std::uint64_t connection = 0;
    for (const query::ExchangeRow& row : rows) {
        if (row.connection != connection) {
            connection = row.connection;
            output.write(fmt::format("connection {}  {} → {}\n", connection,
                                     endpointText(row.client), endpointText(row.server)));
        }
        output.write(label(row) + "  " + waterfall.bar(row) + "\n");
    }
    output.write(Waterfall::legend() + "\n");
}

using Signs = std::vector<std::pair<std::int64_t, char>>;

// One lane for each connection of a session, and under it what happened there.
void drawLanes(std::span<const query::ExchangeRow> rows, const Waterfall& waterfall,
               const std::vector<query::LifeEventRow>& events, Output& output) {
    output.write(padded("connection  client") + "  " + waterfall.ruler() + "\n");
    std::string used;
    while (!rows.empty()) {
        const query::ExchangeRow& first = rows.front();
        const auto end = std::find_if(rows.begin(), rows.end(), [&](const auto& row) {
            return row.connection != first.connection;
        });
        const auto lane = rows.first(static_cast<std::size_t>(end - rows.begin()));
        rows = rows.subspan(lane.size());
        output.write(
            padded(fmt::format("{:>10}  {}  {}", first.connection, endpointText(first.client),
                               counted(lane.size(), "exchange"))) +
            "  " + waterfall.lane(lane) + "\n");
        Signs signs;
        for (const query::LifeEventRow& event : events) {
            if (event.connection == first.connection)
                signs.emplace_back(event.timeNs, lifeSign(event.event));
        }
        if (signs.empty()) continue;
        for (const auto& [ns, sign] : signs)
            used += sign;
        output.write(padded("") + "  " + waterfall.marks(signs) + "\n");
    }
    output.write(Waterfall::legend() + "\n" + (used.empty() ? "" : lifeLegend(used) + "\n"));
}

base::Status drawSession(query::Case& from, std::uint64_t session,
                         const std::vector<query::ExchangeRow>& rows, Output& output) {
    const auto detail = from.session(session);
    if (!detail) return detail.error();
    const auto events = *detail ? (*detail)->events : std::vector<query::LifeEventRow>();
    drawLanes(rows, waterfallOf(rows), events, output);
    return base::Done{};
}

ExitCode run(ListOptions options) {
    const auto session = takeSubject(options);
    const auto filter = options.filter();
    if (!filter) return ExitCode::Usage;
    CaseAccess access;
    const ExitCode code = access.open(options);
    if (code == ExitCode::Failed) return code;
    const std::uint64_t most = session ? kDefaultExchanges : kDefaultRows;
    const std::uint64_t limit = options.limit > 0 ? options.limit : most;
    const query::Snapshot snapshot = access.get().snapshot();
    auto ids = access.get().exchangeIds(*filter, {"connection", false}, limit + 1);
    if (!ids) return failed(ids.error());
    const bool isCut = ids->size() > limit;
    if (isCut) ids->resize(static_cast<std::size_t>(limit));
    auto rows = allRows(access.get(), *ids);
    if (!rows) return failed(rows.error());
    if (rows->empty()) {
        complain(options.hasFilter() ? "no exchange matches the filter"
                                     : emptinessExplanation(access.get()));
        return code;
    }
    Output output;
    base::Status drawn = base::Done{};
    if (session) {
        drawn = drawSession(access.get(), *session, *rows, output);
    } else {
        draw(*rows, output);
    }
    const ExitCode finished = output.finish(drawn ? code : failed(drawn.error()));
    if (isCut && output.isOpen())
        complain(fmt::format("only the first {} exchanges are drawn; --limit N draws more", limit));
    return finished;
}

}  // namespace

void addTimelineCommand(CLI::App& app, Action& action) {
    auto options = std::make_shared<ListOptions>();
    CLI::App* command = app.add_subcommand(
        "timeline", "A waterfall of the exchanges, by connection; of a session, a lane for each");
    options->addTo(*command);
    command->footer(
        "Example: hark timeline shop.hark connection 7\n"
        "         hark timeline shop.hark session 3");
    command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace hark::cli
