// Alt-Svc (RFC 7838 section 3).

#include "core/http/alt_svc.h"

#include <gtest/gtest.h>

namespace hark::http {
namespace {

std::string read(std::string_view value) {
    std::string line;
    for (const Alternative& a : parseAltSvc(value)) {
        if (!line.empty()) line += " | ";
        line += a.protocol + " " + a.authority + " " + std::to_string(a.port);
    }
    return line;
}

struct Row {
    const char* value;
    const char* read;
};

TEST(AltSvc, ListsAlternatives) {
    for (const Row& row : {
             Row{"h3=\":443\"", "h3 :443 443"},
             Row{"h3=\":443\"; ma=2592000,h3-29=\":443\"; ma=2592000",
                 "h3 :443 443 | h3-29 :443 443"},
             Row{"h2=\"alt.example.test:8000\"; ma=60; persist=1 , h3=\":50781\"",
                 "h2 alt.example.test:8000 8000 | h3 :50781 50781"},
             Row{"h3=\"[2001:db8::7]:443\"", "h3 [2001:db8::7]:443 443"},
             Row{"h3=\"a\\\"b:443\"", "h3 a\"b:443 443"},
             Row{"w%3Dx%3Ay%25z=\":443\"", "w=x:y%z :443 443"},
             Row{"quic=\":443\"; v=\"46,43\", h3=\":443\"", "quic :443 443 | h3 :443 443"},
             Row{", ,h3=\":443\",", "h3 :443 443"},
             Row{"clear", ""},
             Row{" clear ", ""},
             Row{"", ""},
         }) {
        EXPECT_EQ(read(row.value), row.read) << row.value;
    }
}

TEST(AltSvc, StopsAtWhatIsMalformed) {
    for (const Row& row : {
             Row{"h3", ""},
             Row{"h3=", ""},
             Row{"h3=:443", ""},
             Row{"h3=\":443", ""},
             Row{"h3=\"443\"", ""},
             Row{"h3=\":\"", ""},
             Row{"h3=\":0\"", ""},
             Row{"h3=\":65536\"", ""},
             Row{"h3=\":44x\"", ""},
             Row{"=\":443\"", ""},
             Row{"h3=\":443\"; ma", ""},
             Row{"h3=\":443\"; ma=", ""},
             Row{"h3=\":443\" h2=\":443\"", "h3 :443 443"},
             Row{"h3=\":443\", oh no", "h3 :443 443"},
             Row{"h3=\":443\"\\", "h3 :443 443"},
             Row{"h3=\"\\", ""},
         }) {
        EXPECT_EQ(read(row.value), row.read) << row.value;
    }
}

TEST(AltSvc, HasABoundedNumberOfAlternatives) {
    std::string value;
    for (int i = 0; i < 100; ++i)
        value += "h3=\":443\",";
    EXPECT_EQ(parseAltSvc(value).size(), 16U);
}

TEST(AltSvc, KnowsTheNamesOfHttp3) {
    for (const auto* name : {"h3", "h3-29", "h3-34"})
        EXPECT_TRUE(isHttp3(name)) << name;
    for (const auto* name : {"h2", "quic", "h3-", "h3-Q050", "h30", "H3", ""})
        EXPECT_FALSE(isHttp3(name)) << name;
}

}  // namespace
}  // namespace hark::http
