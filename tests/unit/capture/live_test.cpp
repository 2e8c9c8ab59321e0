#include "core/capture/live.h"

#include <string>

#include <gtest/gtest.h>

namespace hark::capture {
namespace {

TEST(LiveCapture, NamesTheInterfaceThatItCanNotOpen) {
    const auto capture = LiveCapture::open({.interface = "no-such-wire", .filter = {}});
    ASSERT_FALSE(capture);
    EXPECT_NE(capture.error().message.find("no-such-wire"), std::string::npos);
    EXPECT_EQ(capture.error().message.find('\n'), std::string::npos);
}

}  // namespace
}  // namespace hark::capture
