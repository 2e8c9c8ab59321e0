#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "cli/choice_option.h"
#include "cli/commands.h"
#include "cli/importing.h"
#include "cli/output.h"
#include "cli/terminal.h"

namespace hark::cli {

namespace {

struct Options {
    std::vector<std::string> files;
    std::string casePath;
    std::string commandLine;
    bool force = false;
    bool watched = false;
    ProgressStyle progress = ProgressStyle::Auto;
};

ExitCode run(const Options& options) {
    analysis::ImportOptions import;
    import.inputs = options.files;
    import.force = options.force;
    import.mode =
        options.watched ? store::CaseWriter::Mode::Watched : store::CaseWriter::Mode::Bulk;
    import.casePath = options.casePath;
    if (import.casePath.empty()) {
        if (options.files.front() == "-") {
            complain("standard input has no name for the case to be called after: add -o CASE");
            return ExitCode::Usage;
        }
        import.casePath = options.files.front() + ".hark";
    }
    import.commandLine = options.commandLine;
    analysis::ImportSummary summary;
    const ExitCode code = runImport(import, options.progress, summary);
    if (code == ExitCode::Failed) return code;
    Output output;
    output.write(summary.casePath + "\n");
    return output.finish(code);
}

}  // namespace

void addImportCommand(CLI::App& app, Action& action, const std::string& commandLine) {
    auto options = std::make_shared<Options>();
    options->commandLine = commandLine;
    CLI::App* command = app.add_subcommand(
        "import", "Read captures (pcap, pcapng, their .gz, - for standard input) into a case");
    command->add_option("FILE,-r", options->files, "Captures; - is standard input")
        ->required()
        ->type_name("FILE...");
    command
        ->add_option("-o,--output", options->casePath,
                     "The case to write; without it, FILE's name with .hark beside it")
        ->check(hasName())
        ->type_name("CASE");
    command->add_flag("--force", options->force, "Replace an existing case");
    command->add_flag("--watched", options->watched,
                      "Let the case be read while it is written, as hark-gui does");
    addProgressOption(*command, options->progress);
    command->footer("Example: hark import shop.pcapng -o shop.hark");
    command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace hark::cli
