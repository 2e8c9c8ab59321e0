#include <algorithm>
#include <memory>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

#include "cli/case_access.h"
#include "cli/cells.h"
#include "cli/commands.h"
#include "cli/explain.h"
#include "cli/list_printing.h"
#include "cli/terminal.h"
#include "cli/waterfall.h"
#include "core/base/text.h"

namespace hark::cli {

namespace {

constexpr std::size_t kWidthWithoutTerminal = 120;
constexpr std::size_t kLabelWidth = 46;
// A picture of more lines than this tells nothing; --limit asks for more.
constexpr std::uint64_t kDefaultRows = 200;

// `connection 7` in front of the filter is a choice of its own.
void takeSubject(ListOptions& options) {
    if (options.words.size() >= 2 && options.words[0] == "connection" &&
        base::parseDecimal(options.words[1])) {
        const std::string term = "connection:" + options.words[1];
        options.words.erase(options.words.begin());
        options.words.front() = term;
    }
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

std::string label(const query::ExchangeRow& row) {
    const std::string status = row.status ? std::to_string(*row.status) : row.isRunning ? "…" : "–";
    const std::string target = row.target.value_or("(request not captured)");
    std::string text =
        fmt::format("{:>5} {:>3} {} {}", row.id, status, row.method.value_or("–"), target);
    text = fitted(base::printable(text), kLabelWidth);
    return text + std::string(kLabelWidth - displayWidth(text), ' ');
}

void draw(const std::vector<query::ExchangeRow>& rows, Output& output) {
    const std::size_t terminal = terminalWidth();
    const std::size_t width = terminal > 0 ? terminal : kWidthWithoutTerminal;
    std::int64_t begin = rows.front().startedNs;
    std::int64_t end = begin;
    for (const query::ExchangeRow& row : rows) {
        begin = std::min(begin, row.startedNs - row.connectNs.value_or(0) - row.dnsNs.value_or(0));
        end = std::max(end, row.startedNs + row.durationNs.value_or(0));
    }
    const Waterfall waterfall(begin, end, width > kLabelWidth + 40 ? width - kLabelWidth - 3 : 40,
                              wantsColour(STDOUT_FILENO));
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

ExitCode run(ListOptions options) {
    takeSubject(options);
    const auto filter = options.filter();
    if (!filter) return ExitCode::Usage;
    CaseAccess access;
    const ExitCode code = access.open(options);
    if (code == ExitCode::Failed) return code;
    const std::uint64_t limit = options.limit > 0 ? options.limit : kDefaultRows;
    const query::Snapshot snapshot = access.get().snapshot();
    auto ids = access.get().exchangeIds(*filter, {"connection", false}, limit + 1);
    if (!ids) return failed(ids.error());
    const bool isCut = ids->size() > limit;
    if (isCut) ids->resize(static_cast<std::size_t>(limit));
    auto rows = allRows(access.get(), *ids);
    if (!rows) return failed(rows.error());
    if (rows->empty()) {
        complain(options.words.empty() && options.expression.empty()
                     ? emptinessExplanation(access.get())
                     : "no exchange matches the filter");
        return code;
    }
    Output output;
    draw(*rows, output);
    const ExitCode finished = output.finish(code);
    if (isCut && output.isOpen())
        complain(fmt::format("only the first {} exchanges are drawn; --limit N draws more", limit));
    return finished;
}

}  // namespace

void addTimelineCommand(CLI::App& app, Action& action) {
    auto options = std::make_shared<ListOptions>();
    CLI::App* command =
        app.add_subcommand("timeline", "A waterfall of the exchanges, by connection");
    options->addTo(*command);
    command->footer("Example: hark timeline shop.hark connection 7");
    command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace hark::cli
