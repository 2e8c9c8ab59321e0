#include "core/http/fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hark::http {
namespace {

using testing::ElementsAre;

std::vector<std::string> linesOf(std::string_view bytes, const FieldLines& found) {
    std::vector<std::string> lines;
    for (const auto& line : found.lines)
        lines.push_back(std::string(line.name.in(bytes)) + "=" + std::string(line.value.in(bytes)));
    return lines;
}

Fields fieldsOf(const std::string& bytes) {
    return {bytes, splitFieldLines(bytes, 0, 100).lines};
}

TEST(HttpFields, AreNameAndValueWithoutSurroundingWhiteSpace) {
    const std::string bytes =
        "Host: h\r\nAccept:*/*\r\nX-Empty:\r\nX-Blank: \t \r\nA:\t b c \r\n\r\n";
    const FieldLines found = splitFieldLines(bytes, 0, 100);
    EXPECT_THAT(linesOf(bytes, found),
                ElementsAre("Host=h", "Accept=*/*", "X-Empty=", "X-Blank=", "A=b c"));
    EXPECT_FALSE(found.malformed || found.folded || found.tooMany);
}

TEST(HttpFields, EndAtTheEmptyLine) {
    const std::string bytes = "A: 1\n\nB: 2\n";
    EXPECT_THAT(linesOf(bytes, splitFieldLines(bytes, 0, 100)), ElementsAre("A=1"));
}

TEST(HttpFields, BeginWhereTold) {
    const std::string bytes = "GET / HTTP/1.1\r\nA: 1\r\n\r\n";
    EXPECT_THAT(linesOf(bytes, splitFieldLines(bytes, 16, 100)), ElementsAre("A=1"));
}

TEST(HttpFields, MayBeCutAnywhere) {
    const std::string bytes = "Host: example.test\r\nAccept: */*\r\n\r\n";
    for (std::size_t length = 0; length <= bytes.size(); ++length) {
        const std::string_view part = std::string_view(bytes).substr(0, length);
        for (const auto& line : splitFieldLines(part, 0, 100).lines) {
            EXPECT_LE(line.name.begin + line.name.length, length);
            EXPECT_LE(line.value.begin + line.value.length, length);
        }
    }
}

TEST(HttpFields, SpanAnObsoleteFold) {  // RFC 9112 section 5.2
    const std::string bytes = "A: 1\r\n 2\r\n\t 3\r\nB:\r\n 4\r\n\r\n";
    const FieldLines found = splitFieldLines(bytes, 0, 100);
    EXPECT_TRUE(found.folded);
    ASSERT_EQ(found.lines.size(), 2U);
    EXPECT_EQ(found.lines[0].value.in(bytes), "1\r\n 2\r\n\t 3");
    EXPECT_TRUE(std::string(found.lines[1].value.in(bytes)).ends_with("4"));
}

TEST(HttpFields, ThatAreMalformedAreKept) {
    struct Row {
        const char* bytes;
        const char* line;
    };
    for (const Row& row : {Row{"no colon here\r\n", "=no colon here"}, Row{": value\r\n", "=value"},
                           Row{"Host : h\r\n", "Host=h"}, Row{" A: 1\r\n", "A=1"}}) {
        const FieldLines found = splitFieldLines(row.bytes, 0, 100);
        EXPECT_TRUE(found.malformed) << row.bytes;
        EXPECT_THAT(linesOf(row.bytes, found), ElementsAre(row.line));
    }
}

TEST(HttpFields, StopAtTheirMaximum) {
    const FieldLines found = splitFieldLines("A: 1\r\nB: 2\r\nC: 3\r\n", 0, 2);
    EXPECT_TRUE(found.tooMany);
    EXPECT_EQ(found.lines.size(), 2U);
    EXPECT_FALSE(splitFieldLines("A: 1\r\nB: 2\r\n\r\n", 0, 2).tooMany);
}

TEST(HttpFields, AreFoundInAnyCaseAndKeepTheirOrder) {
    const Fields fields = fieldsOf("Accept: a\r\nHOST: h\r\naccept: b\r\n");
    EXPECT_EQ(fields.first("Host"), "h");
    EXPECT_EQ(fields.first("accept"), "a");
    EXPECT_EQ(fields.first("none"), std::nullopt);
    EXPECT_EQ(fields.count("ACCEPT"), 2U);
    EXPECT_EQ(fields.combined("Accept"), "a, b");
    EXPECT_EQ(fields.combined("none"), "");
    EXPECT_EQ(fields[1], (FieldLine{"HOST", "h"}));
}

TEST(HttpFields, HaveTokensInLists) {
    const Fields fields = fieldsOf("Connection: keep-alive,  Upgrade ,\r\nConnection: x\r\n");
    for (const auto* token : {"keep-alive", "UPGRADE", "x"})
        EXPECT_TRUE(fields.hasToken("connection", token)) << token;
    for (const auto* token : {"close", "keep", "keep-alive,"})
        EXPECT_FALSE(fields.hasToken("connection", token)) << token;
}

TEST(HttpFields, LiveAsLongAsTheirBytes) {
    Fields moved;
    {
        Fields fields = fieldsOf("A: 1\r\n");
        moved = std::move(fields);
    }
    EXPECT_EQ(moved.first("a"), "1");
}

}  // namespace
}  // namespace hark::http
