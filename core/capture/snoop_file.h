#pragma once

#include <memory>
#include <string>

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/capture/packet_source.h"
#include "core/capture/record_buffer.h"

namespace hark::capture {

/// The snoop file format of Solaris (RFC 1761), version 2, and Shomiti's variants of it, which go
/// up to version 5.
[[nodiscard]] bool isSnoop(base::Bytes beginning);
[[nodiscard]] base::Result<std::unique_ptr<PacketSource>> openSnoop(RecordBuffer buffer,
                                                                    const std::string& name,
                                                                    std::uint32_t captureNumber);

}  // namespace hark::capture
