#include "core/capture/snoop_file.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/unit/capture/capture_files.h"

namespace hark::capture {
namespace {

using Lines = std::vector<std::string>;
using test::FileBytes;
using test::readBytes;

FileBytes header(std::uint32_t datalink = 4, std::uint32_t version = 2) {
    FileBytes file(std::endian::big);
    return file.text(std::string("snoop\0\0\0", 8)).u32(version).u32(datalink);
}

FileBytes& record(FileBytes& file, const std::string& bytes, std::size_t cut = 0,
                  std::uint32_t drops = 0, std::size_t padding = 3) {
    return file.u32(bytes.size() + cut)
        .u32(bytes.size())
        .u32(24 + bytes.size() + padding)
        .u32(drops)
        .u32(1'500'000'000)
        .u32(2)
        .text(bytes + std::string(padding, '\0'));
}

TEST(SnoopFile, IsRead) {
    FileBytes file = header();
    record(file, "hello");
    record(file, "cut", 7, 0, 1);
    record(file, "unpadded", 0, 0, 0);
    EXPECT_EQ(readBytes(file.bytes()),
              (Lines{"1 1 1500000000000002000 hello", "2 1 1500000000000002000 cut+7",
                     "3 1 1500000000000002000 unpadded", "end"}));
}

TEST(SnoopFile, IsNamedAndCountsWhatWasDropped) {
    const test::Directory directory;
    FileBytes file = header();
    record(file, "a", 0, 3);
    record(file, "b", 0, 5);
    auto source = openFile(directory.file(file.bytes()), 1);
    ASSERT_TRUE(source);
    EXPECT_EQ((*source)->format(), "snoop");
    EXPECT_FALSE((*source)->statistics());
    EXPECT_EQ(test::readAll(**source).size(), 3U);
    EXPECT_EQ((*source)->statistics(), InterfaceStatistics{.droppedBySystem = 5});
}

struct Datalink {
    std::uint32_t datalink;
    std::size_t padding;
    std::string linkType;
};

class SnoopDatalink : public testing::TestWithParam<Datalink> {};

TEST_P(SnoopDatalink, IsALinkType) {
    FileBytes file = header(GetParam().datalink);
    record(file, "x", 0, 0, GetParam().padding);
    EXPECT_EQ(readBytes(file.bytes())[0], "1 " + GetParam().linkType + " 1500000000000002000 x");
}

// Shomiti's analyzers are told by what they put behind each packet.
INSTANTIATE_TEST_SUITE_P(Table, SnoopDatalink,
                         testing::Values(Datalink{0, 3, "1"}, Datalink{2, 3, "6"},
                                         Datalink{4, 3, "1"}, Datalink{8, 3, "10"},
                                         Datalink{16, 3, "122"}, Datalink{18, 3, "123"},
                                         Datalink{0x80000005, 3, "226"}, Datalink{10, 16, "1"},
                                         Datalink{11, 16, "6"}, Datalink{19, 19, "1"}));

TEST(SnoopFile, RefusesWhatItDoesNotKnow) {
    FileBytes file = header(5);
    record(file, "x");
    EXPECT_EQ(readBytes(file.bytes()),
              Lines{"file: its packets are of the snoop datalink type 5, which can't be read"});
    EXPECT_EQ(readBytes(header(4, 6).bytes()),
              Lines{"file: snoop version 6 is not known, version 2 is"});
    EXPECT_NE(readBytes(header().bytes().substr(0, 15))[0].find("snoop header (15 of 16 bytes)"),
              std::string::npos);
}

TEST(SnoopFile, WithoutPacketsIsAnEmptyCapture) {
    EXPECT_EQ(readBytes(header().bytes()), Lines{"end"});
}

TEST(SnoopFile, KeepsWhatComesBeforeACutPacket) {
    FileBytes file = header();
    record(file, "hello");
    const std::size_t whole = file.bytes().size();
    record(file, "world");
    for (std::size_t size = whole + 1; size < file.bytes().size(); ++size) {
        EXPECT_EQ(readBytes(file.bytes().substr(0, size)),
                  (Lines{"1 1 1500000000000002000 hello",
                         "file: cut in the middle of a record that begins at byte 48; the 1 packet "
                         "before is kept"}))
            << size;
    }
}

TEST(SnoopFile, IsReadOnBehindDamage) {
    FileBytes file = header();
    record(file, "before");
    record(file, std::string(500, 'd'));
    for (int i = 0; i < 4; ++i)
        record(file, "after");
    std::string bytes = file.bytes();
    bytes.replace(16 + 33 + 4, 8, "\xff\xff\xff\xff\xff\xff\xff\xff");
    const Lines lines = readBytes(bytes);
    ASSERT_EQ(lines.size(), 6U);
    EXPECT_EQ(lines[1], "2 1 1500000000000002000 after");
    EXPECT_EQ(lines[5],
              "file: damaged, at byte 49 a record of 4294967295 bytes claims 4294967295 captured "
              "ones; 527 bytes in 1 place are passed over, and 1 packet before and 4 after are "
              "kept");
}

}  // namespace
}  // namespace hark::capture
