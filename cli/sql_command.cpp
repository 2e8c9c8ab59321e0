#include <iostream>
#include <memory>
#include <sstream>
#include <string>

#include "cli/case_access.h"
#include "cli/commands.h"
#include "cli/row_printer.h"
#include "cli/terminal.h"

namespace hark::cli {

namespace {

struct Options : CaseOptions {
    std::string statement;
};

ExitCode run(const Options& options) {
    CaseAccess access;
    const ExitCode code = access.open(options.file);
    if (code == ExitCode::Failed) return code;
    std::string statement = options.statement;
    if (statement.empty()) {
        std::ostringstream all;
        all << std::cin.rdbuf();
        statement = all.str();
    }
    Output output;
    std::unique_ptr<RowPrinter> printer;
    const base::Status done = access.get().runSql(statement, [&](auto names, auto values) {
        if (!printer) {
            std::vector<ColumnStyle> columns;
            for (const std::string& name : names)
                columns.push_back({name, false, true, 12});
            printer = std::make_unique<RowPrinter>(options.format, std::move(columns), output);
        }
        std::vector<Cell> cells;
        for (const auto& value : values) {
            cells.push_back(value ? Cell::string(std::string(*value)) : Cell::none());
        }
        printer->row(std::move(cells));
        return output.isOpen();
    });
    if (printer) printer->finish();
    if (!done) {
        complain(done.error().message);
        return output.finish(ExitCode::Failed);
    }
    if (!printer && options.format == Format::Json) output.write("[]\n");
    return output.finish(code);
}

}  // namespace

void addSqlCommand(CLI::App& app, Action& action) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("sql", "Read-only SQL on a case");
    options->addTo(*command);
    command->add_option("STATEMENT", options->statement, "One statement; else from standard input");
    command->footer(
        "Example: hark sql shop.hark 'SELECT method, count(*) FROM exchanges GROUP BY 1'");
    command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace hark::cli
