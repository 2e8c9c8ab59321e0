#include "core/base/recent_map.h"

#include <gtest/gtest.h>

namespace hark::base {
namespace {

TEST(RecentMap, ForgetsWhatWasNotLookedUpForLong) {
    RecentMap<int, int> map(2);
    EXPECT_TRUE(map.empty());
    map.get(1) = 10;
    map.get(2) = 20;
    map.get(3) = 30;  // 1 and 2 are the older generation now
    EXPECT_EQ(map.get(1), 10);
    EXPECT_EQ(map.size(), 3U);
    map.get(4) = 40;
    EXPECT_EQ(map.find(2), nullptr);
    EXPECT_EQ(map.forgotten(), 1U);
    ASSERT_NE(map.find(1), nullptr);
    EXPECT_EQ(*map.find(1), 10);
}

TEST(RecentMap, ErasesFromBothGenerations) {
    RecentMap<int, int> map(1);
    map.get(1) = 10;
    map.get(2) = 20;
    map.erase(1);
    map.erase(2);
    map.erase(3);
    EXPECT_TRUE(map.empty());
    EXPECT_EQ(map.get(1), 0);
    EXPECT_EQ(map.forgotten(), 0U);
}

}  // namespace
}  // namespace hark::base
