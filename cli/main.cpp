#include <exception>

#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/terminal.h"

namespace {

int runHark(int argc, char** argv) {
    CLI::App app(
        "Tells from a packet capture what the people behind the traffic did: every HTTP "
        "exchange, on which connection, in what time.",
        "hark");
    app.set_version_flag("--version", "hark " HARK_VERSION);
    app.require_subcommand(1);
    hark::cli::Action action;
    hark::cli::addImportCommand(app, action);
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp& call) {
        return app.exit(call);
    } catch (const CLI::CallForVersion& call) {
        return app.exit(call);
    } catch (const CLI::ParseError& error) {
        hark::cli::complain(error.what());
        return static_cast<int>(hark::cli::ExitCode::Usage);
    }
    return static_cast<int>(action());
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return runHark(argc, argv);
    } catch (const std::exception& error) {
        hark::cli::complain(error.what());
        return static_cast<int>(hark::cli::ExitCode::Failed);
    }
}
