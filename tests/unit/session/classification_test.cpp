// What names are taken for, by tables of traffic.

#include "core/session/classification.h"

#include <functional>
#include <ostream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/session/dialogue.h"
#include "tests/unit/session/rows.h"

namespace hark::session::test {
namespace {

using testing::HasSubstr;

constexpr std::string_view kYear = "; Path=/; Max-Age=31536000";
Client user(Dialogue& d, unsigned number) {
    return d.client("10.0.0." + std::to_string(number), number % 2 == 0 ? "Firefox" : "Chrome");
}

std::string form(unsigned number) {
    return "user=u" + std::to_string(number) + "&password=x";
}

void besideLoginCookie(Client& c, unsigned n) {
    c.get("/").sets("PHPSESSID", id(n));
    c.post("/login")
        .cookie("PHPSESSID", id(n))
        .form(form(n))
        .sets("proof", id(n + 50), "; Path=/; HttpOnly")
        .leadsTo("/");
    c.get("/logout")
        .cookie("PHPSESSID", id(n))
        .cookie("proof", id(n + 50))
        .deletes("proof")
        .leadsTo("/");
}

struct Row {
    const char* title;
    const char* name;
    CredentialClass what;
    const char* reason;
    /// What a user's browser and the service say; done for four users.
    std::function<void(Client&, unsigned)> dialogue;
};

void PrintTo(const Row& row, std::ostream* out) {
    *out << row.title;
}

class Classification : public testing::TestWithParam<Row> {};

TEST_P(Classification, IsByEvidence) {
    Dialogue d;
    for (unsigned number = 1; number <= 4; ++number) {
        Client client = user(d, number);
        GetParam().dialogue(client, number);
    }
    const Rows rows = play(d);
    const NameRow& name = rows.name(GetParam().name);
    EXPECT_EQ(toString(name.what), toString(GetParam().what)) << name.reasons;
    EXPECT_THAT(name.reasons, HasSubstr(GetParam().reason));
}

INSTANTIATE_TEST_SUITE_P(
    Tables, Classification,
    testing::Values(
        Row{"a renamed session cookie", "zebra", CredentialClass::Session,
            "a value of its own for each client",
            [](Client& c, unsigned n) {
                c.get("/").sets("zebra", id(n));
                c.post("/login").cookie("zebra", id(n)).form(form(n)).sets("zebra", id(n + 10));
                c.get("/").cookie("zebra", id(n + 10)).page(kInside);
            }},
        Row{"a well-known name", "JSESSIONID", CredentialClass::Session, "a name of Java servlets",
            [](Client& c, unsigned n) {
                c.get("/").sets("JSESSIONID", id(n));
                c.get("/").cookie("JSESSIONID", id(n));
            }},
        Row{"a well-known name with a prefix", "__Host-sid", CredentialClass::Session,
            "a name of many",
            [](Client& c, unsigned n) {
                c.get("/").sets("__Host-sid", id(n), "; Path=/; Secure");
            }},
        Row{"a preference by its values", "shade", CredentialClass::Preference,
            "several clients hold the same value",
            [](Client& c, unsigned n) {
                c.get("/").sets("shade", n % 2 == 0 ? "dark" : "light");
                c.get("/").cookie("shade", n % 2 == 0 ? "dark" : "light");
            }},
        Row{"a preference that looks like an identifier", "bucket", CredentialClass::Preference,
            "several clients hold the same value",
            [](Client& c, unsigned n) {
                c.get("/").sets("bucket", id(n % 2));
                c.get("/").cookie("bucket", id(n % 2));
            }},
        Row{"a preference by its name", "theme", CredentialClass::Preference, "a name of many",
            [](Client& c, unsigned n) { c.get("/").cookie("theme", id(n)); }},
        Row{"a browser's id by its name", "_ga", CredentialClass::Browser, "Google Analytics",
            [](Client& c, unsigned n) { c.get("/").cookie("_ga", id(n)); }},
        Row{"a browser's id by its life", "tracker", CredentialClass::Browser, "outlives logins",
            [](Client& c, unsigned n) {
                c.get("/").sets("tracker", id(n + 50), kYear).sets("zebra", id(n));
                c.post("/login")
                    .cookie("tracker", id(n + 50))
                    .cookie("zebra", id(n))
                    .form(form(n))
                    .sets("zebra", id(n + 10))
                    .leadsTo("/");
                c.get("/").cookie("tracker", id(n + 50)).cookie("zebra", id(n + 10)).page(kInside);
            }},
        Row{"an id that scripts make", "scripted", CredentialClass::Browser, "never set",
            [](Client& c, unsigned n) {
                c.get("/").cookie("scripted", id(n + 50)).sets("zebra", id(n));
                c.post("/login")
                    .cookie("scripted", id(n + 50))
                    .cookie("zebra", id(n))
                    .form(form(n))
                    .sets("zebra", id(n + 10));
            }},
        Row{"double submit of a CSRF token", "stripe", CredentialClass::Csrf, "repeated in forms",
            [](Client& c, unsigned n) {
                c.get("/").sets("stripe", id(n + 50)).sets("zebra", id(n));
                c.post("/save")
                    .cookie("stripe", id(n + 50))
                    .cookie("zebra", id(n))
                    .form("a=b&token2=" + id(n + 50));
            }},
        Row{"double submit in a field", "stripe", CredentialClass::Csrf, "repeated in forms",
            [](Client& c, unsigned n) {
                c.get("/").sets("stripe", id(n + 50)).sets("zebra", id(n));
                c.post("/save")
                    .cookie("stripe", id(n + 50))
                    .cookie("zebra", id(n))
                    .with("X-Stripe", id(n + 50));
            }},
        Row{"a session's id stays one though a form repeats it once", "zebra",
            CredentialClass::Session, "HttpOnly",
            [](Client& c, unsigned n) {
                c.get("/").sets("zebra", id(n), "; Path=/; HttpOnly");
                c.post("/save").cookie("zebra", id(n)).form("a=b&echo=" + id(n));
            }},
        Row{"remember-me by its name", "remember_token", CredentialClass::RememberMe, "Flask-Login",
            [](Client& c, unsigned n) { c.get("/").sets("remember_token", id(n), kYear); }},
        Row{"remember-me by its life", "stay", CredentialClass::RememberMe,
            "set at login, beyond the browser session",
            [](Client& c, unsigned n) {
                c.get("/").sets("zebra", id(n), "; Path=/; HttpOnly");
                c.post("/login")
                    .cookie("zebra", id(n))
                    .form(form(n))
                    .sets("zebra", id(n + 10), "; Path=/; HttpOnly")
                    .sets("stay", id(n + 50), kYear)
                    .leadsTo("/");
                c.get("/").cookie("zebra", id(n + 10)).cookie("stay", id(n + 50)).page(kInside);
            }},
        Row{"an authentication cookie by its life", "proof", CredentialClass::Authentication,
            "set at login only",
            [](Client& c, unsigned n) {
                c.get("/").sets("sid", id(n), "; Path=/; HttpOnly");
                c.post("/login")
                    .cookie("sid", id(n))
                    .form(form(n))
                    .sets("proof", id(n + 50))
                    .leadsTo("/");
                c.get("/").cookie("sid", id(n)).cookie("proof", id(n + 50)).page(kInside);
            }},
        Row{"an identifier by its name, beside a login cookie that is kept from scripts",
            "PHPSESSID", CredentialClass::Session, "a name of PHP", besideLoginCookie},
        Row{"a login cookie beside an identifier by its name", "proof",
            CredentialClass::Authentication, "set at login only", besideLoginCookie},
        Row{"a login cookie beside a browser's id by a session's name", "proof",
            CredentialClass::Session, "fresh at 4 logins",
            [](Client& c, unsigned n) {
                c.get("/").sets("shop_sid", id(n), kYear);
                c.post("/login")
                    .cookie("shop_sid", id(n))
                    .form(form(n))
                    .sets("proof", id(n + 50), "; Path=/; HttpOnly");
                c.get("/").cookie("shop_sid", id(n)).cookie("proof", id(n + 50)).page(kInside);
            }},
        Row{"what is kept beyond the browser session, beside an identifier that isn't", "pin",
            CredentialClass::Browser, "outlives logins",
            [](Client& c, unsigned n) {
                c.get("/").sets("pin", id(n), "; Path=/; Max-Age=3600; HttpOnly");
                c.post("/login")
                    .cookie("pin", id(n))
                    .form(form(n))
                    .sets("zebra", id(n + 50), "; Path=/; HttpOnly");
                c.get("/").cookie("pin", id(n)).cookie("zebra", id(n + 50)).page(kInside);
            }},
        Row{"what is begun when somebody is signed in already", "basket", CredentialClass::Browser,
            "outlives logins",
            [](Client& c, unsigned n) {
                c.post("/login").form(form(n)).sets("zebra", id(n), "; Path=/; HttpOnly");
                c.post("/cart/add")
                    .cookie("zebra", id(n))
                    .form("product=3")
                    .sets("basket", id(n + 50), "; Path=/; HttpOnly");
                c.get("/").cookie("zebra", id(n)).cookie("basket", id(n + 50)).page(kInside);
            }},
        Row{"what is set at logins and outlives logouts", "last", CredentialClass::Browser,
            "set at login, and outlives logouts",
            [](Client& c, unsigned n) {
                c.get("/").sets("zebra", id(n), "; Path=/; HttpOnly");
                c.post("/login")
                    .cookie("zebra", id(n))
                    .form(form(n))
                    .sets("zebra", id(n + 10), "; Path=/; HttpOnly")
                    .sets("last", id(n + 50), kYear)
                    .leadsTo("/");
                c.post("/logout")
                    .cookie("zebra", id(n + 10))
                    .cookie("last", id(n + 50))
                    .deletes("zebra")
                    .leadsTo("/");
            }},
        Row{"a token against forgery that changes at logins", "stripe", CredentialClass::Csrf,
            "repeated in forms",
            [](Client& c, unsigned n) {
                c.get("/").sets("stripe", id(n + 50)).sets("zebra", id(n), "; Path=/; HttpOnly");
                c.post("/login")
                    .cookie("stripe", id(n + 50))
                    .cookie("zebra", id(n))
                    .form(form(n) + "&token2=" + id(n + 50))
                    .sets("zebra", id(n + 10), "; Path=/; HttpOnly")
                    .sets("stripe", id(n + 60))
                    .leadsTo("/");
                c.get("/").cookie("stripe", id(n + 60)).cookie("zebra", id(n + 10)).page(kInside);
            }},
        Row{"weak ids that are counted", "SESSID", CredentialClass::Session, "a name of many",
            [](Client& c, unsigned n) {
                c.get("/").sets("SESSID", std::to_string(1000 + n));
                c.get("/").cookie("SESSID", std::to_string(1000 + n));
            }},
        Row{"weak ids under any name", "zebra", CredentialClass::Session, "fresh at 4 logins",
            [](Client& c, unsigned n) {
                c.post("/login").form(form(n)).sets("zebra", std::to_string(1000 + n)).leadsTo("/");
                c.get("/").cookie("zebra", std::to_string(1000 + n)).page(kInside);
            }},
        Row{"counted values without a session's life", "counter", CredentialClass::Unknown,
            "nothing identifies with it",
            [](Client& c, unsigned n) {
                c.get("/").sets("counter", std::to_string(1000 + n));
                c.get("/").cookie("counter", std::to_string(1000 + n));
            }},
        Row{"a session's id that pages carry along", "zz", CredentialClass::Session,
            "from page to page",
            [](Client& c, unsigned n) {
                c.get("/").page("<a href='/a?zz=" + id(n) + "'>x</a>");
                for (const char* path : {"/a", "/b", "/c"})
                    c.get(path + std::string("?zz=") + id(n));
            }},
        Row{"a thing's id in links", "item", CredentialClass::Unknown, "nothing says",
            [](Client& c, unsigned n) {
                c.get("/").page("<a href='/a?item=" + id(n) + "'>x</a>");
                c.get("/a?item=" + id(n));
            }},
        Row{"a token in forms", "token", CredentialClass::Csrf, "a token in a form",
            [](Client& c, unsigned n) { c.post("/save").form("token=" + id(n)); }},
        Row{"HTTP authentication", "authorization", CredentialClass::Authentication,
            "credentials of HTTP authentication",
            [](Client& c, unsigned n) { c.get("/").with("Authorization", "Bearer " + id(n)); }}));

// ---- what is said about them

TEST(ClassificationOverrides, AreBelievedAgainstAllEvidence) {
    Dialogue d;
    for (unsigned n = 1; n <= 3; ++n) {
        Client client = user(d, n);
        client.get("/").cookie("_ga", id(n + 50)).sets("sid", id(n));
        client.get("/").cookie("_ga", id(n + 50)).cookie("sid", id(n));
    }
    Playing playing;
    playing.options.overrides.sessionNames = {"_GA"};
    playing.options.overrides.otherNames = {"SID"};
    const Rows rows = play(d, playing);
    EXPECT_EQ(rows.name("_ga").what, CredentialClass::Session);
    EXPECT_EQ(rows.name("sid").what, CredentialClass::Unknown);
    EXPECT_THAT(rows.members(d), testing::ElementsAre("1: 1 2", "2: 3 4", "3: 5 6"));
}

TEST(ClassificationOverrides, ComeBeforeWhatACaseDecidedBefore) {
    Dialogue first;
    first.client("10.0.0.1", "Firefox").get("/").sets("sid", id(1));
    Rows rows = play(first);
    ASSERT_EQ(rows.name("sid").what, CredentialClass::Session);
    Dialogue next = Dialogue::after(first);
    next.client("10.0.0.2", "Firefox").get("/").sets("sid", id(2));
    Playing playing;
    playing.options.overrides.otherNames = {"sid"};
    resume(rows, next, playing);
    EXPECT_EQ(rows.name("sid").what, CredentialClass::Unknown);
    EXPECT_THAT(rows.members(next), testing::IsEmpty());
}

// ---- counts

TEST(NameBook, CountsWhatNamesDo) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    Client bert = d.client("10.0.0.2", "Chrome");
    anna.get("/").sets("sid", id(1));
    anna.get("/").cookie("sid", id(1)).sets("sid", id(1));
    anna.get("/").cookie("sid", id(1)).sets("sid", id(2));
    bert.get("/").cookie("sid", id(2));
    bert.get("/").cookie("sid", id(2)).deletes("sid");
    const NameRow row = play(d).name("sid");
    EXPECT_EQ(row.service, "http://shop.test");
    EXPECT_EQ(row.path, "/");
    EXPECT_EQ(row.minted, 2U);
    EXPECT_EQ(row.renewed, 1U);
    EXPECT_EQ(row.deleted, 1U);
    EXPECT_EQ(row.presented, 4U);
    EXPECT_EQ(row.values, 2U);
    EXPECT_EQ(row.clients, 2U);
    EXPECT_EQ(row.firstMinted, (base::ExchangeId{1}));
    EXPECT_EQ(row.lastMinted, (base::ExchangeId{3}));
    EXPECT_EQ(row.firstPresented, (base::ExchangeId{2}));
    EXPECT_EQ(row.lastPresented, (base::ExchangeId{5}));
    EXPECT_EQ(row.setCookie, "sid=" + id(2) + "; Path=/");
}

TEST(NameBook, CountsValuesUpToTheLimit) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    for (unsigned n = 1; n <= 9; ++n)
        anna.get("/").cookie("sid", id(n));
    Playing playing;
    playing.options.limits.valuesOfName = 5;
    const Rows rows = play(d, playing);
    EXPECT_EQ(rows.name("sid").values, 5U);
    EXPECT_EQ(rows.name("sid").presented, 9U);
}

}  // namespace
}  // namespace hark::session::test
