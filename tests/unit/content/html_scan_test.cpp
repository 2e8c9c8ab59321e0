// What a page's source has for sessions, found as browsers tokenise (HTML standard,
// section 13.2.5).

#include "core/content/html_scan.h"

#include <string>

#include <gtest/gtest.h>

#include "core/content/character_references.h"
#include "core/content/limits.h"

namespace hark::content {
namespace {

struct Show {
    std::string& line;

    void add(std::initializer_list<std::string_view> parts) const {
        line += '[';
        std::string_view separator;
        for (const std::string_view part : parts) {
            line.append(separator).append(part);
            separator = "|";
        }
        line += ']';
    }
    void operator()(const HtmlLink& link) const { add({link.element, link.attribute, link.url}); }
    void operator()(const HtmlForm& form) const {
        add({"form{", form.method, form.action.value_or("-")});
    }
    void operator()(const HtmlFormEnd& /*end*/) const { add({"}"}); }
    void operator()(const HtmlControl& c) const { add({c.element, c.type, c.name, c.value}); }
    void operator()(const HtmlMeta& meta) const { add({"meta", meta.name, meta.content}); }
    void operator()(const HtmlTitle& title) const { add({"title", title.text}); }
};

std::string read(std::string_view source) {
    std::string line;
    scanHtml(source, [&](const HtmlEvent& event) { std::visit(Show{line}, event); });
    return line;
}

struct Row {
    const char* name;
    std::string source;
    std::string read;
};

void expectAll(std::initializer_list<Row> rows) {
    for (const Row& row : rows)
        EXPECT_EQ(read(row.source), row.read) << row.name;
}

TEST(HtmlScan, FindsLinks) {
    expectAll({
        {"a link", "<a href=\"/x\">y</a>", "[a|href|/x]"},
        {"others", "<img src=/i><script src=s.js></script><link rel=x href=c.css><base href=/b/>",
         "[img|src|/i][script|src|s.js][link|href|c.css][base|href|/b/]"},
        {"a button's own", "<button formaction=/f name=n>", "[button|formaction|/f][button||n|]"},
        {"names in any case", "<A HREF=/x><Img SRC='/y'>", "[a|href|/x][img|src|/y]"},
        {"white space around a URL", "<a href=' \n/x\t '>", "[a|href|/x]"},
        {"an empty one", "<a href=''><a href><a href=>", "[a|href|][a|href|][a|href|]"},
        {"none", "<a name=x>", ""},
        {"a frame's text is no markup", "<iframe src=/f><a href=/x></iframe><a href=/y>",
         "[iframe|src|/f][a|href|/y]"},
    });
}

TEST(HtmlScan, ReadsAttributesAsBrowsersDo) {
    expectAll({
        {"quoted", "<a href=\"/a'b\"><a href='/a\"b'>", "[a|href|/a'b][a|href|/a\"b]"},
        {"unquoted up to white space or >", "<a href=/x/y?a=b&c title=z>t", "[a|href|/x/y?a=b&c]"},
        {"unquoted slash at the end", "<a href=/x/>", "[a|href|/x/]"},
        {"unquoted quotes", "<a href=/x\"y'z>", "[a|href|/x\"y'z]"},
        {"white space around =", "<a href\n =\t '/x'>", "[a|href|/x]"},
        {"> in quotes", "<a title='>' href='a>b'>", "[a|href|a>b]"},
        {"< in quotes and in a tag", "<a href='<b>'><a <b href=/x>", "[a|href|<b>][a|href|/x]"},
        {"no blank between", "<a title=''href='/x'>", "[a|href|/x]"},
        {"slashes between", "<a/href=/x/title=y>", "[a|href|/x/title=y]"},
        {"slashes around", "<a / href=/x / >", "[a|href|/x]"},
        {"the first of the same name", "<a href=/x HREF=/y>", "[a|href|/x]"},
        {"an equals sign before a name", "<a =href=/x><a = href=/y>", "[a|href|/y]"},
        {"a quote in a name", "<a \"href=/x href\"=/y href=/z>", "[a|href|/z]"},
        {"line ends in a value", "<a href=\"/x\n/y\">", "[a|href|/x\n/y]"},
        {"form feed is white space", "<a\fhref=/x>", "[a|href|/x]"},
        {"self-closing", "<img src=/x/><img src='/y'/>", "[img|src|/x/][img|src|/y]"},
        {"an end tag's are passed over", "</a href=/x><a href=/y>", "[a|href|/y]"},
        {"NUL is in the way of nothing", std::string("<a \0 href=/x>", 13), "[a|href|/x]"},
    });
}

TEST(HtmlScan, DecodesCharacterReferences) {
    expectAll({
        {"in links", "<a href='/?a=1&amp;b=2&#38;c=3&#x26;d'>", "[a|href|/?a=1&b=2&c=3&d]"},
        {"what only looks so stays", "<a href='/?a=1&copy=2&lt=3&amp=4&ampx&nosuch;&'>",
         "[a|href|/?a=1&copy=2&lt=3&amp=4&ampx&nosuch;&]"},
        {"without semicolon at the end", "<a href='/?a&amp'>", "[a|href|/?a&]"},
        {"in values", "<input value='&quot;&apos;&lt;&gt;&equals;&#61'>", "[input|||\"'<>==]"},
        {"in text", "<title>A &amp; B &ampC &copy2 &auml;</title>",
         "[title|A & B &C \xc2\xa9\x32 \xc3\xa4]"},
        {"not in names", "<a hre&#102;=/x>", ""},
    });
}

TEST(CharacterReferences, AreMended) {
    const auto text = [](std::string_view source) {
        std::string room;
        return std::string(withoutCharacterReferences(source, room, HtmlPlace::Text));
    };
    EXPECT_EQ(text("&#0;&#xD800;&#x110000;&#99999999999999999999;"),
              "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
    EXPECT_EQ(text("&#128;&#x9f;&#x81;"), "\xe2\x82\xac\xc5\xb8\xc2\x81");
    EXPECT_EQ(text("&#x10FFFF;&#8364;&#233;&#65;"),
              "\xf4\x8f\xbf\xbf\xe2\x82\xac\xc3\xa9"
              "A");
    EXPECT_EQ(text("&#;&#x;&#xg;&#X41;&#a"), "&#;&#x;&#xg;A&#a");
    EXPECT_EQ(text("&&amp;&"), "&&&");
    const std::string_view plain = "nothing";
    std::string room;
    EXPECT_EQ(withoutCharacterReferences(plain, room, HtmlPlace::Text).data(), plain.data());
}

TEST(HtmlScan, PassesOverWhatIsNoMarkup) {
    expectAll({
        {"comments", "<!-- <a href=/x> --><a href=/y>", "[a|href|/y]"},
        {"empty comments", "<!--><a href=/x><!---><a href=/y><!----><a href=/z>",
         "[a|href|/x][a|href|/y][a|href|/z]"},
        {"a comment that ends oddly", "<!-- --!><a href=/x>", "[a|href|/x]"},
        {"what doesn't end one", "<!-- - -- -> -- ><a href=/x>--><a href=/y>", "[a|href|/y]"},
        {"--!> needs hyphens of its own", "<!--!><a href=/x>--><a href=/y>", "[a|href|/y]"},
        {"a comment without end", "<a href=/x><!-- <a href=/y>", "[a|href|/x]"},
        {"a doctype", "<!DOCTYPE html><a href=/x>", "[a|href|/x]"},
        {"bogus comments", "<!x <a href=/x><?php <a href=/y></3 <a href=/z></><a href=/a>",
         "[a|href|/a]"},
        {"what is no tag", "a < b <3 <> <= <a href=/x>", "[a|href|/x]"},
        {"scripts", "<script>'<a href=/x>'</script><a href=/y>", "[a|href|/y]"},
        {"styles", "<style><a href=/x></style ><a href=/y>", "[a|href|/y]"},
        {"a script's end in any case", "<SCRIPT></scripts></SCRIPT\n><a href=/y>", "[a|href|/y]"},
        {"a script with a comment", "<script><!-- <a href=/x> </script><a href=/y>", "[a|href|/y]"},
        {"a script in a script's comment",
         "<script><!-- <script></script><a href=/x> --></script><a href=/y>", "[a|href|/y]"},
        {"such a comment at its shortest", "<script><!--><script></script><a href=/y>",
         "[a|href|/y]"},
        {"a script without end", "<script><a href=/x>", ""},
        {"plaintext", "<plaintext></plaintext><a href=/x>", ""},
        {"noscript is read", "<noscript><img src=/x></noscript>", "[img|src|/x]"},
    });
}

TEST(HtmlScan, FindsFormsAndControls) {
    expectAll({
        {"a login",
         "<form method=POST action='/login?a&amp;b'><input type=hidden name=csrf value='t&amp;'>"
         "<INPUT NAME=user><input type=password name=p><button>Go</button></form>",
         "[form|action|/login?a&b][form{|POST|/login?a&b][input|hidden|csrf|t&][input||user|]"
         "[input|password|p|][button|||][}]"},
        {"a form of the page itself", "<form><input type=submit></form>",
         "[form{||-][input|submit||][}]"},
        {"an empty action", "<form action=''></form>", "[form|action|][form{||][}]"},
        {"selections", "<select name=s value=x><option value=1></select>", "[select||s|]"},
        {"a text area", "<textarea name=t>\r\n<b> &lt;\n</textarea><a href=/x>",
         "[textarea||t|<b> <\n][a|href|/x]"},
        {"only the first line end goes", "<textarea>\n\nx</textarea>", "[textarea|||\nx]"},
        {"forms don't nest", "<form method=get><form method=post></form></form>",
         "[form{|get|-][}]"},
        {"an end without beginning", "</form>", ""},
        {"a form without end", "<form>", "[form{||-]"},
        {"a control outside", "<input name=x>", "[input||x|]"},
        {"types as written", "<input type=' PassWord '>", "[input|PassWord||]"},
    });
}

TEST(HtmlScan, FindsTheTitle) {
    expectAll({
        {"a title", "<title> Log\nin </title>", "[title|Log\nin]"},
        {"markup in it is text", "<title><a href=/x></title>", "[title|<a href=/x>]"},
        {"its end in any case", "<TITLE>x</titlE >y", "[title|x]"},
        {"not of a drawing", "<svg><title>x<a href=/y></title></svg><title>z</title>",
         "[a|href|/y][title|z]"},
        {"behind a drawing without end", "<svg><path><div><title>z</title>", "[title|z]"},
        {"an empty drawing", "<svg/><title>z</title>", "[title|z]"},
    });
}

TEST(HtmlScan, FindsMetaElements) {
    expectAll({
        {"a token", "<meta name=csrf-token content='a&amp;b'>", "[meta|csrf-token|a&b]"},
        {"without name", "<meta charset=utf-8><meta content=x>", ""},
        {"a refresh", "<meta http-equiv=Refresh content='0; URL=/x'>", "[meta|content|/x]"},
        {"in quotes", "<meta http-equiv=refresh content=\"5;url='/x y' z\">",
         "[meta|content|/x y]"},
        {"without url=", "<meta http-equiv=refresh content='5, /x'>", "[meta|content|/x]"},
        {"only a blank", "<meta http-equiv=refresh content='5 /x'>", "[meta|content|/x]"},
        {"a fraction", "<meta http-equiv=refresh content='.5;url = /x'>", "[meta|content|/x]"},
        {"of the page itself", "<meta http-equiv=refresh content='30'>", ""},
        {"malformed",
         "<meta http-equiv=refresh content='url=/x'><meta http-equiv=refresh "
         "content='5x;url=/y'>",
         ""},
    });
}

// What is found in a page that is cut is what the whole page begins with, but for the text of a
// title or a text area at its end.
TEST(HtmlScan, SurvivesCutsAnywhere) {
    const std::string page =
        "<!DOCTYPE html><html><head><title>A &amp; B</title><meta name=t content='x'><script>"
        "<!-- <script> </script> --></script></head><body><!-- c --><form action=\"/a?b&#61;c\">"
        "<textarea name=x>&lt;y</textarea><input type=hidden name='n' value=v></form>"
        "<svg><a href=/z /></svg><a href='/end'>";
    const std::string whole = read(page);
    ASSERT_EQ(whole,
              "[title|A & B][meta|t|x][form|action|/a?b=c][form{||/a?b=c][textarea||x|<y]"
              "[input|hidden|n|v][}][a|href|/z][a|href|/end]");
    for (std::size_t cut = 0; cut < page.size(); ++cut) {
        std::string some = read(std::string_view(page).substr(0, cut));
        ASSERT_FALSE(some.ends_with("/end]")) << cut;
        const std::size_t last = some.empty() ? 0 : some.rfind('[');
        const bool isText =
            some.substr(last).starts_with("[title") || some.substr(last).starts_with("[textarea");
        if (isText) some.resize(last);
        EXPECT_TRUE(whole.starts_with(some)) << cut << " " << some;
    }
}

TEST(HtmlScan, IsBounded) {
    std::string tag = "<a";
    for (std::size_t i = 0; i < kMaximumAttributes; ++i)
        tag += " a" + std::to_string(i);
    EXPECT_EQ(read(tag + " href=/x><a href=/y>"), "[a|href|/y]");
    EXPECT_EQ(read("<" + std::string(1'000'000, 'a') + " href=/x>"),
              "[" + std::string(32, 'a') + "|href|/x]");
}

// A million characters that would take minutes if any of them were read again for each.
TEST(HtmlScan, TakesLinearTime) {
    constexpr std::size_t kMany = 1'000'000;
    for (const std::string_view piece :
         {"<", "</", "<!--", "-", "<a ", "<a href='", "<script>", "<script><!--<script", "</title",
          "<title>", "&", "<svg>", "=", "<?", "<textarea>", "<a href=&#x"}) {
        std::string source;
        while (source.size() < kMany)
            source += piece;
        static_cast<void>(read("<title>" + source));
        static_cast<void>(read("<!--" + source));
        static_cast<void>(read(source));
    }
}

}  // namespace
}  // namespace hark::content
