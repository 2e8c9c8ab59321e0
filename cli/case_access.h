#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cli/exit_code.h"
#include "cli/list_options.h"
#include "core/query/case.h"

namespace hark::cli {

/// What `CASE|FILE` on a command line stands for: a case, or a capture that is imported into a
/// scratch case without a name.
class CaseAccess {
public:
    /// Done, or Damaged where some of the capture could not be read, or the case is partial and
    /// nobody writes it any more; says why on standard error.
    ExitCode open(const CaseOptions& options);
    [[nodiscard]] query::Case& get() { return *case_; }

private:
    ExitCode import(const CaseOptions& options);
    ExitCode openCase(const std::string& path);
    /// Opens a case; says why it is partial, nothing where it is not.
    base::Result<std::optional<std::string>> load(const std::string& path);

    std::unique_ptr<query::Case> case_;
};

}  // namespace hark::cli
