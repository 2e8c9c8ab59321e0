// How the length of a message's content is known: RFC 9112 section 6.3, rule by rule.

#include "core/http1/framing.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/http1/anomalies.h"
#include "core/http1/start_line.h"

namespace hark::http1 {
namespace {

using Kind = Framing::Kind;

template <typename Head>
Head withFields(Head head, std::string bytes) {
    const std::size_t begin = bytes.find('\n') + 1;
    auto lines = http::splitFieldLines(bytes, begin, 100).lines;
    head.fields = http::Fields(std::move(bytes), std::move(lines));
    return head;
}

http::RequestHead request(http::Version version, const std::string& fields) {
    http::RequestHead head;
    head.version = version;
    return withFields(std::move(head), "POST / HTTP/1.x\r\n" + fields + "\r\n");
}

http::ResponseHead response(http::Version version, std::uint16_t status,
                            const std::string& fields) {
    http::ResponseHead head;
    head.version = version;
    head.status = status;
    return withFields(std::move(head), "HTTP/1.x 200 OK\r\n" + fields + "\r\n");
}

struct ResponseCase {
    const char* name;
    const char* method;  // null: not known
    std::uint16_t status;
    const char* fields;
    Kind kind;
    std::uint64_t length = 0;
    std::vector<base::AnomalyCode> anomalies = {};
    http::Version version = http::Version::Http11;
};
void PrintTo(const ResponseCase& c, std::ostream* out) {
    *out << c.name;
}

class Http1ResponseFraming : public testing::TestWithParam<ResponseCase> {};

TEST_P(Http1ResponseFraming, IsDecidedByTheRules) {
    const ResponseCase& c = GetParam();
    const auto method = c.method != nullptr ? std::optional<std::string_view>(c.method)
                                            : std::optional<std::string_view>();
    const Framing framing = framingOf(response(c.version, c.status, c.fields), method);
    EXPECT_EQ(framing.kind, c.kind);
    EXPECT_EQ(framing.length, c.length);
    EXPECT_THAT(framing.anomalies, testing::ElementsAreArray(c.anomalies));
}

constexpr auto kLengthTen = "Content-Length: 10\r\n";
constexpr auto kChunked = "Transfer-Encoding: chunked\r\n";

INSTANTIATE_TEST_SUITE_P(
    Rules, Http1ResponseFraming,
    testing::Values(
        ResponseCase{"Rule1HeadWithContentLength", "HEAD", 200, kLengthTen, Kind::None},
        ResponseCase{"Rule1HeadChunked", "HEAD", 200, kChunked, Kind::None},
        ResponseCase{"Rule1Continue", "PUT", 100, kLengthTen, Kind::None},
        ResponseCase{"Rule1EarlyHints", "GET", 103, "", Kind::None},
        ResponseCase{"Rule1SwitchingProtocols", "GET", 101, kChunked, Kind::None},
        ResponseCase{"Rule1NoContent", "GET", 204, kLengthTen, Kind::None},
        ResponseCase{"Rule1NotModified", "GET", 304, kLengthTen, Kind::None},
        ResponseCase{"Rule1ComesBeforeRule2", "CONNECT", 204, "", Kind::None},
        ResponseCase{"Rule1ResetContentIsNoExceptionToTheOthers", "GET", 205, kLengthTen,
                     Kind::Length, 10},
        ResponseCase{"Rule2Connect200", "CONNECT", 200, kLengthTen, Kind::Tunnel},
        ResponseCase{"Rule2Connect299Chunked", "CONNECT", 299, kChunked, Kind::Tunnel},
        ResponseCase{"Rule2NotForRefusals", "CONNECT", 407, kLengthTen, Kind::Length, 10},
        ResponseCase{"Rule2NotForRedirects", "CONNECT", 302, "", Kind::UntilClose},
        ResponseCase{"Rule3TransferEncodingOverrides",
                     "GET",
                     200,
                     "Content-Length: 10\r\nTransfer-Encoding: chunked\r\n",
                     Kind::Chunked,
                     0,
                     {kTwoFramings}},
        ResponseCase{"Rule4Chunked", "GET", 200, kChunked, Kind::Chunked},
        ResponseCase{"Rule4ChunkedInAnyCase", "GET", 200, "transfer-encoding: CHUNKED\r\n",
                     Kind::Chunked},
        ResponseCase{"Rule4ChunkedLast", "GET", 200, "Transfer-Encoding: gzip, chunked\r\n",
                     Kind::Chunked},
        ResponseCase{"Rule4ChunkedLastInALaterLine", "GET", 200,
                     "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", Kind::Chunked},
        ResponseCase{"Rule4ChunkedNotLast",
                     "GET",
                     200,
                     "Transfer-Encoding: chunked, gzip\r\n",
                     Kind::UntilClose,
                     0,
                     {kTransferEncodingFaulty}},
        ResponseCase{"Rule4Http10",
                     "GET",
                     200,
                     kChunked,
                     Kind::Chunked,
                     0,
                     {kTransferEncodingFaulty},
                     http::Version::Http10},
        ResponseCase{"Rule4IdentityIsNone", "GET", 200,
                     "Transfer-Encoding: identity\r\nContent-Length: 10\r\n", Kind::Length, 10},
        ResponseCase{"Rule5ListOfEqualNumbers", "GET", 200, "Content-Length: 10, 10\r\n",
                     Kind::Length, 10},
        ResponseCase{"Rule5LinesOfEqualNumbers", "GET", 200,
                     "Content-Length: 10\r\nContent-Length: 10\r\n", Kind::Length, 10},
        ResponseCase{"Rule5DifferentNumbers",
                     "GET",
                     200,
                     "Content-Length: 10\r\nContent-Length: 11\r\n",
                     Kind::Length,
                     10,
                     {kContentLengthsDiffer}},
        ResponseCase{"Rule5Invalid",
                     "GET",
                     200,
                     "Content-Length: ten\r\n",
                     Kind::UntilClose,
                     0,
                     {kContentLengthInvalid}},
        ResponseCase{"Rule5Negative",
                     "GET",
                     200,
                     "Content-Length: -1\r\n",
                     Kind::UntilClose,
                     0,
                     {kContentLengthInvalid}},
        ResponseCase{"Rule5WithASign",
                     "GET",
                     200,
                     "Content-Length: +10\r\n",
                     Kind::UntilClose,
                     0,
                     {kContentLengthInvalid}},
        ResponseCase{"Rule5Empty",
                     "GET",
                     200,
                     "Content-Length:\r\n",
                     Kind::UntilClose,
                     0,
                     {kContentLengthInvalid}},
        ResponseCase{"Rule5BeyondAnyNumber",
                     "GET",
                     200,
                     "Content-Length: 18446744073709551616\r\n",
                     Kind::UntilClose,
                     0,
                     {kContentLengthInvalid}},
        ResponseCase{"Rule6Length", "GET", 200, kLengthTen, Kind::Length, 10},
        ResponseCase{"Rule6LengthOfFourGigabytes", "GET", 200, "Content-Length: 4294967296\r\n",
                     Kind::Length, 4294967296},
        ResponseCase{"Rule6LengthZero", "GET", 200, "Content-Length: 0\r\n", Kind::None},
        ResponseCase{"Rule8UntilClose", "GET", 200, "", Kind::UntilClose},
        ResponseCase{"Rule8UnknownMethod", nullptr, 200, "", Kind::UntilClose},
        ResponseCase{"UnknownMethodIsNeitherHeadNorConnect", nullptr, 200, kLengthTen, Kind::Length,
                     10}),
    [](const auto& row) { return std::string(row.param.name); });

struct RequestCase {
    const char* name;
    const char* fields;
    Kind kind;
    std::uint64_t length = 0;
    std::vector<base::AnomalyCode> anomalies = {};
    http::Version version = http::Version::Http11;
};
void PrintTo(const RequestCase& c, std::ostream* out) {
    *out << c.name;
}

class Http1RequestFraming : public testing::TestWithParam<RequestCase> {};

TEST_P(Http1RequestFraming, IsDecidedByTheRules) {
    const RequestCase& c = GetParam();
    const Framing framing = framingOf(request(c.version, c.fields));
    EXPECT_EQ(framing.kind, c.kind);
    EXPECT_EQ(framing.length, c.length);
    EXPECT_THAT(framing.anomalies, testing::ElementsAreArray(c.anomalies));
}

INSTANTIATE_TEST_SUITE_P(
    Rules, Http1RequestFraming,
    testing::Values(
        RequestCase{"Rule3TransferEncodingOverrides",
                    "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
                    Kind::Chunked,
                    0,
                    {kTwoFramings}},
        RequestCase{"Rule4Chunked", kChunked, Kind::Chunked},
        RequestCase{"Rule4NotChunkedHasNoKnownLength",
                    "Transfer-Encoding: gzip\r\n",
                    Kind::None,
                    0,
                    {kTransferEncodingFaulty}},
        RequestCase{"Rule4Http10",
                    kChunked,
                    Kind::Chunked,
                    0,
                    {kTransferEncodingFaulty},
                    http::Version::Http10},
        RequestCase{
            "Rule5Invalid", "Content-Length: 1x\r\n", Kind::None, 0, {kContentLengthInvalid}},
        RequestCase{
            "Rule5Different", "Content-Length: 3, 4\r\n", Kind::Length, 3, {kContentLengthsDiffer}},
        RequestCase{"Rule6Length", kLengthTen, Kind::Length, 10},
        RequestCase{"Rule7NoContent", "", Kind::None},
        RequestCase{"Rule7Http10", "", Kind::None, 0, {}, http::Version::Http10}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace hark::http1
