#pragma once

#include <string>

#include "core/base/result.h"
#include "core/store/existing.h"

namespace hark::store {

/// A file descriptor that closes itself.
class FileDescriptor {
public:
    FileDescriptor() = default;
    explicit FileDescriptor(int descriptor) : descriptor_(descriptor) {}
    ~FileDescriptor();
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;
    FileDescriptor(FileDescriptor&& other) noexcept;
    FileDescriptor& operator=(FileDescriptor&& other) noexcept;

    [[nodiscard]] int get() const { return descriptor_; }
    [[nodiscard]] bool isOpen() const { return descriptor_ >= 0; }

private:
    int descriptor_ = -1;
};

/// The place of a case on disk while it is made.
///
/// A case grows in `<case>.importing` beside its final place, mode 0600 from its first byte. An
/// exclusive flock() on that file is the right to write the case; it stays with the file when it is
/// renamed, so that a case which is still being written after that is locked too. What a killed
/// writer left is taken over by the next one, since the kernel gave its lock back.
///
/// Must outlive the SQLite connection to the file: closing any descriptor of a file drops the POSIX
/// locks that SQLite has on it.
class CaseFile {
public:
    /// Locks and empties the working file. Refuses, in one line, where the target is being written,
    /// where it exists and is to be refused, and always where it is something else than a case.
    /// Where the target is a symbolic link, target() is then the file that it leads to.
    static base::Result<CaseFile> claim(const std::string& target, Existing existing);
    /// A case for this run alone: target and working file are the same. It lies in
    /// $TMPDIR/hark-<uid>, a directory with mode 0700 for nothing else, from which those are
    /// removed that killed writers left. Where somebody else has that name it lies in $TMPDIR
    /// itself, where nothing is ever removed but by who made it.
    static base::Result<CaseFile> scratch();

    [[nodiscard]] const std::string& target() const { return target_; }
    [[nodiscard]] const std::string& working() const { return working_; }

    /// The target is a case that is to be continued.
    [[nodiscard]] bool isContinued() const { return isContinued_; }

    /// Puts the working file at the target's place, replacing an older case there. With `sync`, its
    /// bytes and its name are on the disk when this returns.
    base::Status moveIntoPlace(bool sync);
    /// Removes the working file, if it has not been moved.
    void discard();

private:
    std::string target_;
    std::string working_;
    FileDescriptor lock_;
    bool isContinued_ = false;
};

}  // namespace hark::store
