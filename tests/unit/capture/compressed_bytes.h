#pragma once

#include <string>

#include <gtest/gtest.h>
#include <lz4frame.h>
#include <zlib.h>
#include <zstd.h>

namespace hark::capture::test {

inline std::string gzip(const std::string& bytes) {
    z_stream stream{};
    EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY), Z_OK);
    std::string made(deflateBound(&stream, bytes.size()) + 64, '\0');
    std::string input = bytes;
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(made.data());
    stream.avail_out = static_cast<uInt>(made.size());
    EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
    made.resize(stream.total_out);
    deflateEnd(&stream);
    return made;
}

/// With a checksum; `windowLog` 0 leaves the window to the library.
inline std::string zstd(const std::string& bytes, int windowLog = 0) {
    ZSTD_CCtx* context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, windowLog);
    // Without the size, or the frame would need no window.
    ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0);
    std::string made(ZSTD_compressBound(bytes.size()), '\0');
    ZSTD_outBuffer output{made.data(), made.size(), 0};
    ZSTD_inBuffer nothing{nullptr, 0, 0};
    ZSTD_inBuffer input{bytes.data(), bytes.size(), 0};
    EXPECT_EQ(ZSTD_isError(ZSTD_compressStream2(context, &output, &input, ZSTD_e_continue)), 0U);
    EXPECT_EQ(ZSTD_compressStream2(context, &output, &nothing, ZSTD_e_end), 0U);
    ZSTD_freeCCtx(context);
    made.resize(output.pos);
    return made;
}

/// In blocks of 64 KiB, with a checksum.
inline std::string lz4(const std::string& bytes) {
    LZ4F_preferences_t preferences{};
    preferences.frameInfo.contentChecksumFlag = LZ4F_contentChecksumEnabled;
    std::string made(LZ4F_compressFrameBound(bytes.size(), &preferences), '\0');
    const std::size_t size =
        LZ4F_compressFrame(made.data(), made.size(), bytes.data(), bytes.size(), &preferences);
    EXPECT_FALSE(LZ4F_isError(size));
    made.resize(size);
    return made;
}

/// A frame of both formats that is to be skipped.
inline std::string skippable(const std::string& bytes) {
    std::string made("\x5a\x2a\x4d\x18", 4);
    for (unsigned i = 0; i < 4; ++i)
        made += static_cast<char>(bytes.size() >> 8U * i & 0xffU);
    return made + bytes;
}

}  // namespace hark::capture::test
