#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/exit_code.h"
#include "core/base/result.h"

namespace hark::cli {

/// One line on standard error: "hark: <message>". What came from traffic or the file system is made
/// printable.
void complain(std::string_view message);
/// Complains of it; always Failed.
[[nodiscard]] ExitCode failed(const base::Error& error);

/// The words as a shell would have to be given them.
[[nodiscard]] std::string quotedForShell(const std::vector<std::string>& words);

[[nodiscard]] bool isTerminal(int descriptor);
/// Whether results may be coloured: a terminal, and NO_COLOR isn't set (https://no-color.org).
[[nodiscard]] bool wantsColour(int descriptor);
/// Columns of the terminal on standard output; 0 where it is none.
[[nodiscard]] std::size_t terminalWidth();

/// Makes the first Ctrl+C (or SIGTERM) a request that `wasInterrupted` reports; a second one kills.
void catchInterrupts();
[[nodiscard]] bool wasInterrupted();
/// Ctrl+C ends the program at once again.
void releaseInterrupts();

/// "12.1 MB", decimal.
[[nodiscard]] std::string humanSize(std::uint64_t bytes);
/// "42 ms", "1.24 s", "4 min 12 s".
[[nodiscard]] std::string humanDuration(std::chrono::nanoseconds duration);

}  // namespace hark::cli
