#include "core/ip/address.h"

#include <string>

#include <gtest/gtest.h>

namespace hark::ip {
namespace {

struct Text {
    std::string given;
    std::string canonical;
};

class AddressText : public testing::TestWithParam<Text> {};

/// RFC 5952 sections 4 and 5.
TEST_P(AddressText, IsWrittenInItsCanonicalForm) {
    const auto address = parseAddress(GetParam().given);
    ASSERT_TRUE(address);
    EXPECT_EQ(toString(*address), GetParam().canonical);
    EXPECT_EQ(parseAddress(toString(*address)), address);
}

INSTANTIATE_TEST_SUITE_P(
    Table, AddressText,
    testing::Values(Text{"192.0.2.1", "192.0.2.1"}, Text{"0.0.0.0", "0.0.0.0"},
                    Text{"255.255.255.255", "255.255.255.255"}, Text{"::", "::"},
                    Text{"0:0:0:0:0:0:0:1", "::1"}, Text{"2001:DB8::1", "2001:db8::1"},
                    Text{"2001:0db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
                    Text{"2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
                    Text{"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"}, Text{"fe80::", "fe80::"},
                    Text{"::ffff:192.0.2.1", "::ffff:192.0.2.1"},
                    Text{"1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"}, Text{"::102:304", "::102:304"}));

class NotAnAddress : public testing::TestWithParam<std::string> {};

TEST_P(NotAnAddress, IsRefused) {
    EXPECT_FALSE(parseAddress(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Table, NotAnAddress,
                         testing::Values("", "1.2.3", "1.2.3.4.5", "256.0.0.1", ":::", "1::2::3",
                                         "g::", "1.2.3.4 ", "fe80::1%eth0",
                                         std::string("1.2.3.4\0", 8), std::string(100, '1')));

}  // namespace
}  // namespace hark::ip
