#include "core/store/case_file.h"

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/store/schema.h"

namespace hark::store {

namespace {

constexpr mode_t kOwnerOnly = 0600;
constexpr std::string_view kScratchName = "hark-XXXXXX.hark";

base::Error systemError(const std::string& path, std::string_view what) {
    const int code = errno;
    if (code == EROFS || code == EACCES || code == EPERM) {
        return {fmt::format("{}: {}: {}: write the case to another place", path, what,
                            std::generic_category().message(code))};
    }
    return {fmt::format("{}: {}: {}", path, what, std::generic_category().message(code))};
}

base::Error inUse(const std::string& target) {
    return {fmt::format("{}: another hark is writing this case: wait for it or choose another name",
                        target)};
}

// By the SQLite file header: the magic string, and the application id at offset 68.
bool isCase(int descriptor) {
    std::array<unsigned char, 100> header{};
    if (pread(descriptor, header.data(), header.size(), 0) != ssize_t{header.size()}) return false;
    if (std::memcmp(header.data(), "SQLite format 3", 16) != 0) return false;
    std::uint32_t id = 0;
    for (std::size_t i = 68; i < 72; ++i) {
        id = id << 8U | header[i];
    }
    return id == kApplicationId;
}

// An existing target must be a case, nobody's work in progress, and meant to be replaced or
// continued. Says whether it exists.
base::Result<bool> checkTarget(const std::string& target, Existing existing) {
    struct stat found {};
    if (stat(target.c_str(), &found) != 0) {
        if (errno == ENOENT) return false;
        return systemError(target, "can't be looked at");
    }
    if (!S_ISREG(found.st_mode)) {
        return base::Error{fmt::format("{}: is not a file: choose another name", target)};
    }
    const FileDescriptor file(open(target.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.isOpen()) return systemError(target, "can't be read");
    if (!isCase(file.get())) {
        return base::Error{fmt::format(
            "{}: exists and is not a hark case, so it is left alone: choose another name", target)};
    }
    if (flock(file.get(), LOCK_EX | LOCK_NB) != 0) return inUse(target);
    if (existing == Existing::Refuse) {
        return base::Error{fmt::format(
            "{}: exists: give --force to replace it, --append to continue it, or another name",
            target)};
    }
    return true;
}

// What a symbolic link leads to is replaced or continued, and the link stays; one to nothing is not
// followed.
std::string behindLinks(const std::string& path) {
    std::error_code error;
    if (!std::filesystem::is_symlink(path, error)) return path;
    const auto place = std::filesystem::canonical(path, error);
    return error ? path : place.string();
}

bool isSameFile(int descriptor, const std::string& path) {
    struct stat opened {};
    struct stat named {};
    return fstat(descriptor, &opened) == 0 && lstat(path.c_str(), &named) == 0 &&
           opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
}

// Between the end of a scratch case's writer and its reader's opening nobody holds it: a moment, of
// which this is the most that is believed.
constexpr std::time_t kAbandonedSeconds = 60;

bool isOldFile(const std::string& path) {
    struct stat found {};
    return lstat(path.c_str(), &found) == 0 && S_ISREG(found.st_mode) &&
           std::time(nullptr) - found.st_mtime > kAbandonedSeconds;
}

void removeIfAbandoned(const std::string& path) {
    // Looked at before it is opened, since opening can do something to what is no file.
    if (!isOldFile(path)) return;
    const FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (!file.isOpen() || flock(file.get(), LOCK_EX | LOCK_NB) != 0) return;
    if (isSameFile(file.get(), path)) static_cast<void>(unlink(path.c_str()));
}

// Scratch cases hold secrets, and one whose writer was killed is in nobody's way but an attacker's.
// They can't be nameless from the beginning, as SQLite opens a file by its name, and twice here.
void removeAbandonedScratch(const std::string& directory) {
    std::error_code error;
    for (std::filesystem::directory_iterator entry(directory, error), end; !error && entry != end;
         entry.increment(error)) {
        removeIfAbandoned(entry->path().string());
    }
}

// A directory in which nobody but hark, run by this user, puts anything: what lies there may be
// removed. Nothing where somebody else has made what has its name.
std::optional<std::string> ownDirectory(const std::string& parent) {
    const std::string path = fmt::format("{}/hark-{}", parent, geteuid());
    constexpr mode_t kMode = 0700;
    // The mask, and a parent that hands its group down, change the mode that is given here.
    if (mkdir(path.c_str(), kMode) == 0) static_cast<void>(chmod(path.c_str(), kMode));
    struct stat found {};
    if (lstat(path.c_str(), &found) != 0 || !S_ISDIR(found.st_mode) || found.st_uid != geteuid() ||
        (found.st_mode & 07777U) != kMode) {
        return std::nullopt;
    }
    return path;
}

}  // namespace

FileDescriptor::~FileDescriptor() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

FileDescriptor::FileDescriptor(FileDescriptor&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

base::Result<CaseFile> CaseFile::claim(const std::string& target, Existing existing) {
    CaseFile file;
    file.target_ = behindLinks(target);
    file.working_ = file.target_ + ".importing";
    file.lock_ = FileDescriptor(
        open(file.working_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kOwnerOnly));
    if (!file.lock_.isOpen()) {
        if (errno == ENOENT) {
            return base::Error{
                fmt::format("{}: there is no such directory: make it or choose another", target)};
        }
        return systemError(target, "the case can't be created");
    }
    // Whoever holds the lock may have finished between our open() and our flock(): then the file
    // that we hold is a finished case under another name, and must not be touched.
    if (flock(file.lock_.get(), LOCK_EX | LOCK_NB) != 0 ||
        !isSameFile(file.lock_.get(), file.working_)) {
        return inUse(target);
    }
    const auto exists = checkTarget(target, existing);
    if (!exists) {
        file.discard();
        return exists.error();
    }
    file.isContinued_ = *exists && existing == Existing::Continue;
    if (fchmod(file.lock_.get(), kOwnerOnly) != 0 || ftruncate(file.lock_.get(), 0) != 0) {
        return systemError(target, "the case can't be created");
    }
    return file;
}

base::Result<CaseFile> CaseFile::scratch() {
    const char* directory = std::getenv("TMPDIR");  // NOLINT(*-mt-unsafe): hark has no setenv
    if (directory == nullptr || *directory == '\0') directory = "/tmp";
    const auto own = ownDirectory(directory);
    if (own) removeAbandonedScratch(*own);
    CaseFile file;
    file.working_ = fmt::format("{}/{}", own.value_or(directory), kScratchName);
    file.lock_ = FileDescriptor(mkostemps(file.working_.data(), 5, O_CLOEXEC));
    if (!file.lock_.isOpen()) {
        return base::Error{
            fmt::format("{}: no temporary file can be made there: {}: set TMPDIR to a place that "
                        "can be written, or `hark import FILE -o CASE`",
                        directory, std::generic_category().message(errno))};
    }
    // Says that its writer lives; where locks aren't known nobody gets one to remove it either.
    static_cast<void>(flock(file.lock_.get(), LOCK_EX | LOCK_NB));
    file.target_ = file.working_;
    return file;
}

base::Status CaseFile::moveIntoPlace(bool sync) {
    if (working_ == target_) return base::Done{};
    if (sync && fsync(lock_.get()) != 0) return systemError(target_, "writing the case failed");
    // A write-ahead log of the case that is replaced must not be applied to the new one.
    for (const char* suffix : {"-wal", "-shm", "-journal"}) {
        static_cast<void>(unlink((target_ + suffix).c_str()));
    }
    if (std::rename(working_.c_str(), target_.c_str()) != 0) {
        return systemError(target_, "the finished case can't be put in its place");
    }
    working_ = target_;
    if (sync) {
        const auto slash = target_.find_last_of('/');
        const std::string directory =
            slash == std::string::npos ? "." : target_.substr(0, slash + 1);
        const FileDescriptor folder(open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (folder.isOpen()) static_cast<void>(fsync(folder.get()));
    }
    return base::Done{};
}

void CaseFile::discard() {
    if (!lock_.isOpen() || !isSameFile(lock_.get(), working_)) return;
    static_cast<void>(unlink(working_.c_str()));
}

}  // namespace hark::store
