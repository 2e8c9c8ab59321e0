#include "core/content/coding_decoder.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>

#include <brotli/decode.h>
#include <zlib.h>
#include <zstd.h>

#include "core/base/text.h"

namespace hark::content {

namespace {

constexpr std::size_t kOutputBytes = std::size_t{64} << 10U;
// RFC 8878 recommends that decoders take windows of 8 MiB; RFC 9659 makes that the limit for HTTP.
constexpr int kZstdWindowLog = 23;

// RFC 1950 section 2.2: the method, and a check over the first two bytes.
bool hasZlibHeader(base::Bytes bytes) {
    const auto first = std::to_integer<unsigned>(bytes[0]);
    if ((first & 0x0fU) != Z_DEFLATED) return false;
    return bytes.size() < 2 || (first << 8U | std::to_integer<unsigned>(bytes[1])) % 31 == 0;
}

// RFC 1952, RFC 1950 and RFC 1951, by zlib.
class ZlibDecoder final : public CodingDecoder {
public:
    enum class Format : std::uint8_t { Gzip, Deflate };
    explicit ZlibDecoder(Format format) : format_(format) {}
    ~ZlibDecoder() override {
        if (open_) inflateEnd(&stream_);
    }
    ZlibDecoder(const ZlibDecoder&) = delete;
    ZlibDecoder& operator=(const ZlibDecoder&) = delete;

    bool feed(base::Bytes coded, const DecodedSink& sink) override {
        if (!open_) {
            // "deflate" means zlib's format, yet some servers send bare deflate data.
            const bool isBare = format_ == Format::Deflate && !hasZlibHeader(coded);
            constexpr int kWindowBits = 15;
            constexpr int kGzipOnly = 16;
            if (!open(format_ == Format::Gzip ? kWindowBits + kGzipOnly
                      : isBare                ? -kWindowBits
                                              : kWindowBits)) {
                return false;
            }
        }
        while (!coded.empty()) {
            const auto piece = coded.first(
                std::min<std::size_t>(coded.size(), std::numeric_limits<unsigned>::max()));
            stream_.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(piece.data()));
            stream_.avail_in = static_cast<unsigned>(piece.size());
            if (!inflatePiece(sink)) return false;
            coded = coded.subspan(piece.size() - stream_.avail_in);
            if (ended_ && !beginNextMember(coded)) return true;
        }
        return true;
    }
    [[nodiscard]] bool isComplete() const override { return ended_; }

private:
    bool open(int windowBits) {
        open_ = inflateInit2(&stream_, windowBits) == Z_OK;
        return open_;
    }
    bool inflatePiece(const DecodedSink& sink) {
        do {
            stream_.next_out = output_.data();
            stream_.avail_out = static_cast<unsigned>(output_.size());
            const int code = inflate(&stream_, Z_NO_FLUSH);
            const std::size_t count = output_.size() - stream_.avail_out;
            if (count > 0) sink(std::as_bytes(std::span(output_).first(count)));
            ended_ = code == Z_STREAM_END;
            if (ended_) return true;
            if (code == Z_BUF_ERROR) return true;  // needs more input
            if (code != Z_OK) return false;
        } while (stream_.avail_in > 0 || stream_.avail_out == 0);
        return true;
    }
    // gzip members may follow each other (RFC 1952 section 2.2); anything else behind is ignored.
    bool beginNextMember(base::Bytes rest) {
        const bool another =
            format_ == Format::Gzip && !rest.empty() && std::to_integer<unsigned>(rest[0]) == 0x1f;
        if (another) ended_ = inflateReset(&stream_) != Z_OK;
        return another;
    }

    Format format_;
    z_stream stream_{};
    bool open_ = false;
    bool ended_ = false;
    std::array<unsigned char, kOutputBytes> output_{};
};

// RFC 7932.
class BrotliDecoder final : public CodingDecoder {
public:
    BrotliDecoder() : state_(BrotliDecoderCreateInstance(nullptr, nullptr, nullptr)) {}
    ~BrotliDecoder() override { BrotliDecoderDestroyInstance(state_); }
    BrotliDecoder(const BrotliDecoder&) = delete;
    BrotliDecoder& operator=(const BrotliDecoder&) = delete;

    bool feed(base::Bytes coded, const DecodedSink& sink) override {
        const auto* in = reinterpret_cast<const std::uint8_t*>(coded.data());
        std::size_t inCount = coded.size();
        BrotliDecoderResult result = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
        while (result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) {
            std::uint8_t* out = output_.data();
            std::size_t room = output_.size();
            result = BrotliDecoderDecompressStream(state_, &inCount, &in, &room, &out, nullptr);
            const std::size_t count = output_.size() - room;
            if (count > 0) sink(std::as_bytes(std::span(output_).first(count)));
        }
        return result != BROTLI_DECODER_RESULT_ERROR;
    }
    [[nodiscard]] bool isComplete() const override {
        return BrotliDecoderIsFinished(state_) == BROTLI_TRUE;
    }

private:
    BrotliDecoderState* state_;
    std::array<std::uint8_t, kOutputBytes> output_{};
};

// RFC 8878.
class ZstdDecoder final : public CodingDecoder {
public:
    ZstdDecoder() : stream_(ZSTD_createDStream()) {
        ZSTD_DCtx_setParameter(stream_, ZSTD_d_windowLogMax, kZstdWindowLog);
    }
    ~ZstdDecoder() override { ZSTD_freeDStream(stream_); }
    ZstdDecoder(const ZstdDecoder&) = delete;
    ZstdDecoder& operator=(const ZstdDecoder&) = delete;

    bool feed(base::Bytes coded, const DecodedSink& sink) override {
        ZSTD_inBuffer in{coded.data(), coded.size(), 0};
        bool outputFull = false;
        while (in.pos < in.size || outputFull) {
            ZSTD_outBuffer out{output_.data(), output_.size(), 0};
            const std::size_t rest = ZSTD_decompressStream(stream_, &out, &in);
            if (ZSTD_isError(rest) != 0) return false;
            if (out.pos > 0) sink(std::as_bytes(std::span(output_).first(out.pos)));
            frameEnded_ = rest == 0;
            outputFull = out.pos == out.size && !frameEnded_;
        }
        return true;
    }
    [[nodiscard]] bool isComplete() const override { return frameEnded_; }

private:
    ZSTD_DStream* stream_;
    bool frameEnded_ = false;
    std::array<char, kOutputBytes> output_{};
};

}  // namespace

std::unique_ptr<CodingDecoder> makeCodingDecoder(std::string_view coding) {
    const auto is = [coding](std::string_view name) {
        return base::equalsIgnoringCase(coding, name);
    };
    if (is("gzip") || is("x-gzip")) return std::make_unique<ZlibDecoder>(ZlibDecoder::Format::Gzip);
    if (is("deflate")) return std::make_unique<ZlibDecoder>(ZlibDecoder::Format::Deflate);
    if (is("br")) return std::make_unique<BrotliDecoder>();
    if (is("zstd")) return std::make_unique<ZstdDecoder>();
    return nullptr;
}

}  // namespace hark::content
