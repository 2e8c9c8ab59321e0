#pragma once

#include <memory>
#include <string>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/capture/packet_source.h"
#include "core/capture/record_buffer.h"

namespace hark::capture {

/// The pcapng file format (draft-ietf-opsawg-pcapng): any number of sections in either byte order,
/// each with any number of interfaces; packets, also simple and obsolete ones; statistics;
/// comments, names of hosts and secrets as notes. Blocks of other types are passed over and
/// counted.
[[nodiscard]] bool isPcapng(base::Bytes beginning);
[[nodiscard]] base::Result<std::unique_ptr<PacketSource>> openPcapng(RecordBuffer buffer,
                                                                     const std::string& name,
                                                                     std::uint32_t captureNumber);

}  // namespace hark::capture
