#include <algorithm>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <malloc.h>
#include <sys/resource.h>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/list_options.h"
#include "cli/standard_streams.h"
#include "cli/terminal.h"

namespace {

// What is wrong, and where it says what would be right.
std::string usageProblem(const CLI::App& app, const CLI::ParseError& error) {
    const auto chosen = app.get_subcommands();
    if (!chosen.empty()) {
        std::string what = error.what();
        // The parser calls an argument by its option, where it has one, too.
        if (what == "-r is required") what = "FILE is required";
        return fmt::format("{}; see `hark {} --help`", what, chosen.front()->get_name());
    }
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
        names.push_back(command->get_name());
    const auto wrong = app.remaining();
    return fmt::format("{}; the commands are {}; see `hark --help`",
                       wrong.empty()
                           ? "say what to do"
                           : fmt::format("there is no command or option \"{}\"", wrong.front()),
                       fmt::join(names, ", "));
}

int runHark(int argc, char** argv) {
    CLI::App app(
        "Tells from a packet capture what the people behind the traffic did: every HTTP "
        "exchange, on which connection, in what time.",
        "hark");
    app.set_version_flag("--version", "hark " HARK_VERSION);
    app.require_subcommand(1);
    hark::cli::Action action;
    const std::string commandLine = hark::cli::quotedForShell({argv, argv + argc});
    hark::cli::addImportCommand(app, action, commandLine);
    hark::cli::addExchangesCommand(app, action);
    hark::cli::addConnectionsCommand(app, action);
    hark::cli::addSessionsCommand(app, action);
    hark::cli::addCookiesCommand(app, action);
    hark::cli::addShowCommand(app, action);
    hark::cli::addTimelineCommand(app, action);
    hark::cli::addTreeCommand(app, action);
    hark::cli::addStatsCommand(app, action);
    hark::cli::addInfoCommand(app, action);
    hark::cli::addAnnotateCommand(app, action);
    hark::cli::addSqlCommand(app, action);
    hark::cli::addLiveCommand(app, action, commandLine);
    hark::cli::addInterfacesCommand(app, action);
    try {
        std::vector<std::string> arguments = hark::cli::withNegatedTerms(argc, argv);
        std::reverse(arguments.begin(), arguments.end());  // as the parser wants them
        app.parse(std::move(arguments));
    } catch (const CLI::CallForHelp& call) {
        return app.exit(call);
    } catch (const CLI::CallForVersion& call) {
        return app.exit(call);
    } catch (const CLI::ParseError& error) {
        hark::cli::complain(usageProblem(app, error));
        return static_cast<int>(hark::cli::ExitCode::Usage);
    }
    return static_cast<int>(action());
}

// Contents pass through buffers of a megabyte, one after the other. Unless told, glibc gives each
// back to the kernel, which clears it before the next one gets it.
void keepFreedMemory() {
    constexpr int kMappedFromBytes = 32 << 20;
    constexpr int kKeptBytes = 16 << 20;
    // NOLINTBEGIN(concurrency-mt-unsafe): there is no other thread yet
    mallopt(M_MMAP_THRESHOLD, kMappedFromBytes);
    mallopt(M_TRIM_THRESHOLD, kKeptBytes);
    // NOLINTEND(concurrency-mt-unsafe)
}

// Captures that overlap in time are open at once. The limit that shells set is low for the sake of
// programs that use select(), which none here does.
void allowManyFiles() {
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
    files.rlim_cur = files.rlim_max;
    static_cast<void>(::setrlimit(RLIMIT_NOFILE, &files));
}

}  // namespace

int main(int argc, char** argv) {
    hark::cli::keepStandardStreams();
    hark::cli::ignoreOutputSignals();
    keepFreedMemory();
    allowManyFiles();
    try {
        return runHark(argc, argv);
    } catch (const std::exception& error) {
        hark::cli::complain(error.what());
        return static_cast<int>(hark::cli::ExitCode::Failed);
    }
}
