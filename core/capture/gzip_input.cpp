#include "core/capture/gzip_input.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

namespace hark::capture {
namespace {

constexpr std::size_t kInputSize = std::size_t{128} << 10U;
constexpr int kGzipOnly = 16 + MAX_WBITS;
constexpr unsigned char kMagic1 = 0x1f;
constexpr unsigned char kMagic2 = 0x8b;

}  // namespace

bool GzipInput::recognises(base::Bytes beginning) {
    return beginning.size() >= 2 && beginning[0] == std::byte{kMagic1} &&
           beginning[1] == std::byte{kMagic2};
}

GzipInput::GzipInput(std::unique_ptr<ByteInput> compressed)
    : compressed_(std::move(compressed)), input_(kInputSize) {
    if (inflateInit2(&stream_, kGzipOnly) != Z_OK) error_ = "no memory to inflate it";
}

GzipInput::~GzipInput() {
    inflateEnd(&stream_);
}

std::size_t GzipInput::read(std::span<std::byte> room) {
    const auto wanted =
        static_cast<uInt>(std::min<std::size_t>(room.size(), std::numeric_limits<uInt>::max()));
    stream_.next_out = reinterpret_cast<Bytef*>(room.data());
    stream_.avail_out = wanted;
    while (!hasEnded_ && error_.empty() && stream_.avail_out == wanted) {
        if (isBetweenMembers_ && !nextMember()) break;
        if (stream_.avail_in == 0 && !refill()) {
            error_ = compressed_->error().empty()
                         ? fmt::format("its gzip data are cut at byte {}", bytesRead())
                         : compressed_->error();
            break;
        }
        const int code = inflate(&stream_, Z_NO_FLUSH);
        if (code == Z_STREAM_END) {
            isBetweenMembers_ = true;
        } else if (code != Z_OK && code != Z_BUF_ERROR) {
            fail(code);
        }
    }
    return wanted - stream_.avail_out;
}

bool GzipInput::refill() {
    const std::size_t count = compressed_->read(input_);
    stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
    stream_.avail_in = static_cast<uInt>(count);
    return count > 0;
}

/// Goes on to the next member. Zeros after the last one are padding, as gzip itself takes them.
bool GzipInput::nextMember() {
    bool sawPadding = false;
    for (;;) {
        if (stream_.avail_in == 0 && !refill()) {
            hasEnded_ = true;
            error_ = compressed_->error();
            return false;
        }
        if (*stream_.next_in != 0) break;
        sawPadding = true;
        ++stream_.next_in;
        --stream_.avail_in;
    }
    if (sawPadding || *stream_.next_in != kMagic1) {
        error_ =
            fmt::format("bytes that are not gzip follow its gzip data before byte {}", bytesRead());
        return false;
    }
    isBetweenMembers_ = false;
    return inflateReset2(&stream_, kGzipOnly) == Z_OK;
}

void GzipInput::fail(int code) {
    error_ = fmt::format("its gzip data are damaged before byte {} ({})", bytesRead(),
                         stream_.msg != nullptr ? stream_.msg : zError(code));
}

}  // namespace hark::capture
