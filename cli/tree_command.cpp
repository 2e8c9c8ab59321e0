#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/case_access.h"
#include "cli/cells.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/row_printer.h"
#include "cli/terminal.h"
#include "core/query/site_tree.h"

namespace hark::cli {

namespace {

using query::SiteFigures;
using query::SiteNode;
using query::SitePlace;

struct Options : ListOptions {
    std::uint64_t depth = 2;
    static constexpr std::uint64_t kBranches = 10;  // unless --limit says otherwise
};

// Prints services and what is below them, each place before its branches.
class TreePrinter {
public:
    TreePrinter(query::Case& from, const query::Filter& filter, const Options& options,
                Output& output)
        : from_(from),
          filter_(filter),
          options_(options),
          output_(output),
          printer_(options.format, columns(options.format), output) {}

    base::Status print() {
        auto status = printBelow({}, 0);
        printer_.finish();
        return status;
    }

private:
    // What means a place takes as much room as all else: for machines.
    static std::vector<ColumnStyle> columns(Format format) {
        std::vector<ColumnStyle> made{{"exchanges", true, false, 4},
                                      {"errors", true, false, 4},
                                      {"bytes", true, false, 4},
                                      {"slowest", true, false, 4},
                                      {"place", false, true, 20}};
        if (format != Format::Table) made.push_back({"filter", false, true, 20});
        return made;
    }

    // `place` without a service: all of them.
    base::Status printBelow(const SitePlace& place, std::uint64_t depth) {
        const std::uint64_t limit = options_.limit > 0 ? options_.limit : Options::kBranches;
        const auto made = place.service.empty() ? query::services(from_, filter_, limit)
                                                : query::branches(from_, filter_, place, limit);
        if (!made) return made.error();
        for (const SiteNode& node : made->nodes) {
            if (!output_.isOpen()) break;
            printNode(node, depth);
            if (!node.hasChildren || depth == options_.depth) continue;
            auto status = printBelow(node.place, depth + 1);
            if (!status) return status;
        }
        // Machines count what is there; a sum of places is none.
        if (made->more > 0 && options_.format == Format::Table) {
            printRow(made->rest,
                     std::string(2 * depth, ' ') + "… " + std::to_string(made->more) + " more", "");
        }
        return base::Done{};
    }

    void printNode(const SiteNode& node, std::uint64_t depth) {
        const bool isTable = options_.format == Format::Table;
        const bool isPath = node.place.path.starts_with('/');
        const std::string label = std::string(2 * depth, ' ') + (isPath ? "/" : "") + node.name;
        printRow(node.figures, isTable ? label : node.place.service + node.place.path,
                 query::filterFor(node.place).value_or(""));
    }

    void printRow(const SiteFigures& figures, std::string place, const std::string& filter) {
        std::vector<Cell> row{Cell::number(figures.exchanges), Cell::number(figures.errors),
                              cells::bytes(figures.bytes), cells::duration(figures.slowestNs),
                              Cell::string(std::move(place))};
        if (options_.format != Format::Table) row.push_back(cells::text(filter));
        printer_.row(std::move(row));
    }

    query::Case& from_;
    const query::Filter& filter_;
    const Options& options_;
    Output& output_;
    RowPrinter printer_;
};

ExitCode run(const Options& options) {
    const auto filter = options.filter();
    if (!filter) return ExitCode::Usage;
    CaseAccess access;
    const ExitCode code = access.open(options);
    if (code == ExitCode::Failed) return code;
    const query::Snapshot snapshot = access.get().snapshot();
    Output output;
    const base::Status printed = TreePrinter(access.get(), *filter, options, output).print();
    return output.finish(printed ? code : failed(printed.error()));
}

}  // namespace

void addTreeCommand(CLI::App& app, Action& action) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "tree", "Exchanges summed up by service and path, with a filter for each place");
    options->CaseOptions::addTo(*command);
    options->addFilterTo(*command);
    options->addLimitTo(*command, "At most so many branches of each place; 10 unless told");
    command
        ->add_option_function<std::string>(
            "--depth",
            [options](const std::string& text) {
                options->depth = parseId("--depth", text, "segments");
            },
            "How many segments of paths; 0: services alone")
        ->type_name("N");
    command->footer("Example: hark tree shop.hark status:5xx --depth 3");
    command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace hark::cli
