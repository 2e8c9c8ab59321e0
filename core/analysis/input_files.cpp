#include "core/analysis/input_files.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <system_error>

#include <fmt/format.h>

namespace hark::analysis {

namespace {

namespace fs = std::filesystem;

base::Result<std::vector<std::string>> filesBelow(const std::string& directory) {
    std::vector<std::string> found;
    std::error_code error;
    for (fs::recursive_directory_iterator entry(directory, error), end; !error && entry != end;
         entry.increment(error)) {
        std::error_code vanished;  // since it was listed
        if (!entry->is_symlink(vanished) && entry->is_regular_file(vanished)) {
            found.push_back(entry->path().string());
        }
    }
    if (error) {
        return base::Error{
            fmt::format("{}: the directory can't be read: {}", directory, error.message())};
    }
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace

base::Result<std::vector<InputFile>> findInputFiles(const std::vector<std::string>& paths) {
    std::vector<InputFile> files;
    for (const std::string& path : paths) {
        std::error_code error;
        if (path == "-" || !fs::is_directory(path, error)) {
            files.push_back({path, false});
            continue;
        }
        auto found = filesBelow(path);
        if (!found) return found.error();
        if (found->empty()) return base::Error{path + ": is a directory without a file in it"};
        for (std::string& file : *found)
            files.push_back({std::move(file), true});
    }
    return files;
}

}  // namespace hark::analysis
