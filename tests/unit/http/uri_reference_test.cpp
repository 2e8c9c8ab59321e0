#include "core/http/uri_reference.h"

#include <string>

#include <gtest/gtest.h>

namespace hark::http {
namespace {

// RFC 3986 section 5.4, fragments left out.
TEST(UriReference, ResolvesTheExamplesOfRfc3986) {
    const struct {
        const char* reference;
        const char* uri;
    } rows[] = {
        {"g", "http://a/b/c/g"},
        {"./g", "http://a/b/c/g"},
        {"g/", "http://a/b/c/g/"},
        {"/g", "http://a/g"},
        {"//g", "http://g/"},
        {"?y", "http://a/b/c/d;p?y"},
        {"g?y", "http://a/b/c/g?y"},
        {"#s", "http://a/b/c/d;p?q"},
        {"g#s", "http://a/b/c/g"},
        {"g?y#s", "http://a/b/c/g?y"},
        {";x", "http://a/b/c/;x"},
        {"g;x?y#s", "http://a/b/c/g;x?y"},
        {"", "http://a/b/c/d;p?q"},
        {".", "http://a/b/c/"},
        {"./", "http://a/b/c/"},
        {"..", "http://a/b/"},
        {"../g", "http://a/b/g"},
        {"../..", "http://a/"},
        {"../../g", "http://a/g"},
        {"../../../g", "http://a/g"},
        {"../../../../g", "http://a/g"},
        {"/./g", "http://a/g"},
        {"/../g", "http://a/g"},
        {"g.", "http://a/b/c/g."},
        {".g", "http://a/b/c/.g"},
        {"g..", "http://a/b/c/g.."},
        {"./../g", "http://a/b/g"},
        {"./g/.", "http://a/b/c/g/"},
        {"g/./h", "http://a/b/c/g/h"},
        {"g/../h", "http://a/b/c/h"},
        {"g;x=1/./y", "http://a/b/c/g;x=1/y"},
        {"g;x=1/../y", "http://a/b/c/y"},
        {"g?y/./x", "http://a/b/c/g?y/./x"},
        {"g?y/../x", "http://a/b/c/g?y/../x"},
    };
    for (const auto& row : rows)
        EXPECT_EQ(resolveReference("http://a/b/c/d;p?q", row.reference), row.uri) << row.reference;
}

TEST(UriReference, WritesUrisAsTargetUrisAreWritten) {
    EXPECT_EQ(resolveReference("http://a/", "HTTPS://User@B.Test:443/X"), "https://b.test/X");
    EXPECT_EQ(resolveReference("http://a/", "http://b:8080?q"), "http://b:8080/?q");
    EXPECT_EQ(resolveReference("http://a", "g"), "http://a/g");
    EXPECT_EQ(resolveReference("http://a?x", ""), "http://a/?x");
    EXPECT_EQ(resolveReference("https://[::1]:443/a", "//[::2]:444/"), "https://[::2]:444/");
}

TEST(UriReference, IsEmptyWhereNoExchangeCanFollow) {
    EXPECT_EQ(resolveReference("http://a/", "mailto:x@y"), "");
    EXPECT_EQ(resolveReference("http://a/", "javascript:void(0)"), "");
    EXPECT_EQ(resolveReference("http://a/", "http:g"), "");
    EXPECT_EQ(resolveReference("", "/g"), "");
    EXPECT_EQ(resolveReference("http://:80/", "g"), "");
    EXPECT_EQ(resolveReference("http://a/", "//u@/g"), "");
    EXPECT_EQ(resolveReference("a:443", "/g"), "");
    EXPECT_EQ(resolveReference("http://a/", std::string(kLongestReference + 1, 'x')), "");
}

// Time is not quadratic: this takes as long as reading it.
TEST(UriReference, TakesManyDotSegments) {
    std::string reference;
    while (reference.size() + 6 < kLongestReference)
        reference += "a/../";
    EXPECT_EQ(resolveReference("http://h/x/", reference), "http://h/x/");
}

}  // namespace
}  // namespace hark::http
