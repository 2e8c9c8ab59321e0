#pragma once

#include <cstdint>

#include "core/capture/packet_source.h"
#include "core/store/case_writer.h"

namespace hark::analysis {

/// Has the notes of a source stored in the case, as those of input `capture`, when they come. The
/// writer must outlive the source's last next().
void storeNotes(capture::PacketSource& source, std::uint32_t capture, store::CaseWriter& writer);

}  // namespace hark::analysis
