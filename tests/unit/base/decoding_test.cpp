// Base64 (RFC 4648) and percent-encoding (RFC 3986).

#include <gtest/gtest.h>

#include "core/base/base64.h"
#include "core/base/percent.h"
#include "core/base/text.h"

namespace hark::base {
namespace {

TEST(Base64, ReadsTheVectorsOfRfc4648) {
    struct Row {
        const char* text;
        const char* octets;
    };
    for (const Row& row :
         {Row{"", ""}, Row{"Zg==", "f"}, Row{"Zm8=", "fo"}, Row{"Zm9v", "foo"},
          Row{"Zm9vYg==", "foob"}, Row{"Zm9vYmE=", "fooba"}, Row{"Zm9vYmFy", "foobar"},
          Row{"Zg", "f"}, Row{"Zm8", "fo"}, Row{"Zm9vYg=", "foob"}, Row{"-_-_", "\xfb\xff\xbf"},
          Row{"+/+/", "\xfb\xff\xbf"}, Row{"+_-/", "\xfb\xff\xbf"}}) {
        EXPECT_EQ(fromBase64(row.text), row.octets) << row.text;
    }
}

TEST(Base64, RefusesWhatIsNone) {
    for (const auto* text :
         {"Z", "Zm9vY", "Zm 9v", "Zm9v\n", "Zg===", "Zm9v=", "Z=g=", "=", "Zm9v!", "Zm9\xff"})
        EXPECT_FALSE(fromBase64(text).has_value()) << text;
}

TEST(Base64, UndoesWhatToBase64Makes) {
    std::string octets;
    for (int i = 0; i < 300; ++i) {
        EXPECT_EQ(fromBase64(toBase64(asBytes(octets))), octets);
        octets += static_cast<char>(i * 7);
    }
}

TEST(Percent, UndoesEscapes) {
    struct Row {
        const char* text;
        const char* literal;
        const char* form;
    };
    for (const Row& row : {
             Row{"", "", ""},
             Row{"plain", "plain", "plain"},
             Row{"a%20b", "a b", "a b"},
             Row{"a+b", "a+b", "a b"},
             Row{"%2B+%2b", "+++", "+ +"},
             Row{"%c3%A9", "\xc3\xa9", "\xc3\xa9"},
             Row{"100%", "100%", "100%"},
             Row{"%4", "%4", "%4"},
             Row{"%4g", "%4g", "%4g"},
             Row{"%%41", "%A", "%A"},
             Row{"%25%34%31", "%41", "%41"},
         }) {
        std::string room = "what was there before";
        EXPECT_EQ(percentDecoded(row.text, room), row.literal);
        EXPECT_EQ(percentDecoded(row.text, room, Plus::Space), row.form);
    }
}

TEST(Percent, CopiesNothingWithoutNeed) {
    const std::string_view text = "nothing to undo+here";
    std::string room;
    EXPECT_EQ(percentDecoded(text, room).data(), text.data());
    EXPECT_NE(percentDecoded(text, room, Plus::Space).data(), text.data());
}

}  // namespace
}  // namespace hark::base
