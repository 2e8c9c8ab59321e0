#include "core/capture/byte_input.h"

#include <algorithm>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/text.h"
#include "core/base/xxh3.h"

namespace hark::capture {

namespace {

using Clock = std::chrono::steady_clock;

// Between two calls of the idle function, at least.
constexpr std::chrono::milliseconds kIdleInterval(200);

}  // namespace

struct FileInput::Digest {
    XXH3_state_t* state = XXH3_createState();
    Digest() { XXH3_128bits_reset(state); }
    ~Digest() { XXH3_freeState(state); }
    Digest(const Digest&) = delete;
    Digest& operator=(const Digest&) = delete;
};

FileInput::FileInput(int descriptor, Ownership ownership)
    : descriptor_(descriptor), ownership_(ownership), digest_(std::make_unique<Digest>()) {
    struct stat status {};
    if (::fstat(descriptor_, &status) != 0 || !S_ISREG(status.st_mode)) return;
    isRegularFile_ = true;
    const off_t position = ::lseek(descriptor_, 0, SEEK_CUR);
    if (position < 0 || position > status.st_size) return;
    bytesTotal_ = static_cast<std::uint64_t>(status.st_size - position);
    static_cast<void>(::posix_fadvise(descriptor_, 0, 0, POSIX_FADV_SEQUENTIAL));
}

FileInput::~FileInput() {
    if (ownership_ == Ownership::Owned) ::close(descriptor_);
}

std::string FileInput::digest() const {
    XXH128_canonical_t canonical{};
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(digest_->state));
    return "xxh3-128:" + base::toHex(std::as_bytes(std::span(canonical.digest)));
}

// False where the idle function ended the input. That has its calls too where something comes all
// the time, but so slowly that there is nothing in between.
bool FileInput::waitForBytes() {
    using std::chrono::milliseconds;
    pollfd wanted{descriptor_, POLLIN, 0};
    for (;;) {
        const auto left = std::chrono::ceil<milliseconds>(nextIdle_ - Clock::now());
        const auto patience = std::max(left, milliseconds::zero());
        if (::poll(&wanted, 1, static_cast<int>(patience.count())) > 0) return true;
        if (Clock::now() < nextIdle_) continue;
        if (!idle_()) return false;
        nextIdle_ = Clock::now() + kIdleInterval;
    }
}

std::size_t FileInput::read(std::span<std::byte> room) {
    while (error_.empty()) {
        if (idle_ && !isRegularFile_ && !waitForBytes()) return 0;
        const ssize_t count = ::read(descriptor_, room.data(), room.size());
        if (count >= 0) {
            bytesRead_ += static_cast<std::uint64_t>(count);
            XXH3_128bits_update(digest_->state, room.data(), static_cast<std::size_t>(count));
            return static_cast<std::size_t>(count);
        }
        if (errno == EINTR) continue;
        if (errno == EAGAIN) {
            pollfd wanted{descriptor_, POLLIN, 0};
            static_cast<void>(::poll(&wanted, 1, -1));
            continue;
        }
        error_ = "can't be read: " + std::generic_category().message(errno);
    }
    return 0;
}

}  // namespace hark::capture
