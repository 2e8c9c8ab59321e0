#include <memory>

#include "cli/commands.h"
#include "cli/list_printing.h"

namespace hark::cli {

namespace {

ExitCode run(const ListOptions& options) {
    const auto columns =
        chosenColumns(connectionColumns(), columnsOf(options, connectionColumns()));
    List list{query::Subject::Connections, stylesOf(columns), {}, {}, {}};
    list.find = [&](query::Case& from, const query::Filter& filter, const query::Sort& sort) {
        return from.connectionIds(filter, sort, options.limit);
    };
    list.print = [&](query::Case& from, Ids ids, RowPrinter& printer, const Output& output) {
        const auto fetch = [&](Ids page) { return from.connectionRows(page); };
        return printRows(ids, columns, fetch, printer, output);
    };
    return printList(options, list);
}

}  // namespace

void addConnectionsCommand(CLI::App& app, Action& action) {
    auto options = std::make_shared<ListOptions>();
    CLI::App* command =
        app.add_subcommand("connections", "One row per connection, as a keep-alive session");
    options->addTo(*command);
    command->footer("Example: hark connections shop.hark keep-alive:yes --sort -exchanges");
    command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace hark::cli
