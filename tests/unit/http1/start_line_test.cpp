#include "core/http1/start_line.h"

#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace hark::http1 {
namespace {

struct LineCase {
    const char* name;
    std::string_view line;
    const char* expected;  // "method|target|version" and "!" where it is not well-formed
};
void PrintTo(const LineCase& c, std::ostream* out) {
    *out << c.name;
}

class Http1RequestLine : public testing::TestWithParam<LineCase> {};

TEST_P(Http1RequestLine, IsReadLeniently) {
    const auto& [name, line, expected] = GetParam();
    const auto parsed = parseRequestLine(line);
    const std::string found =
        parsed ? fmt::format("{}|{}|{}{}", parsed->method.in(line), parsed->target.in(line),
                             http::toString(parsed->version), parsed->wellFormed ? "" : "!")
               : "none";
    EXPECT_EQ(found, expected);
}

INSTANTIATE_TEST_SUITE_P(
    Lines, Http1RequestLine,
    testing::Values(
        LineCase{"Plain", "GET / HTTP/1.1", "GET|/|HTTP/1.1"},
        LineCase{"Http10", "GET /a?b=c HTTP/1.0", "GET|/a?b=c|HTTP/1.0"},
        LineCase{"AbsoluteForm", "GET http://h/a HTTP/1.1", "GET|http://h/a|HTTP/1.1"},
        LineCase{"AuthorityForm", "CONNECT h:443 HTTP/1.1", "CONNECT|h:443|HTTP/1.1"},
        LineCase{"AsteriskForm", "OPTIONS * HTTP/1.1", "OPTIONS|*|HTTP/1.1"},
        LineCase{"AnyTokenIsAMethod", "x-My_method! / HTTP/1.1", "x-My_method!|/|HTTP/1.1"},
        LineCase{"HigherMinorVersion", "GET / HTTP/1.7", "GET|/|HTTP/1.1!"},
        LineCase{"Http09Version", "GET / HTTP/0.9", "GET|/|HTTP/1.0!"},
        LineCase{"SeveralBlanks", "GET   /a  HTTP/1.1", "GET|/a|HTTP/1.1!"},
        LineCase{"Tabs", "GET\t/a\tHTTP/1.1", "GET|/a|HTTP/1.1!"},
        LineCase{"TrailingBlank", "GET /a HTTP/1.1 ", "GET|/a|HTTP/1.1!"},
        LineCase{"BlanksInTheTarget", "GET /a b HTTP/1.1", "GET|/a b|HTTP/1.1!"},
        LineCase{"BlanksInTheTargetOfAnUnknownMethod", "ETA /a b HTTP/1.1", "none"},
        LineCase{"NoTargetOfAnUnknownMethod", "ETA unknown b / HTTP/1.1", "none"},
        LineCase{"TabBehindAnUnknownMethod", "ETA\t/a HTTP/1.1", "ETA|/a|HTTP/1.1!"},
        LineCase{"NoVersion", "GET /a", "GET|/a|HTTP/1.0!"},
        LineCase{"NoVersionOfAnUnknownMethod", "FOO /a", "none"},
        LineCase{"NoTarget", "GET HTTP/1.1", "none"}, LineCase{"MethodAlone", "GET", "none"},
        LineCase{"Nothing", "", "none"}, LineCase{"NoToken", "G(T / HTTP/1.1", "none"},
        LineCase{"LeadingBlank", " GET / HTTP/1.1", "none"},
        LineCase{"MethodTooLong", "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJ / HTTP/1.1", "none"},
        LineCase{"AStatusLine", "HTTP/1.1 200 OK", "none"},
        LineCase{"Sentence", "the quick brown fox", "none"}),
    [](const auto& row) { return std::string(row.param.name); });

class Http1StatusLine : public testing::TestWithParam<LineCase> {};

TEST_P(Http1StatusLine, IsReadLeniently) {
    const auto& [name, line, expected] = GetParam();
    const auto parsed = parseStatusLine(line);
    const std::string found =
        parsed ? fmt::format("{}|{}|{}{}", http::toString(parsed->version), parsed->status,
                             parsed->reason.in(line), parsed->wellFormed ? "" : "!")
               : "none";
    EXPECT_EQ(found, expected);
}

INSTANTIATE_TEST_SUITE_P(
    Lines, Http1StatusLine,
    testing::Values(LineCase{"Plain", "HTTP/1.1 200 OK", "HTTP/1.1|200|OK"},
                    LineCase{"Http10", "HTTP/1.0 404 Not Found", "HTTP/1.0|404|Not Found"},
                    LineCase{"EmptyReason", "HTTP/1.1 200 ", "HTTP/1.1|200|"},
                    LineCase{"NoReason", "HTTP/1.1 200", "HTTP/1.1|200|!"},
                    LineCase{"SeveralBlanks", "HTTP/1.1  200 OK", "HTTP/1.1|200|OK!"},
                    LineCase{"StatusBelow100", "HTTP/1.1 099 X", "HTTP/1.1|99|X!"},
                    LineCase{"StatusAbove599", "HTTP/1.1 999 X", "HTTP/1.1|999|X"},
                    LineCase{"FourDigits", "HTTP/1.1 2000 OK", "none"},
                    LineCase{"TwoDigits", "HTTP/1.1 20", "none"},
                    LineCase{"Letters", "HTTP/1.1 abc", "none"},
                    LineCase{"OtherProtocol", "ICY 200 OK", "none"},
                    LineCase{"ARequestLine", "GET / HTTP/1.1", "none"},
                    LineCase{"Nothing", "", "none"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Http1Likeness, OfARequestIsDecidedByMethodBlankAndLine) {
    EXPECT_EQ(likenessToRequest(""), Likeness::Possible);
    EXPECT_EQ(likenessToRequest("GE"), Likeness::Possible);
    EXPECT_EQ(likenessToRequest("GET"), Likeness::Possible);
    EXPECT_EQ(likenessToRequest("GET "), Likeness::Yes);
    EXPECT_EQ(likenessToRequest("BREW /pot"), Likeness::Possible);
    EXPECT_EQ(likenessToRequest("BREW /pot HTTP/1.1\r\n"), Likeness::Yes);
    EXPECT_EQ(likenessToRequest("GET x y z\r\n"), Likeness::No);
    EXPECT_EQ(likenessToRequest("\x16\x03\x01"), Likeness::No);
    EXPECT_EQ(likenessToRequest("HTTP/1.1 200 OK"), Likeness::No);
}

TEST(Http1Likeness, OfAResponseIsDecidedByTheVersion) {
    EXPECT_EQ(likenessToResponse("HTT"), Likeness::Possible);
    EXPECT_EQ(likenessToResponse("HTTP/1."), Likeness::Yes);
    EXPECT_EQ(likenessToResponse("HTTP/2"), Likeness::No);
    EXPECT_EQ(likenessToResponse("<html>"), Likeness::No);
}

}  // namespace
}  // namespace hark::http1
