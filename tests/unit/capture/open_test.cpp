#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "core/capture/packet_source.h"
#include "tests/unit/capture/capture_files.h"

namespace hark::capture {
namespace {

using Lines = std::vector<std::string>;
using test::Directory;
using test::FileBytes;
using test::readAll;
using test::readBytes;

/// A pcap file of packets that don't compress well.
std::string capture(std::size_t packets) {
    FileBytes file;
    file.u32(0xa1b2c3d4).u16(2).u16(4).u32(0).u32(0).u32(65535).u32(1);
    std::uint64_t state = 1;
    for (std::size_t i = 1; i <= packets; ++i) {
        file.u32(i).u32(0).u32(16).u32(16);
        state = state * 6364136223846793005U + 1442695040888963407U;
        file.text(fmt::format("{:016x}", state));
    }
    return file.bytes();
}

std::string gzip(const std::string& bytes) {
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

TEST(GzipCapture, ReadsAsItsContent) {
    EXPECT_EQ(readBytes(gzip(capture(5000))), readBytes(capture(5000)));
}

TEST(GzipCapture, MayHaveSeveralMembersAndPadding) {
    const std::string whole = capture(100);
    const std::string members =
        gzip(whole.substr(0, 50)) + gzip("") + gzip(whole.substr(50)) + std::string(512, '\0');
    EXPECT_EQ(readBytes(members), readBytes(whole));
}

TEST(GzipCapture, IsReadAsFarAsItGoesWhereItIsCut) {
    const std::string whole = gzip(capture(5000));
    const Lines lines = readBytes(whole.substr(0, whole.size() / 2));
    EXPECT_GT(lines.size(), 1000U);
    EXPECT_LT(lines.size(), 4000U);
    EXPECT_EQ(lines.back(), fmt::format("file: its gzip data are cut at byte {}; the {} packets "
                                        "before are kept",
                                        whole.size() / 2, lines.size() - 1));
}

TEST(GzipCapture, IsReadAsFarAsItGoesWhereItIsDamaged) {
    std::string spoilt = gzip(capture(5000));
    spoilt[spoilt.size() - 8] = static_cast<char>(spoilt[spoilt.size() - 8] ^ 1);  // its CRC
    const Lines lines = readBytes(spoilt);
    EXPECT_EQ(lines.size(), 5001U);
    EXPECT_NE(lines.back().find("its gzip data are damaged"), std::string::npos) << lines.back();

    const Lines trailing = readBytes(gzip(capture(3)) + "something else");
    EXPECT_EQ(trailing.size(), 4U);
    EXPECT_NE(trailing.back().find("not gzip"), std::string::npos) << trailing.back();
}

TEST(OpenCapture, SaysHowMuchIsRead) {
    const Directory directory;
    const std::string bytes = capture(10);
    auto source = openFile(directory.file(bytes), 3);
    ASSERT_TRUE(source);
    EXPECT_EQ((*source)->bytesTotal(), bytes.size());
    Packet packet;
    ASSERT_EQ((*source)->next(packet), ReadStatus::Packet);
    EXPECT_EQ(packet.ref, (base::PacketRef{3, 1}));
    EXPECT_EQ(readAll(**source).size(), 10U);
    EXPECT_EQ((*source)->bytesRead(), bytes.size());
    EXPECT_EQ((*source)->next(packet), ReadStatus::End);
    EXPECT_FALSE((*source)->statistics());
}

TEST(OpenCapture, ReadsAPipeInPieces) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const std::string bytes = capture(2000);
    std::jthread writer([&] {
        for (std::size_t at = 0; at < bytes.size();) {
            const ssize_t count =
                ::write(ends[1], bytes.data() + at, std::min<std::size_t>(777, bytes.size() - at));
            if (count <= 0) break;
            at += static_cast<std::size_t>(count);
        }
        ::close(ends[1]);
    });
    auto source = openStream(ends[0], "a pipe", 1);
    ASSERT_TRUE(source);
    EXPECT_FALSE((*source)->bytesTotal());
    EXPECT_EQ(readAll(**source), readBytes(bytes));
    writer.join();
    ::close(ends[0]);
}

struct Foreign {
    std::string name;
    std::string bytes;
    std::string says;
};

class OpenForeign : public testing::TestWithParam<Foreign> {};

TEST_P(OpenForeign, IsRefusedByWhatItLooksLike) {
    const Lines lines = readBytes(GetParam().bytes);
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].find('\n'), std::string::npos);
    EXPECT_NE(lines[0].find(GetParam().says), std::string::npos) << lines[0];
}

INSTANTIATE_TEST_SUITE_P(
    Table, OpenForeign,
    testing::Values(
        Foreign{"Empty", "", "file: is empty"},
        Foreign{"Case", std::string("SQLite format 3\0\x10\0", 18), "SQLite database"},
        Foreign{"Har", "{\"log\": {\"version\": \"1.2\"}}", "HAR"},
        Foreign{"Text", "hello, this is text\n", "text"}, Foreign{"ShortText", "hi", "text"},
        Foreign{"KeyLog", "CLIENT_RANDOM 0123 4567\n", "TLS key log"},
        Foreign{"Zip", "PK\x03\x04 and more", "zip archive"},
        Foreign{"Zstd", "\x28\xb5\x2f\xfd and more", "zstd -d"},
        Foreign{"Lz4", "\x04\x22\x4d\x18 and more", "lz4 -d"},
        Foreign{"Xz",
                "\xfd"
                "7zXZ and more",
                "xz -d"},
        Foreign{"Snoop", std::string("snoop\0\0\0\0\0\0\2", 12), "snoop"},
        Foreign{"GzipOfText", gzip("hello, this is text"), "text"},
        Foreign{"GzipTwice", gzip(gzip(capture(1))), "twice"},
        Foreign{"GzipOfNothing", gzip(""), "is empty"},
        Foreign{"GzipCutAtOnce", gzip(capture(1)).substr(0, 5), "gzip data are cut"},
        Foreign{"Unknown", std::string("\0\1\2\3\4", 5), "the bytes 00 01 02 03"},
        Foreign{"PcapHeaderCut", capture(0).substr(0, 23), "cut within its pcap header (23 of 24"},
        Foreign{"PcapngHeaderCut", "\x0a\x0d\x0d\x0a\x1c", "cut within its pcapng header (5 of"}),
    [](const auto& row) { return row.param.name; });

TEST(OpenCapture, NamesWhatKeepsItFromOpening) {
    const Directory directory;
    const auto message = [](const std::string& path) {
        const auto source = openFile(path, 1);
        return source ? std::string() : source.error().message;
    };
    EXPECT_EQ(message(directory.path()),
              directory.path() + ": is a directory; name the capture files in it");
    EXPECT_EQ(message(directory.path() + "/none"),
              directory.path() + "/none: there is no such file");
    const std::string locked = directory.file(capture(1), "locked");
    ASSERT_EQ(::chmod(locked.c_str(), 0), 0);
    if (::geteuid() != 0) {
        EXPECT_EQ(message(locked), locked + ": no permission to read it; see `ls -l` for who may");
    }
}

}  // namespace
}  // namespace hark::capture
