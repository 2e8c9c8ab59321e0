#include "cli/capture/privileges.h"

#include <array>
#include <cerrno>
#include <system_error>

#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace hark::cli {

namespace {

base::Error failure(const char* what) {
    return {std::string("can't give up ") + what + ": " + std::generic_category().message(errno)};
}

}  // namespace

base::Status dropPrivileges() {
    if (setresgid(getgid(), getgid(), getgid()) != 0) return failure("the set-group-ID identity");
    if (setresuid(getuid(), getuid(), getuid()) != 0) return failure("the set-user-ID identity");
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return failure("the right to new privileges");
    // capset(2) has no wrapper in the C library; version 3 takes two blocks of 32 capabilities.
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    const std::array<__user_cap_data_struct, 2> none{};
    if (syscall(SYS_capset, &header, none.data()) != 0) return failure("capabilities");
    return base::Done{};
}

}  // namespace hark::cli
