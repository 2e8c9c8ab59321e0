#include "cli/output.h"

#include <cerrno>
#include <system_error>

#include <fmt/format.h>
#include <unistd.h>

#include "cli/terminal.h"

namespace hark::cli {

namespace {

constexpr std::size_t kFlushAt = std::size_t{64} << 10U;

}  // namespace

Output::~Output() {
    flush();
}

void Output::write(std::string_view text) {
    if (state_ != State::Open) return;
    pending_ += text;
    if (pending_.size() >= kFlushAt) flush();
}

void Output::flush() {
    std::string_view rest = pending_;
    while (!rest.empty() && state_ == State::Open) {
        const ssize_t count = ::write(STDOUT_FILENO, rest.data(), rest.size());
        if (count >= 0) {
            rest.remove_prefix(static_cast<std::size_t>(count));
        } else if (errno != EINTR) {
            error_ = errno;
            state_ = errno == EPIPE ? State::ReaderGone : State::Failed;
        }
    }
    pending_.clear();
}

ExitCode Output::finish(ExitCode code) {
    flush();
    if (state_ != State::Failed) return code;
    complain(
        fmt::format("can't write to standard output: {}", std::generic_category().message(error_)));
    return ExitCode::Failed;
}

}  // namespace hark::cli
