#pragma once

#include <functional>
#include <string>

#include <CLI/CLI.hpp>

#include "cli/exit_code.h"

namespace hark::cli {

/// What a command line asked for; set while it is parsed, run afterwards.
using Action = std::function<ExitCode()>;

/// Each adds its subcommand with its options to `app`, and sets `action` when it was chosen.
/// Those that make a case keep the command line in it.
void addImportCommand(CLI::App& app, Action& action, const std::string& commandLine);
void addLiveCommand(CLI::App& app, Action& action, const std::string& commandLine);
void addExchangesCommand(CLI::App& app, Action& action);
void addConnectionsCommand(CLI::App& app, Action& action);
void addSessionsCommand(CLI::App& app, Action& action);
void addCookiesCommand(CLI::App& app, Action& action);
void addShowCommand(CLI::App& app, Action& action);
void addTimelineCommand(CLI::App& app, Action& action);
void addTreeCommand(CLI::App& app, Action& action);
void addStatsCommand(CLI::App& app, Action& action);
void addInfoCommand(CLI::App& app, Action& action);
void addAnnotateCommand(CLI::App& app, Action& action);
void addSqlCommand(CLI::App& app, Action& action);
void addInterfacesCommand(CLI::App& app, Action& action);

}  // namespace hark::cli
