#include "core/base/packet_clock.h"

#include <gtest/gtest.h>

namespace hark::base {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(PacketClock, GoesForwardOnly) {
    const Timestamp begin{seconds(1'700'000'000)};
    PacketClock clock(minutes(10), 3);
    EXPECT_TRUE(clock.see(begin));
    EXPECT_TRUE(clock.see(begin + seconds(5)));
    EXPECT_TRUE(clock.see(begin + seconds(3)));
    EXPECT_EQ(clock.now(), begin + seconds(5));
}

TEST(PacketClock, JumpsOnlyWhenSeveralPacketsInARowDo) {
    const Timestamp begin{seconds(1'700'000'000)};
    PacketClock clock(minutes(10), 3);
    clock.see(begin);
    EXPECT_FALSE(clock.see(begin + hours(1)));
    EXPECT_TRUE(clock.see(begin + seconds(1)));
    EXPECT_EQ(clock.now(), begin + seconds(1));
    EXPECT_FALSE(clock.see(begin - hours(1)));
    EXPECT_FALSE(clock.see(begin - hours(9)));
    EXPECT_TRUE(clock.see(begin - hours(9)));
    EXPECT_EQ(clock.now(), begin + seconds(1));
    EXPECT_TRUE(clock.see(begin - hours(9) + seconds(1)));
    EXPECT_EQ(clock.now(), begin - hours(9) + seconds(1));
}

}  // namespace
}  // namespace hark::base
