#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"

namespace hark::analysis {

/// A capture to read.
struct InputFile {
    std::string path;  ///< "-" is standard input
    /// Found in a directory and not named by anybody: where it is no capture it is passed over.
    bool isFound = false;
};

/// What the paths that somebody named stand for.
struct InputFiles {
    std::vector<InputFile> files;
    std::vector<std::string> unreadable;  ///< directories that can't be read, a line each
    std::vector<std::string> deadLinks;   ///< found in directories, leading to nothing
};

/// The files that these paths stand for: themselves, and for directories all regular files in and
/// below them, in the order of their names. Symbolic links inside a directory are followed to files
/// that are not in it already, and never to directories, so there is an end. Fails where a
/// directory holds nothing of all that.
[[nodiscard]] base::Result<InputFiles> findInputFiles(const std::vector<std::string>& paths);

}  // namespace hark::analysis
