#include <memory>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/list_printing.h"
#include "cli/session_columns.h"
#include "cli/terminal.h"

namespace hark::cli {

namespace {

struct Options : ListOptions {
    bool all = false;
};

// Who asks for all names wants to know where each is; cookies are all in the same place.
std::vector<std::string> columnNames(const Options& options) {
    std::vector<std::string> names = columnsOf(options, cookieColumns());
    if (!names.empty() || !options.all) return names;
    names.emplace_back("carrier");
    for (const auto& column : cookieColumns()) {
        if (column.isDefault) names.push_back(column.style.name);
    }
    return names;
}

ExitCode run(const Options& options) {
    const auto columns = chosenColumns(cookieColumns(), columnNames(options));
    List list{query::Subject::Cookies, stylesOf(columns), {}, {}, {}};
    list.find = [&](query::Case& from, const query::Filter& filter, const query::Sort& sort) {
        const auto scope = options.all ? query::NameScope::All : query::NameScope::Cookies;
        return from.cookieIds(filter, sort, options.limit, scope);
    };
    list.print = [&](query::Case& from, Ids ids, RowPrinter& printer, const Output& output) {
        const auto fetch = [&](Ids page) { return from.cookieRows(page); };
        return printRows(ids, columns, fetch, printer, output);
    };
    list.explainEmptiness = [&](query::Case&) {
        complain(
            options.hasFilter()
                ? "no cookie matches the filter"
                : "no cookies: no request sent one, no response set one; --all shows other names");
    };
    return printList(options, list);
}

}  // namespace

void addCookiesCommand(CLI::App& app, Action& action) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "cookies",
        "One row per cookie: what it is for, its attributes, where it was set and used, and how "
        "it changed");
    options->addTo(*command);
    command->add_flag("--all", options->all,
                      "And the other names under which clients make themselves recognised: "
                      "parameters, header fields, tokens");
    command->footer(
        "Example: hark cookies shop.hark --columns name,class,why\n"
        "         hark cookies shop.hark cookie-name:sid --format json");
    command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace hark::cli
