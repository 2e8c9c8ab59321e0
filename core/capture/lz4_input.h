#pragma once

#include <cstddef>
#include <memory>

#include "core/capture/compressed_input.h"

struct LZ4F_dctx_s;

namespace hark::capture {

/// Decompresses the LZ4 frame format (https://github.com/lz4/lz4, doc/lz4_Frame_format.md): any
/// number of frames, those that are to be skipped among them. Its blocks are at most 4 MiB.
class Lz4Input final : public CompressedInput {
public:
    explicit Lz4Input(std::unique_ptr<ByteInput> compressed);
    ~Lz4Input() override;
    Lz4Input(const Lz4Input&) = delete;
    Lz4Input& operator=(const Lz4Input&) = delete;

    static bool recognises(base::Bytes beginning);

private:
    Step decompress(base::Bytes& from, std::span<std::byte>& to) override;

    LZ4F_dctx_s* context_ = nullptr;
    /// As with zstd: what is asked for next, so that a damaged block takes no other with it.
    std::size_t wanted_;
};

}  // namespace hark::capture
