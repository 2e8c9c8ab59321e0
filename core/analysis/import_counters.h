#pragma once

#include <string>
#include <vector>

#include "core/analysis/pipeline.h"
#include "core/store/case_writer.h"

namespace hark::analysis {

/// Stores what the stages of the line counted.
void storeCounters(const Pipeline& pipeline, store::CaseWriter& writer);

/// What of it is worth a line each, though nothing is wrong.
[[nodiscard]] std::vector<std::string> remarksOn(const Pipeline& pipeline);

}  // namespace hark::analysis
