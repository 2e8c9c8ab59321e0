#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/limits.h"
#include "core/base/result.h"
#include "core/store/case_writer.h"

namespace hark::analysis {

struct ImportOptions {
    std::vector<std::string> inputs;  ///< files and directories; "-" is standard input
    std::string casePath;             ///< ignored for a scratch case
    store::CaseWriter::Mode mode = store::CaseWriter::Mode::Bulk;
    store::Existing existing = store::Existing::Refuse;
    Limits limits;
    /// Names of cookies and parameters that are, or aren't, session identifiers, whatever else
    /// speaks for or against it.
    std::vector<std::string> sessionCookies, notSessionCookies;
    /// False keeps exchanges alone, to measure what user sessions cost.
    bool linksSessions = true;
    std::string commandLine;  ///< kept in the case as provenance
    /// A descriptor to read in place of `inputs`, which name it then; -1 for none.
    int inputDescriptor = -1;
    /// Watched cases: how often what came is made visible. Says nothing about the result.
    std::chrono::milliseconds commitInterval{500};
};

struct ImportProgress {
    std::uint64_t packets = 0;
    std::uint64_t exchanges = 0;              ///< that have begun
    std::uint64_t bytesRead = 0;              ///< of all inputs so far
    std::optional<std::uint64_t> bytesTotal;  ///< of all inputs; absent where one is a pipe
};

/// Asked at the beginning and every now and then; false stops the import, and what
/// was read stays. Told once more when all is read.
using ImportObserver = std::function<bool(const ImportProgress&)>;

struct ImportSummary {
    std::string casePath;
    std::uint64_t packets = 0;
    bool interrupted = false;
    /// What could not be read, now or before the case was continued, a line each; the rest is in
    /// it.
    std::vector<std::string> damages;
    /// What is worth a line though nothing is wrong, such as checksums that offloading left open.
    std::vector<std::string> remarks;
};

/// Reads captures into a case, merged by time. Fails where there is nothing to read or the case
/// can't be written; damaged inputs give what they have.
[[nodiscard]] base::Result<ImportSummary> importCaptures(const ImportOptions& options,
                                                         const ImportObserver& observer);

}  // namespace hark::analysis
