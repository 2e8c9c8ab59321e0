#include "cli/case_access.h"

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

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

}  // namespace

ExitCode CaseAccess::open(const std::string& path) {
    ExitCode code = ExitCode::Done;
    std::string casePath = path;
    bool isScratch = false;
    if (path == "-" || !isDatabase(path)) {
        analysis::ImportOptions options;
        options.inputs = {path};
        options.mode = store::CaseWriter::Mode::Scratch;
        analysis::ImportSummary summary;
        code = runImport(options, ProgressStyle::Auto, summary);
        releaseInterrupts();
        if (code == ExitCode::Failed) return code;
        casePath = summary.casePath;
        isScratch = true;
    }
    auto opened = query::Case::open(casePath);
    // Open, it needs no name any more; without one nothing is left behind, however this ends.
    if (isScratch) std::remove(casePath.c_str());
    if (!opened) return failed(opened.error());
    case_ = std::move(*opened);
    return code;
}

}  // namespace hark::cli
