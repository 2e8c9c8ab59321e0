#pragma once

namespace hark::cli {

/// What every command ends with; a contract with scripts.
enum class ExitCode : int {
    Done = 0,
    Failed = 1,  ///< one line on standard error says what and what to do
    Usage = 2,
    Damaged = 3,  ///< done, but some input was cut or damaged, or the case is partial
};

}  // namespace hark::cli
