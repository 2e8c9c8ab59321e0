#include <memory>
#include <string>

#include "cli/choice_option.h"
#include "cli/commands.h"
#include "cli/explain.h"
#include "cli/list_printing.h"
#include "cli/terminal.h"
#include "core/report/exchange_json.h"

namespace hark::cli {

namespace {

struct Options : ListOptions {
    std::string digest;
};

bool wantsFullSchema(const Options& options) {
    return options.columns.empty() &&
           (options.format == Format::Json || options.format == Format::Ndjson);
}

base::Status printFull(query::Case& from, Ids ids, bool withDigest, RowPrinter& printer,
                       const Output& output) {
    for (const std::uint64_t id : ids) {
        if (!output.isOpen()) break;
        auto detail = from.exchange(id);
        if (!detail) return detail.error();
        if (*detail) printer.object(report::exchangeJson(from, **detail, withDigest));
    }
    return base::Done{};
}

// "No exchanges" is an answer only with its reason.
void explainEmptiness(query::Case& from, const Options& options) {
    if (options.hasFilter()) {
        complain("no exchange matches the filter");
        return;
    }
    complain(emptinessExplanation(from));
}

ExitCode run(const Options& options) {
    const auto columns = chosenColumns(exchangeColumns(), options.columns);
    List list{query::Subject::Exchanges, stylesOf(columns), {}, {}, {}};
    list.find = [&](query::Case& from, const query::Filter& filter, const query::Sort& sort) {
        return from.exchangeIds(filter, sort, options.limit);
    };
    list.print = [&](query::Case& from, Ids ids, RowPrinter& printer, const Output& output) {
        if (wantsFullSchema(options)) {
            return printFull(from, ids, !options.digest.empty(), printer, output);
        }
        const auto fetch = [&](Ids page) { return from.exchangeRows(page); };
        return printRows(ids, columns, fetch, printer, output);
    };
    list.explainEmptiness = [&](query::Case& from) { explainEmptiness(from, options); };
    return printList(options, list);
}

}  // namespace

void addExchangesCommand(CLI::App& app, Action& action) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("exchanges", "One row per exchange");
    options->addTo(*command);
    addChoice<std::string>(*command, "--digest", options->digest, {{"sha256", "sha256"}},
                           "Add a digest of each decoded content: sha256")
        ->type_name("ALGORITHM");
    command->footer("Example: hark exchanges shop.hark method:POST status:4xx --sort -duration");
    command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace hark::cli
