#include "core/base/text.h"

#include <gtest/gtest.h>

namespace hark::base {
namespace {

struct TextCase {
    const char* name;
    std::string_view text;
    std::string_view expected;
};
void PrintTo(const TextCase& c, std::ostream* out) {
    *out << c.name;
}
std::string nameOf(const testing::TestParamInfo<TextCase>& row) {
    return row.param.name;
}

class Printable : public testing::TestWithParam<TextCase> {};
TEST_P(Printable, IsFitForOneLineOfATerminal) {
    EXPECT_EQ(printable(GetParam().text), GetParam().expected);
}
INSTANTIATE_TEST_SUITE_P(
    Texts, Printable,
    testing::Values(TextCase{"Plain", "GET /a?b=c", "GET /a?b=c"}, TextCase{"Empty", "", ""},
                    TextCase{"LineEnds", "a\r\nb\tc", "a\\r\\nb\\tc"},
                    TextCase{"Escape", "\x1b[31mred", "\\x1b[31mred"},
                    TextCase{"Nul", std::string_view("a\0b", 3), "a\\x00b"},
                    TextCase{"Delete", "\x7f", "\\x7f"},
                    TextCase{"C1Control",
                             "\xc2\x9b"
                             "31m",
                             "\\u{9b}31m"},
                    TextCase{"BackslashStays", "a\\b", "a\\b"},
                    TextCase{"Utf8Stays", "gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x98\x80",
                             "gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x98\x80"},
                    TextCase{"BidirectionalOverride", "\xe2\x80\xaetxt", "\\u{202e}txt"},
                    TextCase{"LineSeparator", "\xe2\x80\xa8", "\\u{2028}"},
                    TextCase{"ByteOrderMark", "\xef\xbb\xbf", "\\u{feff}"},
                    TextCase{"NotUtf8", "a\xff\xfe", "a\\xff\\xfe"},
                    TextCase{"CutSequence", "a\xe2\x82", "a\\xe2\\x82"}),
    nameOf);

class ValidUtf8 : public testing::TestWithParam<TextCase> {};
TEST_P(ValidUtf8, HasReplacementCharactersForTheRest) {
    EXPECT_EQ(toValidUtf8(GetParam().text), GetParam().expected);
    EXPECT_EQ(isUtf8(GetParam().text), GetParam().text == GetParam().expected);
    EXPECT_TRUE(isUtf8(toValidUtf8(GetParam().text)));
}
INSTANTIATE_TEST_SUITE_P(
    Texts, ValidUtf8,
    testing::Values(TextCase{"Ascii", "abc", "abc"}, TextCase{"TwoBytes", "\xc3\xbc", "\xc3\xbc"},
                    TextCase{"HighestCodePoint", "\xf4\x8f\xbf\xbf", "\xf4\x8f\xbf\xbf"},
                    TextCase{"BeyondTheHighest", "\xf4\x90\x80\x80",
                             "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
                    TextCase{"Overlong", "\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd"},
                    TextCase{"OverlongOfThree", "\xe0\x80\xaf",
                             "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
                    TextCase{"Surrogate", "\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
                    TextCase{"LoneContinuation", "a\x80z", "a\xef\xbf\xbdz"},
                    TextCase{"CutInTheMiddle", "a\xc3", "a\xef\xbf\xbd"}),
    nameOf);

TEST(Text, ComparesFieldNamesInAnyCase) {
    EXPECT_TRUE(equalsIgnoringCase("Content-Length", "content-LENGTH"));
    EXPECT_TRUE(equalsIgnoringCase("", ""));
    EXPECT_FALSE(equalsIgnoringCase("a", "ab"));
    EXPECT_FALSE(equalsIgnoringCase("[", "{"));  // differ by the bit that case differs by
}

// Longer texts are compared eight octets at a time: every pair of octets, at every place.
TEST(EqualsIgnoringCase, ComparesEveryOctetAtEveryPlace) {
    const auto lower = [](int c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c; };
    for (const std::size_t size : {1U, 7U, 8U, 9U, 13U, 16U, 17U}) {
        for (std::size_t at = 0; at < size; ++at) {
            std::string a(size, 'x');
            std::string b(size, 'X');
            for (int x = 0; x < 256; ++x) {
                a[at] = static_cast<char>(x);
                for (int y = 0; y < 256; ++y) {
                    b[at] = static_cast<char>(y);
                    ASSERT_EQ(equalsIgnoringCase(a, b), lower(x) == lower(y))
                        << size << " " << at << " " << x << " " << y;
                }
            }
        }
    }
    EXPECT_EQ(toLower("AbC-\xc4"), "abc-\xc4");
}

TEST(Text, IsTrimmedOfBlanksAndTabsAlone) {
    EXPECT_EQ(trimmed(" \t a b\t "), "a b");
    EXPECT_EQ(trimmed("\r\n"), "\r\n");
    EXPECT_EQ(trimmed("  "), "");
}

TEST(Text, ReadsDecimalNumbersStrictly) {
    EXPECT_EQ(parseDecimal("0"), 0U);
    EXPECT_EQ(parseDecimal("18446744073709551615"), 18446744073709551615U);
    EXPECT_EQ(parseDecimal("007"), 7U);
    for (const auto* wrong :
         {"", "18446744073709551616", "-1", "+1", " 1", "1 ", "0x1", "1e3", "a"})
        EXPECT_EQ(parseDecimal(wrong), std::nullopt) << wrong;
}

TEST(Text, IsBase64) {  // the vectors of RFC 4648 section 10
    EXPECT_EQ(toBase64(asBytes("")), "");
    EXPECT_EQ(toBase64(asBytes("f")), "Zg==");
    EXPECT_EQ(toBase64(asBytes("fo")), "Zm8=");
    EXPECT_EQ(toBase64(asBytes("foo")), "Zm9v");
    EXPECT_EQ(toBase64(asBytes("foob")), "Zm9vYg==");
    EXPECT_EQ(toBase64(asBytes("fooba")), "Zm9vYmE=");
    EXPECT_EQ(toBase64(asBytes("foobar")), "Zm9vYmFy");
    EXPECT_EQ(toBase64(asBytes("\xfb\xff\xfe")), "+//+");
}

TEST(Text, IsHexadecimal) {
    EXPECT_EQ(toHex(asBytes(std::string_view("\x00\x7f\xff", 3))), "007fff");
}

}  // namespace
}  // namespace hark::base
