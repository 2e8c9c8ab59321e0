#include "core/query/site_tree.h"

#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "core/query/filter_text.h"
#include "tests/unit/query/made_case.h"

namespace hark::query {
namespace {

using test::CaseBuilder;
using test::filterOf;
using test::MadeCase;

void get(CaseBuilder& builder, const std::string& target, int status = 200) {
    builder.exchange(fmt::format("GET {} HTTP/1.1\r\nHost: a.test\r\n\r\n", target), "",
                     fmt::format("HTTP/1.1 {} x\r\n\r\n", status), "12345");
}

void tell(CaseBuilder& builder, store::CaseWriter& /*writer*/) {
    builder.open(1);
    for (const char* target : {"/", "/a", "/a/", "/a/b?q", "/a/b/c", "/ab", "*"})
        get(builder, target);
    get(builder, "/a/b", 404);
    builder.close();
    builder.open(2, 8080);
    get(builder, "/only");
    builder.exchange("GET http://b.test HTTP/1.1\r\nHost: b.test\r\n\r\n", "",
                     "HTTP/1.1 200 x\r\n\r\n", "");
    builder.close();
}

const SitePlace kService{"http://a.test", ""};

// "a+ 5 1 25": name, whether it goes on, exchanges, errors, bytes; "| 2 3" of those not shown.
std::string text(const base::Result<SiteNodes>& made) {
    if (!made) return made.error().message;
    std::string line;
    for (const SiteNode& node : made->nodes) {
        line += fmt::format("{}{} {} {} {}, ", node.name, node.hasChildren ? "+" : "",
                            node.figures.exchanges, node.figures.errors, node.figures.bytes);
    }
    if (made->more > 0) line += fmt::format("| {} {}", made->more, made->rest.exchanges);
    return line;
}

TEST(SiteTree, HasServicesAndTheirPaths) {
    MadeCase made(tell);
    EXPECT_EQ(text(services(*made, {}, 9)),
              "http://a.test+ 8 1 40, http://a.test:8080+ 1 0 5, http://b.test:8080+ 1 0 0, ");
    EXPECT_EQ(text(branches(*made, {}, kService, 9)), "a+ 5 1 25, * 1 0 5,  1 0 5, ab 1 0 5, ");
    EXPECT_EQ(text(branches(*made, {}, {"http://a.test", "/a"}, 9)), "b+ 3 1 15,  1 0 5, ");
    EXPECT_EQ(text(branches(*made, {}, {"http://a.test", "/a/b"}, 9)), "c 1 0 5, ");
    EXPECT_EQ(text(branches(*made, {}, {"http://a.test", "/a/b/c"}, 9)), "");
    EXPECT_EQ(text(branches(*made, {}, {"http://none.test", ""}, 9)), "");
}

TEST(SiteTree, IsBoundedAndSaysHowManyMore) {
    MadeCase made(tell);
    EXPECT_EQ(text(services(*made, {}, 1)), "http://a.test+ 8 1 40, | 2 2");
    EXPECT_EQ(text(branches(*made, {}, kService, 1)), "a+ 5 1 25, | 3 3");
}

TEST(SiteTree, CountsWhatAFilterSelects) {
    MadeCase made(tell);
    const Filter errors = filterOf("status:4xx");
    EXPECT_EQ(text(services(*made, errors, 9)), "http://a.test+ 1 1 5, ");
    EXPECT_EQ(text(branches(*made, errors, kService, 9)), "a+ 1 1 5, ");
}

// A filter of each place selects what the place counts.
void expectFiltersMeanTheirPlaces(Case& from, const SitePlace& place) {
    const auto below =
        place.service.empty() ? services(from, {}, 99) : branches(from, {}, place, 99);
    for (const SiteNode& node : below.value().nodes) {
        const auto filter = filterFor(node.place);
        ASSERT_TRUE(filter.has_value());
        EXPECT_EQ(from.exchangeIds(filterOf(*filter)).value().size(), node.figures.exchanges)
            << *filter;
        if (node.hasChildren) expectFiltersMeanTheirPlaces(from, node.place);
    }
}

TEST(SiteTree, GivesFiltersThatMeanItsPlaces) {
    MadeCase made(tell);
    expectFiltersMeanTheirPlaces(*made, {});
}

TEST(SiteTree, QuotesHostileText) {
    MadeCase made([](CaseBuilder& builder, auto&) {
        builder.open(1);
        for (const char* target : {"/\"or", "/\"or/x", "/a)b", "/a)b/\\", "/*", "/x*/y", "/x",
                                   "/100%/z", "/1000/z", "/a_c", "/abc", "/(\"*", "/or/status:200",
                                   "/\xff\xfe/q", "/\\", "/\\\"*/&&||", "/{,}", "/#a"})
            get(builder, target);
    });
    expectFiltersMeanTheirPlaces(*made, {});
}

TEST(SiteTree, HasNoFilterThatIsTooLong) {
    EXPECT_TRUE(filterFor({"http://a.test", "/" + std::string(8000, 'x')}).has_value());
    EXPECT_FALSE(filterFor({"http://a.test", "/" + std::string(8200, 'x')}).has_value());
}

TEST(FilterText, IsPlainWhereItCanBe) {
    EXPECT_EQ(filterValue("shop.example.test:8080"), "shop.example.test:8080");
    EXPECT_EQ(filterValue("text/html"), "text/html");
    EXPECT_EQ(filterValue(""), "\"\"");
    EXPECT_EQ(filterValue("a b"), "\"a b\"");
    EXPECT_EQ(filterValue("a*"), "\"a*\"");
    EXPECT_EQ(filterValue("a\"\\"), "\"a\\\"\\\\\"");
    EXPECT_EQ(filterValue("<1"), "\"<1\"");
}

}  // namespace
}  // namespace hark::query
