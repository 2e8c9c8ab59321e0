#pragma once

#include <string>
#include <string_view>

#include "core/query/provenance.h"

namespace hark::query {

/// What most probably happened to a capture of which something is missing, in one sentence; empty
/// where nothing is.
[[nodiscard]] std::string diagnosis(const Statistics& statistics);

/// The count of that name, or 0.
[[nodiscard]] std::uint64_t countOf(const Counts& counts, std::string_view name);

}  // namespace hark::query
