#include <algorithm>
#include <memory>
#include <span>
#include <utility>

#include "cli/case_access.h"
#include "cli/commands.h"
#include "cli/exchange_json.h"
#include "cli/explain.h"
#include "cli/list_columns.h"
#include "cli/terminal.h"

namespace hark::cli {

namespace {

constexpr std::size_t kRowsPerPage = 512;

struct Options : ListOptions {
    std::string digest;
};

bool wantsFullSchema(const Options& options) {
    return options.columns.empty() &&
           (options.format == Format::Json || options.format == Format::Ndjson);
}

base::Status printFull(query::Case& from, std::span<const std::uint64_t> ids, bool withDigest,
                       RowPrinter& printer, const Output& output) {
    for (const std::uint64_t id : ids) {
        if (!output.isOpen()) break;
        auto detail = from.exchange(id);
        if (!detail) return detail.error();
        if (*detail) printer.object(exchangeJson(from, **detail, withDigest));
    }
    return base::Done{};
}

template <typename Columns>
base::Status printRows(query::Case& from, std::span<const std::uint64_t> ids,
                       const Columns& columns, RowPrinter& printer, const Output& output) {
    while (!ids.empty() && output.isOpen()) {
        const auto page = ids.first(std::min(ids.size(), kRowsPerPage));
        auto rows = from.exchangeRows(page);
        if (!rows) return rows.error();
        for (const query::ExchangeRow& row : *rows) {
            std::vector<Cell> cells;
            cells.reserve(columns.size());
            for (const auto* column : columns)
                cells.push_back(column->cell(row));
            printer.row(std::move(cells));
        }
        ids = ids.subspan(page.size());
    }
    return base::Done{};
}

// "No exchanges" is an answer only with its reason.
void explainEmptiness(query::Case& from, const Options& options) {
    if (!options.words.empty() || !options.expression.empty()) {
        complain("no exchange matches the filter");
        return;
    }
    complain(emptinessExplanation(from));
}

ExitCode run(const Options& options) {
    const auto filter = options.filter();
    const auto sort = options.sorting(query::Subject::Exchanges);
    const auto columns = chosenColumns(exchangeColumns(), options.columns);
    if (!filter || !sort || columns.empty()) return ExitCode::Usage;
    CaseAccess access;
    const ExitCode code = access.open(options.file);
    if (code == ExitCode::Failed) return code;
    const query::Snapshot snapshot = access.get().snapshot();
    auto ids = access.get().exchangeIds(*filter, *sort, options.limit);
    if (!ids) {
        complain(ids.error().message);
        return ExitCode::Failed;
    }
    Output output;
    std::vector<ColumnStyle> styles;
    styles.reserve(columns.size());
    for (const auto* column : columns)
        styles.push_back(column->style);
    RowPrinter printer(options.format, std::move(styles), output);
    const base::Status printed =
        wantsFullSchema(options)
            ? printFull(access.get(), *ids, !options.digest.empty(), printer, output)
            : printRows(access.get(), *ids, columns, printer, output);
    printer.finish();
    if (!printed) {
        complain(printed.error().message);
        return output.finish(ExitCode::Failed);
    }
    const ExitCode finished = output.finish(code);
    if (ids->empty() && options.format == Format::Table) explainEmptiness(access.get(), options);
    return finished;
}

}  // namespace

void addExchangesCommand(CLI::App& app, Action& action) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("exchanges", "One row per exchange");
    options->addTo(*command);
    command->add_option("--digest", options->digest, "Add a digest of each decoded content: sha256")
        ->check(CLI::IsMember({"sha256"}))
        ->type_name("ALGORITHM");
    command->footer("Example: hark exchanges shop.hark method:POST status:4xx --sort -duration");
    command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace hark::cli
