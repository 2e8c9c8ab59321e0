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

/// The files that these paths stand for: themselves, and for directories all regular files in and
/// below them, in the order of their names. Symbolic links inside a directory are not followed, so
/// there is an end. Fails where a directory can't be read.
[[nodiscard]] base::Result<std::vector<InputFile>> findInputFiles(
    const std::vector<std::string>& paths);

}  // namespace hark::analysis
