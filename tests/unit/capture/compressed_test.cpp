#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/unit/capture/capture_files.h"
#include "tests/unit/capture/compressed_bytes.h"

namespace hark::capture {
namespace {

using Lines = std::vector<std::string>;
using test::capture;
using test::gzip;
using test::lz4;
using test::readBytes;
using test::zstd;

std::string zstdOf(const std::string& bytes) {
    return zstd(bytes);
}

struct Format {
    std::string name;
    std::string (*compress)(const std::string& bytes);
    std::size_t checksumFromEnd;
};

/// As many packets as fill several blocks of each format.
constexpr std::size_t kPackets = 20'000;

class CompressedCapture : public testing::TestWithParam<Format> {
protected:
    [[nodiscard]] static std::string compress(const std::string& bytes) {
        return GetParam().compress(bytes);
    }
    [[nodiscard]] static std::string name() { return GetParam().name; }
};

TEST_P(CompressedCapture, ReadsAsItsContent) {
    EXPECT_EQ(readBytes(compress(capture(kPackets))), readBytes(capture(kPackets)));
}

TEST_P(CompressedCapture, MayHaveSeveralFrames) {
    const std::string whole = capture(kPackets);
    const std::string frames =
        compress(whole.substr(0, 50)) + compress("") + compress(whole.substr(50));
    EXPECT_EQ(readBytes(frames), readBytes(whole));
}

TEST_P(CompressedCapture, IsReadAsFarAsItGoesWhereItIsCut) {
    const std::string whole = compress(capture(kPackets));
    const Lines lines = readBytes(whole.substr(0, whole.size() / 2));
    EXPECT_GT(lines.size(), kPackets / 4);
    EXPECT_LT(lines.size(), kPackets * 3 / 4);
    EXPECT_EQ(lines.back(), fmt::format("file: its {} data are cut at byte {}; the {} packets "
                                        "before are kept",
                                        name(), whole.size() / 2, lines.size() - 1));
}

TEST_P(CompressedCapture, IsReadToItsEndWhereItsChecksumIsWrong) {
    std::string spoilt = compress(capture(kPackets));
    char& byte = spoilt[spoilt.size() - GetParam().checksumFromEnd];
    byte = static_cast<char>(byte ^ 1);
    const Lines lines = readBytes(spoilt);
    EXPECT_EQ(lines.size(), kPackets + 1);
    EXPECT_NE(lines.back().find("its " + name() + " data are damaged before byte"),
              std::string::npos)
        << lines.back();
}

TEST_P(CompressedCapture, IsReadUpToADamagedPlace) {
    const std::string whole = compress(capture(kPackets));
    const Lines expected = readBytes(capture(kPackets));
    // What is lost with the place is at most a block and what the packets lie across.
    for (const std::size_t part : {2U, 3U, 5U}) {
        std::string spoilt = whole;
        const std::size_t at = whole.size() - whole.size() / part;
        spoilt.replace(at, 64, std::string(64, '\xff'));
        const Lines lines = readBytes(spoilt);
        ASSERT_GT(lines.size(), 1U);
        EXPECT_NE(lines.back(), "end");
        const std::size_t reached = kPackets / part * (part - 1);
        EXPECT_GT(lines.size() + 5000, reached);
        EXPECT_EQ(lines[1000], expected[1000]);
    }
}

TEST_P(CompressedCapture, SaysWhatFollowsItsLastFrame) {
    const Lines trailing = readBytes(compress(capture(3)) + "something else");
    ASSERT_EQ(trailing.size(), 4U);
    EXPECT_NE(
        trailing.back().find(fmt::format("bytes that are not {0} follow its {0} data", name())),
        std::string::npos)
        << trailing.back();
}

TEST_P(CompressedCapture, IsNotFollowedIntoMoreCompression) {
    for (const auto& inner : {gzip(capture(1)), zstd(capture(1)), lz4(capture(1))}) {
        const Lines lines = readBytes(compress(inner));
        ASSERT_EQ(lines.size(), 1U);
        EXPECT_NE(lines[0].find("only one layer of compression is taken off"), std::string::npos);
        EXPECT_NE(lines[0].find(" -d` on it first"), std::string::npos) << lines[0];
    }
}

TEST_P(CompressedCapture, IsRefusedByWhatIsInIt) {
    EXPECT_NE(readBytes(compress("hello, this is text"))[0].find("text"), std::string::npos);
    EXPECT_NE(readBytes(compress(""))[0].find("is empty"), std::string::npos);
    EXPECT_NE(readBytes(compress(capture(1)).substr(0, 5))[0].find(name() + " data are cut"),
              std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Table, CompressedCapture,
                         testing::Values(Format{"gzip", gzip, 8}, Format{"zstd", zstdOf, 1},
                                         Format{"lz4", lz4, 1}),
                         [](const auto& row) { return row.param.name; });

TEST(GzipCapture, MayEndWithPadding) {
    EXPECT_EQ(readBytes(gzip(capture(3)) + std::string(512, '\0')), readBytes(capture(3)));
}

TEST(ZstdCapture, MayHaveFramesToSkip) {
    const std::string whole = capture(100);
    EXPECT_EQ(readBytes(test::skippable("size") + zstd(whole.substr(0, 50)) +
                        test::skippable(std::string(300'000, 's')) + zstd(whole.substr(50))),
              readBytes(whole));
}

TEST(ZstdCapture, MayHaveAWindowOf128MebibytesAndNoMore) {
    EXPECT_EQ(readBytes(zstd(capture(3), 27)), readBytes(capture(3)));
    const Lines lines = readBytes(zstd(capture(3), 28));
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_NE(lines[0].find("too much memory"), std::string::npos) << lines[0];
}

TEST(Lz4Capture, MayHaveFramesToSkip) {
    const std::string whole = capture(100);
    EXPECT_EQ(readBytes(lz4(whole.substr(0, 50)) + test::skippable(std::string(300'000, 's')) +
                        lz4(whole.substr(50))),
              readBytes(whole));
}

}  // namespace
}  // namespace hark::capture
