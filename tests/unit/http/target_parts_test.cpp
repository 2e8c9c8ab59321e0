// Path, query and path parameters of a request target (RFC 3986 section 3.3, RFC 9112 section 3.2).

#include "core/http/target_parts.h"

#include <string>

#include <gtest/gtest.h>

namespace hark::http {
namespace {

TEST(TargetParts, AreFoundInAllForms) {
    struct Row {
        const char* target;
        const char* path;
        const char* query;
    };
    for (const Row& row : {
             Row{"/", "/", ""},
             Row{"/a/b?c=d&e", "/a/b", "c=d&e"},
             Row{"/a?b?c", "/a", "b?c"},
             Row{"/a?", "/a", ""},
             Row{"/a#b?c", "/a", ""},
             Row{"/a?b#c", "/a", "b"},
             Row{"//h/a", "//h/a", ""},
             Row{"/go?to=http://x/y", "/go", "to=http://x/y"},
             Row{"http://h/a?b", "/a", "b"},
             Row{"http://h", "", ""},
             Row{"http://h?b", "", "b"},
             Row{"*", "", ""},
             Row{"h:443", "", ""},
             Row{"", "", ""},
             Row{"://", "", ""},
         }) {
        EXPECT_EQ(pathOf(row.target), row.path) << row.target;
        EXPECT_EQ(queryOf(row.target), row.query) << row.target;
    }
}

TEST(TargetParts, HaveParametersInTheirSegments) {
    struct Row {
        const char* target;
        const char* parameters;
    };
    for (const Row& row : {
             Row{"/a;jsessionid=X/b?q", "[jsessionid|X]"},
             Row{"/a;jsessionid=X", "[jsessionid|X]"},
             Row{"/a;jsessionid=X?y;z=1", "[jsessionid|X]"},
             Row{"/a;b=1;c=2/d;e", "[b|1][c|2][e|]"},
             Row{"/;;a=1;/;", "[a|1]"},
             Row{"/a;b=c=d", "[b|c=d]"},
             Row{"/a;=c", "[|c]"},
             Row{"/a;%62=%2F+", "[b|/+]"},
             Row{"/a;b=%", "[b|%]"},
             Row{"http://h/a;b=1", "[b|1]"},
             Row{"http://h;x=1/a", ""},
             Row{"/a?b;c=1", ""},
             Row{"/a#b;c=1", ""},
             Row{"", ""},
         }) {
        std::string line;
        forEachPathParameter(row.target, [&](std::string_view name, std::string_view value) {
            line.append("[").append(name).append("|").append(value).append("]");
        });
        EXPECT_EQ(line, row.parameters) << row.target;
    }
}

}  // namespace
}  // namespace hark::http
