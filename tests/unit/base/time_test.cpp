#include "core/base/time.h"

#include <gtest/gtest.h>

namespace hark::base {
namespace {

TEST(Iso8601, ReachesAsFarAsATimestamp) {
    const auto show = [](std::int64_t nanoseconds) {
        return toIso8601(Timestamp(Duration(nanoseconds)));
    };
    EXPECT_EQ(show(INT64_MAX), "2262-04-11T23:47:16.854775807Z");
    EXPECT_EQ(show(INT64_MIN), "1677-09-21T00:12:43.145224192Z");
}

}  // namespace
}  // namespace hark::base
