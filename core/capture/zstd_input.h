#pragma once

#include <cstddef>
#include <memory>

#include "core/capture/compressed_input.h"

struct ZSTD_DCtx_s;

namespace hark::capture {

/// Decompresses Zstandard (RFC 8878): any number of frames, those that are to be skipped among
/// them.
class ZstdInput final : public CompressedInput {
public:
    explicit ZstdInput(std::unique_ptr<ByteInput> compressed);
    ~ZstdInput() override;
    ZstdInput(const ZstdInput&) = delete;
    ZstdInput& operator=(const ZstdInput&) = delete;

    /// RFC 8878 sections 3.1.1 and 3.1.2: also where it begins with a frame to skip, as what pzstd
    /// writes does.
    static bool recognises(base::Bytes beginning);

private:
    Step decompress(base::Bytes& from, std::span<std::byte>& to) override;

    ZSTD_DCtx_s* context_;
    /// What it asks for next. Never given more, it decodes a block at a time, and what comes before
    /// a damaged block is not lost with it.
    std::size_t wanted_;
};

}  // namespace hark::capture
