#pragma once

#include <memory>
#include <string>

#include "cli/exit_code.h"
#include "core/query/case.h"

namespace hark::cli {

/// What `CASE|FILE` on a command line stands for: a case, or a capture that is imported into a
/// scratch case without a name.
class CaseAccess {
public:
    /// Done, or Damaged where some of the capture could not be read; else says why on standard
    /// error.
    ExitCode open(const std::string& path);
    [[nodiscard]] query::Case& get() { return *case_; }

private:
    std::unique_ptr<query::Case> case_;
};

}  // namespace hark::cli
