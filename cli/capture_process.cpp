#include "cli/capture_process.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;  // NOLINT(readability-redundant-declaration): only glibc has it

namespace hark::cli {

namespace {

std::string captureProgram() {
    std::error_code error;
    const auto own = std::filesystem::read_symlink("/proc/self/exe", error);
    if (!error) {
        const auto beside = own.parent_path() / "hark-capture";
        if (::access(beside.c_str(), X_OK) == 0) return beside.string();
    }
    return "hark-capture";
}

}  // namespace

base::Result<CaptureProcess> CaptureProcess::start(const std::vector<std::string>& arguments) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return base::Error{"can't make a pipe: " + std::generic_category().message(errno)};
    }
    std::string program = captureProgram();
    std::vector<std::string> words = arguments;
    std::vector<char*> argv{program.data()};
    for (std::string& word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    // In a process group of its own, as Ctrl+C is for hark, which then asks it to end, and Ctrl+Z
    // and a hang-up of the terminal are as well: it goes on while hark is suspended, and ends with
    // its reader.
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    posix_spawnattr_setpgroup(&attributes, 0);
    pid_t pid = 0;
    const int code =
        posix_spawnp(&pid, program.c_str(), &actions, &attributes, argv.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    if (code != 0) {
        ::close(ends[0]);
        return base::Error{"can't start hark-capture: " + std::generic_category().message(code) +
                           "; install it beside hark"};
    }
    return CaptureProcess(pid, ends[0]);
}

CaptureProcess::CaptureProcess(CaptureProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)), descriptor_(std::exchange(other.descriptor_, -1)) {}

CaptureProcess::~CaptureProcess() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (pid_ > 0) {
        stop();
        wait();
    }
}

bool CaptureProcess::hasBegun() const {
    pollfd wanted{descriptor_, POLLIN, 0};
    while (::poll(&wanted, 1, -1) < 0 && errno == EINTR) {
    }
    return (wanted.revents & POLLIN) != 0;
}

void CaptureProcess::stop() const {
    if (pid_ > 0) ::kill(pid_, SIGTERM);
}

int CaptureProcess::wait() {
    if (pid_ <= 0) return 0;
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

}  // namespace hark::cli
