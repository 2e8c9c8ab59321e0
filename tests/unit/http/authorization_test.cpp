// Authorization and WWW-Authenticate (RFC 9110 section 11), Basic (RFC 7617), Digest (RFC 7616),
// Bearer (RFC 6750).

#include "core/http/authorization.h"

#include <string>

#include <gtest/gtest.h>

#include "core/base/text.h"

namespace hark::http {
namespace {

std::string show(const Authentication& read) {
    std::string line = read.scheme + "(" + std::string(read.token) + ")";
    for (const AuthParameter& parameter : read.parameters)
        line += " " + parameter.name + "=[" + parameter.value + "]";
    return line;
}

struct Row {
    const char* field;
    const char* read;
};

TEST(Credentials, AreSchemeAndTokenOrParameters) {
    for (const Row& row : {
             Row{"Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "basic(QWxhZGRpbjpvcGVuIHNlc2FtZQ==)"},
             Row{"BEARER  mF_9.B5f-4.1JqM ", "bearer(mF_9.B5f-4.1JqM)"},
             Row{"Bearer abc=", "bearer(abc=)"},
             Row{"Bearer 1|abc", "bearer(1|abc)"},
             Row{"Bearer a:b c", "bearer(a:b c)"},
             Row{"Bearer a, b", "bearer(a, b)"},
             Row{"Bearer \"quoted\"", "bearer(\"quoted\")"},
             Row{"Negotiate YII=", "negotiate(YII=)"},
             Row{"Token token=abc, email=\"a@b\"", "token() token=[abc] email=[a@b]"},
             Row{"Digest username=\"Mufasa\", uri = \"/a,b\" ,nc=00000001",
                 "digest() username=[Mufasa] uri=[/a,b] nc=[00000001]"},
             Row{"Digest a=\"x\\\"y\\\\z\"", "digest() a=[x\"y\\z]"},
             Row{"Digest A=,b=c", "digest() a=[] b=[c]"},
             Row{"AWS4-HMAC-SHA256 Credential=AK/20260101/r/s3/aws4_request,Signature=f0",
                 "aws4-hmac-sha256() credential=[AK/20260101/r/s3/aws4_request] signature=[f0]"},
             Row{"Digest username=\"cut", "digest(username=\"cut)"},
             Row{"Digest username=\"a\" uri=\"b\"", "digest(username=\"a\" uri=\"b\")"},
             Row{"eyJhbGciOi.J9.x", "(eyJhbGciOi.J9.x)"},
             Row{"a/b+c==", "(a/b+c==)"},
             Row{"a/b c", "(a/b c)"},
         }) {
        const auto read = parseCredentials(row.field);
        EXPECT_EQ(read ? show(*read) : "none", row.read) << row.field;
    }
    EXPECT_FALSE(parseCredentials("").has_value());
    EXPECT_FALSE(parseCredentials(" \t").has_value());
}

TEST(Challenges, AreListed) {
    for (const Row& row : {
             Row{"Basic realm=\"simple\"", "basic() realm=[simple]; "},
             Row{"Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\", Basic "
                 "realm=\"simple\"",
                 "newauth() realm=[apps] type=[1] title=[Login to \"apps\"]; basic() "
                 "realm=[simple]; "},
             Row{"Negotiate", "negotiate(); "},
             Row{"Negotiate, NTLM, Basic realm=x", "negotiate(); ntlm(); basic() realm=[x]; "},
             Row{"Negotiate YII=, Basic realm=x", "negotiate(YII=); basic() realm=[x]; "},
             Row{", ,Basic realm=x,,", "basic() realm=[x]; "},
             Row{"Bearer error=\"invalid_token\",scope = \"a b\"",
                 "bearer() error=[invalid_token] scope=[a b]; "},
             Row{"Basic realm=\"x", "basic(); "},
             Row{"Basic realm=x, \"oops\"", "basic() realm=[x]; "},
             Row{"Basic/1 realm=x", ""},
             Row{"", ""},
         }) {
        std::string line;
        for (const Authentication& challenge : parseChallenges(row.field))
            line += show(challenge) + "; ";
        EXPECT_EQ(line, row.read) << row.field;
    }
}

TEST(Challenges, AreBounded) {
    std::string many;
    for (int i = 0; i < 100; ++i)
        many += "Negotiate,";
    EXPECT_EQ(parseChallenges(many).size(), kMaximumChallenges);
    std::string parameters = "Digest a=1";
    for (int i = 0; i < 100; ++i)
        parameters += ", b=2";
    EXPECT_EQ(parseCredentials(parameters)->parameters.size(), kMaximumAuthParameters);
    EXPECT_EQ(parseChallenges(parameters).size(), 1U);
}

TEST(Basic, IsUserAndPassword) {
    const auto read = [](const std::string& pair) {
        const std::string field = "Basic " + base::toBase64(base::asBytes(pair));
        const auto made = basicCredentials(*parseCredentials(field));
        return made ? made->user + " / " + made->password : "none";
    };
    EXPECT_EQ(read("Aladdin:open sesame"), "Aladdin / open sesame");
    EXPECT_EQ(read("a:b:c"), "a / b:c");
    EXPECT_EQ(read(":"), " / ");
    EXPECT_EQ(read("test:123\xc2\xa3"), "test / 123\xc2\xa3");  // RFC 7617 section 2.1
    EXPECT_EQ(read("nocolon"), "none");
    EXPECT_FALSE(basicCredentials(*parseCredentials("Basic a:b")).has_value());
    EXPECT_FALSE(basicCredentials(*parseCredentials("Bearer YTpi")).has_value());
}

TEST(Digest, HasTheExampleOfRfc7616) {
    const auto read = digestCredentials(*parseCredentials(
        "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", uri=\"/dir/index.html\", "
        "algorithm=SHA-256, nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", nc=00000001, "
        "cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", qop=auth, response=\"753927\", "
        "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""));
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->username, "Mufasa");
    EXPECT_FALSE(read->userHash);
    EXPECT_EQ(read->realm, "http-auth@example.org");
    EXPECT_EQ(read->uri, "/dir/index.html");
    EXPECT_EQ(read->algorithm, "SHA-256");
    EXPECT_EQ(read->nonce, "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v");
    EXPECT_EQ(read->nonceCount, "00000001");
    EXPECT_EQ(read->clientNonce, "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");
    EXPECT_EQ(read->response, "753927");
    EXPECT_EQ(read->opaque, "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS");
}

TEST(Digest, HasUserNamesInUtf8) {
    const auto userOf = [](std::string_view field) {
        const auto read = digestCredentials(*parseCredentials(field));
        return read ? read->username : "none";
    };
    EXPECT_EQ(userOf("Digest username*=UTF-8''J%C3%A4s%C3%B8n%20Doe, userhash=false"),
              "J\xc3\xa4s\xc3\xb8n Doe");
    EXPECT_EQ(userOf("Digest username*=utf-8'en'a"), "a");
    EXPECT_EQ(userOf("Digest username*=UTF-8'a"), "none");
    EXPECT_EQ(userOf("Digest username*=latin1''a"), "none");
    EXPECT_EQ(userOf("Digest realm=\"x\""), "none");
    EXPECT_EQ(userOf("Basic username=\"x\""), "none");
    EXPECT_TRUE(
        digestCredentials(*parseCredentials("Digest username=\"48\", userhash=true"))->userHash);
}

TEST(Bearer, IsAToken) {
    EXPECT_EQ(bearerToken(*parseCredentials("Bearer 12|x")), "12|x");
    EXPECT_EQ(bearerToken(*parseCredentials("Basic YTpi")), "");
    EXPECT_EQ(bearerToken(*parseCredentials("abc")), "");
}

}  // namespace
}  // namespace hark::http
