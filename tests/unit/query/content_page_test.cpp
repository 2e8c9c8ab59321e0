#include "core/query/content_page.h"

#include <memory>
#include <string>

#include <gtest/gtest.h>
#include <zlib.h>

#include "core/store/case_writer.h"
#include "tests/unit/store/case_builder.h"

namespace hark::query {
namespace {

using stream::Direction;
using test::CaseBuilder;
using test::TemporaryDirectory;

constexpr const char* kGet = "GET /a HTTP/1.1\r\nHost: a.test\r\n\r\n";
constexpr const char* kOk = "HTTP/1.1 200 OK\r\n\r\n";

/// A case with one response, whose content `fill` makes.
class OneContent {
public:
    template <typename Fill>
    explicit OneContent(Fill fill) {
        auto writer = store::CaseWriter::create(directory_ / "a.hark", {});
        CaseBuilder builder(**writer);
        builder.open(1);
        auto made = builder.begin();
        builder.request(made, kGet);
        builder.response(made, kOk);
        fill(builder, made);
        builder.end(made);
        builder.close();
        EXPECT_TRUE((*writer)->finish(store::CaseWriter::State::Complete).ok());
        case_ = std::move(Case::open(directory_ / "a.hark")).value();
        content_ = (*case_->exchange(1).value()).response->content.value_or(0);
    }
    ContentPage read(std::uint64_t offset, std::size_t size, const std::string& coding = {}) {
        return readContent(*case_, {content_, coding}, offset, size);
    }

private:
    TemporaryDirectory directory_;
    std::unique_ptr<Case> case_;
    std::uint64_t content_ = 0;
};

std::string counting(std::size_t size) {
    std::string text;
    for (std::size_t i = 0; i < size; ++i)
        text += static_cast<char>(i * 31 >> 3U);
    return text;
}

TEST(ContentPage, IsTheSameBytesWhereverItBegins) {
    const std::string text = counting(3'500'000);  // several parts
    OneContent content([&](CaseBuilder& builder, auto& made) {
        builder.content(made, Direction::ServerToClient, text);
    });
    for (const std::size_t at : {0U, 1U, 1'048'575U, 1'048'576U, 2'000'000U, 3'499'990U}) {
        const ContentPage page = content.read(at, 100'000);
        EXPECT_EQ(page.length, text.size());
        EXPECT_TRUE(page.bytes == text.substr(at, 100'000)) << at;
        EXPECT_TRUE(page.missing.empty());
        EXPECT_FALSE(page.hasFailed);
    }
    EXPECT_EQ(content.read(text.size(), 10).bytes, "");
    EXPECT_EQ(content.read(text.size() + 99, 10).bytes, "");
}

TEST(ContentPage, NamesWhatWasNotCaptured) {
    OneContent content([](CaseBuilder& builder, auto& made) {
        builder.content(made, Direction::ServerToClient, "ans");
        builder.gap(made, Direction::ServerToClient, 10);
        builder.content(made, Direction::ServerToClient, "wer");
    });
    const ContentPage page = content.read(5, 9);
    EXPECT_EQ(page.bytes, std::string(8, '\0') + "w");
    ASSERT_EQ(page.missing.size(), 1U);
    EXPECT_EQ(page.missing[0].offset, 3U);
    EXPECT_EQ(page.missing[0].length, 10U);
    EXPECT_EQ(page.length, 16U);
    EXPECT_TRUE(content.read(13, 3).missing.empty());
}

std::string zipped(const std::string& text) {
    std::string out(compressBound(text.size()), '\0');
    uLongf size = out.size();
    EXPECT_EQ(compress(reinterpret_cast<Bytef*>(out.data()), &size,
                       reinterpret_cast<const Bytef*>(text.data()), text.size()),
              Z_OK);
    out.resize(size);
    return out;
}

TEST(ContentPage, UndoesACoding) {
    const std::string text = counting(300'000);
    OneContent content([&](CaseBuilder& builder, auto& made) {
        builder.content(made, Direction::ServerToClient, zipped(text));
    });
    const ContentPage page = content.read(250'000, 1000, "deflate");
    EXPECT_EQ(page.length, text.size());
    EXPECT_TRUE(page.bytes == text.substr(250'000, 1000));
    EXPECT_EQ(content.read(0, 100, "odd").state, content::DecodeState::Unsupported);
}

TEST(ContentPage, StopsBeforeABombIsLarge) {
    OneContent content([&](CaseBuilder& builder, auto& made) {
        builder.content(made, Direction::ServerToClient,
                        zipped(std::string(kMaximumDecoded + (1U << 20U), 'x')));
    });
    const ContentPage page = content.read(0, 100, "deflate");
    EXPECT_EQ(page.state, content::DecodeState::TooLarge);
    EXPECT_LE(page.length, kMaximumDecoded);
    EXPECT_EQ(page.bytes, std::string(100, 'x'));
}

TEST(ContentPage, NothingIsThereOfNoContent) {
    OneContent content([](CaseBuilder&, auto&) {});
    const ContentPage page = content.read(0, 10);
    EXPECT_EQ(page.length, 0U);
    EXPECT_EQ(page.bytes, "");
}

}  // namespace
}  // namespace hark::query
