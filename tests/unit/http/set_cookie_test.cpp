// Set-Cookie as browsers read it (RFC 6265bis section 5.6), and what follows from its attributes.

#include "core/http/set_cookie.h"

#include <string>

#include <gtest/gtest.h>

namespace hark::http {
namespace {

using std::chrono::days;
using std::chrono::seconds;

constexpr base::Timestamp at(int year, unsigned month, unsigned day, int hour = 0, int minute = 0,
                             int second = 0) {
    return std::chrono::sys_days(std::chrono::year_month_day(
               std::chrono::year(year), std::chrono::month(month), std::chrono::day(day))) +
           std::chrono::hours(hour) + std::chrono::minutes(minute) + seconds(second);
}

std::string nameOf(SameSite sameSite) {
    switch (sameSite) {
        case SameSite::Unset:
            return "";
        case SameSite::None:
            return " SameSite=None";
        case SameSite::Lax:
            return " SameSite=Lax";
        case SameSite::Strict:
            return " SameSite=Strict";
        case SameSite::Unknown:
            return " SameSite=?";
    }
    return "";
}

std::string read(std::string_view field) {
    const auto cookie = parseSetCookie(field);
    if (!cookie) return "ignored";
    std::string line = std::string(cookie->name) + "|" + std::string(cookie->value);
    if (cookie->expires) line += " Expires=" + base::toIso8601(*cookie->expires).substr(0, 19);
    if (cookie->maxAge) line += " Max-Age=" + std::to_string(cookie->maxAge->count());
    if (!cookie->domain.empty()) line += " Domain=" + std::string(cookie->domain);
    if (!cookie->path.empty()) line += " Path=" + std::string(cookie->path);
    if (cookie->secure) line += " Secure";
    if (cookie->httpOnly) line += " HttpOnly";
    if (cookie->partitioned) line += " Partitioned";
    return line + nameOf(cookie->sameSite);
}

struct Row {
    const char* name;
    std::string field;
    std::string read;
};

TEST(SetCookie, IsReadAsBrowsersDo) {
    const std::string long1025(1025, 'p');
    for (const Row& row : {
             Row{"a name and a value", "a=1", "a|1"},
             Row{"all attributes",
                 "sid=x; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Max-Age=60; Domain=example.test; "
                 "Path=/app; Secure; HttpOnly; SameSite=Lax; Partitioned",
                 "sid|x Expires=2026-10-21T07:28:00 Max-Age=60 Domain=example.test Path=/app "
                 "Secure HttpOnly Partitioned SameSite=Lax"},
             Row{"names of attributes in any case", "a=1; SECURE; httponly; pAtH=/x",
                 "a|1 Path=/x Secure HttpOnly"},
             Row{"blanks around everything", "\t a = 1 \t;  Path = /x ; Secure ",
                 "a|1 Path=/x Secure"},
             Row{"no blanks at all", "a=1;Path=/x;Secure", "a|1 Path=/x Secure"},
             Row{"empty attributes", "a=1;;;Secure;", "a|1 Secure"},
             Row{"no equals sign: no name (step 3)", "a; Secure", "|a Secure"},
             Row{"an empty name", "=1", "|1"},
             Row{"an empty value", "a=", "a|"},
             Row{"neither", "=; Secure", "ignored"},
             Row{"nothing", "", "ignored"},
             Row{"only attributes", "; Secure", "ignored"},
             Row{"the first equals sign counts", "a=b=c", "a|b=c"},
             Row{"quotes stay", "a=\"1; 2\"", "a|\"1"},
             Row{"a comma is part of the value", "a=1, b=2", "a|1, b=2"},
             Row{"blanks inside stay", "a b=c d", "a b|c d"},
             Row{"flags may have values", "a=1; Secure=false; HttpOnly=0", "a|1 Secure HttpOnly"},
             Row{"what begins with a flag's name is another", "a=1; Secured; HttpOnlyx", "a|1"},
             Row{"unknown attributes", "a=1; Version=1; Comment=x; Priority=High", "a|1"},

             Row{"a control character (step 1)", "a=1\x01", "ignored"},
             Row{"a control character in an attribute", "a=1; Path=/\x1f", "ignored"},
             Row{"DEL", "a=\x7f", "ignored"},
             Row{"NUL", std::string("a=\0", 3), "ignored"},
             Row{"a line end", "a=1\nb=2", "ignored"},
             Row{"HTAB is none of them", "a=1\t2", "a|1\t2"},
             Row{"octets beyond ASCII", "a=\xc3\xa9\x80", "a|\xc3\xa9\x80"},
             Row{"4096 octets (step 5)", "a=" + std::string(4095, 'x'),
                 "a|" + std::string(4095, 'x')},
             Row{"4097 octets", "a=" + std::string(4096, 'x'), "ignored"},
             Row{"blanks don't count", "a=" + std::string(4095, 'x') + "   ",
                 "a|" + std::string(4095, 'x')},
             Row{"attributes don't count", "a=1; X=" + std::string(5000, 'x') + "; Secure",
                 "a|1 Secure"},
             Row{"1024 octets of an attribute", "a=1; Path=/" + std::string(1023, 'p'),
                 "a|1 Path=/" + std::string(1023, 'p')},
             Row{"more are passed over", "a=1; Path=/x; Path=/" + long1025 + "; Secure",
                 "a|1 Path=/x Secure"},

             Row{"the last one counts", "a=1; Path=/x; Domain=x.test; Path=/y; Domain=y.test",
                 "a|1 Domain=y.test Path=/y"},
             Row{"the last path counts, if it is none too", "a=1; Path=/x; Path=y", "a|1"},
             Row{"an empty path", "a=1; Path=/x; Path=", "a|1"},
             Row{"a path in quotes is none", "a=1; Path=\"/x\"", "a|1"},
             Row{"a domain's leading dot (5.6.3)", "a=1; Domain=.example.test",
                 "a|1 Domain=example.test"},
             Row{"only one dot", "a=1; Domain=..example.test", "a|1 Domain=.example.test"},
             Row{"just a dot", "a=1; Domain=x.test; Domain=.", "a|1"},
             Row{"an empty domain", "a=1; Domain=x.test; Domain=", "a|1"},

             Row{"Max-Age zero (5.6.2)", "a=1; Max-Age=0", "a|1 Max-Age=0"},
             Row{"Max-Age below", "a=1; Max-Age=-100", "a|1 Max-Age=-1"},
             Row{"Max-Age with a plus sign", "a=1; Max-Age=+5", "a|1"},
             Row{"Max-Age with a fraction", "a=1; Max-Age=5.5", "a|1"},
             Row{"Max-Age in quotes", "a=1; Max-Age=\"5\"", "a|1"},
             Row{"Max-Age without digits", "a=1; Max-Age=-", "a|1"},
             Row{"Max-Age empty", "a=1; Max-Age=", "a|1"},
             Row{"what can't be read doesn't undo", "a=1; Max-Age=5; Max-Age=x", "a|1 Max-Age=5"},
             Row{"Max-Age beyond all", "a=1; Max-Age=99999999999999999999999",
                 "a|1 Max-Age=9223372036854775807"},
             Row{"Expires that is none (5.6.1)", "a=1; Expires=tomorrow", "a|1"},
             Row{"Expires that can't be read doesn't undo",
                 "a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Expires=0",
                 "a|1 Expires=2026-10-21T07:28:00"},

             Row{"SameSite in any case (5.6.7)", "a=1; samesite=STRICT", "a|1 SameSite=Strict"},
             Row{"SameSite=None", "a=1; SameSite=none; Secure", "a|1 Secure SameSite=None"},
             Row{"SameSite that is none of them", "a=1; SameSite=Lax; SameSite=foo",
                 "a|1 SameSite=?"},
             Row{"SameSite without value", "a=1; SameSite", "a|1 SameSite=?"},
         }) {
        EXPECT_EQ(read(row.field), row.read) << row.name;
    }
}

struct DateRow {
    const char* text;
    const char* date;
};

std::string readDate(std::string_view text) {
    const auto date = parseCookieDate(text);
    return date ? base::toIso8601(*date) : "none";
}

TEST(CookieDate, IsReadInAllShapes) {
    for (const DateRow& row : {
             DateRow{"Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37"},
             DateRow{"Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37"},
             DateRow{"Sun Nov  6 08:49:37 1994", "1994-11-06T08:49:37"},
             DateRow{"Wed, 21-Oct-2026 07:28:00 GMT", "2026-10-21T07:28:00"},
             DateRow{"07:28:00 2026 oct 21", "2026-10-21T07:28:00"},
             DateRow{"21 10 October 2026 7:2:1", "2010-10-21T07:02:01"},  // the first year counts
             DateRow{"21 October 2026 7:2:1", "2026-10-21T07:02:01"},
             DateRow{"21/OCTOBERFEST/26/07:28:00PM", "2026-10-21T07:28:00"},
             DateRow{"1 Jan 70 00:00:00", "1970-01-01T00:00:00"},
             DateRow{"1 Jan 99 00:00:00", "1999-01-01T00:00:00"},
             DateRow{"1 Jan 00 00:00:00", "2000-01-01T00:00:00"},
             DateRow{"1 Jan 69 00:00:00", "2069-01-01T00:00:00"},
             DateRow{"1 Jan 0069 00:00:00", "2069-01-01T00:00:00"},
             DateRow{"1st Jan 2026 00:00:00x", "2026-01-01T00:00:00"},
             DateRow{"29 Feb 2024 00:00:00", "2024-02-29T00:00:00"},
             DateRow{"Thu, 01 Jan 1970 00:00:00 GMT; ", "1970-01-01T00:00:00"},
             DateRow{"Mon, 01-Jan-9999 00:00:00 GMT", "2262-04-11T23:47:16"},
             DateRow{"Mon, 01-Jan-1601 00:00:00 GMT", "1677-09-21T00:12:44"},
             DateRow{"Thu, 01 Jan 1970 00:00:00 +0500", "1970-01-01T00:00:00"},
             DateRow{"\"Thu, 01 Jan 1970 00:00:00 GMT\"", "1970-01-01T00:00:00"},
             DateRow{"1 Jan 2026 00:00:00 2027", "2026-01-01T00:00:00"},
         }) {
        EXPECT_EQ(readDate(row.text), std::string(row.date) + ".000000000Z") << row.text;
    }
}

TEST(CookieDate, NeedsAllParts) {
    for (const auto* text : {"",
                             "0",
                             "-1",
                             "GMT",
                             "Wed, 21 Oct 2026",
                             "21 Oct 07:28:00",
                             "Oct 2026 07:28:00",
                             "21 2026 07:28:00",
                             "32 Oct 2026 07:28:00",
                             "0 Oct 2026 07:28:00",
                             "30 Feb 2026 00:00:00",
                             "29 Feb 2025 00:00:00",
                             "21 Oct 1600 07:28:00",
                             "21 Oct 2026 24:00:00",
                             "21 Oct 2026 07:60:00",
                             "21 Oct 2026 07:28:60",
                             "21 Oct 2026 07:28",
                             "21 Oct 2026 007:28:00",
                             "21 Oct 2026 07:28:000",
                             "21 Oct 20266 07:28:00",
                             "21 Oct 6 07:28:00",
                             "1761031680",
                             "2026-10-21T07:28:00Z"}) {
        EXPECT_EQ(readDate(text), "none") << text;
    }
}

SetCookie cookieOf(std::string_view field) {
    return parseSetCookie(field).value_or(SetCookie{});
}

TEST(CookieExpiry, PrefersMaxAgeToExpires) {
    constexpr auto kNow = at(2026, 11, 21, 12);
    const auto expiry = [&](std::string_view field) { return expiryOf(cookieOf(field), kNow); };
    EXPECT_FALSE(expiry("a=1").has_value());
    EXPECT_EQ(expiry("a=1; Max-Age=60"), kNow + seconds(60));
    EXPECT_EQ(expiry("a=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT"), kNow + seconds(60));
    EXPECT_EQ(expiry("a=1; Expires=Sun, 22 Nov 2026 00:00:00 GMT"), at(2026, 11, 22));
    EXPECT_EQ(expiry("a=1; Max-Age=0; Expires=Sun, 22 Nov 2026 00:00:00 GMT"),
              base::Timestamp::min());
    // Section 5.5: no cookie is kept for more than 400 days.
    EXPECT_EQ(expiry("a=1; Max-Age=34560000"), kNow + days(400));
    EXPECT_EQ(expiry("a=1; Max-Age=34560001"), kNow + days(400));
    EXPECT_EQ(expiry("a=1; Max-Age=99999999999999999999999"), kNow + days(400));
    EXPECT_EQ(expiry("a=1; Expires=Fri, 31 Dec 9999 23:59:59 GMT"), kNow + days(400));
}

TEST(CookieExpiry, HoldsAtTheEndsOfTime) {
    EXPECT_EQ(expiryOf(cookieOf("a=1; Max-Age=60"), base::Timestamp::max()),
              base::Timestamp::max());
    EXPECT_EQ(expiryOf(cookieOf("a=1; Max-Age=99999999999"), base::Timestamp::max() - days(1)),
              base::Timestamp::max());
    EXPECT_EQ(expiryOf(cookieOf("a=1; Max-Age=60"), base::Timestamp::min()),
              base::Timestamp::min() + seconds(60));
}

TEST(CookieExpiry, InThePastIsDeletion) {
    constexpr auto kNow = at(2026, 11, 21, 12);
    const auto deletes = [&](std::string_view field) { return isDeletion(cookieOf(field), kNow); };
    EXPECT_TRUE(deletes("a=; Max-Age=0"));
    EXPECT_TRUE(deletes("a=x; Max-Age=-1"));
    EXPECT_TRUE(deletes("a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT"));
    EXPECT_TRUE(deletes("a=deleted; expires=Thu, 01-Jan-1970 00:00:01 GMT; Max-Age=0; path=/"));
    EXPECT_TRUE(deletes("a=; Expires=Sat, 21 Nov 2026 12:00:00 GMT"));
    EXPECT_TRUE(deletes("a=; Max-Age=0; Expires=Fri, 31 Dec 9999 23:59:59 GMT"));
    EXPECT_FALSE(deletes("a=; Max-Age=5; Expires=Thu, 01 Jan 1970 00:00:00 GMT"));
    EXPECT_FALSE(deletes("a=; Expires=Sat, 21 Nov 2026 12:00:01 GMT"));
    EXPECT_FALSE(deletes("a="));  // an empty value is a value
    EXPECT_FALSE(deletes("a=; Expires=0"));
}

TEST(CookiePath, IsByDefaultTheDirectoryOfTheTarget) {
    struct PathRow {
        const char* target;
        const char* path;
    };
    for (const PathRow& row : {
             PathRow{"/", "/"},
             PathRow{"/a", "/"},
             PathRow{"/a/", "/a"},
             PathRow{"/a/b", "/a"},
             PathRow{"/a/b/", "/a/b"},
             PathRow{"/a/b?c=/d/e", "/a"},
             PathRow{"/a?b/c", "/"},
             PathRow{"http://h/a/b", "/a"},
             PathRow{"http://h", "/"},
             PathRow{"http://h?a/b", "/"},
             PathRow{"*", "/"},
             PathRow{"h:443", "/"},
             PathRow{"", "/"},
             PathRow{"a/b", "/"},
         }) {
        EXPECT_EQ(defaultPath(row.target), row.path) << row.target;
    }
}

TEST(CookiePath, MatchesWholeSegments) {
    struct MatchRow {
        const char* cookie;
        const char* request;
        bool matches;
    };
    for (const MatchRow& row : {
             MatchRow{"/", "/", true},
             MatchRow{"/", "/a/b", true},
             MatchRow{"/", "", true},
             MatchRow{"/a", "/a", true},
             MatchRow{"/a", "/a/", true},
             MatchRow{"/a", "/a/b", true},
             MatchRow{"/a/", "/a/b", true},
             MatchRow{"/a/", "/a", false},
             MatchRow{"/a", "/ab", false},
             MatchRow{"/a", "/A", false},
             MatchRow{"/a", "/", false},
             MatchRow{"", "/", false},
         }) {
        EXPECT_EQ(pathMatches(row.cookie, row.request), row.matches)
            << row.cookie << " " << row.request;
    }
}

TEST(CookieDomain, MatchesItselfAndWhatIsBelow) {
    struct MatchRow {
        const char* host;
        const char* domain;
        bool matches;
    };
    for (const MatchRow& row : {
             MatchRow{"example.test", "example.test", true},
             MatchRow{"Example.TEST", "eXample.test", true},
             MatchRow{"a.example.test", "example.test", true},
             MatchRow{"a.b.example.test", "EXAMPLE.test", true},
             MatchRow{"badexample.test", "example.test", false},
             MatchRow{"example.test", "a.example.test", false},
             MatchRow{"example.test", "", false},
             MatchRow{"", "", false},
             MatchRow{"192.0.2.7", "192.0.2.7", true},
             MatchRow{"192.0.2.7", "0.2.7", false},
             MatchRow{"192.0.2.7", "7", false},
             MatchRow{"[2001:db8::1]", "[2001:db8::1]", true},
             MatchRow{"::ffff:192.0.2.7", "0.2.7", false},
             MatchRow{"1.192.0.2.7", "192.0.2.7", true},  // five numbers are no address
             MatchRow{"localhost", "localhost", true},
         }) {
        EXPECT_EQ(domainMatches(row.host, row.domain), row.matches)
            << row.host << " " << row.domain;
    }
}

TEST(CookieDomain, KnowsAddresses) {
    for (const auto* host : {"192.0.2.7", "0.0.0.0", "255.255.255.255", "[::1]", "::1"})
        EXPECT_TRUE(isIpAddress(host)) << host;
    for (const auto* host : {"", "example.test", "1.2.3", "1.2.3.4.5", "256.0.0.1", "1.2.3.4.",
                             ".1.2.3.4", "1..2.3", "1.2.3.a", "1.2.3.00004", "a"})
        EXPECT_FALSE(isIpAddress(host)) << host;
}

TEST(CookiePrefix, SaysWhichRuleIsBroken) {
    struct PrefixRow {
        const char* field;
        PrefixRule broken;
    };
    for (const PrefixRow& row : {
             PrefixRow{"a=1", PrefixRule::Kept},
             PrefixRow{"__Secure-a=1; Secure", PrefixRule::Kept},
             PrefixRow{"__Secure-a=1; Secure; Domain=x.test; Path=/x", PrefixRule::Kept},
             PrefixRow{"__Secure-a=1", PrefixRule::Secure},
             PrefixRow{"__SECURE-a=1", PrefixRule::Secure},
             PrefixRow{"__Host-a=1; Secure; Path=/", PrefixRule::Kept},
             PrefixRow{"__Host-a=1; Path=/", PrefixRule::Secure},
             PrefixRow{"__host-a=1; Secure; Path=/; Domain=x.test", PrefixRule::HostOnly},
             PrefixRow{"__Host-a=1; Secure; Path=/; Domain=", PrefixRule::Kept},
             PrefixRow{"__Host-a=1; Secure", PrefixRule::RootPath},
             PrefixRow{"__Host-a=1; Secure; Path=/x", PrefixRule::RootPath},
             PrefixRow{"__Host=1", PrefixRule::Kept},
             PrefixRow{"__Securea=1", PrefixRule::Kept},
             PrefixRow{"=__Host-a=1; Secure; Path=/", PrefixRule::Named},
             PrefixRow{"__Secure-; Secure", PrefixRule::Named},
         }) {
        EXPECT_EQ(brokenPrefixRule(cookieOf(row.field)), row.broken) << row.field;
    }
}

}  // namespace
}  // namespace hark::http
