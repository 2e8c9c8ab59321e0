#pragma once

#include <string>

#include "cli/exit_code.h"
#include "core/analysis/import.h"

namespace hark::cli {

/// Runs an import with progress on a terminal, stopping at Ctrl+C, and says on standard error what
/// could not be read and what is worth knowing. `summary` is set where the case was written.
ExitCode runImport(const analysis::ImportOptions& options, analysis::ImportSummary& summary);

}  // namespace hark::cli
