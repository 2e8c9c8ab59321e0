#include "core/base/json_strings.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace hark::base {
namespace {

TEST(JsonStrings, ComeBackToTheByte) {
    const std::vector<std::string> told = {
        "", "plain", "\"\\\"", "a\\u0041", std::string("\0\x01\n\x1f", 4), "\xff\xfe", "z\\"};
    std::string json = "[";
    for (const std::string& text : told) {
        if (json.size() > 1) json += ", ";
        appendJsonString(text, json);
    }
    json += "]";
    JsonStrings strings(json);
    std::vector<std::string> read;
    for (std::string text; strings.next(text);) {
        read.push_back(text);
    }
    EXPECT_EQ(read, told);
}

TEST(JsonStrings, EndWhereOneIsNotClosed) {
    std::string text;
    EXPECT_FALSE(JsonStrings("[\"abc\\").next(text));
    EXPECT_FALSE(JsonStrings("[\"\\u00").next(text));
    EXPECT_FALSE(JsonStrings("").next(text));
}

}  // namespace
}  // namespace hark::base
