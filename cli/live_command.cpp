#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/capture_process.h"
#include "cli/choice_option.h"
#include "cli/commands.h"
#include "cli/importing.h"
#include "cli/output.h"
#include "cli/session_names.h"
#include "cli/terminal.h"
#include "core/base/time.h"

namespace hark::cli {

namespace {

struct Options {
    std::string interface;
    std::string filter;
    std::string casePath;
    std::string raw;
    std::string stop;
    std::string commandLine;
    bool force = false;
    SessionNames sessionNames;
};

// "live-eth0-20261121-084312.hark"
std::string defaultCase(const std::string& interface) {
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    std::string stamp = base::toIso8601(base::Timestamp(now)).substr(0, 19);
    std::string digits;
    for (const char c : stamp) {
        if (c == 'T') digits += '-';
        if (c >= '0' && c <= '9') digits += c;
    }
    std::string safe;
    for (const char c : interface)
        safe += c == '/' ? '_' : c;
    return fmt::format("live-{}-{}.hark", safe, digits);
}

ExitCode run(const Options& options) {
    std::vector<std::string> arguments{"-i", options.interface};
    const auto pass = [&](const char* name, const std::string& value) {
        if (!value.empty()) arguments.insert(arguments.end(), {name, value});
    };
    pass("-f", options.filter);
    pass("-a", options.stop);
    pass("-w", options.raw);
    auto capture = CaptureProcess::start(arguments);
    if (!capture) return failed(capture.error());
    constexpr int kUsage = 2;
    if (!capture->hasBegun()) return capture->wait() == kUsage ? ExitCode::Usage : ExitCode::Failed;
    analysis::ImportOptions import;
    import.inputs = {"interface " + options.interface};
    import.inputDescriptor = capture->descriptor();
    import.casePath = options.casePath.empty() ? defaultCase(options.interface) : options.casePath;
    import.mode = store::CaseWriter::Mode::Watched;
    if (options.force) import.existing = store::Existing::Replace;
    import.commandLine = options.commandLine;
    options.sessionNames.passOn(import);
    analysis::ImportSummary summary;
    const ExitCode code = runLiveImport(
        import, [&] { capture->stop(); }, summary);
    const int captured = capture->wait();
    if (code == ExitCode::Failed || captured != 0) return ExitCode::Failed;
    Output output;
    output.write(summary.casePath + "\n");
    return output.finish(code);
}

}  // namespace

void addLiveCommand(CLI::App& app, Action& action, const std::string& commandLine) {
    auto options = std::make_shared<Options>();
    options->commandLine = commandLine;
    CLI::App* command = app.add_subcommand(
        "live",
        "Capture on an interface into a case that can be read while it grows; Ctrl+C ends it");
    command
        ->add_option("-i,--interface", options->interface,
                     "The interface; `hark interfaces` lists them")
        ->required()
        ->type_name("IFACE");
    command->add_option("-f,--capture-filter", options->filter, "As in pcap-filter(7)")
        ->type_name("BPF");
    command->add_option("-o,--output", options->casePath, "The case to write")
        ->check(hasName())
        ->type_name("CASE");
    command->add_option("-w,--write", options->raw, "Keep the packets, too")
        ->check(hasName())
        ->type_name("RAW.pcapng");
    command
        ->add_option("-a,--autostop", options->stop, "duration:SECONDS, packets:N or filesize:KB")
        ->type_name("CONDITION");
    command->add_flag("--force", options->force, "Replace an existing case");
    options->sessionNames.addTo(*command);
    command->footer("Example: hark live -i eth0 -f 'tcp port 80' -o shop.hark -a duration:60");
    command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace hark::cli
