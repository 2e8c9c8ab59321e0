#pragma once

#include <memory>
#include <string>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/capture/packet_source.h"
#include "core/capture/record_buffer.h"

namespace hark::capture {

/// The pcap file format (draft-ietf-opsawg-pcap): microseconds and nanoseconds, either byte order,
/// versions from 2.0 on, and the variants of old Linux systems, AIX, DG/UX, Nokia and IXIA.
[[nodiscard]] bool isPcap(base::Bytes beginning);
[[nodiscard]] base::Result<std::unique_ptr<PacketSource>> openPcap(RecordBuffer buffer,
                                                                   const std::string& name,
                                                                   std::uint32_t captureNumber);

}  // namespace hark::capture
