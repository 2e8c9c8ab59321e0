#include "core/query/filter_text.h"

#include <variant>

#include <gtest/gtest.h>

#include "core/query/filter.h"

namespace hark::query {
namespace {

TEST(FilterText, IsPlainWhereItCanBe) {
    EXPECT_EQ(filterValue("sid"), "sid");
    EXPECT_EQ(filterValue("[::1]:80"), "\"[::1]:80\"");
    EXPECT_EQ(filterValue(""), "\"\"");
    EXPECT_EQ(filterValue("a*"), "\"a*\"");
}

TEST(FilterText, MeansTheTextWhateverItIs) {
    for (const char* text :
         {"sid", "a b", "\"", "\\", "a\") or (\"b", "*", "a && b", "{1,2}", ""}) {
        const auto parsed = parseFilter("cookie-name:" + filterValue(text) + " id:1");
        ASSERT_TRUE(std::holds_alternative<Filter>(parsed)) << text;
        const Condition& condition = std::get<Filter>(parsed).condition(Subject::Exchanges);
        ASSERT_EQ(condition.parameters.size(), 2U) << text << condition.sql;
        EXPECT_EQ(std::get<std::string>(condition.parameters[0]), Pattern::literal(text).source());
    }
}

}  // namespace
}  // namespace hark::query
