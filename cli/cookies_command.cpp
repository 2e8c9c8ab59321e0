#include <memory>

#include "cli/commands.h"
#include "cli/list_printing.h"
#include "cli/session_columns.h"
#include "cli/terminal.h"

namespace hark::cli {

namespace {

ExitCode run(const ListOptions& options) {
    const auto columns = chosenColumns(cookieColumns(), columnsOf(options, cookieColumns()));
    List list{query::Subject::Cookies, stylesOf(columns), {}, {}, {}};
    list.find = [&](query::Case& from, const query::Filter& filter, const query::Sort& sort) {
        return from.cookieIds(filter, sort, options.limit);
    };
    list.print = [&](query::Case& from, Ids ids, RowPrinter& printer, const Output& output) {
        const auto fetch = [&](Ids page) { return from.cookieRows(page); };
        return printRows(ids, columns, fetch, printer, output);
    };
    list.explainEmptiness = [&](query::Case&) {
        complain(options.hasFilter() ? "no cookie matches the filter"
                                     : "no cookies: no request sent one, no response set one");
    };
    return printList(options, list);
}

}  // namespace

void addCookiesCommand(CLI::App& app, Action& action) {
    auto options = std::make_shared<ListOptions>();
    CLI::App* command = app.add_subcommand(
        "cookies",
        "One row per cookie: what it is for, its attributes, where it was set and used, and how "
        "it changed");
    options->addTo(*command);
    command->footer(
        "Example: hark cookies shop.hark --columns name,class,why\n"
        "         hark cookies shop.hark cookie-name:sid --format json");
    command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace hark::cli
