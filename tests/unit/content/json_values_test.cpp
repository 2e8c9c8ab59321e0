// Scalars of JSON texts (RFC 8259).

#include "core/content/json_values.h"

#include <string>

#include <gtest/gtest.h>

#include "core/content/limits.h"

namespace hark::content {
namespace {

std::string nameOf(JsonEnd end) {
    switch (end) {
        case JsonEnd::Whole:
            return "";
        case JsonEnd::Cut:
            return "cut";
        case JsonEnd::Malformed:
            return "malformed";
        case JsonEnd::Limit:
            return "limit";
    }
    return "?";
}

std::string read(std::string_view text) {
    std::string line;
    const JsonEnd end = forEachJsonValue(text, [&](const JsonValue& value) {
        const char mark = "nbds"[static_cast<std::size_t>(value.type)];
        line.append(value.path).append(":").append(1, mark).append("=").append(value.text) += ' ';
    });
    return line + nameOf(end);
}

struct Row {
    const char* name;
    std::string text;
    std::string read;
};

TEST(JsonValues, ComeWithTheirPath) {
    for (const Row& row : {
             Row{"an object", R"({"a":"x","b":2,"c":true,"d":null})",
                 "a:s=x b:d=2 c:b=true d:n=null "},
             Row{"nested", R"({"data":{"user":{"name":"x"},"t":1},"z":2})",
                 "data.user.name:s=x data.t:d=1 z:d=2 "},
             Row{"arrays", R"({"ids":[1,"x",[2]],"z":[{"a":3},{"a":4}]})",
                 "ids[]:d=1 ids[]:s=x ids[][]:d=2 z[].a:d=3 z[].a:d=4 "},
             Row{"an array", R"([1,{"a":2}])", "[]:d=1 [].a:d=2 "},
             Row{"a scalar", " \"x\" ", ":s=x "},
             Row{"a number", "17", ":d=17 "},
             Row{"escapes", R"({"a\u0062":"\u00e9\n\ud83d\ude00\/"})",
                 "ab:s=\xc3\xa9\n\xf0\x9f\x98\x80/ "},
             Row{"numbers as written",
                 "[1.50,-3,-0,1e5,18446744073709551615,123456789012345678901234567890]",
                 "[]:d=1.50 []:d=-3 []:d=-0 []:d=1e5 []:d=18446744073709551615 "
                 "[]:d=123456789012345678901234567890 "},
             Row{"empty ones", R"({"a":{},"b":[],"":"x"})", ":s=x "},
             Row{"keys with dots", R"({"a.b":{"c":1}})", "a.b.c:d=1 "},
             Row{"a byte order mark", "\xef\xbb\xbf[1]", "[]:d=1 "},
             Row{"a guard against scripts", ")]}',\n{\"a\":1}", "a:d=1 "},
             Row{"keys repeat", R"({"a":1,"a":2})", "a:d=1 a:d=2 "},
         }) {
        EXPECT_EQ(read(row.text), row.read) << row.name;
        EXPECT_TRUE(isJson(row.text)) << row.name;
    }
}

TEST(JsonValues, HaveTheInnermostKey) {
    std::string keys;
    forEachJsonValue(R"({"a":{"token":"x"},"b":[["y"]],"c":{"d":{}},"e":[{}, 5]})",
                     [&](const JsonValue& value) { keys.append(value.key) += ' '; });
    EXPECT_EQ(keys, "token b e ");
}

TEST(JsonValues, ComeUpToWhereTheTextBreaks) {
    for (const Row& row : {
             Row{"nothing", "", "cut"},
             Row{"blanks", " \n", "cut"},
             Row{"cut in an object", R"({"a":1,"b":"x")", "a:d=1 b:s=x cut"},
             Row{"cut in a string", R"({"a":1,"b":"x)", "a:d=1 cut"},
             Row{"cut in a number", R"({"a":1,"b":23)", "a:d=1 cut"},
             Row{"cut in a word", R"({"a":1,"b":tr)", "a:d=1 cut"},
             Row{"cut in an escape", R"({"a":1,"b":"\u12)", "a:d=1 cut"},
             Row{"cut in a key", R"({"a":1,"b)", "a:d=1 cut"},
             Row{"cut behind a comma", "[1,", "[]:d=1 cut"},
             Row{"cut behind a blank", "[1 ", "[]:d=1 cut"},
             Row{"cut in a string that ends as a number does", "[1,\"2 1", "[]:d=1 cut"},
             Row{"cut in a number below zero", "[1,-0", "[]:d=1 cut"},
             Row{"cut in a character", "{\"a\":\"\xc3", "cut"},
             Row{"no JSON", "<html>", "malformed"},
             Row{"a comma too much", "[1,]", "[]:d=1 malformed"},
             Row{"a key without quotes", "{a:1}", "malformed"},
             Row{"single quotes", "{'a':1}", "malformed"},
             Row{"something behind it", R"({"a":1}x)", "a:d=1 malformed"},
             Row{"two texts", R"({"a":1} {"b":2})", "a:d=1 malformed"},
             Row{"a control character in a string", "[\"\x01\"]", "malformed"},
             Row{"no UTF-8", "{\"a\":1,\"b\":\"\xff\"}", "a:d=1 malformed"},
             Row{"a number beyond double", "[1,1e999]", "[]:d=1 malformed"},
         }) {
        EXPECT_EQ(read(row.text), row.read) << row.name;
        EXPECT_FALSE(isJson(row.text)) << row.name;
    }
}

TEST(JsonValues, CutAnywhereAreTheFirstOfAll) {
    const std::string text =
        R"({"user":{"id":17,"name":"J\u00fcrgen","tags":["a",true,null,-1.5e3]},"token":"abc"})";
    const std::string whole = read(text);
    ASSERT_EQ(whole,
              "user.id:d=17 user.name:s=J\xc3\xbcrgen user.tags[]:s=a user.tags[]:b=true "
              "user.tags[]:n=null user.tags[]:d=-1.5e3 token:s=abc ");
    for (std::size_t cut = 0; cut < text.size(); ++cut) {
        const std::string some = read(std::string_view(text).substr(0, cut));
        ASSERT_TRUE(some.ends_with("cut")) << cut << " " << some;
        EXPECT_TRUE(whole.starts_with(some.substr(0, some.size() - 3))) << cut << " " << some;
    }
}

TEST(JsonValues, AreBounded) {
    const std::string deep(kMaximumJsonDepth, '[');
    EXPECT_EQ(read(deep + "1" + std::string(kMaximumJsonDepth, ']')).substr(0, 2), "[]");
    EXPECT_EQ(read("[" + deep + "1"), "limit");
    EXPECT_EQ(read("{\"a\":1,\"b\":[" + deep), "a:d=1 limit");
    EXPECT_EQ(read(std::string(1'000'000, '[')), "limit");
    EXPECT_TRUE(isJson(std::string(1'000'000, '[') + std::string(1'000'000, ']')));

    std::string many = "[0";
    for (std::size_t i = 0; i < kMaximumJsonValues; ++i)
        many += ",\"\"";
    std::size_t count = 0;
    EXPECT_EQ(forEachJsonValue(many + "]", [&](const JsonValue&) { ++count; }), JsonEnd::Limit);
    EXPECT_EQ(count, kMaximumJsonValues);

    const std::string key(kMaximumJsonPath, 'k');
    forEachJsonValue("{\"" + key + "\":{\"" + key + "\":[{\"a\":1}]}}", [](const JsonValue& value) {
        EXPECT_EQ(value.path.size(), kMaximumJsonPath);
        EXPECT_EQ(value.key, "");
    });
}

}  // namespace
}  // namespace hark::content
