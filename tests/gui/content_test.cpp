#include <memory>

#include <QAbstractItemModelTester>
#include <QBuffer>
#include <QImage>
#include <QPlainTextEdit>
#include <QTextBlock>
#include <QTextLayout>
#include <gtest/gtest.h>

#include "gui/inspector/image_pane.h"
#include "gui/inspector/source_highlighter.h"
#include "gui/models/json_tree_model.h"
#include "gui/models/loaded_content.h"

namespace hark::gui {
namespace {

query::ContentPage page(std::string bytes, std::uint64_t offset = 0) {
    query::ContentPage made;
    made.offset = offset;
    made.bytes = std::move(bytes);
    made.length = offset + made.bytes.size();
    return made;
}

TEST(ContentText, ReadsByTheCharsetOrGuesses) {
    EXPECT_EQ(textOf(page("\xe4"), "iso-8859-1").text, QStringLiteral("ä"));
    EXPECT_EQ(textOf(page("\xc3\xa4"), "").text, QStringLiteral("ä"));
    EXPECT_EQ(textOf(page("\xc3\xa4"), "").charset, QStringLiteral("UTF-8"));
    EXPECT_TRUE(textOf(page("\xe4"), "").isGuessed);
    EXPECT_EQ(textOf(page("\xe4"), "no-such-charset").text, QStringLiteral("ä"));
    EXPECT_EQ(textOf(page(std::string("\xff\xfe"
                                      "a\0",
                                      4)),
                     "utf-8")
                  .text,
              QStringLiteral("a"))
        << "the byte order mark counts more";
}

TEST(ContentText, DoesNotTearCharactersAtAPagesEnds) {
    query::ContentPage part = page(
        "\xa4"
        "a\xc3",
        5);
    part.length = 100;
    EXPECT_EQ(textOf(part, "utf-8").text, QStringLiteral("a"));
    EXPECT_EQ(textOf(part, "").charset, QStringLiteral("UTF-8"));
}

TEST(ContentText, SaysWhatWasNotCaptured) {
    query::ContentPage holed = page(std::string("ab\0\0\0cd", 7));
    holed.missing.push_back({2, 3});
    EXPECT_EQ(textOf(holed, "").text, QStringLiteral("ab\n⋯ 3 bytes were not captured here ⋯\ncd"));
}

TEST(ContentText, ShowsWhatWouldHideOrTurnText) {
    EXPECT_EQ(shownContent(QStringLiteral("a\r\nb\tc\x1b\u202e\u2029")),
              QStringLiteral("a\nb\tc␛\\u{202e}\\u{2029}"));
    bool broken = false;
    const QString shown = shownContent(QString(kLongestLine + 5, QLatin1Char('x')), &broken);
    EXPECT_TRUE(broken);
    EXPECT_EQ(shown.indexOf(QLatin1Char('\n')), kLongestLine);
}

TEST(ContentViews, FitTypeAndBytes) {
    using V = ContentView;
    EXPECT_EQ(viewsOf("application/json", "{}"),
              (std::vector{V::Json, V::Source, V::Text, V::Hex}));
    EXPECT_EQ(viewsOf("text/html; charset=utf-8", "<p>"),
              (std::vector{V::Source, V::Text, V::Hex}));
    EXPECT_EQ(viewsOf("text/plain", "\x89PNG\r\n\x1a\n").front(), V::Image) << "as it really is";
    EXPECT_EQ(viewsOf("image/svg+xml", "<svg").front(), V::Source) << "never drawn";
    EXPECT_EQ(viewsOf("application/x-www-form-urlencoded", "a=1").front(), V::Form);
    EXPECT_EQ(viewsOf("", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2ln").front(), V::Token);
    EXPECT_EQ(viewsOf("application/octet-stream", std::string_view("a\0b", 3)).front(), V::Hex);
}

TEST(JsonTreeModel, HoldsTogetherAndComesInParts) {
    JsonTreeModel model;
    std::string text = R"({"a":{"b":[1,"x\u001b",null]},"list":[)";
    for (int i = 0; i < 1200; ++i)
        text += std::to_string(i) + ",";
    model.setOutline(content::outlineJson(text + "0]}"));
    // From here on: while a model is reset, the tester fetches more and takes that for a fault.
    auto tester = std::make_unique<QAbstractItemModelTester>(
        &model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    const QModelIndex list = model.index(1, 0);
    EXPECT_EQ(model.data(list, Qt::DisplayRole).toString(), QStringLiteral("list"));
    EXPECT_EQ(model.data(model.index(1, 1), Qt::DisplayRole).toString(),
              QStringLiteral("[ 1,201 ]"));
    EXPECT_TRUE(model.hasChildren(list));
    while (model.canFetchMore(list))
        model.fetchMore(list);
    EXPECT_EQ(model.rowCount(list), 1201);
    const QModelIndex a = model.index(0, 0);
    model.fetchMore(a);
    const QModelIndex b = model.index(0, 0, a);
    model.fetchMore(b);
    EXPECT_EQ(model.pathOf(model.index(1, 0, b)), QStringLiteral("a.b[1]"));
    EXPECT_EQ(model.data(model.index(1, 1, b), Qt::DisplayRole).toString(),
              QStringLiteral("\"x\\x1b\""));
    tester.reset();
    model.setOutline(content::outlineJson("7"));
    tester = std::make_unique<QAbstractItemModelTester>(
        &model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    EXPECT_EQ(model.data(model.index(0, 1), Qt::DisplayRole).toString(), QStringLiteral("7"));
    model.setOutline({});
    EXPECT_EQ(model.rowCount(), 0);
}

QByteArray png(int width, int height) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QImage image(width, height, QImage::Format_Mono);
    image.fill(1);
    image.save(&buffer, "PNG");
    return bytes;
}

TEST(Images, AreDecodedWithinBounds) {
    const auto small = ImagePane::decode(png(30, 20));
    EXPECT_EQ(small.image.size(), QSize(30, 20));
    EXPECT_EQ(small.caption, QStringLiteral("PNG · 30 × 20 pixels"));
    EXPECT_LE(ImagePane::decode(png(5000, 100)).image.width(), 2048);
    EXPECT_TRUE(ImagePane::decode(png(21'000, 10)).image.isNull());
    // A head that tells of more than there is.
    QByteArray bomb = png(30, 20);
    bomb.replace(16, 8, QByteArray::fromHex("0000400000004000"));
    const auto refused = ImagePane::decode(bomb);
    EXPECT_TRUE(refused.image.isNull());
}

TEST(Images, AreOnlyOfFormatsThatHoldPixels) {
    for (const char* text : {"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
                             "#define x_width 8\n#define x_height 1\nstatic char x_bits[]={1};",
                             "P1 1 1 1", "", "GIF8", "\x89PNG\r\n\x1a\n"}) {
        EXPECT_TRUE(ImagePane::decode(QByteArray(text)).image.isNull()) << text;
    }
    EXPECT_TRUE(ImagePane::decode(png(30, 20).left(60)).image.isNull());
}

// The coloured parts of a text's lines.
QStringList coloured(SourceLanguage language, const QString& text) {
    QPlainTextEdit edit;
    SourceHighlighter highlighter(edit.document(), edit);
    edit.setPlainText(text);
    highlighter.setLanguage(language);
    QStringList parts;
    for (QTextBlock block = edit.document()->begin(); block.isValid(); block = block.next()) {
        for (const auto& range : block.layout()->formats())
            parts << block.text().mid(range.start, range.length);
    }
    return parts;
}

TEST(SourceHighlighter, TellsPartsOfASource) {
    EXPECT_EQ(coloured(SourceLanguage::Markup, QStringLiteral("<p id=\"a\">x<!-- c\nd -->y</p>")),
              (QStringList{QStringLiteral("p"), QStringLiteral("\"a\""), QStringLiteral("<!-- c"),
                           QStringLiteral("d -->"), QStringLiteral("p")}));
    EXPECT_EQ(coloured(SourceLanguage::Script, QStringLiteral("f('a\\'b', 12) // c\n/* d\ne */ f")),
              (QStringList{QStringLiteral("'a\\'b'"), QStringLiteral("12"), QStringLiteral("// c"),
                           QStringLiteral("/* d"), QStringLiteral("e */")}));
    EXPECT_TRUE(coloured(SourceLanguage::None, QStringLiteral("<p>")).isEmpty());
    coloured(SourceLanguage::Markup, QStringLiteral("<a '\n<\n</\n<!\n\"<"));
    coloured(SourceLanguage::Script, QStringLiteral("'\\\n\"\n/*"));
}

}  // namespace
}  // namespace hark::gui
