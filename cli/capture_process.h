#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

#include "core/base/result.h"

namespace hark::cli {

/// A running hark-capture, whose standard output is read from descriptor().
class CaptureProcess {
public:
    /// Looks for hark-capture beside this program, then in PATH.
    [[nodiscard]] static base::Result<CaptureProcess> start(
        const std::vector<std::string>& arguments);
    ~CaptureProcess();
    CaptureProcess(CaptureProcess&& other) noexcept;
    CaptureProcess& operator=(CaptureProcess&& other) = delete;
    CaptureProcess(const CaptureProcess&) = delete;
    CaptureProcess& operator=(const CaptureProcess&) = delete;

    [[nodiscard]] int descriptor() const { return descriptor_; }
    /// Waits until it captures; false where it ended before, having said why on standard error.
    [[nodiscard]] bool hasBegun() const;
    /// Asks it to end; what it has captured still comes.
    void stop() const;
    /// Waits for its end; its exit code.
    int wait();

private:
    CaptureProcess(pid_t pid, int descriptor) : pid_(pid), descriptor_(descriptor) {}

    pid_t pid_;
    int descriptor_;
};

}  // namespace hark::cli
