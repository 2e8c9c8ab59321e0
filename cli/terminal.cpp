#include "cli/terminal.h"

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "core/base/text.h"

namespace hark::cli {

namespace {

volatile std::sig_atomic_t interrupts = 0;

extern "C" void onInterrupt(int signal) {
    interrupts = interrupts + 1;
    if (interrupts > 1) {
        std::signal(signal, SIG_DFL);
        std::raise(signal);
    }
}

constexpr auto kFirstShown = std::chrono::milliseconds(500);
constexpr auto kRedraw = std::chrono::milliseconds(200);

}  // namespace

void complain(std::string_view message) {
    fmt::print(stderr, "hark: {}\n", base::printable(message));
}

bool isTerminal(int descriptor) {
    return isatty(descriptor) == 1;
}

bool wantsColour(int descriptor) {
    const char* noColour = std::getenv("NO_COLOR");  // NOLINT(*-mt-unsafe): hark has no setenv
    return isTerminal(descriptor) && (noColour == nullptr || *noColour == '\0');
}

std::size_t terminalWidth() {
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return 0;
    return size.ws_col;
}

void catchInterrupts() {
    std::signal(SIGINT, onInterrupt);
    std::signal(SIGTERM, onInterrupt);
}

void releaseInterrupts() {
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
}

bool wasInterrupted() {
    return interrupts > 0;
}

std::string humanSize(std::uint64_t bytes) {
    constexpr std::array<std::string_view, 5> kUnits{"kB", "MB", "GB", "TB", "PB"};
    if (bytes < 1000) return fmt::format("{} B", bytes);
    auto value = static_cast<double>(bytes);
    std::size_t unit = 0;
    for (value /= 1000; value >= 999.95 && unit + 1 < kUnits.size(); ++unit)
        value /= 1000;
    return fmt::format("{:.1f} {}", value, kUnits[unit]);
}

std::string humanDuration(std::chrono::nanoseconds duration) {
    const double seconds = std::chrono::duration<double>(duration).count();
    if (seconds < 0) return "-" + humanDuration(-duration);
    if (seconds < 0.001) return fmt::format("{:.2f} ms", seconds * 1e3);
    if (seconds < 0.01) return fmt::format("{:.1f} ms", seconds * 1e3);
    if (seconds < 0.9995) return fmt::format("{:.0f} ms", seconds * 1e3);
    if (seconds < 59.995) return fmt::format("{:.2f} s", seconds);
    const auto whole = std::chrono::round<std::chrono::seconds>(duration).count();
    if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
    return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
}

ProgressLine::ProgressLine(std::string what)
    : what_(std::move(what)), enabled_(isTerminal(STDERR_FILENO)) {}

ProgressLine::~ProgressLine() {
    if (shown_) fmt::print(stderr, "\r\x1b[K");
}

void ProgressLine::update(std::uint64_t done, std::optional<std::uint64_t> total,
                          std::uint64_t packets) {
    if (!enabled_) return;
    const auto now = Clock::now();
    if (now - started_ < kFirstShown || now - drawn_ < kRedraw) return;
    drawn_ = now;
    shown_ = true;
    const double seconds = std::chrono::duration<double>(now - started_).count();
    const double rate = static_cast<double>(done) / seconds;
    std::string line = fmt::format("{}: {}", what_, humanSize(done));
    if (total && *total > 0) {
        line += fmt::format(" of {} ({:.0f} %)", humanSize(*total),
                            100.0 * static_cast<double>(done) / static_cast<double>(*total));
    }
    line += fmt::format(", {} packets, {}/s", packets, humanSize(static_cast<std::uint64_t>(rate)));
    if (total && *total > done && rate > 0) {
        const std::chrono::duration<double> left(static_cast<double>(*total - done) / rate);
        line += fmt::format(
            ", {} left", humanDuration(std::chrono::duration_cast<std::chrono::nanoseconds>(left)));
    }
    fmt::print(stderr, "\r{}\x1b[K", line);
    std::fflush(stderr);
}

}  // namespace hark::cli
