#include <algorithm>
#include <memory>
#include <span>
#include <utility>

#include "cli/case_access.h"
#include "cli/commands.h"
#include "cli/list_columns.h"
#include "cli/terminal.h"

namespace hark::cli {

namespace {

constexpr std::size_t kRowsPerPage = 512;

// Machines get every column unless they ask for some.
std::vector<std::string> columnNames(const ListOptions& options) {
    std::vector<std::string> names = options.columns;
    if (names.empty() && options.format != Format::Table) {
        for (const auto& column : connectionColumns())
            names.push_back(column.style.name);
    }
    return names;
}

base::Status printRows(query::Case& from, std::span<const std::uint64_t> ids,
                       const std::vector<const ListColumn<query::ConnectionRow>*>& columns,
                       RowPrinter& printer, const Output& output) {
    while (!ids.empty() && output.isOpen()) {
        const auto page = ids.first(std::min(ids.size(), kRowsPerPage));
        auto rows = from.connectionRows(page);
        if (!rows) return rows.error();
        for (const query::ConnectionRow& row : *rows) {
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

ExitCode run(const ListOptions& options) {
    const auto filter = options.filter();
    const auto sort = options.sorting(query::Subject::Connections);
    const auto columns = chosenColumns(connectionColumns(), columnNames(options));
    if (!filter || !sort || columns.empty()) return ExitCode::Usage;
    CaseAccess access;
    const ExitCode code = access.open(options.file);
    if (code == ExitCode::Failed) return code;
    const query::Snapshot snapshot = access.get().snapshot();
    auto ids = access.get().connectionIds(*filter, *sort, options.limit);
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
    const base::Status printed = printRows(access.get(), *ids, columns, printer, output);
    printer.finish();
    if (!printed) {
        complain(printed.error().message);
        return output.finish(ExitCode::Failed);
    }
    return output.finish(code);
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
