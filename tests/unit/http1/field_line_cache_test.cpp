// What is remembered of the head before must never show in the one after it.

#include "core/http1/field_line_cache.h"

#include <array>
#include <random>
#include <string>

#include <gtest/gtest.h>

namespace hark::http1 {
namespace {

std::string shown(const http::FieldLines& lines, std::string_view head) {
    std::string out;
    for (const http::Fields::Line& line : lines.lines) {
        out.append(line.name.in(head)).append("=").append(line.value.in(head)).append(";");
    }
    return out + (lines.folded ? " folded" : "") + (lines.malformed ? " malformed" : "") +
           (lines.tooMany ? " too many" : "");
}

TEST(FieldLineCache, AreSplitAsIfSeenForTheFirstTime) {
    const std::array<std::string, 3> starts{"GET / HTTP/1.1\r\n", "GET /longer HTTP/1.1\r\n", ""};
    const std::array<std::string, 7> blocks{"Host: a\r\nAccept: */*\r\n\r\n",
                                            "Host: b\r\nAccept: */*\r\n\r\n",
                                            "Host: a\r\nAccept: */*\r\nX: 1\r\n\r\n",
                                            "A: 1\r\n folded\r\n\r\n",
                                            "no colon\r\n\r\n",
                                            "\r\n",
                                            "A: " + std::string(4000, 'a') + "\r\n\r\n"};
    std::mt19937 random(1);
    FieldLineCache fields;
    std::string before;
    int repeated = 0;
    for (int i = 0; i < 2000; ++i) {
        const std::string& start = starts[random() % starts.size()];
        const std::string head = start + blocks[random() % blocks.size()];
        SCOPED_TRACE(head);
        const auto expected = http::splitFieldLines(head, start.size(), 100);
        const auto actual = fields.split(head, start.size(), 100);
        ASSERT_EQ(shown(actual, head), shown(expected, head));
        const std::string lines = head.substr(start.size());
        if (actual.repeated) {
            ASSERT_EQ(lines, before);
            ++repeated;
        }
        before = lines;
    }
    EXPECT_GT(repeated, 100);
}

TEST(FieldLineCache, OfADifferentRequestLineKeepTheirPlaces) {
    FieldLineCache fields;
    const std::string first = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
    const std::string second = "POST /much/longer HTTP/1.1\r\nHost: x\r\n\r\n";
    EXPECT_EQ(shown(fields.split(first, 17, 100), first), "Host=x;");
    EXPECT_EQ(shown(fields.split(second, 28, 100), second), "Host=x;");
    EXPECT_EQ(shown(fields.split(first, 17, 100), first), "Host=x;");
}

}  // namespace
}  // namespace hark::http1
