// What words of targets and names speak of.

#include "core/session/words.h"

#include <string>

#include <gtest/gtest.h>

#include "core/session/word_finder.h"

namespace hark::session {
namespace {

constexpr auto kLogin = static_cast<unsigned>(Topic::Login);
constexpr auto kLogout = static_cast<unsigned>(Topic::Logout);
constexpr auto kCart = static_cast<unsigned>(Topic::Cart);
constexpr auto kCheckout = static_cast<unsigned>(Topic::Checkout);
constexpr auto kSession = static_cast<unsigned>(Topic::Session);
constexpr auto kAsset = static_cast<unsigned>(Topic::Asset);

TEST(SessionWords, TellTopicsOfTargets) {
    struct Row {
        const char* text;
        unsigned topics;
    };
    for (const Row& row : {
             Row{"", 0},
             Row{"/", 0},
             Row{"/products/17", 0},
             Row{"/login", kLogin | kSession},
             Row{"/LogIn.aspx", kLogin | kSession},
             Row{"/log-in", kLogin | kSession},
             Row{"/log_in", kLogin | kSession},
             Row{"/sign-in", kLogin},
             Row{"/wp-login.php", kLogin | kSession},
             Row{"/j_security_check", kLogin},
             Row{"/account/anmelden", kLogin},
             Row{"/logout", kLogout},
             Row{"/Log_Off", kLogout},
             Row{"/users/sign_out", kLogout},
             Row{"/login/logout", kLogout | kSession},
             Row{"/connect/endsession", kLogout},
             Row{"/oauth/revoke", kLogout | kSession},
             Row{"/cart/add", kCart},
             Row{"/warenkorb", kCart},
             Row{"/checkout", kCheckout},
             Row{"/order/17", kCheckout},
             Row{"/border/17", 0},
             Row{"/api/session", kSession},
             Row{"/style.css", kAsset},
             Row{"/logo.PNG", kAsset},
             Row{"/login.js", kAsset},
             Row{"/photo.png/edit", 0},
             Row{"/a.html", 0},
         }) {
        EXPECT_EQ(topicsOf(row.text), row.topics) << row.text;
    }
}

TEST(SessionWords, TellPasswords) {
    for (const char* name : {"password", "Passwd", "user_password", "pwd", "pass", "PW",
                             "j_password", "kennwort", "mot-de-passe", "log-in[pwd]"}) {
        EXPECT_TRUE(namesPassword(name)) << name;
    }
    for (const char* name : {"", "passenger", "compass", "bypass_cache", "power", "user"})
        EXPECT_FALSE(namesPassword(name)) << name;
}

TEST(SessionWords, TellPasswordsThatAreChanged) {
    for (const char* name : {"new_password", "old-password", "passwordConfirm", "password2"})
        EXPECT_TRUE(namesChangedPassword(name)) << name;
    for (const char* name : {"password", "pwd", "new_name", "confirm"})
        EXPECT_FALSE(namesChangedPassword(name)) << name;
}

TEST(SessionWords, TellUsers) {
    for (const char* name : {"user", "Username", "user_id", "email", "login", "j_username", "log"})
        EXPECT_TRUE(namesUser(name)) << name;
    for (const char* name : {"", "users", "names", "color", "blog"})
        EXPECT_FALSE(namesUser(name)) << name;
}

TEST(SessionWords, TellSecrets) {
    for (const char* name : {"password", "csrf-token", "card_number", "cvv", "iban", "api_key"})
        EXPECT_TRUE(namesSecret(name)) << name;
    for (const char* name : {"", "quantity", "street", "product"})
        EXPECT_FALSE(namesSecret(name)) << name;
}

// ---- the finder

TEST(SessionWordFinder, FindsAllWordsThatOverlap) {
    const WordFinder finder({{"cart", 1}, {"artist", 2}, {"stone", 4}});
    EXPECT_EQ(finder.meaningsOf("cartistone"), 7U);
    EXPECT_EQ(finder.meaningsOf("cartist"), 3U);
    EXPECT_EQ(finder.meaningsOf("artistone"), 6U);
    EXPECT_EQ(finder.meaningsOf("car tist"), 0U);
}

TEST(SessionWordFinder, FindsAWordInsideAnother) {
    const WordFinder finder({{"authenticate", 1}, {"hen", 2}, {"ate", 4}, {"enticing", 8}});
    EXPECT_EQ(finder.meaningsOf("authenticate"), 7U);
    EXPECT_EQ(finder.meaningsOf("authentica"), 2U);
    EXPECT_EQ(finder.meaningsOf("authenticing"), 10U);
}

TEST(SessionWordFinder, GoesOnAfterAFalseStart) {
    const WordFinder finder({{"aab", 1}, {"abac", 2}});
    EXPECT_EQ(finder.meaningsOf("aaab"), 1U);
    EXPECT_EQ(finder.meaningsOf("aaaaabac"), 3U);
    EXPECT_EQ(finder.meaningsOf("ababac"), 2U);
}

TEST(SessionWordFinder, PassesOverHyphensAndUnderscores) {
    const WordFinder finder({{"logout", 1}, {"out", 2}});
    for (const char* text : {"log-out", "LOG_OUT", "-l-o-g__out-", "x/log--out"})
        EXPECT_EQ(finder.meaningsOf(text), 3U) << text;
    EXPECT_EQ(finder.meaningsOf("/o-ut"), 2U);
    EXPECT_EQ(finder.meaningsOf("log.out"), 2U);
    EXPECT_EQ(finder.meaningsOf("log-o.ut"), 0U);
}

TEST(SessionWordFinder, ReadsAnyOctets) {
    const WordFinder finder({{"out1", 1}});
    EXPECT_EQ(finder.meaningsOf(std::string_view("\0o\xff\x80out1", 8)), 1U);
    EXPECT_EQ(finder.meaningsOf("o\xc3\xbct1"), 0U);
    EXPECT_EQ(finder.meaningsOf(""), 0U);
}

TEST(SessionWordFinder, WordsThatAreEqualAddTheirMeanings) {
    const WordFinder finder({{"login", 1}, {"login", 2}});
    EXPECT_EQ(finder.meaningsOf("/login"), 3U);
}

}  // namespace
}  // namespace hark::session
