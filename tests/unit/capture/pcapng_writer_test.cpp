#include "core/capture/pcapng_writer.h"

#include <string>
#include <vector>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "tests/unit/capture/capture_files.h"

namespace hark::capture {
namespace {

using Lines = std::vector<std::string>;

Packet packetOf(const std::string& bytes, std::int64_t time, std::uint32_t cut = 0) {
    Packet packet;
    packet.time = base::Timestamp(base::Duration(time));
    packet.bytes = base::asBytes(bytes);
    packet.wireLength = static_cast<std::uint32_t>(bytes.size()) + cut;
    return packet;
}

class Writer : public testing::Test {
protected:
    ~Writer() override { ::close(descriptor_); }

    test::Directory directory_;
    std::string path_ = directory_.file("");
    int descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC);
    PcapngWriter writer_{descriptor_};
};

TEST_F(Writer, WritesWhatTheReaderReads) {
    ASSERT_TRUE(writer_.begin("hark-capture"));
    const auto first = writer_.addInterface("eth0", 1, 262144);
    const auto second = writer_.addInterface("any", 113, 262144);
    ASSERT_TRUE(first && second);
    ASSERT_TRUE(writer_.write(packetOf("hello", 1'700'000'000'123'456'789), *first));
    ASSERT_TRUE(writer_.write(packetOf("cut", 2, 100), *second));
    ASSERT_TRUE(writer_.write(packetOf("", 3), *first));
    const InterfaceStatistics statistics{
        .received = 9, .droppedByInterface = 2, .droppedBySystem = 4};
    ASSERT_TRUE(writer_.writeStatistics(*first, base::Timestamp(), statistics));
    ASSERT_TRUE(writer_.flush());

    auto source = openFile(path_, 1);
    ASSERT_TRUE(source);
    EXPECT_EQ(test::readAll(**source),
              (Lines{"1 1 1700000000123456789 hello", "2 113 2 cut+100", "3 1 3 ", "end"}));
    EXPECT_EQ((*source)->statistics(), statistics);
    EXPECT_EQ((*source)->statistics()->dropped(), 6U);
}

TEST_F(Writer, WritesByItselfWhenMuchHasComeTogether) {
    const std::string large(1000, 'x');
    ASSERT_TRUE(writer_.begin("hark-capture"));
    ASSERT_TRUE(writer_.addInterface("eth0", 1, 262144));
    for (int i = 0; i < 500; ++i)
        ASSERT_TRUE(writer_.write(packetOf(large, i), 0));
    EXPECT_GT(std::filesystem::file_size(path_), 400'000U);
    ASSERT_TRUE(writer_.flush());
    auto source = openFile(path_, 1);
    ASSERT_TRUE(source);
    EXPECT_EQ(test::readAll(**source).size(), 501U);
}

TEST(PcapngWriter, SaysThatItCanNotWrite) {
    PcapngWriter writer(-1);
    EXPECT_TRUE(writer.begin("hark-capture"));
    const base::Status status = writer.flush();
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().message.rfind("can't write the capture: ", 0), 0U);
    EXPECT_FALSE(writer.addInterface("eth0", 1, 65535));
}

}  // namespace
}  // namespace hark::capture
