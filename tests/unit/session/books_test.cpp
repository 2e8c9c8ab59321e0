// The numbers that stand for texts, values and domains, and the visitors.

#include "core/session/books.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/session/visitors.h"

namespace hark::session {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(TextBook, NumbersEachTextOnce) {
    TextBook book(10);
    EXPECT_EQ(book.add("a"), 1U);
    EXPECT_EQ(book.add("b"), 2U);
    EXPECT_EQ(book.add("a"), 1U);
    EXPECT_EQ(book[2], "b");
    EXPECT_EQ(book[0], "");
}

TEST(TextBook, CountsWhatFindsNoRoom) {
    TextBook book(2);
    EXPECT_EQ(book.add("a"), 1U);
    EXPECT_EQ(book.add("b"), 2U);
    EXPECT_EQ(book.add("c"), 0U);
    EXPECT_EQ(book.add("d"), 0U);
    EXPECT_EQ(book.add("b"), 2U);
    EXPECT_EQ(book.refused(), 2U);
}

TEST(ValueBook, KeepsValuesByKey) {
    ValueBook book;
    const ValueKey a = book.add("a");
    EXPECT_EQ(book.add("a"), a);
    EXPECT_EQ(book.keyOf("a"), a);
    EXPECT_NE(book.add("b"), a);
    EXPECT_EQ(book.text(a), "a");
}

TEST(ValueBook, AKeyAloneKeepsNothing) {
    const ValueBook book;
    EXPECT_EQ(book.text(book.keyOf("a")), "");
}

TEST(ValueBook, KeysCantBeForeseen) {
    EXPECT_NE(ValueBook().keyOf("a"), ValueBook().keyOf("a"));
}

TEST(ValueBook, ForgetsAllButWhatIsNamed) {
    ValueBook book;
    const ValueKey a = book.add("a");
    const ValueKey b = book.add("b");
    const ValueKey unknown = book.keyOf("c");
    book.keepOnly([&](auto&& keep) {
        keep(b);
        keep(b);
        keep(unknown);
    });
    EXPECT_EQ(book.text(a), "");
    EXPECT_EQ(book.text(b), "b");
    EXPECT_EQ(book.add("a"), a);
    EXPECT_EQ(book.text(a), "a");
}

TEST(DomainBook, TellsTheDomainsThatAHostIsIn) {
    TextBook services(20);
    DomainBook book(services);
    const auto shop = services.add("http://www.shop.test:8080");
    const auto bare = services.add("https://shop.test");
    const auto other = services.add("http://noshop.test");
    const auto address = services.add("http://10.0.0.1");
    const auto domain = services.add(".shop.test");
    book.add(domain);
    book.add(domain);
    EXPECT_THAT(book.of(shop), ElementsAre(domain));
    EXPECT_THAT(book.of(bare), ElementsAre(domain));
    EXPECT_THAT(book.of(other), IsEmpty());
    EXPECT_THAT(book.of(address), IsEmpty());
    const auto later = services.add(".test");
    book.add(later);
    EXPECT_THAT(book.of(shop), ElementsAre(domain, later));
    EXPECT_THAT(book.of(other), ElementsAre(later));
}

TEST(DomainBook, HoldsWithoutADomainThatFoundNoRoom) {
    TextBook services(1);
    DomainBook book(services);
    const auto shop = services.add("http://shop.test");
    book.add(services.add(".shop.test"));
    EXPECT_THAT(book.of(shop), IsEmpty());
    EXPECT_THAT(book.of(0), IsEmpty());
}

TEST(HostOf, IsWithoutSchemeAndPort) {
    EXPECT_EQ(hostOf("http://shop.test"), "shop.test");
    EXPECT_EQ(hostOf("https://shop.test:8443"), "shop.test");
    EXPECT_EQ(hostOf("http://[::1]:80"), "[::1]");
    EXPECT_EQ(hostOf("http://[2001:db8::1]"), "[2001:db8::1]");
    EXPECT_EQ(hostOf("unknown"), "unknown");
    EXPECT_EQ(hostOf(""), "");
}

// ---- visitors

TEST(Visitors, AreThemselvesAtFirst) {
    Visitors visitors;
    EXPECT_EQ(visitors.add(), 1U);
    EXPECT_EQ(visitors.add(), 2U);
    EXPECT_EQ(visitors.of(1), 1U);
    EXPECT_EQ(visitors.of(2), 2U);
    EXPECT_EQ(visitors.reason(2), "");
}

TEST(Visitors, ThatAreJoinedHaveTheLowestNumberAndAReason) {
    Visitors visitors;
    for (int i = 0; i < 4; ++i)
        static_cast<void>(visitors.add());
    visitors.join(4, 2, "a");
    visitors.join(2, 3, "b");
    visitors.join(3, 1, "c");
    visitors.join(4, 1, "d");
    for (std::uint32_t visitor = 1; visitor <= 4; ++visitor)
        EXPECT_EQ(visitors.of(visitor), 1U) << visitor;
    EXPECT_EQ(visitors.reason(1), "");
    EXPECT_EQ(visitors.reason(2), "c");
    EXPECT_EQ(visitors.reason(3), "b");
    EXPECT_EQ(visitors.reason(4), "a");
}

TEST(Visitors, ThatHoldTheSameValueAreJoined) {
    Visitors visitors;
    for (int i = 0; i < 3; ++i)
        static_cast<void>(visitors.add());
    visitors.hold(17, 2, "cookie");
    visitors.hold(18, 1, "cookie");
    EXPECT_EQ(visitors.of(2), 2U);
    visitors.hold(17, 3, "cookie");
    EXPECT_EQ(visitors.of(3), 2U);
    EXPECT_EQ(visitors.reason(3), "cookie");
    visitors.hold(18, 3, "other");
    EXPECT_EQ(visitors.of(2), 1U);
}

TEST(Visitors, OfAContinuedCaseAreNumberedOn) {
    Visitors visitors;
    visitors.startAfter(7);
    EXPECT_EQ(visitors.of(7), 7U);
    EXPECT_EQ(visitors.add(), 8U);
}

}  // namespace
}  // namespace hark::session
