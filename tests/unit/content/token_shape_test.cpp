// What a credential's value looks like, and which values identify who presents them.

#include "core/content/token_shape.h"

#include <random>
#include <string>

#include <gtest/gtest.h>

#include "core/content/signed_value.h"

namespace hark::content {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kBase32 = "0123456789abcdefghijklmnopqrstuv";
constexpr std::string_view kLetters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string random(std::string_view alphabet, std::size_t length, unsigned seed) {
    std::minstd_rand numbers(seed);
    std::string text;
    while (text.size() < length)
        text += alphabet[numbers() / 7 % alphabet.size()];
    return text;
}

TEST(TokenShape, TellsTheAlphabet) {
    struct Row {
        const char* value;
        Alphabet alphabet;
    };
    for (const Row& row : {
             Row{"", Alphabet::None},
             Row{"0123", Alphabet::Decimal},
             Row{"0123abcdef", Alphabet::Hex},
             Row{"0123ABCDEF", Alphabet::Hex},
             Row{"abcABC", Alphabet::Base64Url},
             Row{"0123xyz", Alphabet::Base64Url},
             Row{"a-b_C", Alphabet::Base64Url},
             Row{"ab==", Alphabet::Base64Url},
             Row{"a+b/c=", Alphabet::Base64},
             Row{"a+b-c", Alphabet::Mixed},
             Row{"GA1.2.3", Alphabet::Mixed},
             Row{"a|b", Alphabet::Mixed},
             Row{"a%3Ab", Alphabet::Mixed},
             Row{"a%2Bb%3D%3d", Alphabet::Base64},
             Row{"a=b", Alphabet::Text},
             Row{"a b", Alphabet::Text},
             Row{"a,b", Alphabet::Text},
             Row{"%7B%22a%22%3A1%7D", Alphabet::Text},
             Row{"\xc3\xa9", Alphabet::Text},
             Row{"\"abc123\"", Alphabet::Hex},
             Row{"6ba7b810-9dad-11d1-80b4-00c04fd430c8", Alphabet::Uuid},
             Row{"6BA7B810-9DAD-11D1-80B4-00C04FD430C8", Alphabet::Uuid},
             Row{"6ba7b810-9dad-11d1-80b4-00c04fd430cg", Alphabet::Base64Url},
             Row{"6ba7b8109-dad-11d1-80b4-00c04fd430c8", Alphabet::Base64Url},
         }) {
        EXPECT_EQ(shapeOf(row.value).alphabet, row.alphabet) << row.value;
    }
}

// An estimate from one value can't be exact, but it must not be far off.
TEST(TokenShape, EstimatesRandomValuesWell) {
    struct Row {
        std::string_view alphabet;
        std::size_t length;
        unsigned bits;
    };
    for (const Row& row : {Row{kHex, 32, 128}, Row{kHex, 40, 160}, Row{kHex, 24, 96},
                           Row{kBase32, 26, 130}, Row{kLetters, 16, 96}, Row{kLetters, 22, 132},
                           Row{kLetters, 43, 258}, Row{kDigits, 32, 106}}) {
        unsigned sum = 0;
        constexpr unsigned kTimes = 200;
        for (unsigned seed = 1; seed <= kTimes; ++seed) {
            const std::string value = random(row.alphabet, row.length, seed);
            const unsigned bits = shapeOf(value).entropyBits;
            sum += bits;
            EXPECT_GT(bits, row.bits * 6 / 10) << value;
            EXPECT_LT(bits, row.bits * 13 / 10) << value;
        }
        EXPECT_GT(sum / kTimes, row.bits * 8 / 10) << row.length;
        EXPECT_LT(sum / kTimes, row.bits * 11 / 10) << row.length;
    }
}

TEST(TokenShape, OfRandomValuesIsThatOfIdentifiers) {
    for (unsigned seed = 1; seed <= 1000; ++seed) {
        EXPECT_TRUE(looksLikeIdentifier(random(kHex, 32, seed))) << seed;
        EXPECT_TRUE(looksLikeIdentifier(random(kBase32, 26, seed))) << seed;
        EXPECT_TRUE(looksLikeIdentifier(random(kLetters, 22, seed))) << seed;
    }
}

TEST(TokenShape, TellsIdentifiers) {
    for (const auto* value : {
             "6ba7b810-9dad-41d1-80b4-00c04fd430c8",
             "B92E8649B6EF3DFB4CE3E2E4B6F6A1D7",
             "8c7rsdqk3qmn2v9nh1ftb6ljg0",
             "\"8c7rsdqk3qmn2v9nh1ftb6ljg0\"",
             "zXk2bq4hxw1mtyzv5ru3ncl0",
             "12|Zb6mLwqTn3Vx0KcR8sYpHdJ2fGa7uEoQ",
             "node01f7wyq3zkp9s1x8d5mh2cvbt0.node0",
             "Zb6mLwqT%2Bn3Vx0KcR8%2FsYpHdJ2fGa7uEoQ%3D",
             "s%3AZb6mLwqTn3Vx0KcR.a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2V",
         }) {
        EXPECT_TRUE(looksLikeIdentifier(value)) << value << " " << shapeOf(value).entropyBits;
    }
}

TEST(TokenShape, TellsOtherValues) {
    for (const auto* value : {
             "",
             "1",
             "true",
             "dark",
             "en-US",
             "en-GB,en;q=0.9",
             "1705900847",
             "1705900847123",
             "1705900847.1705900931",
             "GA1.2.1234567890.1705900847",
             "20261121094500",
             "2026-11-21T18:42:57.123Z",
             "2026-11-21T18:42:57.123456789Z",
             "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
             "00000000-0000-0000-0000-000000000000",
             "00000000000000000000000000000001",
             "0123456789abcdef0123456789",
             "12345678901234567890",
             "abcdefghijklmnopqrstuvwxyz",
             "abababababababababababababababab",
             "abcabcabcabcabcabcabcabcabcabcabc",
             "this-is-a-long-preference-value",
             "acceptAllCookiesAndTracking",
             "accept_all_marketing_cookies_version_2",
             "America/Argentina/Buenos_Aires",
             "Europe%2FBerlin",
             "control-group-b_variant-2",
             "homepage.banner.closed",
             "1920x1080x24",
             "-.-.-.-.-.-.-.-.-.-.-.-.-.-.-.-.-.-.-.-.-.-.-.-.-.-.-.-.-.-.-.-.-.-.-.-.-.-.",
             "true|false|false|true|false",
             "{\"theme\":\"dark\",\"size\":\"large\"}",
             "%7B%22theme%22%3A%22dark%22%2C%22id%22%3A%22Zb6mLwqTn3Vx0KcR8sYpHdJ2fGa7uEoQ%22%7D",
             "a=1&b=Zb6mLwqTn3Vx0KcR8sYpHdJ2fGa7uEoQ",
             "Zb6mLwqTn3Vx0Kc",  // fifteen
         }) {
        EXPECT_FALSE(looksLikeIdentifier(value)) << value << " " << shapeOf(value).entropyBits;
    }
}

TEST(TokenShape, LooksAtSoManyCharacters) {
    const std::string value = random(kLetters, 256, 7);
    const TokenShape longer = shapeOf(value + random(kLetters, 100'000, 8));
    EXPECT_EQ(longer.length, 100'256U);
    EXPECT_EQ(longer.entropyBits, shapeOf(value).entropyBits);
}

TEST(SignedValue, IsToldByItsForm) {
    const std::string sha256(43, 'S');
    const std::string sha1(27, 'S');
    const std::string hex40(40, 'a');
    const std::string id = "Zb6mLwqTn3Vx0KcR8sYpHdJ2fGa7uEoQ";
    struct Row {
        const char* name;
        std::string value;
        SignedValue kind;
    };
    for (const Row& row : {
             Row{"Express", "s:" + id + "." + sha256, SignedValue::OpaqueSigned},
             Row{"Express, encoded", "s%3A" + id + "." + sha256, SignedValue::OpaqueSigned},
             Row{"Express, the signature encoded", "s%3A" + id + "." + sha256.substr(2) + "%2B%2F",
                 SignedValue::OpaqueSigned},
             Row{"Express, dots in the value", "s%3Aa.b." + sha256, SignedValue::OpaqueSigned},
             Row{"Express, JSON", "s%3Aj%3A%7B%22a%22%3A1%7D." + sha256, SignedValue::ClientState},
             Row{"a short signature", "s:" + id + "." + sha1, SignedValue::No},
             Row{"no value", "s:." + sha256, SignedValue::No},
             Row{"JSON Web Token", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0." + sha256,
                 SignedValue::ClientState},
             Row{"JSON Web Token without signature", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.",
                 SignedValue::ClientState},
             Row{"encrypted one", "eyJhbGciOiJkaXIifQ..aXY.Y2lwaGVy.dGFn",
                 SignedValue::ClientState},
             Row{"Flask", "eyJ1c2VyIjoxfQ.ZzYaBc.Bv0" + sha1.substr(3), SignedValue::ClientState},
             Row{"Flask, compressed",
                 ".eJyrVkrOz0vLTE9VslJKKs5JTVGyUihKLS5OzM9TslIyqgUAz2kKXA.ZzYaBc." + sha1,
                 SignedValue::ClientState},
             Row{"two parts", "eyJ1c2VyIjoxfQ." + sha1, SignedValue::No},
             Row{"Django", "eyJ1c2VyIjoxfQ:1tDkzA:" + sha256, SignedValue::ClientState},
             Row{"Django's signed cookie", "hello:1tDkzA:" + sha256, SignedValue::ClientState},
             Row{"Django, encoded", "eyJ1c2VyIjoxfQ%3A1tDkzA%3A" + sha256,
                 SignedValue::ClientState},
             Row{"a time that is none", "a:b:c:" + sha256, SignedValue::No},
             Row{"Rails", "BAh7B0kiD3Nlc3Npb25faWQ=--" + hex40, SignedValue::ClientState},
             Row{"Rails, encoded", "BAh7B0kiD3Nlc3Npb25faWQ%3D%3D--" + hex40,
                 SignedValue::ClientState},
             Row{"Rails, encrypted", id + "%3D--" + id.substr(16) + "--" + id.substr(10) + "%3D%3D",
                 SignedValue::ClientState},
             Row{"no hex", "BAh7B0kiD3Nlc3Npb25faWQ=--" + std::string(40, 'x'), SignedValue::No},
             Row{"Laravel", "eyJpdiI6" + std::string(100, 'x') + "%3D", SignedValue::ClientState},
             Row{"ASP.NET", "CfDJ8" + std::string(100, 'x'), SignedValue::ClientState},
             Row{"iron", "Fe26.2**" + std::string(100, 'x'), SignedValue::ClientState},
             Row{"in quotes", "\"eyJ1c2VyIjoxfQ:1tDkzA:" + sha256 + "\"", SignedValue::ClientState},
             Row{"an id", id, SignedValue::No},
             Row{"nothing", "", SignedValue::No},
             Row{"too long", "s:" + std::string(40'000, 'x') + "." + sha256, SignedValue::No},
         }) {
        EXPECT_EQ(looksLikeSignedValue(row.value), row.kind) << row.name;
    }
}

TEST(SignedValue, HasAnId) {
    const std::string sha256(43, 'S');
    EXPECT_EQ(signedId("s%3Aabc.d." + sha256), "abc.d");
    EXPECT_EQ(signedId("s:abc." + sha256), "abc");
    EXPECT_EQ(signedId("abc." + sha256), "abc." + sha256);
    EXPECT_EQ(signedId(""), "");
}

}  // namespace
}  // namespace hark::content
