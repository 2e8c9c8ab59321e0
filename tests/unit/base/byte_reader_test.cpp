#include "core/base/byte_reader.h"

#include <gtest/gtest.h>

#include "core/base/digest.h"
#include "core/base/time.h"

namespace hark::base {
namespace {

using namespace std::string_view_literals;

TEST(ByteReader, ReadsBothByteOrders) {
    ByteReader big(
        asBytes("\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12"sv));
    EXPECT_EQ(big.u8(), 0x01U);
    EXPECT_EQ(big.u16be(), 0x0203U);
    EXPECT_EQ(big.u24be(), 0x040506U);
    EXPECT_EQ(big.u32be(), 0x0708090aU);
    EXPECT_EQ(big.u64be(), 0x0b0c0d0e0f101112U);
    EXPECT_EQ(big.remaining(), 0U);
    ByteReader little(asBytes("\x02\x01\x04\x03\x02\x01\x08\x07\x06\x05\x04\x03\x02\xff"sv));
    EXPECT_EQ(little.u16le(), 0x0102U);
    EXPECT_EQ(little.u32le(), 0x01020304U);
    EXPECT_EQ(little.u64le(), 0xff02030405060708U);
    EXPECT_FALSE(little.failed());
}

TEST(ByteReader, NeverReadsPastItsEndAndStaysFailed) {
    ByteReader reader(asBytes("abc"));
    EXPECT_EQ(reader.u32be(), 0U);
    EXPECT_TRUE(reader.failed());
    EXPECT_EQ(reader.position(), 0U);
    EXPECT_EQ(reader.u8(), 0U);  // though there is one
    EXPECT_TRUE(reader.take(1).empty());
    EXPECT_EQ(asText(reader.rest()), "abc");
}

TEST(ByteReader, TakesRunsOfBytes) {
    ByteReader reader(asBytes("abcdef"));
    EXPECT_EQ(asText(reader.take(2)), "ab");
    reader.skip(1);
    EXPECT_EQ(asText(reader.rest()), "def");
    EXPECT_TRUE(reader.take(0).empty());
    EXPECT_FALSE(reader.failed());
    EXPECT_TRUE(reader.take(static_cast<std::size_t>(-1)).empty());
    EXPECT_TRUE(reader.failed());
}

TEST(Time, IsWrittenAsIso8601WithNanoseconds) {
    EXPECT_EQ(toIso8601(Timestamp{}), "1970-01-01T00:00:00.000000000Z");
    EXPECT_EQ(toIso8601(Timestamp{std::chrono::nanoseconds(1'700'000'000'123'456'789)}),
              "2023-11-14T22:13:20.123456789Z");
    EXPECT_EQ(toIso8601(Timestamp{std::chrono::nanoseconds(-1)}), "1969-12-31T23:59:59.999999999Z");
}

}  // namespace
}  // namespace hark::base
