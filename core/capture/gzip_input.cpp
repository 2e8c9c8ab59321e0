#include "core/capture/gzip_input.h"

#include <algorithm>
#include <limits>

namespace hark::capture {
namespace {

constexpr int kGzipOnly = 16 + MAX_WBITS;
constexpr std::byte kMagic1{0x1f};
constexpr std::byte kMagic2{0x8b};

uInt atMost(std::size_t count) {
    return static_cast<uInt>(std::min<std::size_t>(count, std::numeric_limits<uInt>::max()));
}

}  // namespace

bool GzipInput::recognises(base::Bytes beginning) {
    return beginning.size() >= 2 && beginning[0] == kMagic1 && beginning[1] == kMagic2;
}

GzipInput::GzipInput(std::unique_ptr<ByteInput> compressed)
    : CompressedInput(std::move(compressed), "gzip") {
    if (inflateInit2(&stream_, kGzipOnly) != Z_OK) fail("no memory to inflate it");
}

GzipInput::~GzipInput() {
    inflateEnd(&stream_);
}

CompressedInput::Step GzipInput::decompress(base::Bytes& from, std::span<std::byte>& to) {
    if (isBetweenMembers_) {
        const Step step = beginMember(from);
        if (step != Step::InFrame) return step;
    }
    const uInt room = atMost(to.size());
    const uInt input = atMost(from.size());
    // zlib's interface has no const unless asked for; it doesn't write there.
    stream_.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(from.data()));
    stream_.avail_in = input;
    stream_.next_out = reinterpret_cast<Bytef*>(to.data());
    stream_.avail_out = room;
    const int code = inflate(&stream_, Z_NO_FLUSH);
    from = from.subspan(input - stream_.avail_in);
    to = to.subspan(room - stream_.avail_out);
    if (code == Z_OK || code == Z_BUF_ERROR) return Step::InFrame;
    if (code != Z_STREAM_END) return fail(stream_.msg != nullptr ? stream_.msg : zError(code));
    isBetweenMembers_ = true;
    return Step::FrameEnded;
}

/// Zeros after the last member are padding, as gzip itself takes them.
CompressedInput::Step GzipInput::beginMember(base::Bytes& from) {
    const auto next =
        std::find_if(from.begin(), from.end(), [](std::byte b) { return b != std::byte{}; });
    sawPadding_ |= next != from.begin();
    from = from.subspan(static_cast<std::size_t>(next - from.begin()));
    if (from.empty()) return Step::FrameEnded;
    if (sawPadding_ || from.front() != kMagic1) return failBetweenFrames();
    isBetweenMembers_ = false;
    return inflateReset2(&stream_, kGzipOnly) == Z_OK ? Step::InFrame : fail("no memory");
}

}  // namespace hark::capture
