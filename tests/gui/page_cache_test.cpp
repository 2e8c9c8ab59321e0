#include "gui/models/page_cache.h"

#include <gtest/gtest.h>

namespace hark::gui {
namespace {

using Cache = PageCache<int>;

std::vector<int> page(int value) {
    return std::vector<int>(PageLimits::kRows, value);
}

TEST(PageCache, AsksForWhatIsLookedAtOnce) {
    Cache cache;
    EXPECT_EQ(cache.row(300), nullptr);
    EXPECT_EQ(cache.row(301), nullptr);
    EXPECT_EQ(cache.nextWanted(), 1);
    EXPECT_EQ(cache.row(302), nullptr);
    EXPECT_EQ(cache.nextWanted(), std::nullopt);
    cache.put(1, page(7));
    ASSERT_NE(cache.row(300), nullptr);
    EXPECT_EQ(*cache.row(300), 7);
    EXPECT_FALSE(cache.wantsMore());
}

TEST(PageCache, TheLatestWishComesFirstAndOldOnesAreForgotten) {
    Cache cache;
    for (int number = 0; number < 100; ++number)
        cache.row(number * PageLimits::kRows);
    EXPECT_EQ(cache.nextWanted(), 99);
    EXPECT_EQ(cache.nextWanted(), 98);
    EXPECT_EQ(cache.nextWanted(), std::nullopt) << "only so many at once";
    cache.giveUp(99);
    EXPECT_EQ(cache.nextWanted(), 97);
}

TEST(PageCache, StalePagesAreShownUntilTheirSuccessorsAreThere) {
    Cache cache;
    cache.put(0, page(1));
    cache.markStale();
    ASSERT_NE(cache.row(0), nullptr);
    EXPECT_EQ(*cache.row(0), 1);
    EXPECT_EQ(cache.nextWanted(), 0);
    cache.put(0, page(2));
    EXPECT_EQ(*cache.row(0), 2);
    EXPECT_EQ(cache.nextWanted(), std::nullopt);
}

TEST(PageCache, DropsTheLeastRecentlyUsed) {
    Cache cache;
    const int pages = static_cast<int>(PageLimits::kPages);
    for (int number = 0; number < pages; ++number)
        cache.put(number, page(number));
    EXPECT_NE(cache.row(0), nullptr);
    cache.put(pages, page(pages));
    EXPECT_NE(cache.row(0), nullptr);
    EXPECT_EQ(cache.row(PageLimits::kRows), nullptr);
}

TEST(PageCache, AShortPageEndsWhereItEnds) {
    Cache cache;
    cache.put(0, {1, 2});
    EXPECT_NE(cache.row(1), nullptr);
    EXPECT_EQ(cache.row(2), nullptr);
}

}  // namespace
}  // namespace hark::gui
