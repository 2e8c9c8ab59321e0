#pragma once

#include <string>
#include <string_view>

#include "cli/exit_code.h"

namespace hark::cli {

/// Standard output, for results alone. Buffered; a reader that went away ends it quietly, any other
/// failure is remembered. Wants SIGPIPE ignored.
class Output {
public:
    Output() = default;
    ~Output();
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;

    void write(std::string_view text);
    /// False where nothing more can be written: stop producing.
    [[nodiscard]] bool isOpen() const { return state_ == State::Open; }
    /// Writes what is left. Failed, after a line on standard error, where something could not be
    /// written; else `code`.
    ExitCode finish(ExitCode code);

private:
    enum class State : unsigned char { Open, ReaderGone, Failed };
    void flush();

    std::string pending_;
    State state_ = State::Open;
    int error_ = 0;
};

}  // namespace hark::cli
