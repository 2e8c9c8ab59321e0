#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <unistd.h>

#include "cli/capture_process.h"
#include "cli/commands.h"
#include "cli/list_options.h"
#include "cli/row_printer.h"
#include "cli/terminal.h"

namespace hark::cli {

namespace {

std::string readAll(int descriptor) {
    std::string all;
    std::array<char, 4096> piece{};
    for (ssize_t count = 0; (count = ::read(descriptor, piece.data(), piece.size())) > 0;) {
        all.append(piece.data(), static_cast<std::size_t>(count));
    }
    return all;
}

std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    for (;;) {
        const std::size_t end = text.find(separator);
        parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

ExitCode run(Format format) {
    auto capture = CaptureProcess::start({"--interfaces"});
    if (!capture) return failed(capture.error());
    const std::string listed = readAll(capture->descriptor());
    if (capture->wait() != 0) return ExitCode::Failed;
    Output output;
    RowPrinter printer(format,
                       {{"name"},
                        {"state"},
                        {"addresses", false, true, 16},
                        {"description", false, true, 12},
                        {"problem", false, true, 40}},
                       output);
    constexpr std::size_t kParts = 5;
    for (const std::string& line : split(listed, '\n')) {
        std::vector<std::string> parts = split(line, '\t');
        if (parts.size() != kParts) continue;
        std::vector<Cell> cells;
        cells.reserve(parts.size());
        for (std::string& part : parts) {
            cells.push_back(part.empty() ? Cell::none() : Cell::string(std::move(part)));
        }
        printer.row(std::move(cells));
    }
    printer.finish();
    return output.finish(ExitCode::Done);
}

}  // namespace

void addInterfacesCommand(CLI::App& app, Action& action) {
    auto format = std::make_shared<Format>(Format::Table);
    CLI::App* command = app.add_subcommand(
        "interfaces", "The interfaces that can be captured on, and why not where they can't");
    addFormatOption(*command, *format);
    command->footer("Example: hark interfaces");
    command->callback([format, &action] { action = [format] { return run(*format); }; });
}

}  // namespace hark::cli
