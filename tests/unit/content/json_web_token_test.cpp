// JSON Web Tokens (RFC 7519) in compact serialization (RFC 7515, RFC 7516).

#include "core/content/json_web_token.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/text.h"
#include "core/content/limits.h"

namespace hark::content {
namespace {

std::string part(std::string_view json) {
    std::string text = base::toBase64(base::asBytes(json));
    for (char& c : text) {
        if (c == '+') c = '-';
        if (c == '/') c = '_';
    }
    return text.substr(0, text.find('='));
}

std::string tokenOf(std::string_view claims, std::string_view header = R"({"alg":"HS256"})") {
    return part(header) + "." + part(claims) + ".c2lnbmF0dXJl";
}

TEST(JsonWebToken, HasTheExampleOfRfc7519) {  // section 3.1
    const auto token = parseJsonWebToken(
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQog"
        "Imh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_"
        "wW1gFWFOEjXk");
    ASSERT_TRUE(token.has_value());
    EXPECT_EQ(token->type, "JWT");
    EXPECT_EQ(token->algorithm, "HS256");
    EXPECT_EQ(token->issuer, "joe");
    ASSERT_TRUE(token->expires.has_value());
    EXPECT_EQ(base::toIso8601(*token->expires), "2011-03-22T18:43:00.000000000Z");
    EXPECT_TRUE(token->hasSignature);
    EXPECT_FALSE(token->encrypted);
    EXPECT_EQ(token->userName, "");
}

TEST(JsonWebToken, WithoutSignatureIsOne) {  // RFC 7519 section 6.1
    const auto token = parseJsonWebToken(
        "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLm"
        "NvbS9pc19yb290Ijp0cnVlfQ.");
    ASSERT_TRUE(token.has_value());
    EXPECT_EQ(token->algorithm, "none");
    EXPECT_FALSE(token->hasSignature);
}

TEST(JsonWebToken, HasItsClaims) {
    const auto token = parseJsonWebToken(
        tokenOf(R"({"sub":"7","aud":["a","b"],"nbf":1,"iat":1.5,"jti":"x","email":"e@x.test",
                    "name":"N","user":{"sub":"no"}})",
                R"({"kid":"k1","alg":"ES256"})"));
    ASSERT_TRUE(token.has_value());
    EXPECT_EQ(token->keyId, "k1");
    EXPECT_EQ(token->subject, "7");
    EXPECT_THAT(token->audience, testing::ElementsAre("a", "b"));
    EXPECT_EQ(token->tokenId, "x");
    EXPECT_EQ(token->notBefore, base::Timestamp(std::chrono::seconds(1)));
    EXPECT_EQ(token->issuedAt, base::Timestamp(std::chrono::milliseconds(1500)));
    EXPECT_FALSE(token->expires.has_value());
    EXPECT_EQ(token->userName, "e@x.test");
}

TEST(JsonWebToken, NamesAUserByItsBestClaim) {
    const auto user = [](std::string_view claims) {
        return parseJsonWebToken(tokenOf(claims))->userName;
    };
    EXPECT_EQ(user(R"({"sub":"s","name":"n","email":"e","preferred_username":"p"})"), "p");
    EXPECT_EQ(user(R"({"preferred_username":"","name":"n","sub":"s"})"), "n");
    EXPECT_EQ(user(R"({"email":null,"sub":17})"), "17");
    EXPECT_EQ(user("{}"), "");
}

TEST(JsonWebToken, HoldsTimesBeyondAll) {
    const auto expires = [](std::string_view claims) {
        return parseJsonWebToken(tokenOf(claims))->expires;
    };
    EXPECT_GT(*expires(R"({"exp":1e300})"), base::Timestamp(std::chrono::seconds(9'000'000'000)));
    EXPECT_LT(*expires(R"({"exp":-1e300})"), base::Timestamp(std::chrono::seconds(-9'000'000'000)));
    EXPECT_FALSE(expires(R"({"exp":"tomorrow"})").has_value());
    EXPECT_FALSE(expires(R"({"exp":null})").has_value());
}

TEST(JsonWebToken, MayBeEncrypted) {
    const auto token = parseJsonWebToken(part(R"({"alg":"RSA-OAEP","enc":"A256GCM"})") +
                                         ".a2V5.aXY.Y2lwaGVy.dGFn");
    ASSERT_TRUE(token.has_value());
    EXPECT_TRUE(token->encrypted);
    EXPECT_FALSE(token->hasSignature);
}

TEST(JsonWebToken, IsNothingElse) {
    const std::string whole = tokenOf(R"({"sub":"s"})");
    for (const std::string& value : {
             std::string(),
             std::string("abc"),
             std::string("a.b.c"),
             std::string("eyJ.eyJ.x"),
             part(R"({"alg":"x"})") + "." + part("{}"),
             whole + ".x",
             whole + ".x.y.z",
             tokenOf("[1]"),
             tokenOf("{}", R"({"typ":"JWT"})"),
             tokenOf("{}", "{\"alg\":"),
             part(R"({"alg":"x"})") + "." + part("{}") + ".s!g",
             tokenOf("{\"a\":\"" + std::string(kMaximumTokenOctets, 'x') + "\"}"),
         }) {
        EXPECT_FALSE(parseJsonWebToken(value).has_value()) << value.substr(0, 100);
    }
    for (std::size_t cut = 0; cut < whole.rfind('.'); ++cut)
        EXPECT_FALSE(parseJsonWebToken(whole.substr(0, cut)).has_value()) << cut;
}

}  // namespace
}  // namespace hark::content
