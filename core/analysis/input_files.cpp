#include "core/analysis/input_files.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <sys/stat.h>

namespace hark::analysis {

namespace {

namespace fs = std::filesystem;

struct Paths {
    std::vector<std::string> files;
    std::vector<std::string> links;
    std::vector<std::string> unreadable;  // directories, a line each
};

Paths pathsBelow(const std::string& directory) {
    Paths found;
    std::vector<std::string> directories{directory};
    while (!directories.empty()) {
        const std::string current = std::move(directories.back());
        directories.pop_back();
        std::error_code error;
        for (fs::directory_iterator entry(current, error), end; !error && entry != end;
             entry.increment(error)) {
            std::error_code vanished;  // since it was listed
            if (entry->is_symlink(vanished)) {
                found.links.push_back(entry->path().string());
            } else if (entry->is_directory(vanished)) {
                directories.push_back(entry->path().string());
            } else if (entry->is_regular_file(vanished)) {
                found.files.push_back(entry->path().string());
            }
        }
        if (error) {
            found.unreadable.push_back(
                fmt::format("{}: the directory can't be read: {}", current, error.message()));
        }
    }
    std::sort(found.files.begin(), found.files.end());
    std::sort(found.links.begin(), found.links.end());
    std::sort(found.unreadable.begin(), found.unreadable.end());
    return found;
}

// Those rotating captures often leave a link to their newest file beside it: each file counts once.
InputFiles filesBelow(const std::string& directory) {
    Paths paths = pathsBelow(directory);
    InputFiles found;
    found.unreadable = std::move(paths.unreadable);
    std::set<std::pair<dev_t, ino_t>> known;
    struct stat status {};
    for (const std::string& file : paths.files) {
        if (::stat(file.c_str(), &status) == 0) known.emplace(status.st_dev, status.st_ino);
        found.files.push_back({file, true});
    }
    for (const std::string& link : paths.links) {
        if (::stat(link.c_str(), &status) == 0) {
            const bool isNew =
                S_ISREG(status.st_mode) && known.emplace(status.st_dev, status.st_ino).second;
            if (isNew) found.files.push_back({link, true});
        } else if (errno == ENOENT || errno == ELOOP) {
            found.deadLinks.push_back(link);
        } else {
            found.files.push_back({link, true});  // opening it says what is wrong
        }
    }
    std::sort(found.files.begin(), found.files.end(),
              [](const InputFile& left, const InputFile& right) { return left.path < right.path; });
    return found;
}

template <typename T>
void append(std::vector<T>& to, const std::vector<T>& more) {
    to.insert(to.end(), more.begin(), more.end());
}

}  // namespace

base::Result<InputFiles> findInputFiles(const std::vector<std::string>& paths) {
    InputFiles all;
    for (const std::string& path : paths) {
        std::error_code error;
        if (path == "-" || !fs::is_directory(path, error)) {
            all.files.push_back({path, false});
            continue;
        }
        const InputFiles found = filesBelow(path);
        if (found.files.empty() && found.unreadable.empty() && found.deadLinks.empty()) {
            return base::Error{path + ": is a directory without a file in it"};
        }
        append(all.files, found.files);
        append(all.unreadable, found.unreadable);
        append(all.deadLinks, found.deadLinks);
    }
    return all;
}

}  // namespace hark::analysis
