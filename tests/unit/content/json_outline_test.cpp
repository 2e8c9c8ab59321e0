#include "core/content/json_outline.h"

#include <string>

#include <gtest/gtest.h>

#include "core/content/limits.h"

namespace hark::content {
namespace {

// {a:1,b:[x,y]}: what there is, written down again.
std::string told(const JsonOutline& outline, std::uint32_t at = 0) {
    if (outline.nodes.empty()) return "nothing";
    const JsonNode& node = outline.nodes[at];
    if (node.kind == JsonKind::Scalar) return node.text;
    std::string out = node.kind == JsonKind::Object ? "{" : "[";
    for (const std::uint32_t child : node.children) {
        const JsonNode& part = outline.nodes[child];
        EXPECT_EQ(part.parent, at);
        EXPECT_EQ(node.children[part.row], child);
        if (out.size() > 1) out += ',';
        if (node.kind == JsonKind::Object) out += part.key + ':';
        out += told(outline, child);
    }
    return out + (node.kind == JsonKind::Object ? '}' : ']');
}

TEST(JsonOutline, HasAllMembersInTheirOrder) {
    const JsonOutline outline =
        outlineJson(R"({"b":[1,-0,2.50,"x"],"a":{"c":null,"c":true},"":{},"e":[]})");
    EXPECT_EQ(told(outline), "{b:[1,-0,2.50,x],a:{c:null,c:true},:{},e:[]}");
    EXPECT_EQ(outline.end, JsonEnd::Whole);
}

TEST(JsonOutline, KeepsWhatCameBeforeTheEnd) {
    const JsonOutline cut = outlineJson(R"({"a":1,"b":["x","y)");
    EXPECT_EQ(told(cut), "{a:1,b:[x]}");
    EXPECT_EQ(cut.end, JsonEnd::Cut);
    const JsonOutline wrong = outlineJson(R"({"a":1 "b":2})");
    EXPECT_EQ(told(wrong), "{a:1}");
    EXPECT_EQ(wrong.end, JsonEnd::Malformed);
    EXPECT_EQ(told(outlineJson("<html>")), "nothing");
}

TEST(JsonOutline, PassesOverWhatGuardsAText) {
    EXPECT_EQ(told(outlineJson(")]}',\n[1]")), "[1]");
    EXPECT_EQ(told(outlineJson("\xef\xbb\xbf\"a\"")), "a");
}

TEST(JsonOutline, HasALimit) {
    const JsonOutline deep = outlineJson(std::string(1'000'000, '['));
    EXPECT_EQ(deep.end, JsonEnd::Limit);
    EXPECT_EQ(deep.nodes.size(), kMaximumJsonDepth);
    std::string many = "[0";
    for (std::size_t i = 0; i < kMaximumJsonValues; ++i)
        many += ",0";
    const JsonOutline wide = outlineJson(many + "]");
    EXPECT_EQ(wide.end, JsonEnd::Limit);
    EXPECT_EQ(wide.nodes.size(), kMaximumJsonValues);
}

}  // namespace
}  // namespace hark::content
