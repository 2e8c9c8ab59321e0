#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/choice_option.h"
#include "cli/commands.h"
#include "cli/importing.h"
#include "cli/output.h"
#include "cli/session_names.h"
#include "cli/terminal.h"
#include "core/notes/notes.h"

namespace hark::cli {

namespace {

struct Options {
    std::vector<std::string> files;
    std::string casePath;
    std::string commandLine;
    bool force = false;
    bool append = false;
    bool watched = false;
    ProgressStyle progress = ProgressStyle::Auto;
    SessionNames sessionNames;
};

// Where a case goes that nobody named: beside what it is made from. Empty where that has no name.
std::string caseBeside(const std::string& input) {
    namespace fs = std::filesystem;
    if (input == "-") return {};
    fs::path path(input);
    if (!path.has_filename()) path = path.parent_path();  // "dir/"
    const fs::path name = path.filename();
    if (name.empty() || name == "." || name == "..") return {};
    return path.string() + ".hark";
}

ExitCode run(const Options& options) {
    analysis::ImportOptions import;
    import.inputs = options.files;
    if (options.force) import.existing = store::Existing::Replace;
    if (options.append) import.existing = store::Existing::Continue;
    import.mode =
        options.watched ? store::CaseWriter::Mode::Watched : store::CaseWriter::Mode::Bulk;
    import.casePath = options.casePath;
    const std::string& first = options.files.front();
    if (import.casePath.empty()) import.casePath = caseBeside(first);
    if (import.casePath.empty()) {
        complain((first == "-" ? "standard input" : first) +
                 " has no name for the case to be called after: add -o CASE");
        return ExitCode::Usage;
    }
    import.commandLine = options.commandLine;
    options.sessionNames.passOn(import);
    const std::uint64_t lost = options.force ? notes::Notes::countAt(import.casePath) : 0;
    analysis::ImportSummary summary;
    const ExitCode code = runImport(import, options.progress, summary);
    if (code == ExitCode::Failed) return code;
    if (lost > 0) {
        complain(
            fmt::format("the case that was replaced had marks or notes at {} places; they are "
                        "gone with it",
                        lost));
    }
    Output output;
    output.write(summary.casePath + "\n");
    return output.finish(code);
}

}  // namespace

void addImportCommand(CLI::App& app, Action& action, const std::string& commandLine) {
    auto options = std::make_shared<Options>();
    options->commandLine = commandLine;
    CLI::App* command = app.add_subcommand(
        "import",
        "Read captures (pcap, pcapng, snoop, their .gz .zst .lz4, directories of them, - for "
        "standard input) into a case, merged by time");
    command
        ->add_option("FILE,-r", options->files,
                     "Captures, and directories that hold some; - is standard input")
        ->required()
        ->type_name("FILE...");
    command
        ->add_option("-o,--output", options->casePath,
                     "The case to write; without it, FILE's name with .hark beside it")
        ->check(hasName())
        ->type_name("CASE");
    CLI::Option* force = command->add_flag("--force", options->force, "Replace an existing case");
    CLI::Option* append = command->add_flag(
        "--append", options->append, "Continue an existing case; its connections don't go on");
    CLI::Option* watched =
        command->add_flag("--watched", options->watched,
                          "Let the case be read while it is written, as hark-gui does");
    append->excludes(force)->excludes(watched);
    addProgressOption(*command, options->progress);
    options->sessionNames.addTo(*command);
    command->footer(
        "Example: hark import shop.pcapng -o shop.hark\n"
        "         hark import /var/log/captures/ monday.pcap.gz -o week.hark\n"
        "         ssh router tcpdump -U -w - | hark import - -o router.hark");
    command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace hark::cli
