// What the beginnings of contents show: logins, tokens, links; and how much of them is looked into.

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "tests/unit/session/inspection.h"

namespace hark::session::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string gzip(std::string_view text) {
    z_stream stream{};
    constexpr int kGzip = 16;
    EXPECT_EQ(
        deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, MAX_WBITS + kGzip, 8, Z_DEFAULT_STRATEGY),
        Z_OK);
    std::string out(text.size() + 100, '\0');
    std::string in(text);
    stream.next_in = reinterpret_cast<Bytef*>(in.data());
    stream.avail_in = static_cast<uInt>(in.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

Inspection posting(std::string_view type, std::string_view content) {
    Dialogue d;
    d.client("10.0.0.1", "A").post("/x").content(type, content);
    return Inspection(d);
}

Inspection answering(std::string_view type, std::string_view content) {
    Dialogue d;
    d.client("10.0.0.1", "A").post("/x").body(type, content);
    return Inspection(d);
}

constexpr std::string_view kForm = "application/x-www-form-urlencoded";

// ---- requests

TEST(SessionContents, TellLogins) {
    struct Row {
        const char* type;
        const char* content;
        bool isLogin;
        const char* user;
    };
    for (const Row& row : {
             Row{kForm.data(), "user=anna&password=x", true, "anna"},
             Row{kForm.data(), "email=a%40b.test&pwd=x", true, "a@b.test"},
             Row{kForm.data(), "password=x", true, ""},
             Row{kForm.data(), "user=anna&page=2", false, ""},
             Row{kForm.data(), "", false, ""},
             // A change of the password is no login; a registration is one.
             Row{kForm.data(), "old_password=x&new_password=y", false, ""},
             Row{kForm.data(), "username=anna&password=x&password2=x", true, "anna"},
             Row{"application/json", R"({"username":"anna","password":"x"})", true, "anna"},
             Row{"application/json; charset=utf-8", R"({"a":{"user":"anna","pass":"x"}})", true,
                 "anna"},
             Row{"application/json", R"({"username":"anna","password":"x)", false, ""},
             Row{"text/plain", "user=anna&password=x", false, ""},
             Row{"multipart/form-data; boundary=b",
                 "--b\r\nContent-Disposition: form-data; name=\"user\"\r\n\r\nanna\r\n"
                 "--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nx\r\n--b--\r\n",
                 true, "anna"},
             Row{"multipart/form-data; boundary=b",
                 "--b\r\nContent-Disposition: form-data; name=\"password\"; filename=\"p\"\r\n\r\n"
                 "x\r\n--b--\r\n",
                 false, ""},
         }) {
        const Inspection seen = posting(row.type, row.content);
        EXPECT_EQ(seen.facts(1).signs.isLoginAttempt, row.isLogin) << row.content;
        EXPECT_EQ(seen.facts(1).rare->user, row.user) << row.content;
    }
}

TEST(SessionContents, APasswordIsWhatThePageAskedForAsOne) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "A");
    anna.post("/x").form("user=anna&zebra=secret");
    anna.get("/x").page("<input name=zebra type=PASSWORD>");
    anna.post("/x").form("user=anna&zebra=secret");
    const Inspection seen(d);
    EXPECT_FALSE(seen.facts(1).signs.isLoginAttempt);
    EXPECT_TRUE(seen.facts(2).signs.hasPasswordInput);
    EXPECT_TRUE(seen.facts(3).signs.isLoginAttempt);
    EXPECT_THAT(seen.notes(3), ElementsAre("user=anna"));
}

TEST(SessionContents, CompressedOnesAreReadAsWell) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "A");
    anna.post("/x").with("Content-Encoding", "gzip").form(gzip("user=anna&password=x"));
    anna.get("/x").says("Content-Encoding", "gzip").page(gzip("<a href='/logout'>x</a>"));
    anna.get("/x").says("Content-Encoding", "gzip").page("<a href='/logout'>no gzip</a>");
    const Inspection seen(d);
    EXPECT_TRUE(seen.facts(1).signs.isLoginAttempt);
    EXPECT_EQ(seen.facts(1).rare->user, "anna");
    EXPECT_TRUE(seen.facts(2).signs.hasLogoutLink);
    EXPECT_FALSE(seen.facts(3).signs.hasLogoutLink);
}

TEST(SessionContents, TellCredentialsThatFormsPresent) {
    EXPECT_THAT(
        posting(kForm, "sid=" + id(1) + "&csrf_token=x&page=2").uses(1),
        ElementsAre("presents form-field sid=" + id(1), "presents form-field csrf_token=x"));
    EXPECT_THAT(posting("application/json", R"({"refresh_token":"x","n":2})").uses(1),
                ElementsAre("presents json-member refresh_token=x"));
}

TEST(SessionContents, TellRefreshes) {
    EXPECT_TRUE(posting(kForm, "grant_type=refresh_token&x=y").facts(1).signs.refreshes);
    EXPECT_TRUE(posting(kForm, "refresh_token=" + id(1)).facts(1).signs.refreshes);
    EXPECT_FALSE(posting(kForm, "grant_type=password&x=y").facts(1).signs.refreshes);
}

TEST(SessionContents, NotesHaveNoSecrets) {
    const Inspection seen = posting(
        kForm, "product=3&quantity=2&password=p&card_number=4111&csrf=1&empty=&ref=" + id(1));
    EXPECT_THAT(seen.notes(1), ElementsAre("product=3", "quantity=2"));
}

TEST(SessionContents, NotesAreBounded) {
    std::string form = "long=" + std::string(500, 'x');
    for (unsigned n = 0; n < 40; ++n)
        form += "&f" + std::to_string(n) + "=1";
    const Inspection seen = posting(kForm, form);
    ASSERT_EQ(seen.notes(1).size(), 16U);
    EXPECT_EQ(seen.notes(1)[0].size(), 200U + std::string("long=").size());
}

// ---- responses

TEST(SessionContents, TellWhatPagesOffer) {
    const Inspection seen = answering(
        "text/html",
        "<meta name=csrf-token content=m1><meta name=author content=" + id(5) +
            "><a href='/cart;jsessionid=" + id(1) + "'>x</a>" +
            "<form action='/sign-out'><input type=hidden name=authenticity_token value=h1>"
            "<input type=text name=sid value=" +
            id(6) + "></form>");
    EXPECT_THAT(seen.uses(1), ElementsAre("issues form-field csrf-token=m1",
                                          "issues path-parameter jsessionid=" + id(1),
                                          "issues form-field authenticity_token=h1"));
    EXPECT_TRUE(seen.facts(1).signs.isInspected);
    EXPECT_TRUE(seen.facts(1).signs.hasLogoutLink);
    EXPECT_FALSE(seen.facts(1).signs.hasPasswordInput);
}

TEST(SessionContents, TellNothingOfTextThatIsNoLink) {
    const Inspection seen = answering("text/html", "Log out at /logout <!-- <a href=/logout> -->");
    EXPECT_FALSE(seen.facts(1).signs.hasLogoutLink);
}

TEST(SessionContents, TellTokensOfJson) {
    const Inspection seen = answering(
        "application/json", R"({"data":{"token":"t1","name":"anna"},"list":[")" + id(1) + "\"]}");
    EXPECT_EQ(seen.uses(1).at(0), "issues json-member token=t1");
    EXPECT_FALSE(seen.facts(1).signs.isRefused);
}

TEST(SessionContents, TellRefusalsOfJson) {
    for (const char* json : {R"({"success":false})", R"({"ok":false})", R"({"error":"bad"})",
                             R"({"authenticated":false,"x":1})"}) {
        EXPECT_TRUE(answering("application/json", json).facts(1).signs.isRefused) << json;
    }
    for (const char* json : {R"({"success":true})", R"({"error":null})", R"({"error":""})",
                             R"({"items":[{"success":false}]})", R"({"success":"false"})"}) {
        EXPECT_FALSE(answering("application/json", json).facts(1).signs.isRefused) << json;
    }
}

TEST(SessionContents, WhatOnePageIssuesIsBounded) {
    std::string page;
    for (unsigned n = 0; n < 20; ++n)
        page += "<a href='/a;jsessionid=" + id(n) + "'>x</a>";
    Dialogue d;
    d.client("10.0.0.1", "A").get("/").page(page + "<a href='/logout'>x</a>");
    Limits limits;
    limits.issuedInContent = 3;
    const Inspection seen(d, limits);
    EXPECT_EQ(seen.uses(1).size(), 3U);
    EXPECT_TRUE(seen.facts(1).signs.hasLogoutLink);
}

// ---- how much is looked into

TEST(SessionInspector, ReadsContentsInAnyPieces) {
    for (const std::size_t size : {1U, 2U, 7U, 1000U}) {
        Dialogue d;
        d.client("10.0.0.1", "A").get("/").page("<p>x</p><a href='/logout'>x</a>").inPieces(size);
        EXPECT_TRUE(Inspection(d).facts(1).signs.hasLogoutLink) << size;
    }
}

TEST(SessionInspector, ReadsUpToTheFirstGap) {
    const std::string page = "<a href='/logout'>x</a>..........<input type=password name=p>";
    Dialogue d;
    Client anna = d.client("10.0.0.1", "A");
    anna.get("/").page(page).inPieces(30, 1);
    anna.get("/").page(page).inPieces(30, 0);
    const Inspection seen(d);
    EXPECT_TRUE(seen.facts(1).signs.hasLogoutLink);
    EXPECT_FALSE(seen.facts(1).signs.hasPasswordInput);
    EXPECT_FALSE(seen.facts(2).signs.hasLogoutLink);
    EXPECT_FALSE(seen.facts(2).signs.isInspected);
}

TEST(SessionInspector, ReadsTheBeginningOnly) {
    const std::string logout = "<a href='/logout'>x</a>";
    Dialogue d;
    Client anna = d.client("10.0.0.1", "A");
    anna.get("/").page(logout + std::string(100, '.') + "<input type=password name=p>");
    anna.get("/").page(std::string(100, '.') + logout);
    Limits limits;
    limits.inspectedContent = 50;
    const Inspection seen(d, limits);
    EXPECT_TRUE(seen.facts(1).signs.hasLogoutLink);
    EXPECT_FALSE(seen.facts(1).signs.hasPasswordInput);
    EXPECT_FALSE(seen.facts(2).signs.hasLogoutLink);
}

TEST(SessionInspector, TheBeginningIsThatOfTheDecodedContent) {
    Dialogue d;
    d.client("10.0.0.1", "A")
        .get("/")
        .says("Content-Encoding", "gzip")
        .page(gzip(std::string(10'000, '.') + "<a href='/logout'>x</a>"));
    Limits limits;
    limits.inspectedContent = 5'000;
    EXPECT_FALSE(Inspection(d, limits).facts(1).signs.hasLogoutLink);
    limits.inspectedContent = 50'000;
    EXPECT_TRUE(Inspection(d, limits).facts(1).signs.hasLogoutLink);
}

TEST(SessionInspector, CountsContentsForWhichThereIsNoRoom) {
    using std::chrono::milliseconds;
    // The second one's form comes while the first one's is kept.
    Dialogue d;
    Client anna = d.client("10.0.0.1", "A");
    anna.post("/").form("user=anna&password=x").at(milliseconds(0)).takes(milliseconds(500)).on(1);
    anna.post("/").form("user=bert&password=x").at(milliseconds(100)).on(2);
    anna.post("/").form("user=carl&password=x").at(milliseconds(900)).on(2);
    Limits limits;
    limits.collectedContents = 30;
    const Inspection seen(d, limits);
    EXPECT_TRUE(seen.facts(1).signs.isLoginAttempt);
    EXPECT_FALSE(seen.facts(2).signs.isLoginAttempt);
    EXPECT_TRUE(seen.facts(3).signs.isLoginAttempt);
    EXPECT_GT(seen.contentsPassedOver(), 0U);
}

TEST(SessionInspector, TellsHeadsBeforeALongContentEnds) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "A");
    anna.get("/").says("Content-Length", "9999999");
    anna.get("/");
    EXPECT_THAT(Inspection(d).told(), ElementsAre("1", "1 final", "2 final"));
}

TEST(SessionInspector, OfDataForWhoeverPresentsACredentialReadsNothing) {
    Dialogue d;
    Client app = d.client("10.0.0.1", "A");
    const std::string json = R"({"token":")" + id(1) + "\"}";
    app.get("/api/items").cookie("sid", "x").data(json);
    app.get("/api/items").data(json);
    app.get("/api/token").cookie("sid", "x").data(json);
    const Inspection seen(d);
    EXPECT_FALSE(seen.facts(1).signs.isInspected);
    EXPECT_TRUE(seen.facts(2).signs.isInspected);
    EXPECT_TRUE(seen.facts(3).signs.isInspected);
}

}  // namespace
}  // namespace hark::session::test
