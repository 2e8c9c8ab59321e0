#include "core/capture/lz4_input.h"

#include <algorithm>

#include <lz4frame.h>

#include "core/base/byte_reader.h"

namespace hark::capture {
namespace {

constexpr std::uint32_t kMagic = 0x184d'2204;
/// The shortest header of a frame.
constexpr std::size_t kFrameBeginning = 7;

}  // namespace

bool Lz4Input::recognises(base::Bytes beginning) {
    return base::ByteReader(beginning).u32le() == kMagic;
}

Lz4Input::Lz4Input(std::unique_ptr<ByteInput> compressed)
    : CompressedInput(std::move(compressed), "lz4"), wanted_(kFrameBeginning) {
    if (LZ4F_isError(LZ4F_createDecompressionContext(&context_, LZ4F_VERSION)) != 0) {
        fail("no memory to decompress it");
    }
}

Lz4Input::~Lz4Input() {
    LZ4F_freeDecompressionContext(context_);
}

CompressedInput::Step Lz4Input::decompress(base::Bytes& from, std::span<std::byte>& to) {
    std::size_t taken = std::min(from.size(), wanted_);
    std::size_t written = to.size();
    const std::size_t code =
        LZ4F_decompress(context_, to.data(), &written, from.data(), &taken, nullptr);
    if (LZ4F_isError(code) != 0) return fail(LZ4F_getErrorName(code));
    from = from.subspan(taken);
    to = to.subspan(written);
    wanted_ = std::max(code, kFrameBeginning);
    return code == 0 ? Step::FrameEnded : Step::InFrame;
}

}  // namespace hark::capture
