#include "core/base/pool.h"

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace hark::base {
namespace {

struct Thing {
    std::string text = "new";
    std::shared_ptr<int> held;
};

TEST(Pool, HandsOutWhatIsAsIfNewlyMade) {
    Pool<Thing> pool;
    Thing& first = pool.take();
    EXPECT_EQ(first.text, "new");
    first.text = "used";
    first.held = std::make_shared<int>(1);
    const std::weak_ptr<int> held = first.held;
    pool.release(first);
    EXPECT_TRUE(held.expired()) << "what it held goes at once";
    Thing& second = pool.take();
    EXPECT_EQ(&second, &first) << "what was left last is taken first";
    EXPECT_EQ(second.text, "new");
}

TEST(Pool, KeepsWhatIsTakenInItsPlace) {
    Pool<Thing> pool;
    std::vector<Thing*> taken;
    for (int i = 0; i < 1000; ++i) {
        taken.push_back(&pool.take());
        taken.back()->text = std::to_string(i);
    }
    for (int i = 0; i < 1000; i += 2)
        pool.release(*taken[static_cast<std::size_t>(i)]);
    for (int i = 0; i < 2000; ++i)
        pool.take().text = "other";
    for (int i = 1; i < 1000; i += 2)
        EXPECT_EQ(taken[static_cast<std::size_t>(i)]->text, std::to_string(i));
}

}  // namespace
}  // namespace hark::base
