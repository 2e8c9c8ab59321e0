#include "tests/unit/session/applications.h"

#include <string>
#include <string_view>

#include <fmt/format.h>

namespace hark::session::test {

namespace {

constexpr std::string_view kHttpOnly = "; Path=/; HttpOnly";
constexpr std::string_view kYear = "; Path=/; Max-Age=31536000";
constexpr std::string_view kYearHttpOnly = "; Path=/; Max-Age=31536000; HttpOnly";
constexpr std::string_view kWeeks = "; Path=/; Max-Age=1209600; HttpOnly";
constexpr std::string_view kHours = "; Path=/; Max-Age=7200";
constexpr std::string_view kHoursHttpOnly = "; Path=/; Max-Age=7200; HttpOnly";
constexpr std::string_view kAsks = "<form method=post><input type=password name=p></form>";

// Another value for each user and purpose.
std::string value(unsigned user, unsigned number) {
    return id(user * 100 + number);
}

// As encrypting frameworks have it: another text each time, whatever is inside.
std::string sealed(unsigned user, unsigned number) {
    return "eyJpdiI6Ik" + value(user, number) + value(user, number + 50) + "In0%3D";
}

Step& logsIn(Client& client, std::string_view target, unsigned user) {
    return client.post(target).form(fmt::format("user=u{}&password=x", user));
}

// An identifier that is made at login, with these attributes, beside what browsers have before.
void made(Client& c, unsigned n, std::string_view attributes) {
    const auto had = [n](Step& step) -> Step& {
        return step.cookie("vi", value(n, 82))
            .cookie("vm", value(n, 83))
            .cookie("cs", value(n, 84))
            .cookie("fs", value(n, 85));
    };
    c.get("/")
        .sets("vi", value(n, 82), kYearHttpOnly)
        .sets("vm", value(n, 83), "; Path=/; Max-Age=2592000; HttpOnly")
        .sets("cs", value(n, 84))
        .sets("fs", value(n, 85), kHttpOnly);
    had(c.get("/login")).page(kAsks);
    had(c.post("/login"))
        .form(fmt::format("user=u{}&password=x&proof={}", n, value(n, 85)))
        .sets("co", value(n, 1), attributes)
        .leadsTo("/");
    had(c.get("/")).cookie("co", value(n, 1)).page(kInside);
    had(c.post("/logout")).cookie("co", value(n, 1)).deletes("co").leadsTo("/");
    had(c.get("/"));
}

}  // namespace

// ---- an identifier that stays, beside a login cookie that comes and goes

void wiki(Client& c, unsigned n) {
    c.get("/").sets("qx", value(n, 1), kHttpOnly).deletes("dv");
    c.get("/start?do=login").cookie("qx", value(n, 1)).page(kAsks).deletes("dv");
    logsIn(c, "/start", n)
        .cookie("qx", value(n, 1))
        .sets("dv", value(n, 2) + value(n, 3), kHttpOnly)
        .leadsTo("/start");
    c.get("/start").cookie("qx", value(n, 1)).cookie("dv", value(n, 2) + value(n, 3)).page(kInside);
    c.get("/start?do=logout")
        .cookie("qx", value(n, 1))
        .cookie("dv", value(n, 2) + value(n, 3))
        .sets("qx", value(n, 1), kHttpOnly)
        .deletes("dv")
        .leadsTo("/start");
    c.get("/start").cookie("qx", value(n, 1)).deletes("dv");
    logsIn(c, "/start", n)
        .cookie("qx", value(n, 1))
        .sets("dv", value(n, 4) + value(n, 5), kHttpOnly)
        .leadsTo("/start");
    c.get("/start").cookie("qx", value(n, 1)).cookie("dv", value(n, 4) + value(n, 5)).page(kInside);
    // Its value changes as well while the login lasts.
    c.get("/other")
        .cookie("qx", value(n, 1))
        .cookie("dv", value(n, 4) + value(n, 5))
        .sets("dv", value(n, 6) + value(n, 7), kHttpOnly)
        .page(kInside);
    c.get("/other").cookie("qx", value(n, 1)).cookie("dv", value(n, 6) + value(n, 7)).page(kInside);
}

void ticket(Client& c, unsigned n) {
    c.get("/").sets("as", value(n, 1), kHttpOnly);
    c.get("/account/login").cookie("as", value(n, 1)).page(kAsks);
    logsIn(c, "/account/login", n)
        .cookie("as", value(n, 1))
        .sets("ax", value(n, 2) + value(n, 3), kHttpOnly)
        .leadsTo("/");
    c.get("/").cookie("as", value(n, 1)).cookie("ax", value(n, 2) + value(n, 3)).page(kInside);
    c.post("/account/logoff")
        .cookie("as", value(n, 1))
        .cookie("ax", value(n, 2) + value(n, 3))
        .deletes("ax")
        .leadsTo("/");
}

// ---- login cookies alone

void blog(Client& c, unsigned n) {
    c.get("/");
    c.get("/wp-login.php").sets("tc", "WP+Cookie+check").page(kAsks);
    logsIn(c, "/wp-login.php", n)
        .cookie("tc", "WP+Cookie+check")
        .sets("se", value(n, 1) + value(n, 2), "; Path=/wp-admin; HttpOnly")
        .sets("lo", value(n, 3) + value(n, 4), kHttpOnly)
        .leadsTo("/wp-admin/");
    c.get("/wp-admin/")
        .cookie("se", value(n, 1) + value(n, 2))
        .cookie("tc", "WP+Cookie+check")
        .cookie("lo", value(n, 3) + value(n, 4))
        .page(kInside);
    c.get("/").cookie("tc", "WP+Cookie+check").cookie("lo", value(n, 3) + value(n, 4));
    c.get("/wp-login.php?action=logout")
        .cookie("tc", "WP+Cookie+check")
        .cookie("lo", value(n, 3) + value(n, 4))
        .sets("se", "x", "; Path=/wp-admin; Max-Age=0")
        .deletes("lo")
        .leadsTo("/wp-login.php?loggedout=true");
    c.get("/").cookie("tc", "WP+Cookie+check");
}

void framework(Client& c, unsigned n) {
    c.get("/");
    c.get("/accounts/login/").sets("ct", value(n, 1), kYear).page(kAsks);
    logsIn(c, "/accounts/login/", n)
        .cookie("ct", value(n, 1))
        .sets("ct", value(n, 2), kYear)
        .sets("si", value(n, 3), kWeeks)
        .leadsTo("/");
    c.get("/").cookie("ct", value(n, 2)).cookie("si", value(n, 3)).page(kInside);
    c.post("/accounts/logout/")
        .cookie("ct", value(n, 2))
        .cookie("si", value(n, 3))
        .form("a=b")
        .deletes("si")
        .leadsTo("/");
    c.get("/").cookie("ct", value(n, 2));
}

void late(Client& c, unsigned n) {
    made(c, n, kHttpOnly);
}

void kept(Client& c, unsigned n) {
    made(c, n, kYearHttpOnly);
}

// ---- identifiers that change at logins

void shop(Client& c, unsigned n) {
    c.get("/product/3").sets("ct", value(n, 1), kYear);
    c.post("/cart/add")
        .cookie("ct", value(n, 1))
        .form("product=3")
        .sets("si", value(n, 2), kWeeks)
        .leadsTo("/cart");
    c.get("/cart").cookie("ct", value(n, 1)).cookie("si", value(n, 2));
    logsIn(c, "/accounts/login/", n)
        .cookie("ct", value(n, 1))
        .cookie("si", value(n, 2))
        .sets("ct", value(n, 3), kYear)
        .sets("si", value(n, 4), kWeeks)
        .leadsTo("/cart");
    c.get("/cart").cookie("ct", value(n, 3)).cookie("si", value(n, 4)).page(kInside);
    c.post("/accounts/logout/")
        .cookie("ct", value(n, 3))
        .cookie("si", value(n, 4))
        .form("a=b")
        .deletes("si")
        .leadsTo("/");
}

void board(Client& c, unsigned n) {
    c.get("/").sets("ku", "1", kYearHttpOnly).deletes("kk").sets("ks", value(n, 1), kYearHttpOnly);
    c.get("/ucp.php?mode=login").cookie("ku", "1").cookie("ks", value(n, 1)).page(kAsks);
    const std::string number = std::to_string(40 + n);
    logsIn(c, "/ucp.php?mode=login", n)
        .cookie("ku", "1")
        .cookie("ks", value(n, 1))
        .sets("ku", number, kYearHttpOnly)
        .sets("kk", value(n, 2), kYearHttpOnly)
        .sets("ks", value(n, 3), kYearHttpOnly)
        .leadsTo("/");
    c.get("/")
        .cookie("ku", number)
        .cookie("kk", value(n, 2))
        .cookie("ks", value(n, 3))
        .page(kInside);
    c.get("/ucp.php?mode=logout")
        .cookie("ku", number)
        .cookie("kk", value(n, 2))
        .cookie("ks", value(n, 3))
        .sets("ku", "1", kYearHttpOnly)
        .deletes("kk")
        .sets("ks", value(n, 4), kYearHttpOnly)
        .leadsTo("/");
    c.get("/").cookie("ku", "1").cookie("ks", value(n, 4));
}

void school(Client& c, unsigned n) {
    c.get("/").sets("ms", value(n, 1), kHttpOnly);
    logsIn(c, "/login/index.php", n)
        .cookie("ms", value(n, 1))
        .sets("ms", value(n, 2), kHttpOnly)
        .sets("mi", value(n, 3), "; Path=/; Max-Age=5184000; HttpOnly")
        .leadsTo("/my/");
    c.get("/my/").cookie("ms", value(n, 2)).cookie("mi", value(n, 3)).page(kInside);
    c.get("/login/logout.php?sesskey=a1")
        .cookie("ms", value(n, 2))
        .cookie("mi", value(n, 3))
        .sets("ms", value(n, 4), kHttpOnly)
        .leadsTo("/");
    c.get("/").cookie("ms", value(n, 4)).cookie("mi", value(n, 3));
    c.get("/my/").cookie("ms", value(n, 4)).cookie("mi", value(n, 3)).leadsTo("/login/index.php");
    logsIn(c, "/login/index.php", n)
        .cookie("ms", value(n, 4))
        .cookie("mi", value(n, 3))
        .sets("ms", value(n, 5), kHttpOnly)
        .sets("mi", value(n, 6), "; Path=/; Max-Age=5184000; HttpOnly")
        .leadsTo("/my/");
    c.get("/my/").cookie("ms", value(n, 5)).cookie("mi", value(n, 6)).page(kInside);
}

void enterprise(Client& c, unsigned n) {
    c.get("/").sets("js", value(n, 1), kHttpOnly);
    logsIn(c, "/login", n)
        .cookie("js", value(n, 1))
        .sets("js", value(n, 2), kHttpOnly)
        .sets("re", value(n, 3) + value(n, 4), kWeeks)
        .leadsTo("/");
    c.get("/").cookie("js", value(n, 2)).cookie("re", value(n, 3) + value(n, 4)).page(kInside);
    c.post("/logout")
        .cookie("js", value(n, 2))
        .cookie("re", value(n, 3) + value(n, 4))
        .deletes("js")
        .deletes("re")
        .leadsTo("/");
}

void homemade(Client& c, unsigned n) {
    c.get("/").sets("ph", value(n, 1));
    logsIn(c, "/login.php", n)
        .cookie("ph", value(n, 1))
        .sets("ph", value(n, 2))
        .sets("rm", value(n, 3), kWeeks)
        .leadsTo("/");
    c.get("/").cookie("ph", value(n, 2)).cookie("rm", value(n, 3)).page(kInside);
    c.get("/")
        .cookie("rm", value(n, 3))
        .sets("ph", value(n, 4))
        .sets("rm", value(n, 5), kWeeks)
        .page(kInside);
    c.get("/a").cookie("ph", value(n, 4)).cookie("rm", value(n, 5)).page(kInside);
}

// ---- identifiers that change with every answer

void sealing(Client& c, unsigned n) {
    const auto answers = [n](Step& step, unsigned number) -> Step& {
        return step.sets("xt", sealed(n, number), kHours)
            .sets("ls", sealed(n, number + 1), kHoursHttpOnly);
    };
    const auto presents = [n](Step& step, unsigned number) -> Step& {
        return step.cookie("xt", sealed(n, number)).cookie("ls", sealed(n, number + 1));
    };
    answers(c.get("/"), 1);
    answers(presents(c.get("/login"), 1), 3).page(kAsks);
    answers(presents(logsIn(c, "/login", n), 3), 5)
        .sets("rw", value(n, 90) + value(n, 91), kYearHttpOnly)
        .leadsTo("/");
    answers(presents(c.get("/"), 5).cookie("rw", value(n, 90) + value(n, 91)), 7).page(kInside);
    answers(presents(c.get("/a"), 7).cookie("rw", value(n, 90) + value(n, 91)), 9).page(kInside);
}

void stateful(Client& c, unsigned n) {
    c.get("/").sets("rs", sealed(n, 1), kHttpOnly);
    c.get("/users/sign_in")
        .cookie("rs", sealed(n, 1))
        .sets("rs", sealed(n, 2), kHttpOnly)
        .page(kAsks);
    logsIn(c, "/users/sign_in", n)
        .cookie("rs", sealed(n, 2))
        .sets("rs", sealed(n, 3), kHttpOnly)
        .sets("ru", value(n, 90), kWeeks)
        .leadsTo("/");
    c.get("/")
        .cookie("rs", sealed(n, 3))
        .cookie("ru", value(n, 90))
        .sets("rs", sealed(n, 4), kHttpOnly)
        .page(kInside);
    c.get("/a").cookie("rs", sealed(n, 4)).cookie("ru", value(n, 90)).page(kInside);
}

// ---- what others put beside an identifier

void balanced(Client& c, unsigned n) {
    const std::string node = id(9000 + n % 2);
    c.get("/").sets("bg", node, kHttpOnly).sets("sd", value(n, 1), kHttpOnly);
    logsIn(c, "/login", n)
        .cookie("bg", node)
        .cookie("sd", value(n, 1))
        .sets("sd", value(n, 2), kHttpOnly)
        .leadsTo("/");
    c.get("/").cookie("bg", node).cookie("sd", value(n, 2)).page(kInside);
}

void restless(Client& c, unsigned n) {
    constexpr std::string_view kWeek = "; Path=/; Max-Age=604800";
    c.get("/").sets("ab", value(n, 11), kWeek).sets("sd", value(n, 1), kHttpOnly);
    c.get("/a.png")
        .cookie("ab", value(n, 11))
        .cookie("sd", value(n, 1))
        .sets("ab", value(n, 12), kWeek);
    logsIn(c, "/login", n)
        .cookie("ab", value(n, 12))
        .cookie("sd", value(n, 1))
        .sets("ab", value(n, 13), kWeek)
        .sets("sd", value(n, 2), kHttpOnly)
        .leadsTo("/");
    c.get("/")
        .cookie("ab", value(n, 13))
        .cookie("sd", value(n, 2))
        .sets("ab", value(n, 14), kWeek)
        .page(kInside);
    c.get("/b")
        .cookie("ab", value(n, 14))
        .cookie("sd", value(n, 2))
        .sets("ab", value(n, 15), kWeek);
}

void watched(Client& c, unsigned n) {
    const auto get = [&](std::string_view target) -> Step& {
        return c.get(target)
            .cookie("ga", value(n, 80))
            .cookie("cc", value(n, 81) + "%7Canalytics")
            .cookie("vi", value(n, 82));
    };
    c.get("/")
        .cookie("ga", value(n, 80))
        .sets("vi", value(n, 82), kYearHttpOnly)
        .sets("sd", value(n, 1), kHttpOnly);
    get("/login").cookie("sd", value(n, 1)).page(kAsks);
    logsIn(c, "/login", n)
        .cookie("ga", value(n, 80))
        .cookie("cc", value(n, 81) + "%7Canalytics")
        .cookie("vi", value(n, 82))
        .cookie("sd", value(n, 1))
        .sets("lc", value(n, 2), kHttpOnly)
        .leadsTo("/");
    get("/").cookie("sd", value(n, 1)).cookie("lc", value(n, 2)).page(kInside);
    get("/logout")
        .cookie("sd", value(n, 1))
        .cookie("lc", value(n, 2))
        .deletes("sd")
        .deletes("lc")
        .leadsTo("/");
    get("/").sets("sd", value(n, 3), kHttpOnly);
}

}  // namespace hark::session::test
