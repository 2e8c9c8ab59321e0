#pragma once

#include <functional>
#include <string>

#include "cli/exit_code.h"
#include "cli/progress.h"
#include "core/analysis/import.h"

namespace hark::cli {

/// Runs an import with progress, stopping at Ctrl+C, and says on standard error what could not be
/// read and what is worth knowing. `summary` is set where the case was written.
ExitCode runImport(const analysis::ImportOptions& options, ProgressStyle style,
                   analysis::ImportSummary& summary);

/// The same for a live capture: Ctrl+C calls `stop` once, and what was captured until then is still
/// read to its end.
ExitCode runLiveImport(const analysis::ImportOptions& options, const std::function<void()>& stop,
                       analysis::ImportSummary& summary);

}  // namespace hark::cli
