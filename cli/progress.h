#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>

#include "core/analysis/import.h"

namespace hark::cli {

enum class ProgressStyle : std::uint8_t {
    Auto,    ///< a line that is rewritten, where standard error is a terminal
    Never,   ///< nothing but complaints
    Ndjson,  ///< an object a line, for programs
};

void addProgressOption(CLI::App& command, ProgressStyle& style);

/// Says on standard error how far an import is, at most five times a second: bytes, rate, time
/// left.
///
/// For programs a line is {"progress":"reading","bytes":…,"bytes_total":…,"packets":…,
/// "exchanges":…,"seconds":…}; bytes_total is null where an input is a pipe. The first comes at
/// once, and the last says "finished" once the case is written, or "interrupted" where it was
/// written before all was read. A failed import has no last one.
class Progress {
public:
    Progress(std::string what, ProgressStyle style);
    /// Leaves an empty line on a terminal.
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void update(const analysis::ImportProgress& now);
    void finish(bool isInterrupted);

private:
    using Clock = std::chrono::steady_clock;

    [[nodiscard]] double seconds() const;
    void drawLine() const;
    void writeObject(const char* state) const;

    std::string what_;
    ProgressStyle style_;
    bool isShown_ = false;
    analysis::ImportProgress last_;
    Clock::time_point started_ = Clock::now();
    std::optional<Clock::time_point> shown_;
};

}  // namespace hark::cli
