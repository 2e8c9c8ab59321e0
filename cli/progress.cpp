#include "cli/progress.h"

#include <utility>

#include <fmt/format.h>
#include <unistd.h>

#include "cli/choice_option.h"
#include "cli/standard_streams.h"
#include "cli/terminal.h"

namespace hark::cli {

namespace {

// Nothing flickers up for what takes no time.
constexpr auto kFirstDrawn = std::chrono::milliseconds(500);
constexpr auto kBetween = std::chrono::milliseconds(200);

}  // namespace

void addProgressOption(CLI::App& command, ProgressStyle& style) {
    addChoice<ProgressStyle>(command, "--progress", style,
                             {{"auto", ProgressStyle::Auto},
                              {"never", ProgressStyle::Never},
                              {"ndjson", ProgressStyle::Ndjson}},
                             "auto (a line, on a terminal), never, or ndjson: one object a line on "
                             "standard error")
        ->type_name("STYLE");
}

Progress::Progress(std::string what, ProgressStyle style) : what_(std::move(what)), style_(style) {
    if (style_ == ProgressStyle::Auto && !isTerminal(STDERR_FILENO)) style_ = ProgressStyle::Never;
}

Progress::~Progress() {
    if (isShown_) printError("\r\x1b[K");
}

void Progress::update(const analysis::ImportProgress& now) {
    if (style_ == ProgressStyle::Never) return;
    last_ = now;
    const auto moment = Clock::now();
    if (shown_ && moment - *shown_ < kBetween) return;
    if (style_ == ProgressStyle::Auto && moment - started_ < kFirstDrawn) return;
    shown_ = moment;
    style_ == ProgressStyle::Auto ? drawLine() : writeObject("reading");
    isShown_ = style_ == ProgressStyle::Auto;
}

void Progress::finish(bool isInterrupted) {
    if (style_ == ProgressStyle::Ndjson) writeObject(isInterrupted ? "interrupted" : "finished");
}

double Progress::seconds() const {
    return std::chrono::duration<double>(Clock::now() - started_).count();
}

void Progress::drawLine() const {
    const double rate = static_cast<double>(last_.bytesRead) / seconds();
    const auto& total = last_.bytesTotal;
    std::string line = fmt::format("{}: {}", what_, humanSize(last_.bytesRead));
    if (total && *total > 0) {
        line +=
            fmt::format(" of {} ({:.0f} %)", humanSize(*total),
                        100.0 * static_cast<double>(last_.bytesRead) / static_cast<double>(*total));
    }
    line += fmt::format(", {} packets, {}/s", last_.packets,
                        humanSize(static_cast<std::uint64_t>(rate)));
    if (total && *total > last_.bytesRead && rate > 0) {
        const std::chrono::duration<double> left(static_cast<double>(*total - last_.bytesRead) /
                                                 rate);
        line += fmt::format(
            ", {} left", humanDuration(std::chrono::duration_cast<std::chrono::nanoseconds>(left)));
    }
    printError(fmt::format("\r{}\x1b[K", line));
}

void Progress::writeObject(const char* state) const {
    const std::string total = last_.bytesTotal ? std::to_string(*last_.bytesTotal) : "null";
    printError(
        fmt::format("{{\"progress\":\"{}\",\"bytes\":{},\"bytes_total\":{},\"packets\":{},"
                    "\"exchanges\":{},\"seconds\":{:.3f}}}\n",
                    state, last_.bytesRead, total, last_.packets, last_.exchanges, seconds()));
}

}  // namespace hark::cli
