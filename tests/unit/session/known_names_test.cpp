// The names that frameworks use, as resources/credentials/names.tsv has them.

#include "core/session/known_names.h"

#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "core/session/credential.h"

namespace hark::session {
namespace {

TEST(KnownNames, TellTheClass) {
    struct Row {
        const char* name;
        CredentialClass what;
    };
    for (const Row& row : {
             Row{"JSESSIONID", CredentialClass::Session},
             Row{"phpsessid", CredentialClass::Session},
             Row{"ASPSESSIONIDQQRSTT", CredentialClass::Session},
             Row{"blog_session", CredentialClass::Session},
             Row{"wordpress_logged_in_5c0a", CredentialClass::Authentication},
             Row{".AspNetCore.Cookies", CredentialClass::Authentication},
             Row{"refresh_token", CredentialClass::Refresh},
             Row{"remember_web_59ba", CredentialClass::RememberMe},
             Row{"csrftoken", CredentialClass::Csrf},
             Row{".AspNetCore.Antiforgery.x", CredentialClass::Csrf},
             Row{"_ga", CredentialClass::Browser},
             Row{"mp_abc_mixpanel", CredentialClass::Browser},
             Row{"lang", CredentialClass::Preference},
         }) {
        EXPECT_EQ(knownClass(row.name), row.what) << row.name;
    }
}

TEST(KnownNames, AreNotFoundWhereTheyAreNot) {
    for (const char* name : {"", "*", "zebra", "sessions", "my_lang", "xsid", "_g", "mp_mixpanel"})
        EXPECT_FALSE(knownClass(name)) << name;
}

TEST(KnownNames, PatternsStandForSomething) {
    // The name alone, with nothing where the asterisk is, is another.
    EXPECT_FALSE(knownClass("wordpress_logged_in_"));
    EXPECT_FALSE(knownClass("_session"));
    EXPECT_TRUE(knownClass("a_session"));
}

TEST(KnownNames, ExactNamesComeBeforePatterns) {
    EXPECT_EQ(knownOrigin("_gitlab_session"), "GitLab");
    EXPECT_EQ(knownOrigin("x_session"), "many");
    EXPECT_EQ(knownOrigin("zebra"), "");
}

TEST(KnownNames, PrefixesAreNoPartOfThem) {
    EXPECT_EQ(knownClass("__Host-sid"), CredentialClass::Session);
    EXPECT_EQ(knownClass("__Secure-sessionid"), CredentialClass::Session);
    EXPECT_EQ(knownClass("__HOST-csrftoken"), CredentialClass::Csrf);
    EXPECT_FALSE(knownClass("__Host-"));
    EXPECT_FALSE(knownClass("__Host-zebra"));
    EXPECT_FALSE(knownClass("Host-sid"));
}

TEST(KnownNames, AllLinesOfTheTableAreRead) {
    std::ifstream file(HARK_CREDENTIAL_TABLE);
    ASSERT_TRUE(file);
    std::set<std::string> seen;
    std::size_t count = 0;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with('#') || line.empty()) continue;
        std::istringstream columns(line);
        std::string what;
        std::string name;
        std::string origin;
        ASSERT_TRUE(std::getline(columns, what, '\t') && std::getline(columns, name, '\t') &&
                    std::getline(columns, origin, '\t'))
            << line;
        ++count;
        EXPECT_TRUE(seen.insert(name).second) << "twice: " << name;
        for (const char c : name)
            EXPECT_FALSE(c >= 'A' && c <= 'Z') << line;
        if (const std::size_t star = name.find('*'); star != std::string::npos)
            name.replace(star, 1, "17x");
        const auto known = knownClass(name);
        ASSERT_TRUE(known) << line;
        EXPECT_EQ(toString(*known), what) << line;
        EXPECT_EQ(knownOrigin(name), origin) << line;
    }
    EXPECT_GT(count, 90U);
}

}  // namespace
}  // namespace hark::session
