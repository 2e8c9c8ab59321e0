#pragma once

#include <cstdint>

#include "cli/list_options.h"
#include "cli/output.h"
#include "core/query/case.h"

namespace hark::cli {

/// `hark show CASE session ID`: its story. False where there is no such session.
[[nodiscard]] base::Result<bool> showSession(query::Case& from, std::uint64_t id,
                                             const CaseOptions& options, Output& output);

/// With --jar EXCHANGE: the cookies that the session's user agent held when that exchange was over.
/// False where there is no such session.
[[nodiscard]] base::Result<bool> showJar(query::Case& from, std::uint64_t id,
                                         std::uint64_t exchange, const CaseOptions& options,
                                         Output& output);

}  // namespace hark::cli
