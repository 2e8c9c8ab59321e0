#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/capture/packet_source.h"
#include "tests/unit/capture/capture_files.h"

namespace hark::capture {
namespace {

using Lines = std::vector<std::string>;
using test::capture;
using test::Directory;
using test::readAll;
using test::readBytes;

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

// Something is there whenever the last has been read for a while, but never all the time.
TEST(OpenCapture, CallsTheIdleFunctionThoughPacketsTrickleIn) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const std::string bytes = capture(30);
    std::jthread writer([&] {
        constexpr std::size_t kHeader = 24;
        constexpr std::size_t kRecord = 32;
        for (std::size_t at = 0; at < bytes.size();) {
            const std::size_t piece = at == 0 ? kHeader : kRecord;
            const ssize_t count = ::write(ends[1], bytes.data() + at, piece);
            if (count <= 0) break;
            at += static_cast<std::size_t>(count);
            std::this_thread::sleep_for(std::chrono::milliseconds(30));
        }
        ::close(ends[1]);
    });
    auto source = openStream(ends[0], "a pipe", 1);
    ASSERT_TRUE(source);
    int calls = 0;
    (*source)->whenIdle([&] { return ++calls > 0; });
    EXPECT_EQ(readAll(**source), readBytes(bytes));
    EXPECT_GE(calls, 2);
    writer.join();
    ::close(ends[0]);
}

struct Foreign {
    std::string name;
    std::string bytes;
    std::string says;
    bool mayHoldPackets = false;
};

class OpenForeign : public testing::TestWithParam<Foreign> {};

TEST_P(OpenForeign, IsRefusedByWhatItLooksLike) {
    const Lines lines = readBytes(GetParam().bytes);
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].find('\n'), std::string::npos);
    EXPECT_NE(lines[0].find(GetParam().says), std::string::npos) << lines[0];
    const Directory directory;
    EXPECT_EQ(holdsNoCapture(directory.file(GetParam().bytes)), !GetParam().mayHoldPackets);
}

INSTANTIATE_TEST_SUITE_P(
    Table, OpenForeign,
    testing::Values(
        Foreign{"GzipHeaderCut", "\x1f\x8b\x08", "gzip", true},
        Foreign{"GzipThatIsNone", "\x1f\x8b and more", "gzip", true},
        Foreign{"Empty", "", "file: is empty"},
        Foreign{"Case", std::string("SQLite format 3\0\x10\0", 18), "SQLite database"},
        Foreign{"Har", "{\"log\": {\"version\": \"1.2\"}}", "HAR"},
        Foreign{"Text", "hello, this is text\n", "text"}, Foreign{"ShortText", "hi", "text"},
        Foreign{"KeyLog", "CLIENT_RANDOM 0123 4567\n", "TLS key log"},
        Foreign{"Zip", "PK\x03\x04 and more", "zip archive", true},
        Foreign{"Xz",
                "\xfd"
                "7zXZ and more",
                "xz -d", true},
        Foreign{"OldLz4", "\x02\x21\x4c\x18 and more", "lz4 -d", true},
        Foreign{"NetworkMonitor", "GMBU and more", "Network Monitor capture; convert", true},
        Foreign{"Bluetooth", std::string("btsnoop\0\0\0\0\1\0\0\3\xea", 16), "Bluetooth", true},
        Foreign{"Iptrace", "iptrace 2.0 and more", "iptrace capture; convert", true},
        Foreign{"Nettl", std::string("TR\0d\0 and more", 14), "nettl trace; convert", true},
        Foreign{"K12", std::string("\0\0\2\0\x12\5\0\x10 and more", 17), "K12 capture; convert",
                true},
        Foreign{"Erf", std::string("\0\0\0\0\0\0\0\x60\2\4\0\x50\0\0\0\x40", 16), "ERF capture",
                true},
        Foreign{"ErfWithADescription", std::string("\0\0\0\0\0\0\0\0\x9b\4\0\x80\0\0\0\x68", 16),
                "ERF capture", true},
        Foreign{"Lanalyzer", std::string("\1\x10\x4c\0\1\5Trace Display", 19), "LANalyzer", true},
        Foreign{"K12Text", "+---------+---------------+----------+\n", "K12 capture as text", true},
        Foreign{"Journal", "LPKSHHRH and more", "systemd journal"},
        Foreign{"Unknown", std::string("\0\1\2\3\4", 5), "the bytes 00 01 02 03"},
        Foreign{"PcapHeaderCut", capture(0).substr(0, 23), "cut within its pcap header (23 of 24",
                true},
        Foreign{"PcapngHeaderCut", "\x0a\x0d\x0d\x0a\x1c", "cut within its pcapng header (5 of",
                true}),
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
