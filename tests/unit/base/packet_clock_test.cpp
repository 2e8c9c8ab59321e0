#include "core/base/packet_clock.h"

#include <gtest/gtest.h>

namespace hark::base {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

using Step = PacketClock::Step;

TEST(PacketClock, GoesForwardOnly) {
    const Timestamp begin{seconds(1'700'000'000)};
    PacketClock clock(minutes(10), 3);
    EXPECT_EQ(clock.see(begin), Step::Usual);
    EXPECT_EQ(clock.see(begin + seconds(5)), Step::Usual);
    EXPECT_EQ(clock.see(begin + seconds(3)), Step::Usual);
    EXPECT_EQ(clock.now(), begin + seconds(5));
}

TEST(PacketClock, JumpsOnlyWhenSeveralPacketsInARowDo) {
    const Timestamp begin{seconds(1'700'000'000)};
    PacketClock clock(minutes(10), 3);
    clock.see(begin);
    EXPECT_EQ(clock.see(begin + hours(1)), Step::Doubtful);
    EXPECT_EQ(clock.see(begin + seconds(1)), Step::Usual);
    EXPECT_EQ(clock.now(), begin + seconds(1));
    EXPECT_EQ(clock.see(begin - hours(1)), Step::Doubtful);
    EXPECT_EQ(clock.see(begin - hours(9)), Step::Doubtful);
    EXPECT_EQ(clock.see(begin - hours(9)), Step::Usual);
    EXPECT_EQ(clock.now(), begin + seconds(1));
    EXPECT_EQ(clock.see(begin - hours(9) + seconds(1)), Step::Jump);
    EXPECT_EQ(clock.now(), begin - hours(9) + seconds(1));
}

}  // namespace
}  // namespace hark::base
