#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/unit/capture/capture_files.h"
#include "tests/unit/capture/pcapng_files.h"

namespace hark::capture {
namespace {

using namespace test::pcapng;
using Lines = std::vector<std::string>;
using test::Directory;
using test::FileBytes;
using test::notesOf;
using test::readBytes;

constexpr std::uint32_t kWireGuard = 0x57474b4c;

class PcapngNotes : public testing::TestWithParam<std::endian> {
protected:
    [[nodiscard]] static FileBytes empty() { return FileBytes(GetParam()); }
    static FileBytes comment(const std::string& text) {
        FileBytes options = empty();
        option(options, kComment, text);
        return options.u32(0);
    }
    /// A record of a name resolution block.
    static std::string names(std::uint16_t type, const std::string& addressAndNames) {
        FileBytes record = empty();
        return option(record, type, addressAndNames).bytes();
    }
};

TEST_P(PcapngNotes, AreCommentsWhereverTheyStand) {
    FileBytes file = empty();
    FileBytes header = file.empty();
    header.u32(kByteOrderMagic).u16(1).u16(0).u64(~std::uint64_t{0});
    option(header, kComment, "of the section");
    option(header, kComment, "and more");
    file.block(kSectionHeader, header.u32(0));
    file.block(kInterfaceDescription,
               file.empty().u16(1).u16(0).u32(0).text(comment("of the interface").bytes()));
    packet(file, 0, 1, "hello");
    packet(file, 0, 2, "world", 0, comment("of the second packet"));
    file.block(kObsoletePacket, file.empty().u16(0).u16(0).u64(0).u32(3).u32(3).padded("old").text(
                                    comment("of the third").bytes()));
    file.block(kInterfaceStatistics,
               file.empty().u32(0).u64(0).text(comment("of the statistics").bytes()));
    EXPECT_EQ(notesOf(file.bytes()),
              (Lines{"comment 0 of the section", "comment 0 and more", "comment 0 of the interface",
                     "packet 1", "comment 2 of the second packet", "packet 2",
                     "comment 3 of the third", "packet 3", "comment 0 of the statistics"}));
}

TEST_P(PcapngNotes, AreNamesOfHosts) {
    FileBytes file = begun(GetParam());
    const std::string six = std::string("\x20\x01\x0d\xb8", 4) + std::string(11, '\0') + "\1";
    file.block(kNameResolution, file.empty()
                                    .text(names(1, std::string("\xc0\0\2\1", 4) +
                                                       std::string("a.example\0b.example\0", 20)))
                                    .text(names(2, six + std::string("six.example\0", 12)))
                                    .text(names(3, std::string("\1\2\3\4\5\6printer\0", 14)))
                                    .text(names(1, std::string("\xc0\0\2\2unterminated", 16)))
                                    .text(names(1, std::string("\xc0\0\2\3\0\0", 6)))
                                    .text(names(1, std::string("\xc0\0", 2)))
                                    .text(names(0, ""))
                                    .text(comment("of the names").bytes()));
    EXPECT_EQ(notesOf(file.bytes()),
              (Lines{"host c0000201 a.example", "host c0000201 b.example",
                     "host 20010db8000000000000000000000001 six.example",
                     "host c0000202 unterminated", "comment 0 of the names"}));
}

TEST_P(PcapngNotes, AreSecrets) {
    FileBytes file = begun(GetParam());
    file.block(
        kDecryptionSecrets,
        file.empty().u32(kTlsKeyLog).u32(13).padded("CLIENT_RANDOM").text(comment("ours").bytes()));
    file.block(kDecryptionSecrets, file.empty().u32(kWireGuard).u32(3).text("abc"));
    file.block(kDecryptionSecrets, file.empty().u32(0x12345678).u32(0));
    file.block(kDecryptionSecrets, file.empty().u32(kTlsKeyLog).u32(5).text("four"));
    packet(file, 0, 1, "x");
    EXPECT_EQ(notesOf(file.bytes()), (Lines{"tls-key-log CLIENT_RANDOM", "comment 0 ours",
                                            "wireguard-key-log abc", "0x12345678 ", "packet 1"}));
}

INSTANTIATE_TEST_SUITE_P(Order, PcapngNotes, testing::Values(std::endian::little, std::endian::big),
                         [](const auto& row) {
                             return row.param == std::endian::little ? "Little" : "Big";
                         });

TEST(PcapngFile, CountsTheBlocksThatItPassesOver) {
    FileBytes file = begun();
    file.block(kCustom, file.empty().u32(32473).text("anything"));
    file.block(kCustomNotToCopy, file.empty().u32(32473));
    file.block(9, file.empty().text("a journal"));
    packet(file, 0, 0, "hello");
    const Directory directory;
    auto source = openFile(directory.file(file.bytes()), 1);
    ASSERT_TRUE(source);
    EXPECT_EQ(test::readAll(**source), (Lines{"1 1 0 hello", "end"}));
    EXPECT_EQ((*source)->passedOver(), (PassedOver{.customBlocks = 2, .unknownBlocks = 1}));
}

TEST(PcapngFile, GivesAMillionNamesAndCountsTheRest) {
    FileBytes file = begun();
    std::string names("\xc0\0\2\1", 4);
    for (int i = 0; i < 30'000; ++i)
        names += std::string("n\0", 2);
    FileBytes record;
    option(record, 1, names);
    for (int i = 0; i < 34; ++i)
        file.block(kNameResolution, file.empty().text(record.bytes()).u32(0));
    const Directory directory;
    auto source = openFile(directory.file(file.bytes()), 1);
    ASSERT_TRUE(source);
    std::uint64_t count = 0;
    (*source)->onNote([&](const Note& /*note*/) { ++count; });
    EXPECT_EQ(test::readAll(**source), Lines{"end"});
    EXPECT_EQ(count, 1'000'000U);
    EXPECT_EQ((*source)->passedOver().notes, 20'000U);
}

TEST(PcapngFile, TellsWhatPacketsSayAboutDropsWhereStatisticsDoNot) {
    const auto drops = [](std::uint64_t count) {
        FileBytes options;
        return options.u16(kPacketDrops).u16(8).u64(count).u32(0);
    };
    FileBytes file = begun();
    interface(file, 1);
    packet(file, 0, 0, "x", 0, drops(3));
    packet(file, 0, 0, "xy", 0, drops(4));
    packet(file, 1, 0, "z", 0, drops(100));
    file.block(kObsoletePacket, file.empty().u16(0).u16(10).u64(0).u32(0).u32(0));
    file.block(kObsoletePacket, file.empty().u16(0).u16(0xffff).u64(0).u32(0).u32(0));
    file.block(kInterfaceStatistics,
               file.empty().u32(1).u64(0).u16(kDroppedByInterface).u16(8).u64(1).u32(0));
    const Directory directory;
    auto source = openFile(directory.file(file.bytes()), 1);
    ASSERT_TRUE(source);
    EXPECT_EQ(test::readAll(**source).size(), 6U);
    EXPECT_EQ((*source)->statistics(),
              (InterfaceStatistics{.droppedByInterface = 1, .droppedBySystem = 17}));
}

/// An interface with the given if_fcslen.
FileBytes& interfaceWithFrameCheck(FileBytes& file, std::uint16_t linkType, std::uint8_t length) {
    return file.block(kInterfaceDescription, file.empty()
                                                 .u16(linkType)
                                                 .u16(0)
                                                 .u32(0)
                                                 .u16(kFrameCheckLength)
                                                 .u16(1)
                                                 .u8(length)
                                                 .u8(0)
                                                 .u16(0)
                                                 .u32(0));
}

TEST(PcapngFile, CutsFrameCheckSequences) {
    const auto flags = [](std::uint32_t length) {
        FileBytes options;
        return options.u16(kPacketFlags).u16(4).u32(length << 5U | 1U).u32(0);
    };
    FileBytes file;
    section(file);
    interfaceWithFrameCheck(file, 1, 32);    // bits
    interfaceWithFrameCheck(file, 1, 4);     // as the draft's example has it
    interfaceWithFrameCheck(file, 127, 32);  // says it itself
    interface(file, 1);
    packet(file, 0, 0, "helloFCS!");
    packet(file, 1, 0, "helloFCS!");
    packet(file, 2, 0, "helloFCS!");
    packet(file, 3, 0, "helloFCS!");
    packet(file, 3, 0, "helloF!", 0, flags(2));
    packet(file, 0, 0, "helloF!", 0, flags(2));
    packet(file, 0, 0, "helloFCS!", 0, flags(0));
    packet(file, 0, 0, "hello", 6);
    file.block(kSimplePacket, file.empty().u32(9).text("helloFCS!"));
    EXPECT_EQ(
        readBytes(file.bytes()),
        (Lines{"1 1 0 hello", "2 1 0 hello", "3 127 0 helloFCS!", "4 1 0 helloFCS!", "5 1 0 hello",
               "6 1 0 hello", "7 1 0 hello", "8 1 0 hello+2", "9 1 0 hello", "end"}));
}

TEST(PcapngFile, TakesSectionsOfAnyLength) {
    // Given or not, and whether it is right or not: blocks say where they end.
    for (const std::uint64_t length : {std::uint64_t{0}, std::uint64_t{92}, ~std::uint64_t{0}}) {
        FileBytes file;
        file.block(kSectionHeader, file.empty().u32(kByteOrderMagic).u16(1).u16(0).u64(length));
        interface(file, 1);
        packet(file, 0, 1, "hello");
        EXPECT_EQ(readBytes(file.bytes() + file.bytes()),
                  (Lines{"1 1 1000 hello", "2 1 1000 hello", "end"}));
    }
}

}  // namespace
}  // namespace hark::capture
