#include "cli/case_access.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include "cli/explain.h"
#include "cli/importing.h"
#include "cli/terminal.h"

namespace hark::cli {

namespace {

// Only a file can be a case, and what is read from a pipe to find out would be missed afterwards.
bool isDatabase(const std::string& path) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) return false;
    constexpr std::string_view kMagic("SQLite format 3\0", 16);
    std::array<char, kMagic.size()> start{};
    std::ifstream file(path, std::ios::binary);
    file.read(start.data(), start.size());
    return file.gcount() == static_cast<std::streamsize>(start.size()) &&
           std::string_view(start.data(), start.size()) == kMagic;
}

// A writer holds a lock on its case for as long as it lives. To look closes the file again, which
// drops the locks that SQLite has on it for this process: the case must not be open meanwhile.
bool isBeingWritten(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return false;
    const bool isLocked = ::flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    ::close(descriptor);
    return isLocked;
}

}  // namespace

ExitCode CaseAccess::open(const CaseOptions& options) {
    if (options.file == "-" || !isDatabase(options.file)) return import(options);
    if (options.sessionNames.isEmpty()) return openCase(options.file);
    complain(
        fmt::format("{} is a case, whose sessions are told: to have them told otherwise, import "
                    "its capture again with --session-cookie or --not-session-cookie",
                    options.file));
    return ExitCode::Failed;
}

ExitCode CaseAccess::import(const CaseOptions& options) {
    analysis::ImportOptions import;
    import.inputs = {options.file};
    import.mode = store::CaseWriter::Mode::Scratch;
    options.sessionNames.passOn(import);
    analysis::ImportSummary summary;
    const ExitCode code = runImport(import, ProgressStyle::Auto, summary);
    releaseInterrupts();
    if (code == ExitCode::Failed) return code;
    auto opened = query::Case::open(summary.casePath);
    // Open, it needs no name any more; without one nothing is left behind, however this ends.
    std::remove(summary.casePath.c_str());
    if (!opened) return failed(opened.error());
    case_ = std::move(*opened);
    return code;
}

base::Result<std::optional<std::string>> CaseAccess::load(const std::string& path) {
    auto opened = query::Case::open(path);
    if (!opened) return opened.error();
    const auto provenance = (*opened)->provenance();
    if (!provenance) return provenance.error();
    case_ = std::move(*opened);
    if (!provenance->isPartial) return std::optional<std::string>();
    return std::optional(partialReason(*provenance));
}

ExitCode CaseAccess::openCase(const std::string& path) {
    auto partial = load(path);
    if (!partial) return failed(partial.error());
    if (!*partial) return ExitCode::Done;
    case_.reset();
    const bool isGrowing = isBeingWritten(path);
    // Its writer may have finished it before the look at the lock.
    partial = load(path);
    if (!partial) return failed(partial.error());
    if (!*partial || isGrowing) return ExitCode::Done;
    complain(
        fmt::format("{} is partial: {}; what was read until then is there, and importing its "
                    "capture again gives the rest",
                    path, **partial));
    return ExitCode::Damaged;
}

}  // namespace hark::cli
