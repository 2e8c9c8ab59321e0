// The Cookie field as a server reads it (RFC 6265bis sections 4.2.1 and 5.8.3).

#include "core/http/cookies.h"

#include <string>

#include <gtest/gtest.h>

namespace hark::http {
namespace {

std::string read(std::string_view field) {
    std::string line;
    forEachCookie(field, [&](const CookiePair& pair) {
        line.append("[").append(pair.name).append("|").append(pair.value).append("]");
    });
    return line;
}

struct Row {
    const char* name;
    const char* field;
    const char* read;
};

TEST(Cookies, AreReadFromTheField) {
    for (const Row& row : {
             Row{"one", "a=1", "[a|1]"},
             Row{"several", "a=1; b=2; c=3", "[a|1][b|2][c|3]"},
             Row{"no blank behind the semicolon", "a=1;b=2", "[a|1][b|2]"},
             Row{"blanks everywhere", "  a =\t1  ;\t b= 2 ", "[a|1][b|2]"},
             Row{"blanks inside stay", "a=1 2; b c=3", "[a|1 2][b c|3]"},
             Row{"empty pairs are passed over", ";; a=1;; ;b=2;", "[a|1][b|2]"},
             Row{"neither name nor value", "=; a=1; = ", "[a|1]"},
             Row{"no value", "a=; b=2", "[a|][b|2]"},
             Row{"no name", "=1; b=2", "[|1][b|2]"},
             Row{"no equals sign: a value without name", "a; b=2", "[|a][b|2]"},
             Row{"the first equals sign counts", "a=b=c==", "[a|b=c==]"},
             Row{"quotes are part of the value", "a=\"1\"; b=\"x y\"", "[a|\"1\"][b|\"x y\"]"},
             Row{"quotes hide no semicolon", "a=\"1;2\"", "[a|\"1][|2\"]"},
             Row{"commas are part of the value", "a=1,b=2; c=3", "[a|1,b=2][c|3]"},
             Row{"names repeat", "a=1; a=2", "[a|1][a|2]"},
             Row{"names keep their case", "SID=1; sid=2", "[SID|1][sid|2]"},
             Row{"percent signs stay", "a=%3B%20", "[a|%3B%20]"},
             Row{"octets beyond ASCII", "\xc3\xa9=\xff", "[\xc3\xa9|\xff]"},
             Row{"RFC 2965's names are names", "$Version=1; a=1; $Path=/",
                 "[$Version|1][a|1][$Path|/]"},
             Row{"folded", "a=1;\r\n b=2", "[a|1][b|2]"},
             Row{"nothing", "", ""},
             Row{"only blanks", " \t ", ""},
         }) {
        EXPECT_EQ(read(row.field), row.read) << row.name;
    }
}

TEST(Cookies, AreViewsIntoTheField) {
    const std::string field = "a=1; sid=xyz";
    forEachCookie(field, [&](const CookiePair& pair) {
        EXPECT_GE(pair.name.data(), field.data());
        EXPECT_LE(pair.value.data() + pair.value.size(), field.data() + field.size());
    });
}

TEST(Cookies, MayHaveANulInside) {
    const std::string field("a=1\0;2; b=3", 11);
    EXPECT_EQ(read(field), std::string("[a|1\0][|2][b|3]", 15));
}

}  // namespace
}  // namespace hark::http
