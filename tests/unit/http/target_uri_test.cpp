// The target URI of a request: RFC 9110 section 7.1 and RFC 9112 section 3.3.

#include "core/http/target_uri.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/http/anomalies.h"

namespace hark::http {
namespace {

struct UriCase {
    const char* name;
    const char* method;
    const char* target;
    const char* fields;
    const char* url;
    const char* host;
    std::uint16_t port;
    std::vector<base::AnomalyCode> anomalies = {};
    std::uint16_t serverPort = 80;
    bool secure = false;
    Version version = Version::Http11;
    const char* serverAddress = "192.0.2.7";
};
void PrintTo(const UriCase& c, std::ostream* out) {
    *out << c.name;
}

RequestHead headOf(const UriCase& c) {
    const std::string method = c.method;
    const std::string target = c.target;
    std::string bytes = method + " " + target + " HTTP/1.1\r\n";
    RequestHead head;
    head.version = c.version;
    head.methodSpan = {0, static_cast<std::uint32_t>(method.size())};
    head.targetSpan = {static_cast<std::uint32_t>(method.size() + 1),
                       static_cast<std::uint32_t>(target.size())};
    const std::size_t begin = bytes.size();
    bytes += std::string(c.fields) + "\r\n";
    auto lines = splitFieldLines(bytes, begin, 100).lines;
    head.fields = Fields(std::move(bytes), std::move(lines));
    return head;
}

class TargetUriOf : public testing::TestWithParam<UriCase> {};

TEST_P(TargetUriOf, ARequest) {
    const UriCase& c = GetParam();
    TargetUris uris(c.secure, c.serverAddress, c.serverPort);
    const RequestHead head = headOf(c);
    for (const char* turn : {"first", "again"}) {  // what is remembered must not tell
        const TargetUriResult result = uris.of(head);
        EXPECT_EQ(result.uri.url(head.target()), c.url) << turn;
        EXPECT_EQ(result.uri.origin->host, c.host) << turn;
        EXPECT_EQ(result.uri.origin->port, c.port) << turn;
        EXPECT_THAT(result.anomalies, testing::ElementsAreArray(c.anomalies)) << turn;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Rows, TargetUriOf,
    testing::Values(
        UriCase{"PlainHost", "GET", "/a?b=c", "Host: Shop.Example\r\n", "http://shop.example/a?b=c",
                "shop.example", 80},
        UriCase{"Port80IsOmitted", "GET", "/", "Host: h:80\r\n", "http://h/", "h", 80},
        UriCase{"Port443IsOmittedInTls",
                "GET",
                "/",
                "Host: h:443\r\n",
                "https://h/",
                "h",
                443,
                {},
                443,
                true},
        UriCase{"Port443IsShownInTheClear",
                "GET",
                "/",
                "Host: h:443\r\n",
                "http://h:443/",
                "h",
                443,
                {},
                443},
        UriCase{"Port8443IsShown",
                "GET",
                "/",
                "Host: h:8443\r\n",
                "https://h:8443/",
                "h",
                8443,
                {},
                8443,
                true},
        UriCase{"HostWithoutPortOnAnotherPort",
                "GET",
                "/",
                "Host: h\r\n",
                "http://h/",
                "h",
                80,
                {},
                8080},
        UriCase{"EmptyPortIsTheDefault", "GET", "/", "Host: h:\r\n", "http://h/", "h", 80},
        UriCase{"MissingHost",
                "GET",
                "/",
                "",
                "http://192.0.2.7:8080/",
                "192.0.2.7",
                8080,
                {kHostMissing},
                8080},
        UriCase{"MissingHostOverIpv6",
                "GET",
                "/",
                "",
                "http://[2001:db8::7]/",
                "[2001:db8::7]",
                80,
                {kHostMissing},
                80,
                false,
                Version::Http11,
                "2001:db8::7"},
        UriCase{"MissingHostInHttp10IsNone",
                "GET",
                "/",
                "",
                "http://192.0.2.7/",
                "192.0.2.7",
                80,
                {},
                80,
                false,
                Version::Http10},
        UriCase{"EmptyHost", "GET", "/", "Host:\r\n", "http://192.0.2.7/", "192.0.2.7", 80},
        UriCase{"RepeatedHost",
                "GET",
                "/",
                "Host: a\r\nHost: b\r\n",
                "http://a/",
                "a",
                80,
                {kHostRepeated}},
        UriCase{"HostWithUserInformation",
                "GET",
                "/",
                "Host: u:p@h\r\n",
                "http://h/",
                "h",
                80,
                {kHostMalformed}},
        UriCase{"HostWithABlank",
                "GET",
                "/",
                "Host: a b\r\n",
                "http://a b/",
                "a b",
                80,
                {kHostMalformed}},
        UriCase{"HostWithAPath",
                "GET",
                "/",
                "Host: h/x\r\n",
                "http://h/x/",
                "h/x",
                80,
                {kHostMalformed}},
        UriCase{"PortThatIsNone",
                "GET",
                "/",
                "Host: h:http\r\n",
                "http://h/",
                "h",
                80,
                {kHostMalformed}},
        UriCase{"PortBeyondAll",
                "GET",
                "/",
                "Host: h:65536\r\n",
                "http://h/",
                "h",
                80,
                {kHostMalformed}},
        UriCase{"Ipv6Host", "GET", "/", "Host: [2001:DB8::1]:8080\r\n",
                "http://[2001:db8::1]:8080/", "[2001:db8::1]", 8080},
        UriCase{"Ipv6HostThatIsOpen",
                "GET",
                "/",
                "Host: [::1\r\n",
                "http://[::1/",
                "[::1",
                80,
                {kHostMalformed}},
        UriCase{"AbsoluteFormOverridesHost", "GET", "http://Real:81/x?y", "Host: other\r\n",
                "http://Real:81/x?y", "real", 81},
        UriCase{"AbsoluteFormWithoutPath", "GET", "http://h", "Host: h\r\n", "http://h", "h", 80},
        UriCase{"AbsoluteFormOfHttps", "GET", "https://h/", "Host: h\r\n", "https://h/", "h", 443},
        UriCase{"AuthorityForm", "CONNECT", "h:443", "Host: h:443\r\n", "h:443", "h", 443},
        UriCase{
            "AuthorityFormWithoutHost", "CONNECT", "h:443", "", "h:443", "h", 443, {kHostMissing}},
        UriCase{"AbsoluteFormWithoutHost",
                "GET",
                "http://h/",
                "",
                "http://h/",
                "h",
                80,
                {kHostMissing}},
        UriCase{"AbsoluteFormWithTwoHosts",
                "GET",
                "http://h/",
                "Host: h\r\nHost: i\r\n",
                "http://h/",
                "h",
                80,
                {kHostRepeated}},
        UriCase{"AsteriskForm", "OPTIONS", "*", "Host: h\r\n", "http://h", "h", 80},
        UriCase{"UrlInTheQuery", "GET", "/go?to=http://x/", "Host: h\r\n",
                "http://h/go?to=http://x/", "h", 80}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace hark::http
