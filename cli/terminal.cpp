#include "cli/terminal.h"

#include <array>
#include <csignal>
#include <cstdlib>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/standard_streams.h"
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

}  // namespace

void complain(std::string_view message) {
    printError(fmt::format("hark: {}\n", base::printable(message)));
}

ExitCode failed(const base::Error& error) {
    complain(error.message);
    return ExitCode::Failed;
}

std::string quotedForShell(const std::vector<std::string>& words) {
    constexpr std::string_view kPlain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,+@%";
    std::string line;
    for (const std::string& word : words) {
        if (!line.empty()) line += ' ';
        if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) {
            line += word;
            continue;
        }
        line += '\'';
        for (const char c : word)
            line += c == '\'' ? std::string("'\\''") : std::string(1, c);
        line += '\'';
    }
    return line;
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

}  // namespace hark::cli
