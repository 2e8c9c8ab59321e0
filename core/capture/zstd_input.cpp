#include "core/capture/zstd_input.h"

#include <algorithm>

#include <zstd.h>

#include "core/base/byte_reader.h"
#include "core/capture/limits.h"

namespace hark::capture {
namespace {

constexpr std::uint32_t kMagic = 0xfd2f'b528;
constexpr std::uint32_t kSkippableMagic = 0x184d'2a50;
constexpr std::uint32_t kSkippableMask = 0xffff'fff0;
/// The shortest header, and so the least that can be asked for.
constexpr std::size_t kFrameBeginning = 5;

}  // namespace

bool ZstdInput::recognises(base::Bytes beginning) {
    const std::uint32_t magic = base::ByteReader(beginning).u32le();
    return magic == kMagic || (magic & kSkippableMask) == kSkippableMagic;
}

ZstdInput::ZstdInput(std::unique_ptr<ByteInput> compressed)
    : CompressedInput(std::move(compressed), "zstd"),
      context_(ZSTD_createDCtx()),
      wanted_(kFrameBeginning) {
    if (context_ == nullptr || ZSTD_isError(ZSTD_DCtx_setParameter(context_, ZSTD_d_windowLogMax,
                                                                   kMaximumZstdWindowLog)) != 0) {
        fail("no memory to decompress it");
    }
}

ZstdInput::~ZstdInput() {
    ZSTD_freeDCtx(context_);
}

CompressedInput::Step ZstdInput::decompress(base::Bytes& from, std::span<std::byte>& to) {
    ZSTD_inBuffer input{from.data(), std::min(from.size(), wanted_), 0};
    ZSTD_outBuffer output{to.data(), to.size(), 0};
    const std::size_t code = ZSTD_decompressStream(context_, &output, &input);
    from = from.subspan(input.pos);
    to = to.subspan(output.pos);
    if (ZSTD_isError(code) != 0) return fail(ZSTD_getErrorName(code));
    wanted_ = std::max(code, kFrameBeginning);
    return code == 0 ? Step::FrameEnded : Step::InFrame;
}

}  // namespace hark::capture
