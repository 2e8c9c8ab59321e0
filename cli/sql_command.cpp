#include <iostream>
#include <memory>
#include <optional>
#include <span>
#include <sstream>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "cli/case_access.h"
#include "cli/commands.h"
#include "cli/row_printer.h"
#include "cli/terminal.h"
#include "core/base/text.h"

namespace hark::cli {

namespace {

struct Options : CaseOptions {
    std::string statement;
};

// Numbers as numbers; a blob as the literal that SQL has for it.
Cell cellOf(const query::SqlValue& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) return {*integer, {}};
    if (const auto* real = std::get_if<double>(&value)) return {*real, {}};
    if (const auto* text = std::get_if<std::string_view>(&value)) {
        return Cell::string(std::string(*text));
    }
    if (const auto* blob = std::get_if<base::Bytes>(&value)) {
        return Cell::string("x'" + base::toHex(*blob) + "'");
    }
    return Cell::none();
}

/// Prints what a statement returns; its first row says which columns are numbers.
class Result {
public:
    Result(Format format, Output& output) : format_(format), output_(output) {}

    void columns(std::span<const std::string> names) { names_.assign(names.begin(), names.end()); }
    bool row(std::span<const query::SqlValue> values) {
        if (!printer_) begin(values);
        std::vector<Cell> cells;
        for (const query::SqlValue& value : values)
            cells.push_back(cellOf(value));
        printer_->row(std::move(cells));
        return output_.isOpen();
    }
    void finish() {
        if (names_.empty()) return;
        if (!printer_) begin({});
        printer_->finish();
    }

private:
    void begin(std::span<const query::SqlValue> first) {
        std::vector<ColumnStyle> styles;
        for (std::size_t i = 0; i < names_.size(); ++i) {
            const bool isNumber =
                i < first.size() && (std::holds_alternative<std::int64_t>(first[i]) ||
                                     std::holds_alternative<double>(first[i]));
            styles.push_back({names_[i], isNumber, !isNumber, kNarrowest});
        }
        printer_.emplace(format_, std::move(styles), output_);
    }

    static constexpr std::size_t kNarrowest = 12;
    Format format_;
    Output& output_;
    std::vector<std::string> names_;
    std::optional<RowPrinter> printer_;
};

ExitCode run(const Options& options) {
    CaseAccess access;
    const ExitCode code = access.open(options);
    if (code == ExitCode::Failed) return code;
    std::string statement = options.statement;
    if (statement.empty()) {
        std::ostringstream all;
        all << std::cin.rdbuf();
        statement = all.str();
    }
    Output output;
    Result result(options.format, output);
    const base::Status done = access.get().runSql(
        statement, [&](auto names) { result.columns(names); },
        [&](auto values) { return result.row(values); });
    if (!done) return output.finish(failed(done.error()));
    result.finish();
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
