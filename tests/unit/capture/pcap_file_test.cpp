#include "core/capture/pcap_file.h"

#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "tests/unit/capture/capture_files.h"

namespace hark::capture {
namespace {

using Lines = std::vector<std::string>;
using test::FileBytes;
using test::readBytes;

constexpr std::uint32_t kMicroseconds = 0xa1b2c3d4;
constexpr std::uint32_t kNanoseconds = 0xa1b23c4d;
constexpr std::uint32_t kModified = 0xa1b2cd34;

FileBytes header(std::uint32_t magic = kMicroseconds, std::endian order = std::endian::little,
                 std::uint32_t linkType = 1, std::uint32_t snapLength = 65535,
                 std::uint16_t minor = 4) {
    FileBytes file(order);
    file.u32(magic).u16(2).u16(minor).u32(0).u32(0).u32(snapLength).u32(linkType);
    return file;
}

FileBytes& record(FileBytes& file, const std::string& bytes, std::size_t cut = 0) {
    return file.u32(1).u32(2).u32(bytes.size()).u32(bytes.size() + cut).text(bytes);
}

struct Flavour {
    std::string name;
    std::uint32_t magic;
    std::endian order;
    std::string time;
};

class PcapFlavour : public testing::TestWithParam<Flavour> {};

TEST_P(PcapFlavour, IsRead) {
    FileBytes file = header(GetParam().magic, GetParam().order);
    record(file, "hello");
    record(file, "cut", 7);
    EXPECT_EQ(readBytes(file.bytes()), (Lines{"1 1 " + GetParam().time + " hello",
                                              "2 1 " + GetParam().time + " cut+7", "end"}));
}

INSTANTIATE_TEST_SUITE_P(
    Table, PcapFlavour,
    testing::Values(Flavour{"MicrosecondsLittle", kMicroseconds, std::endian::little, "1000002000"},
                    Flavour{"MicrosecondsBig", kMicroseconds, std::endian::big, "1000002000"},
                    Flavour{"NanosecondsLittle", kNanoseconds, std::endian::little, "1000000002"},
                    Flavour{"NanosecondsBig", kNanoseconds, std::endian::big, "1000000002"}),
    [](const auto& row) { return row.param.name; });

TEST(PcapFile, ReadsTheVariantWithLongerRecordHeaders) {
    FileBytes file = header(kModified);
    file.u32(1).u32(0).u32(5).u32(5).u32(3).u16(0x800).u16(0).text("hello");
    EXPECT_EQ(readBytes(file.bytes()), (Lines{"1 1 1000000000 hello", "end"}));
}

TEST(PcapFile, TakesTheLengthsOfOldVersionsTheOtherWayRound) {
    FileBytes file = header(kMicroseconds, std::endian::little, 1, 65535, 2);
    file.u32(0).u32(0).u32(9).u32(5).text("hello");
    EXPECT_EQ(readBytes(file.bytes()), (Lines{"1 1 0 hello+4", "end"}));
    FileBytes either = header(kMicroseconds, std::endian::little, 1, 65535, 3);
    either.u32(0).u32(0).u32(9).u32(5).text("hello").u32(0).u32(0).u32(5).u32(9).text("hello");
    EXPECT_EQ(readBytes(either.bytes()), (Lines{"1 1 0 hello+4", "2 1 0 hello+4", "end"}));
}

TEST(PcapFile, CutsTheFrameCheckSequenceThatTheLinkTypeTellsOf) {
    FileBytes file = header(kMicroseconds, std::endian::little, 0x24000000U | 113U);
    record(file, "helloFCS!");
    record(file, "whole but for the end FC", 2);
    record(file, "cut", 9);
    record(file, "x");
    EXPECT_EQ(readBytes(file.bytes()),
              (Lines{"1 113 1000002000 hello", "2 113 1000002000 whole but for the end ",
                     "3 113 1000002000 cut+5", "4 113 1000002000 ", "end"}));
    // A length without its mark says nothing, as do the bits that are reserved.
    file = header(kMicroseconds, std::endian::little, 0x20ff0000U | 113U);
    record(file, "helloFCS!");
    EXPECT_EQ(readBytes(file.bytes())[0], "1 113 1000002000 helloFCS!");
    // Radiotap says it itself, packet by packet.
    file = header(kMicroseconds, std::endian::little, 0x24000000U | 127U);
    record(file, "helloFCS!");
    EXPECT_EQ(readBytes(file.bytes())[0], "1 127 1000002000 helloFCS!");
}

struct Variant {
    std::string name;
    std::uint32_t magic;
    std::size_t extraHeader;
    std::size_t extraRecord;
    std::string fraction;
};

class PcapVariant : public testing::TestWithParam<std::tuple<Variant, std::endian>> {};

/// Nothing but the records tells of what form they are.
TEST_P(PcapVariant, IsRead) {
    const auto& [variant, order] = GetParam();
    FileBytes file = header(variant.magic, order);
    for (std::size_t i = 0; i < variant.extraHeader; ++i)
        file.u8(0);
    const auto add = [&, extra = variant.extraRecord](const std::string& bytes, std::size_t cut) {
        file.u32(1'500'000'000).u32(2).u32(bytes.size()).u32(bytes.size() + cut);
        for (std::size_t i = 0; i < extra; ++i)
            file.u8(i + 1);
        file.text(bytes);
    };
    const std::string time = "15000000000" + variant.fraction;
    EXPECT_EQ(readBytes(file.bytes()), Lines{"end"});
    add("hello", 0);
    add("cut", 7);
    add("world", 0);
    EXPECT_EQ(readBytes(file.bytes()), (Lines{"1 1 " + time + " hello", "2 1 " + time + " cut+7",
                                              "3 1 " + time + " world", "end"}));
}

INSTANTIATE_TEST_SUITE_P(
    Table, PcapVariant,
    testing::Combine(testing::Values(Variant{"Patched1999April", kMicroseconds, 0, 8, "00002000"},
                                     Variant{"Patched1999September", kModified, 0, 12, "00002000"},
                                     Variant{"Patched1999October", kModified, 0, 8, "00002000"},
                                     Variant{"Nokia", kMicroseconds, 0, 4, "00002000"},
                                     Variant{"IxiaHardware", 0x1c0001ac, 4, 0, "00000002"},
                                     Variant{"IxiaSoftware", 0x1c0001ab, 4, 0, "00002000"},
                                     Variant{"Navtel", 0xa12b3c4d, 0, 0, "00000002"},
                                     Variant{"Mesquita", 0xa1b234cd, 0, 8, "00002000"}),
                     testing::Values(std::endian::little, std::endian::big)),
    [](const auto& row) {
        const bool isLittle = std::get<1>(row.param) == std::endian::little;
        return std::get<0>(row.param).name + (isLittle ? "Little" : "Big");
    });

TEST(PcapFile, RefusesRecordsOfAFormThatNobodyDescribed) {
    FileBytes file = header(0xa1b234cd);
    file.text("nothing that is known to be a record of any kind");
    EXPECT_EQ(readBytes(file.bytes()),
              Lines{"file: damaged, at byte 24 begins a record of a form that is not known of this "
                    "kind of pcap; no packet comes before"});
}

TEST(PcapFile, TakesTheUsualFormWhereOneRecordCanNotTell) {
    FileBytes file = header();
    file.u32(1'500'000'000).u32(0).u32(5).u32(5).text("hello").u32(1'500'000'000).u32(0);
    EXPECT_EQ(readBytes(file.bytes()),
              (Lines{"1 1 1500000000000000000 hello",
                     "file: cut in the middle of a record that begins at byte 45; the 1 packet "
                     "before is kept"}));
}

struct Aix {
    std::uint32_t interfaceType;
    std::string packet;
};

class PcapOfAix : public testing::TestWithParam<Aix> {};

TEST_P(PcapOfAix, HasInterfaceTypesAndNanoseconds) {
    FileBytes file = header(kMicroseconds, std::endian::big, GetParam().interfaceType, 65535, 2);
    file.u32(1).u32(2).u32(9).u32(8).text("...hello");
    EXPECT_EQ(readBytes(file.bytes()), (Lines{GetParam().packet, "end"}));
}

INSTANTIATE_TEST_SUITE_P(Table, PcapOfAix,
                         testing::Values(Aix{6, "1 1 1000000002 ...hello+1"},
                                         Aix{9, "1 6 1000000002 ...hello+1"},
                                         Aix{15, "1 10 1000000002 hello+1"},
                                         Aix{24, "1 0 1000000002 ...hello+1"},
                                         Aix{1, "1 1 1000002000 ...hello+1"}));

TEST(PcapFile, TakesTheLengthsOfDgUxTheOtherWayRound) {
    FileBytes file(std::endian::big);
    file.u32(kMicroseconds).u16(543).u16(0).u32(0).u32(0).u32(65535).u32(1);
    file.u32(1).u32(2).u32(9).u32(5).text("hello");
    EXPECT_EQ(readBytes(file.bytes()), (Lines{"1 1 1000002000 hello+4", "end"}));
}

TEST(PcapFile, ReadsPacketsOfAnySnapLength) {
    for (const std::uint32_t snapLength : {0U, 4U, 0xffffffffU}) {
        FileBytes file = header(kMicroseconds, std::endian::little, 1, snapLength);
        record(file, "longer than that");
        record(file, std::string(200'000, 'x'));
        EXPECT_EQ(readBytes(file.bytes())[0], "1 1 1000002000 longer than that");
        EXPECT_EQ(readBytes(file.bytes()).size(), 3U);
    }
}

TEST(PcapFile, WithoutPacketsIsAnEmptyCapture) {
    EXPECT_EQ(readBytes(header().bytes()), Lines{"end"});
}

TEST(PcapFile, KeepsWhatComesBeforeACutPacket) {
    FileBytes file = header();
    record(file, "hello");
    const std::size_t whole = file.bytes().size();
    record(file, "world");
    for (std::size_t size = whole + 1; size < file.bytes().size(); ++size) {
        EXPECT_EQ(readBytes(file.bytes().substr(0, size)),
                  (Lines{"1 1 1000002000 hello",
                         "file: cut in the middle of a record that begins at byte 45; the 1 packet "
                         "before is kept"}))
            << size;
    }
}

TEST(PcapFile, TakesAnImpossibleLengthForDamage) {
    FileBytes file = header();
    record(file, "hello");
    file.u32(1).u32(0).u32(262145).u32(262145).text(std::string(262145, 'x'));
    EXPECT_EQ(readBytes(file.bytes())[1],
              "file: damaged, at byte 45 a packet claims 262145 captured bytes, and at most 262144 "
              "are usual; the 1 packet before is kept");
}

TEST(PcapFile, TakesLargePacketsWhereTheSnapLengthAnnouncesThem) {
    const std::string large(std::size_t{3} << 20U, 'x');
    FileBytes file = header(kMicroseconds, std::endian::little, 1, 4U << 20U);
    record(file, "small");
    record(file, large);
    record(file, "small");
    const Lines lines = readBytes(file.bytes());
    ASSERT_EQ(lines.size(), 4U);
    EXPECT_EQ(lines[1], "2 1 1000002000 " + large);
    EXPECT_EQ(lines[2], "3 1 1000002000 small");
}

TEST(PcapFile, KeepsPacketsWholeAcrossTheEndOfTheBuffer) {
    FileBytes file = header();
    Lines expected;
    for (std::size_t i = 1; i <= 3000; ++i) {
        const std::string bytes(1 + i * 7919 % 1500, static_cast<char>('a' + i % 26));
        record(file, bytes);
        expected.push_back(fmt::format("{} 1 1000002000 {}", i, bytes));
    }
    expected.emplace_back("end");
    EXPECT_EQ(readBytes(file.bytes()), expected);
}

TEST(PcapFile, RefusesVersionsThatItDoesNotKnow) {
    FileBytes file;
    file.u32(kMicroseconds).u16(1).u16(0).u32(0).u32(0).u32(0).u32(1);
    EXPECT_EQ(
        readBytes(file.bytes()),
        Lines{"file: pcap version 1.0 is not known, version 2 is: convert it with `editcap -F "
              "pcapng`"});
}

}  // namespace
}  // namespace hark::capture
