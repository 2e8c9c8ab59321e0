#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/base/result.h"
#include "core/capture/byte_input.h"
#include "core/capture/packet_source.h"

namespace hark::capture {

/// What openFile() and openStream() do once there is something to read from.
[[nodiscard]] base::Result<std::unique_ptr<PacketSource>> openInput(
    std::unique_ptr<ByteInput> input, const std::string& name, std::uint32_t captureNumber);

}  // namespace hark::capture
