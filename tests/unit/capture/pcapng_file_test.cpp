#include "core/capture/pcapng_file.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/capture/pcapng_format.h"
#include "tests/unit/capture/capture_files.h"
#include "tests/unit/capture/pcapng_files.h"

namespace hark::capture {
namespace {

using namespace pcapng;
using Lines = std::vector<std::string>;
using test::FileBytes;
using test::readBytes;
using namespace test::pcapng;

constexpr auto kLittle = std::endian::little;

class PcapngOrder : public testing::TestWithParam<std::endian> {};

TEST_P(PcapngOrder, ReadsAllKindsOfPackets) {
    FileBytes file(GetParam());
    section(file);
    interface(file, 1);
    interface(file, 113, 9);
    packet(file, 0, 1'000'001, "hello");
    packet(file, 1, 7, "cut", 5);
    file.block(kSimplePacket, file.empty().u32(6).text("simple"));
    file.block(kObsoletePacket, file.empty().u16(1).u16(3).u32(0).u32(9).u32(3).u32(4).text("old"));
    EXPECT_EQ(readBytes(file.bytes()), (Lines{"1 1 1000001000 hello", "2 113 7 cut+5",
                                              "3 1 7 simple", "4 113 9 old+1", "end"}));
}

INSTANTIATE_TEST_SUITE_P(Order, PcapngOrder, testing::Values(std::endian::little, std::endian::big),
                         [](const auto& row) {
                             return row.param == std::endian::little ? "Little" : "Big";
                         });

TEST(PcapngFile, PassesOverBlocksOfOtherTypes) {
    FileBytes file = begun();
    file.block(4, file.empty().text("names of hosts"));
    file.block(10, file.empty().text("TLSK").text(std::string(3U << 20U, 's')));
    file.block(0xbad, file.empty().text("custom"));
    packet(file, 0, 0, "hello");
    EXPECT_EQ(readBytes(file.bytes()), (Lines{"1 1 0 hello", "end"}));
}

TEST(PcapngFile, BeginsAnewWithEverySection) {
    FileBytes file = begun();
    packet(file, 0, 1, "first");
    FileBytes second(std::endian::big);
    section(second, 2);
    interface(second, 276, 3);
    packet(second, 0, 2, "second");
    EXPECT_EQ(readBytes(file.bytes() + second.bytes()),
              (Lines{"1 1 1000 first", "2 276 2000000 second", "end"}));
}

struct Clock {
    std::string name;
    std::uint8_t resolution;
    std::int64_t offset;
    std::uint64_t ticks;
    std::string nanoseconds;
};

class PcapngClocks : public testing::TestWithParam<Clock> {};

TEST_P(PcapngClocks, CountInNanoseconds) {
    const Clock& clock = GetParam();
    FileBytes file(kLittle);
    section(file);
    interface(file, 1, clock.resolution, static_cast<std::uint64_t>(clock.offset));
    packet(file, 0, clock.ticks, "x");
    EXPECT_EQ(readBytes(file.bytes())[0], "1 1 " + clock.nanoseconds + " x");
}

constexpr std::uint64_t kAllTicks = ~std::uint64_t{0};

INSTANTIATE_TEST_SUITE_P(
    Table, PcapngClocks,
    testing::Values(Clock{"Seconds", 0, 0, 3, "3000000000"},
                    Clock{"Milliseconds", 3, 0, 1500, "1500000000"},
                    Clock{"Microseconds", 6, 0, 1'700'000'000'123'456, "1700000000123456000"},
                    Clock{"Nanoseconds", 9, 0, 1'700'000'000'123'456'789, "1700000000123456789"},
                    Clock{"Picoseconds", 12, 0, 1'999, "1"},
                    Clock{"FinerThanAnyClock", 0x7f, 0, kAllTicks, "1844674407"},
                    Clock{"Halves", 0x81, 0, 3, "1500000000"},
                    Clock{"BinaryMicroseconds", 0x94, 0, 3U << 19U, "1500000000"},
                    Clock{"NtpFractions", 0xa0, 0, 0x1'80000000, "1500000000"},
                    Clock{"BinaryFine", 0xff, 0, kAllTicks, "1999999999"},
                    Clock{"Offset", 6, 100, 1, "100000001000"},
                    Clock{"NegativeOffset", 6, -1, 2'000'000, "1000000000"},
                    Clock{"BeforeTheEpoch", 6, -10, 2'000'000, "0"},
                    Clock{"AfterAllTimes", 0, 0, kAllTicks, "4294967295000000000"},
                    Clock{"WildOffset", 0, INT64_MAX, kAllTicks, "4294967295000000000"},
                    Clock{"WildNegativeOffset", 0, INT64_MIN, 5, "0"}),
    [](const auto& row) { return row.param.name; });

TEST(PcapngFile, CutsSimplePacketsAtTheSnapLength) {
    FileBytes file(kLittle);
    section(file);
    interface(file, 1, 6, 0, 4);
    file.block(kSimplePacket, file.empty().u32(9).text("snap"));
    EXPECT_EQ(readBytes(file.bytes()), (Lines{"1 1 0 snap+5", "end"}));
}

TEST(PcapngFile, WithoutPacketsIsAnEmptyCapture) {
    EXPECT_EQ(readBytes(begun().bytes()), Lines{"end"});
}

TEST(PcapngFile, SumsTheLastStatisticsOfEachInterface) {
    FileBytes file = begun();
    interface(file, 1);
    const auto statistics = [](FileBytes& to, std::uint32_t from, std::uint64_t received,
                               std::uint64_t dropped) {
        to.block(kInterfaceStatistics, to.empty()
                                           .u32(from)
                                           .u64(0)
                                           .u16(kReceived)
                                           .u16(8)
                                           .u64(received)
                                           .u16(kDroppedByInterface)
                                           .u16(8)
                                           .u64(dropped)
                                           .u16(kDroppedBySystem)
                                           .u16(8)
                                           .u64(1)
                                           .u32(0));
    };
    statistics(file, 0, 10, 1);
    statistics(file, 0, 20, 2);
    statistics(file, 1, 5, 0);
    statistics(file, 9, 1000, 1000);
    section(file);
    interface(file, 1);
    statistics(file, 0, 100, 10);

    const test::Directory directory;
    auto source = openFile(directory.file(file.bytes()), 1);
    ASSERT_TRUE(source);
    EXPECT_FALSE((*source)->statistics());
    EXPECT_EQ(test::readAll(**source), Lines{"end"});
    const InterfaceStatistics sum{.received = 125, .droppedByInterface = 12, .droppedBySystem = 3};
    EXPECT_EQ((*source)->statistics(), sum);
}

TEST(PcapngFile, KeepsWhatComesBeforeACut) {
    FileBytes file = begun();
    packet(file, 0, 1, "hello");
    const std::size_t whole = file.bytes().size();
    packet(file, 0, 2, "world");
    for (std::size_t size = whole + 1; size < file.bytes().size(); ++size) {
        const Lines lines = readBytes(file.bytes().substr(0, size));
        ASSERT_EQ(lines.size(), 2U) << size;
        EXPECT_EQ(lines[1], fmt::format("file: cut in the middle of a record that begins at byte "
                                        "{}; the 1 packet before is kept",
                                        whole));
    }
}

struct Damage {
    std::string name;
    FileBytes (*spoil)(FileBytes file);
    std::string says;
};

class PcapngDamage : public testing::TestWithParam<Damage> {};

TEST_P(PcapngDamage, IsToldAndKeepsWhatComesBefore) {
    FileBytes file = begun();
    packet(file, 0, 1, "hello");
    const std::size_t whole = file.bytes().size();
    const Lines lines = readBytes(GetParam().spoil(file).bytes());
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0], "1 1 1000 hello");
    EXPECT_EQ(lines[1], fmt::format("file: damaged, at byte {} {}; the 1 packet before is kept",
                                    whole, GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(
    Table, PcapngDamage,
    testing::Values(
        Damage{"LengthBelowTheFrame", [](FileBytes f) { return f.u32(6).u32(8).u32(8); },
               "a block claims an impossible length of 8"},
        Damage{"LengthNotAMultipleOfFour",
               [](FileBytes f) { return f.u32(6).u32(33).text(std::string(40, 'x')); },
               "a block claims an impossible length of 33"},
        Damage{"PacketBlockTooShort",
               [](FileBytes f) { return f.block(kEnhancedPacket, f.empty().u32(0)); },
               "a block claims an impossible length of 16"},
        Damage{"PacketBlockTooLong",
               [](FileBytes f) { return f.u32(kEnhancedPacket).u32(0x7ffffffc); },
               "a block claims an impossible length of 2147483644"},
        Damage{"LengthsDiffer",
               [](FileBytes f) { return f.u32(kSimplePacket).u32(20).u32(4).text("xxxx").u32(24); },
               "the two lengths of a block of 20 bytes differ"},
        Damage{"UnknownInterface", [](FileBytes f) { return packet(f, 1, 0, "x"); },
               "a packet is of interface 1, and 1 is described"},
        Damage{"PacketLongerThanItsBlock",
               [](FileBytes f) {
                   return f.block(kEnhancedPacket,
                                  f.empty().u32(0).u32(0).u32(0).u32(5).u32(5).text("four"));
               },
               "a packet claims 5 captured bytes in a block with room for 4"},
        Damage{"SectionWithoutByteOrder",
               [](FileBytes f) { return f.u32(kSectionHeader).u32(28).text(std::string(24, 'x')); },
               "a section has no byte-order mark"},
        Damage{"SectionOfUnknownVersion", [](FileBytes f) { return section(f, 7); },
               "a section has the unknown version 1.7"}),
    [](const auto& row) { return row.param.name; });

TEST(PcapngFile, RefusesABeginningThatMakesNoSense) {
    FileBytes file(kLittle);
    section(file, 9);
    EXPECT_EQ(readBytes(file.bytes()), Lines{"file: damaged, at byte 0 a section has the unknown "
                                             "version 1.9; no packet comes before"});
    FileBytes simple(kLittle);
    section(simple).block(kSimplePacket, simple.empty().u32(1).text("x"));
    EXPECT_EQ(readBytes(simple.bytes()),
              Lines{"file: damaged, at byte 28 a packet comes before any "
                    "interface is described; no packet comes before"});
}

}  // namespace
}  // namespace hark::capture
