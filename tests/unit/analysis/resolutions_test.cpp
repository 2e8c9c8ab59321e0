// Which connection an address was looked up for.

#include "core/analysis/resolutions.h"

#include <gtest/gtest.h>

namespace hark::analysis {
namespace {

using std::chrono::milliseconds;

class Book {
public:
    explicit Book(const Limits& limits = {}) : resolutions(limits) {}

    /// 10.0.0.`client` learns the address, having waited for 7 ms.
    Book& learns(std::uint8_t client, const char* name, std::string_view address = "192.0.2.7") {
        dns::Resolution found;
        found.client.octets = {10, 0, 0, client};
        found.name = name;
        found.addresses = {*ip::parseAddress(address)};
        found.asked = now;
        now += milliseconds(7);
        found.answered.time = now;
        resolutions.add(found);
        return *this;
    }
    tcp::Connection opens(std::uint8_t client, std::string_view address = "192.0.2.7") {
        now += milliseconds(1);
        tcp::Connection made;
        made.id = {++connections_};
        made.client.address.octets = {10, 0, 0, client};
        made.server = {*ip::parseAddress(address), 80};
        made.startSeen = true;
        made.first.time = now;
        resolutions.connectionOpened(made);
        return made;
    }
    /// Milliseconds; -1 for nothing.
    int timeOf(const tcp::Connection& connection, std::string_view host) {
        const auto time = resolutions.timeOf(connection, host);
        return time ? static_cast<int>(*time / milliseconds(1)) : -1;
    }

    Resolutions resolutions;
    base::Timestamp now{std::chrono::seconds(1'700'000'000)};

private:
    std::uint64_t connections_ = 0;
};

TEST(Resolutions, AreForTheFirstConnectionThatFollows) {
    Book b;
    b.learns(1, "shop.test");
    const auto first = b.opens(1);
    const auto second = b.opens(1);
    EXPECT_EQ(b.timeOf(second, "shop.test"), -1);
    EXPECT_EQ(b.timeOf(first, "Shop.Test."), 7);
    EXPECT_EQ(b.timeOf(second, "shop.test"), -1);
    b.learns(1, "shop.test");
    EXPECT_EQ(b.timeOf(b.opens(1), "shop.test"), 7);
}

TEST(Resolutions, AreOfOneClientOneAddressAndOneName) {
    Book b;
    b.learns(1, "shop.test");
    EXPECT_EQ(b.timeOf(b.opens(2), "shop.test"), -1);
    EXPECT_EQ(b.timeOf(b.opens(1, "192.0.2.8"), "shop.test"), -1);
    EXPECT_EQ(b.timeOf(b.opens(1), "192.0.2.7"), -1);
    // That connection was for something else.
    EXPECT_EQ(b.timeOf(b.opens(1), "shop.test"), 7);
}

TEST(Resolutions, OfSeveralNamesOfAnAddressAreToldApart) {
    Book b;
    b.learns(1, "a.test").learns(1, "b.test");
    const auto first = b.opens(1);
    const auto second = b.opens(1);
    EXPECT_EQ(b.timeOf(first, "a.test"), 7);
    EXPECT_EQ(b.timeOf(second, "b.test"), 7);
}

TEST(Resolutions, AreUsedByConnectionsOfOtherProtocolsToo) {
    Book b;
    b.learns(1, "shop.test");
    b.opens(1);  // over TLS
    EXPECT_EQ(b.timeOf(b.opens(1), "shop.test"), -1);
}

TEST(Resolutions, AreNotForConnectionsThatBeganBeforeOrLongAfter) {
    Book b;
    const auto before = b.opens(1);
    b.learns(1, "shop.test");
    EXPECT_EQ(b.timeOf(before, "shop.test"), -1);
    b.now += std::chrono::seconds(10);
    EXPECT_EQ(b.timeOf(b.opens(1), "shop.test"), -1);
}

TEST(Resolutions, ThatCameLaterDontHideTheOneThatWasWaitedFor) {
    Book b;
    b.learns(1, "shop.test");
    const auto connection = b.opens(1);
    b.learns(1, "shop.test");
    EXPECT_EQ(b.timeOf(connection, "shop.test"), 7);
    EXPECT_EQ(b.timeOf(b.opens(1), "shop.test"), 7);
}

TEST(Resolutions, NeedTheQueryAndTheConnectionsStart) {
    Book b;
    dns::Resolution found;
    found.client.octets = {10, 0, 0, 1};
    found.name = "shop.test";
    found.addresses = {*ip::parseAddress("192.0.2.7")};
    found.answered.time = b.now;
    b.resolutions.add(found);
    EXPECT_EQ(b.timeOf(b.opens(1), "shop.test"), -1);
    b.learns(1, "shop.test");
    auto midway = b.opens(1);
    midway.startSeen = false;
    EXPECT_EQ(b.timeOf(midway, "shop.test"), -1);
}

TEST(Resolutions, AreBounded) {
    Limits limits;
    limits.resolvedAddresses = 2;
    limits.resolutionsPerAddress = 2;
    Book b(limits);
    for (const auto* name : {"a.test", "b.test", "c.test"})
        b.learns(1, name);
    const auto connection = b.opens(1);
    EXPECT_EQ(b.timeOf(connection, "a.test"), -1);
    b.learns(1, "x.test", "192.0.2.9");
    for (const auto* address : {"192.0.2.11", "192.0.2.12", "192.0.2.13", "192.0.2.14"})
        b.learns(1, "x.test", address);
    EXPECT_EQ(b.timeOf(b.opens(1, "192.0.2.9"), "x.test"), -1);
    EXPECT_GT(b.resolutions.forgotten(), 0U);
}

}  // namespace
}  // namespace hark::analysis
