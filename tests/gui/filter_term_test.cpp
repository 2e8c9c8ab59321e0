#include "gui/models/filter_term.h"

#include <string>
#include <variant>

#include <gtest/gtest.h>

#include "core/query/filter.h"
#include "core/query/pattern.h"

namespace hark::gui {
namespace {

// The pattern that is meant for the cookie's name, as the filter bar reads it.
std::string patternOf(const QString& filter) {
    const auto parsed = query::parseFilter(filter.toStdString());
    if (!std::holds_alternative<query::Filter>(parsed)) return "no filter";
    const auto& condition = std::get<query::Filter>(parsed).condition(query::Subject::Exchanges);
    return condition.parameters.size() == 2 ? std::get<std::string>(condition.parameters[0])
                                            : "more than a name: " + condition.sql;
}

TEST(FilterTerm, MeansExactlyWhatCanBeTyped) {
    for (const char* name : {"sid", "a b", "\"", "\\", "x\" or \"y", "*", "(", "&&", "ä", ""}) {
        EXPECT_EQ(patternOf(filterTerm(QLatin1String("cookie-name"), name)),
                  query::Pattern::literal(name).source())
            << name;
    }
}

TEST(FilterTerm, LeavesOpenWhatCannotBeTyped) {
    const auto term = [](std::string_view name) {
        return filterTerm(QLatin1String("cookie-name"), name).toStdString();
    };
    EXPECT_EQ(term("a\x01 b"), "cookie-name:a*b");
    EXPECT_EQ(term("a\xff"), "cookie-name:a*");
    EXPECT_EQ(term("a\n\") or id:1"), "cookie-name:a*or*id*1");
    EXPECT_EQ(term("\xe2\x80\xae"
                   "a"),
              "cookie-name:*a")
        << "a bidirectional control";
    const std::string longName(100'000, 'x');
    EXPECT_EQ(term(longName), "cookie-name:" + longName.substr(0, 1024) + "*");
}

TEST(FilterTerm, OfAServiceIsItsHost) {
    EXPECT_EQ(serviceTerm("http://shop.example.test"), QStringLiteral("host:shop.example.test"));
    EXPECT_EQ(serviceTerm("http://shop.example.test:8080"),
              QStringLiteral("host:shop.example.test"));
    EXPECT_EQ(serviceTerm("http://[2001:db8::1]:8080"), QStringLiteral("host:\"[2001:db8::1]\""));
    EXPECT_EQ(serviceTerm("http://[2001:db8::1]"), QStringLiteral("host:\"[2001:db8::1]\""));
    EXPECT_EQ(serviceTerm(".example.test"),
              QStringLiteral("(host:example.test or host:*.example.test)"));
    EXPECT_EQ(serviceTerm(".a\" b"), QStringLiteral("host:*a*b"));
}

}  // namespace
}  // namespace hark::gui
