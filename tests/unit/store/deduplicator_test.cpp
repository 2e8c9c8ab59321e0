#include "core/store/deduplicator.h"

#include <cstdint>
#include <map>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace hark::store {
namespace {

Digest digestOf(std::uint32_t seed) {
    std::mt19937 random(seed);
    return {{static_cast<std::uint32_t>(random()), static_cast<std::uint32_t>(random()),
             static_cast<std::uint32_t>(random()), static_cast<std::uint32_t>(random())}};
}

TEST(Deduplicator, FindsWhatItRemembers) {
    Deduplicator known(10'000);
    for (std::uint32_t i = 1; i <= 5'000; ++i) {
        known.prefetch(digestOf(i));
        ASSERT_FALSE(known.findOrRemember(digestOf(i), i)) << i;
    }
    for (std::uint32_t i = 1; i <= 5'000; ++i) {
        ASSERT_EQ(known.findOrRemember(digestOf(i), 99'999), i);
        ASSERT_EQ(known.find(digestOf(i)), i);
    }
    EXPECT_FALSE(known.find(digestOf(5'001)));
}

TEST(Deduplicator, FindsDigestsThatShareABucket) {
    Deduplicator known(10'000);
    for (std::uint32_t i = 1; i <= 2'000; ++i) {
        ASSERT_FALSE(known.findOrRemember({{7, 7, i, 0}}, i));
    }
    for (std::uint32_t i = 1; i <= 2'000; ++i)
        ASSERT_EQ(known.find({{7, 7, i, 0}}), i);
    EXPECT_FALSE(known.find({{7, 7, 0, 0}}));
}

TEST(Deduplicator, ForgetsWhatWasNotAskedForInTwoGenerations) {
    Deduplicator known(100);
    known.remember(digestOf(0), 1);
    known.remember(digestOf(1), 2);
    for (std::uint32_t i = 2; i < 2'000; ++i) {
        known.remember(digestOf(i), i + 1);
        ASSERT_EQ(known.find(digestOf(0)), 1U) << i;  // asked for again and again
    }
    EXPECT_FALSE(known.find(digestOf(1)));
}

TEST(Deduplicator, LeavesIdsAloneThatDoNotFit) {
    Deduplicator known(100);
    const std::uint64_t large = std::uint64_t{1} << 32U;
    EXPECT_FALSE(known.findOrRemember(digestOf(1), large));
    EXPECT_FALSE(known.find(digestOf(1)));
}

}  // namespace
}  // namespace hark::store
