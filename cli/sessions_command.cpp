#include <memory>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/explain.h"
#include "cli/list_printing.h"
#include "cli/session_columns.h"
#include "cli/session_json.h"
#include "cli/terminal.h"

namespace hark::cli {

namespace {

struct Options : ListOptions {
    bool events = false;
};

ExitCode listSessions(const Options& options) {
    const auto columns = chosenColumns(sessionColumns(), columnsOf(options, sessionColumns()));
    List list{query::Subject::Sessions, stylesOf(columns), {}, {}, {}};
    list.find = [&](query::Case& from, const query::Filter& filter, const query::Sort& sort) {
        return from.sessionIds(filter, sort, options.limit);
    };
    list.print = [&](query::Case& from, Ids ids, RowPrinter& printer, const Output& output) {
        const auto fetch = [&](Ids page) { return from.sessionRows(page); };
        return printRows(ids, columns, fetch, printer, output);
    };
    list.explainEmptiness = [&](query::Case& from) {
        complain(sessionlessExplanation(from, options.hasFilter()));
    };
    return printList(options, list);
}

ExitCode listEvents(const Options& options) {
    const bool isFull = options.columns.empty() &&
                        (options.format == Format::Json || options.format == Format::Ndjson);
    const auto columns = chosenColumns(lifeEventColumns(), columnsOf(options, lifeEventColumns()));
    List list{query::Subject::LifeEvents, stylesOf(columns), {}, {}, {}};
    list.find = [&](query::Case& from, const query::Filter& filter, const query::Sort& sort) {
        return from.lifeEventIds(filter, sort, options.limit);
    };
    list.print = [&](query::Case& from, Ids ids, RowPrinter& printer, const Output& output) {
        const auto fetch = [&](Ids page) { return from.lifeEventRows(page); };
        if (!isFull) return printRows(ids, columns, fetch, printer, output);
        return eachRow(ids, fetch, [&](const query::LifeEventRow& row) {
            printer.object(lifeEventJson(row));
            return output.isOpen();
        });
    };
    list.explainEmptiness = [&](query::Case& from) {
        complain(sessionlessExplanation(from, options.hasFilter()));
    };
    return printList(options, list);
}

}  // namespace

void addSessionsCommand(CLI::App& app, Action& action) {
    auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("sessions", "One row per user session, or per event of their lives");
    options->addTo(*command);
    command->add_flag("--events", options->events,
                      "One row per life event: minted, login, rotated, logout, expired …");
    command->footer(
        "Example: hark sessions shop.hark user:anna --sort -duration\n"
        "         hark sessions shop.hark --events event:login --format ndjson");
    command->callback([options, &action] {
        action = [options] {
            return options->events ? listEvents(*options) : listSessions(*options);
        };
    });
}

}  // namespace hark::cli
