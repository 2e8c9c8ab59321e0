// Captures that are damaged in their middle are read on where the next record is certain.

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/unit/capture/capture_files.h"
#include "tests/unit/capture/pcapng_files.h"

namespace hark::capture {
namespace {

using Lines = std::vector<std::string>;
using test::FileBytes;
using test::readBytes;

constexpr std::uint32_t kTime = 1'500'000'000;

FileBytes& record(FileBytes& file, const std::string& bytes, std::uint32_t time = kTime) {
    return file.u32(time).u32(2).u32(bytes.size()).u32(bytes.size()).text(bytes);
}

FileBytes pcap(std::endian order = std::endian::little) {
    FileBytes file(order);
    return file.u32(0xa1b2c3d4).u16(2).u16(4).u32(0).u32(0).u32(65535).u32(1);
}

std::string line(int number, const std::string& bytes) {
    return fmt::format("{} 1 1500000000000002000 {}", number, bytes);
}

class DamagedPcap : public testing::TestWithParam<std::endian> {};

TEST_P(DamagedPcap, IsReadOnWhereRecordsChain) {
    FileBytes file = pcap(GetParam());
    record(file, "before");
    const std::size_t at = file.bytes().size();
    record(file, "spoilt");
    for (int i = 0; i < 5; ++i)
        record(file, "after");
    std::string bytes = file.bytes();
    bytes.replace(at + 8, 4, "\xff\xff\xff\xff");
    EXPECT_EQ(readBytes(bytes),
              (Lines{line(1, "before"), line(2, "after"), line(3, "after"), line(4, "after"),
                     line(5, "after"), line(6, "after"),
                     "file: damaged, at byte 46 a packet claims 4294967295 captured bytes, and at "
                     "most 262144 are usual; 22 bytes in 1 place are passed over, and 1 packet "
                     "before and 5 after are kept"}));
}

INSTANTIATE_TEST_SUITE_P(Order, DamagedPcap, testing::Values(std::endian::little, std::endian::big),
                         [](const auto& row) {
                             return row.param == std::endian::little ? "Little" : "Big";
                         });

TEST(DamagedPcap, IsReadOnUpToItsEnd) {
    // Fewer records than are asked for in a row, but they end where the file does.
    FileBytes file = pcap();
    record(file, "before");
    file.text(std::string(1000, '\xff'));
    record(file, "last");
    const Lines lines = readBytes(file.bytes());
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(lines[1], line(2, "last"));
}

TEST(DamagedPcap, CountsItsPlaces) {
    FileBytes file = pcap();
    for (int place = 0; place < 3; ++place) {
        for (int i = 0; i < 5; ++i)
            record(file, "good");
        file.text(std::string(100, '\xee'));
    }
    for (int i = 0; i < 5; ++i)
        record(file, "good");
    const Lines lines = readBytes(file.bytes());
    ASSERT_EQ(lines.size(), 21U);
    EXPECT_NE(lines.back().find("300 bytes in 3 places are passed over, and 5 packets before and "
                                "15 after are kept"),
              std::string::npos)
        << lines.back();
}

TEST(DamagedPcap, TellsOfACutEndToo) {
    FileBytes file = pcap();
    record(file, "before").text(std::string(100, '\xee'));
    for (int i = 0; i < 4; ++i)
        record(file, "after");
    const std::size_t cut = file.bytes().size();
    file.u32(kTime).u32(0);
    const Lines lines = readBytes(file.bytes());
    ASSERT_EQ(lines.size(), 6U);
    EXPECT_TRUE(lines.back().ends_with(
        fmt::format("4 after are kept; cut in the middle of a record that begins at byte {}", cut)))
        << lines.back();
}

TEST(DamagedPcap, FindsRecordsBehindALengthThatReachesBeyondTheEnd) {
    FileBytes file = pcap();
    record(file, "before");
    file.u32(kTime).u32(0).u32(200'000).u32(200'000).text("six...");
    for (int i = 0; i < 4; ++i)
        record(file, "after");
    const Lines lines = readBytes(file.bytes());
    ASSERT_EQ(lines.size(), 6U);
    EXPECT_NE(lines.back().find("at byte 46 a record claims more bytes than are left; 22 bytes"),
              std::string::npos)
        << lines.back();
}

TEST(DamagedPcap, IsFoundBehindMoreThanTheBufferHolds) {
    FileBytes file = pcap();
    record(file, "before");
    file.text(std::string(std::size_t{9} << 20U, '\xff'));
    for (int i = 0; i < 4; ++i)
        record(file, std::string(60'000, 'a'));
    const Lines lines = readBytes(file.bytes());
    ASSERT_EQ(lines.size(), 6U);
    EXPECT_EQ(lines[4], line(5, std::string(60'000, 'a')));
}

TEST(DamagedPcap, IsReadOnBehindZeros) {
    // As a disk leaves them that lost a part: from within one packet until within another.
    FileBytes file = pcap();
    for (int i = 0; i < 40; ++i)
        record(file, std::string(200, 'p'));
    std::string bytes = file.bytes();
    bytes.replace(1500, 1024, std::string(1024, '\0'));
    const Lines lines = readBytes(bytes);
    ASSERT_EQ(lines.size(), 36U);
    EXPECT_EQ(lines[34], line(35, std::string(200, 'p')));
    EXPECT_NE(
        lines.back().find("at byte 1536 there are zeros in place of a record; 1080 bytes in 1 "
                          "place are passed over, and 7 packets before and 28 after"),
        std::string::npos)
        << lines.back();
}

TEST(DamagedPcap, EndsWhereOnlyZerosAreLeft) {
    FileBytes file = pcap();
    record(file, "before").text(std::string(100'000, '\0'));
    EXPECT_EQ(readBytes(file.bytes()),
              (Lines{line(1, "before"),
                     "file: damaged, at byte 46 there are zeros in place of a record; the 1 packet "
                     "before is kept"}));
}

TEST(DamagedPcap, MayHavePacketsWithoutACapturedByte) {
    FileBytes file = pcap();
    file.u32(kTime).u32(2).u32(0).u32(60).u32(0).u32(0).u32(0).u32(1);
    EXPECT_EQ(readBytes(file.bytes()), (Lines{"1 1 1500000000000002000 +60", "2 1 0 +1", "end"}));
}

struct Doubt {
    std::string name;
    void (*add)(FileBytes& file);
};

class DoubtfulPcap : public testing::TestWithParam<Doubt> {};

/// What follows the damage looks like records, but not beyond doubt.
TEST_P(DoubtfulPcap, IsNotGuessed) {
    FileBytes file = pcap();
    record(file, "before");
    file.text(std::string(50, '\xff'));
    GetParam().add(file);
    file.text(std::string(50, '\xff'));
    EXPECT_EQ(readBytes(file.bytes()),
              (Lines{line(1, "before"),
                     "file: damaged, at byte 46 a packet claims 4294967295 captured bytes, and at "
                     "most 262144 are usual; the 1 packet before is kept"}));
}

INSTANTIATE_TEST_SUITE_P(
    Table, DoubtfulPcap,
    testing::Values(Doubt{"TooFewInARow",
                          [](FileBytes& file) {
                              for (int i = 0; i < 3; ++i)
                                  record(file, "after");
                          }},
                    Doubt{"OfAnotherTime",
                          [](FileBytes& file) {
                              for (int i = 0; i < 6; ++i)
                                  record(file, "after", kTime + 40 * 86'400);
                          }},
                    Doubt{"Empty",
                          [](FileBytes& file) {
                              for (int i = 0; i < 6; ++i)
                                  record(file, "");
                          }},
                    Doubt{"Zeros", [](FileBytes& file) { file.text(std::string(5000, '\0')); }},
                    Doubt{"LongerThanOnTheWire",
                          [](FileBytes& file) {
                              for (int i = 0; i < 6; ++i)
                                  file.u32(kTime).u32(0).u32(5).u32(4).text("after");
                          }},
                    Doubt{"WithAWildFraction",
                          [](FileBytes& file) {
                              for (int i = 0; i < 6; ++i)
                                  file.u32(kTime).u32(1'000'000).u32(5).u32(5).text("after");
                          }}),
    [](const auto& row) { return row.param.name; });

TEST(DamagedPcapng, IsReadOnAtTheNextBlock) {
    using namespace test::pcapng;
    FileBytes file = begun();
    packet(file, 0, 1, "before");
    const std::size_t at = file.bytes().size();
    packet(file, 0, 2, "spoilt");
    packet(file, 0, 3, "after");
    packet(file, 0, 4, "last");
    std::string bytes = file.bytes();
    bytes.replace(at, 8, "\1\2\3\4\5\6\7\x08");
    EXPECT_EQ(readBytes(bytes),
              (Lines{"1 1 1000 before", "2 1 3000 after", "3 1 4000 last",
                     "file: damaged, at byte 120 a block claims an impossible length of 134678021; "
                     "40 bytes in 1 place are passed over, and 1 packet before and 2 after are "
                     "kept"}));
}

TEST(DamagedPcapng, IsReadOnWhereBytesAreMissing) {
    using namespace test::pcapng;
    FileBytes file = begun();
    packet(file, 0, 1, "before");
    const std::size_t at = file.bytes().size();
    packet(file, 0, 2, std::string(100, 's'));
    for (int i = 0; i < 3; ++i)
        packet(file, 0, 3, "after");
    std::string bytes = file.bytes();
    bytes.erase(at + 50, 33);  // so that nothing lies at a multiple of four any more
    const Lines lines = readBytes(bytes);
    ASSERT_EQ(lines.size(), 5U);
    EXPECT_EQ(lines[1], "2 1 3000 after");
    EXPECT_NE(lines[4].find("the two lengths of a block of 132 bytes differ; 99 bytes in 1 place"),
              std::string::npos)
        << lines[4];
}

TEST(DamagedPcapng, IsReadOnAtTheNextSection) {
    using namespace test::pcapng;
    FileBytes file = begun();
    packet(file, 0, 1, "before").text(std::string(1000, '\xff'));
    FileBytes other = begun(std::endian::big);
    packet(other, 0, 2, "after");
    const Lines lines = readBytes(file.bytes() + other.bytes());
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(lines[1], "2 1 2000 after");
    EXPECT_NE(lines[2].find("1000 bytes in 1 place"), std::string::npos);
}

TEST(DamagedPcapng, PassesOverAPacketThatMakesNoSenseInABlockThatDoes) {
    using namespace test::pcapng;
    FileBytes file = begun();
    packet(file, 0, 1, "before");
    packet(file, 7, 2, "of an interface that nobody described");
    packet(file, 0, 3, "after");
    const Lines lines = readBytes(file.bytes());
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(lines[1], "2 1 3000 after");
    EXPECT_NE(lines[2].find("a packet is of interface 7, and 1 is described; 72 bytes in 1 place"),
              std::string::npos)
        << lines[2];
}

TEST(DamagedPcapng, TakesNoSingleBlockForOne) {
    using namespace test::pcapng;
    FileBytes file = begun();
    packet(file, 0, 1, "before").text(std::string(64, '\xff'));
    packet(file, 0, 2, "alone").text(std::string(64, '\xff'));
    EXPECT_EQ(readBytes(file.bytes()).size(), 2U);
}

}  // namespace
}  // namespace hark::capture
