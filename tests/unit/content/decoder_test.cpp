// Content codings: RFC 9110 section 8.4.1.

#include <random>

#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include "core/content/coding_decoder.h"

namespace hark::content {
namespace {

using namespace std::string_view_literals;

constexpr int kGzip = 15 + 16;
constexpr int kZlib = 15;
constexpr int kRaw = -15;

std::string deflated(std::string_view text, int windowBits) {
    z_stream stream{};
    EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY), Z_OK);
    std::string out(deflateBound(&stream, text.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<unsigned>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<unsigned>(out.size());
    EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

std::string zstd(std::string_view text) {
    std::string out(ZSTD_compressBound(text.size()), '\0');
    out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
    return out;
}

constexpr std::string_view kBrotliText = "hello brotli hello brotli hello brotli";
constexpr std::string_view kBrotli =
    "\xa1\x28\x01\xc0\xef\x48\x9d\xfa\xdc\x85\x6b\xb1\x32\x34\x39\x09\xc2\x46\x97\x6c\x69\x6f\x41"
    "\x54\x34\xf0\x32\xe3\x17"sv;

struct Decoded {
    std::string text;
    DecodeState state;
    bool complete;
};

Decoded decode(std::string_view coding, std::string_view coded,
               const std::function<std::size_t(std::size_t)>& cut,
               std::uint64_t limit = ContentDecoder::kDefaultLimit) {
    ContentDecoder decoder(coding, limit);
    Decoded result{{}, DecodeState::Running, false};
    while (!coded.empty()) {
        const std::size_t count = cut(coded.size());
        decoder.feed(base::asBytes(coded.substr(0, count)),
                     [&](base::Bytes bytes) { result.text += base::asText(bytes); });
        coded.remove_prefix(count);
    }
    result.state = decoder.state();
    result.complete = decoder.isComplete();
    EXPECT_EQ(decoder.decodedBytes(), result.text.size());
    return result;
}
Decoded decode(std::string_view coding, std::string_view coded,
               std::uint64_t limit = ContentDecoder::kDefaultLimit) {
    return decode(
        coding, coded, [](std::size_t size) { return size; }, limit);
}

const std::string kText = [] {
    std::string text;
    for (int i = 0; i < 3000; ++i)
        text += "line " + std::to_string(i * 7919) + "\n";
    return text;
}();

struct CodingCase {
    const char* name;
    const char* coding;
    std::string coded;
    std::string text;
};
void PrintTo(const CodingCase& c, std::ostream* out) {
    *out << c.name;
}

class Coding : public testing::TestWithParam<CodingCase> {};

TEST_P(Coding, IsUndone) {
    const Decoded result = decode(GetParam().coding, GetParam().coded);
    EXPECT_EQ(result.text, GetParam().text);
    EXPECT_EQ(result.state, DecodeState::Running);
    EXPECT_TRUE(result.complete);
}

TEST_P(Coding, IsUndoneAtAnyCut) {
    EXPECT_EQ(decode(GetParam().coding, GetParam().coded, [](std::size_t) { return 1; }).text,
              GetParam().text);
    for (unsigned seed = 0; seed < 10; ++seed) {
        std::mt19937 random(seed);
        const auto cut = [&random](std::size_t size) { return 1 + random() % size; };
        const Decoded result = decode(GetParam().coding, GetParam().coded, cut);
        EXPECT_TRUE(result.complete);
        ASSERT_EQ(result.text, GetParam().text) << seed;
    }
}

TEST_P(Coding, ThatIsCutShortGivesABeginning) {
    const std::string& coded = GetParam().coded;
    const Decoded result =
        decode(GetParam().coding, std::string_view(coded).substr(0, coded.size() - 3));
    EXPECT_FALSE(result.complete);
    EXPECT_EQ(result.state, DecodeState::Running);
    EXPECT_TRUE(GetParam().text.starts_with(result.text));
}

INSTANTIATE_TEST_SUITE_P(
    All, Coding,
    testing::Values(
        CodingCase{"Gzip", "gzip", deflated(kText, kGzip), kText},
        CodingCase{"XGzipInAnyCase", "X-GZIP", deflated(kText, kGzip), kText},
        CodingCase{"GzipOfNothing", "gzip", deflated("", kGzip), ""},
        CodingCase{"GzipOfTwoMembers", "gzip", deflated("one ", kGzip) + deflated("two", kGzip),
                   "one two"},
        CodingCase{"DeflateWithHeader", "deflate", deflated(kText, kZlib), kText},
        CodingCase{"DeflateBare", "deflate", deflated(kText, kRaw), kText},
        CodingCase{"Brotli", "br", std::string(kBrotli), std::string(kBrotliText)},
        CodingCase{"Zstandard", "zstd", zstd(kText), kText},
        CodingCase{"ZstandardOfTwoFrames", "zstd", zstd("one ") + zstd("two"), "one two"},
        CodingCase{"Stacked", "deflate, gzip", deflated(deflated(kText, kZlib), kGzip), kText},
        CodingCase{"StackedWithIdentity", "identity, zstd,, gzip", deflated(zstd(kText), kGzip),
                   kText}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(ContentDecoder, HandsOnContentWithoutCoding) {
    EXPECT_TRUE(ContentDecoder("").isIdentity());
    EXPECT_TRUE(ContentDecoder("identity").isIdentity());
    EXPECT_EQ(decode("", "plain").text, "plain");
    EXPECT_TRUE(decode("", "plain").complete);
}

TEST(ContentDecoder, KnowsNotEveryCoding) {
    for (const auto* coding : {"compress", "gzip, unknown", "gzip;q=1"}) {
        const Decoded result = decode(coding, "x");
        EXPECT_EQ(result.state, DecodeState::Unsupported) << coding;
        EXPECT_EQ(result.text, "");
    }
    EXPECT_FALSE(ContentDecoder("compress").isIdentity());
}

TEST(ContentDecoder, RefusesEndlessStacks) {
    EXPECT_EQ(ContentDecoder("gzip,gzip,gzip,gzip,gzip,gzip,gzip,gzip,gzip").state(),
              DecodeState::Unsupported);
}

TEST(ContentDecoder, KeepsWhatCameBeforeTheDamage) {
    std::string coded = deflated(kText, kGzip);
    const std::size_t middle = coded.size() / 2;
    for (std::size_t i = 0; i < 40; ++i)
        coded[middle + i] = static_cast<char>(coded[middle + i] ^ 0x5a);
    for (const std::size_t piece : {std::size_t{1}, std::size_t{100}, coded.size()}) {
        const Decoded result =
            decode("gzip", coded, [piece](std::size_t size) { return std::min(size, piece); });
        EXPECT_EQ(result.state, DecodeState::Damaged);
        EXPECT_FALSE(result.complete);
        EXPECT_GT(result.text.size(), 1000U);
    }
}

TEST(ContentDecoder, SaysThatOtherBytesAreDamaged) {
    for (const auto* coding : {"gzip", "br", "zstd"})
        EXPECT_EQ(decode(coding, "this is plain text, whatever was said").state,
                  DecodeState::Damaged)
            << coding;
}

TEST(ContentDecoder, IgnoresWhatFollowsTheEndOfGzip) {
    const Decoded result = decode("gzip", deflated("text", kGzip) + "padding");
    EXPECT_EQ(result.text, "text");
    EXPECT_EQ(result.state, DecodeState::Running);
}

TEST(ContentDecoder, CanNotGoOnBehindAGap) {
    ContentDecoder coded("gzip");
    coded.feedGap();
    EXPECT_EQ(coded.state(), DecodeState::Damaged);
    ContentDecoder plain("");
    plain.feedGap();
    EXPECT_EQ(plain.state(), DecodeState::Running);
}

TEST(ContentDecoder, StopsBombsAtItsLimit) {
    const std::string bomb = deflated(std::string(10'000'000, 'x'), kGzip);
    EXPECT_LT(bomb.size(), 20'000U);
    const Decoded result = decode("gzip", bomb, 100'000);
    EXPECT_EQ(result.state, DecodeState::TooLarge);
    EXPECT_EQ(result.text.size(), 100'000U);
    const Decoded stacked = decode("gzip, gzip", deflated(bomb, kGzip), 100'000);
    EXPECT_EQ(stacked.state, DecodeState::TooLarge);
    EXPECT_EQ(stacked.text.size(), 100'000U);
}

TEST(ContentDecoder, TakesContentAsLargeAsItsLimit) {
    EXPECT_EQ(decode("gzip", deflated("12345", kGzip), 5).state, DecodeState::Running);
    EXPECT_EQ(decode("gzip", deflated("123456", kGzip), 5).state, DecodeState::TooLarge);
}

}  // namespace
}  // namespace hark::content
