#include "core/query/completion.h"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/unit/query/made_case.h"

namespace hark::query {
namespace {

using test::CaseBuilder;
using test::MadeCase;

// The cursor is at "|". "value of status-code, "40" in [7, 9)" or "nothing".
std::string placeIn(std::string text) {
    const std::size_t cursor = text.find('|');
    text.erase(cursor, 1);
    const auto place = completionPlace(text, cursor);
    if (!place) return "nothing";
    using Kind = CompletionPlace::Kind;
    std::string line = place->kind == Kind::Name ? "name" : "";
    if (place->kind == Kind::Field) line = fmt::format("field of {}", place->name->name);
    if (place->kind == Kind::Value) {
        line = fmt::format("value of {}", place->name->name);
        if (!place->field.empty()) line += "[" + place->field + "]";
    }
    return fmt::format("{}, {} in [{}, {}){}", line, place->typed, place->begin, place->end,
                       place->isNameDone ? " done" : "");
}

TEST(Completion, TellsWhatIsBeingWritten) {
    const struct {
        const char* text;
        const char* place;
    } rows[] = {
        {"|", "name,  in [0, 0)"},
        {"  |", "name,  in [2, 2)"},
        {"sta|", "name, sta in [0, 3)"},
        {"|sta", "name,  in [0, 3)"},
        {"st|atus:404", "name, st in [0, 6) done"},
        {"st|atus == 404", "name, st in [0, 6) done"},
        {"status:|", "value of status-code,  in [7, 7)"},
        {"status:40|", "value of status-code, 40 in [7, 9)"},
        {"status:4|04 method:GET", "value of status-code, 4 in [7, 10)"},
        {"status:404 |", "name,  in [11, 11)"},
        {"status:404 me|", "name, me in [11, 13)"},
        {"status:404 | method:GET", "name,  in [11, 11)"},
        {"status:| method:GET", "value of status-code,  in [7, 7)"},
        {"status |== 404", "nothing"},
        {"status ==|", "value of status-code,  in [9, 9)"},
        {"status == 4|04&&x", "value of status-code, 4 in [10, 13)"},
        {"-me|", "name, me in [1, 3)"},
        {"not (me|)", "name, me in [5, 7)"},
        {"(status:4|)", "value of status-code, 4 in [8, 9)"},
        {"((status:404) or |", "name,  in [17, 17)"},
        {"a:b an|", "name, an in [4, 6)"},
        {"status:404 and|", "name, and in [11, 14)"},
        {"host:\"a b|", "value of domain, a b in [5, 9)"},
        {"host:\"a| status:404", "value of domain, a in [5, 7)"},
        {"host:\"a|b\" status:404", "value of domain, a in [5, 9)"},
        {R"(host:"a\"|)", "value of domain, a\" in [5, 9)"},
        {"host:\"ab\"|", "value of domain, ab in [5, 9)"},
        {"header[acc|", "field of header, acc in [7, 10)"},
        {"header[a|cc]:x", "field of header, a in [7, 10) done"},
        {"header[accept]:tex|", "value of header[accept], tex in [15, 18)"},
        {"header:x|", "nothing"},
        {"user-agent:F|", "value of user-agent[user-agent], F in [11, 12)"},
        {"method in {GET, P|}", "value of method, P in [16, 17)"},
        {"method in {|", "value of method,  in [11, 11)"},
        {"method contains G|", "value of method, G in [16, 17)"},
        {"nothing:x|", "nothing"},
        {"\"free te|xt\"", "nothing"},
        {"http://a.te|st", "nothing"},
        {"1|", "nothing"},
        {") }{ ; st|", "name, st in [7, 9)"},
    };
    for (const auto& row : rows)
        EXPECT_EQ(placeIn(row.text), row.place) << row.text;
}

void tell(CaseBuilder& builder, store::CaseWriter& writer) {
    builder.open(1);
    for (int i = 0; i < 4; ++i) {
        builder.exchange(
            "GET /p?q HTTP/1.1\r\nHost: shop.test\r\nAccept: text/*\r\nCookie: sid=secret\r\n"
            "X-]Odd: 1\r\n\r\n",
            "", "HTTP/1.1 404 a: b\r\nContent-Type: text/html\r\n\r\n", "");
    }
    builder.exchange("POST /cart HTTP/1.1\r\nHost: b.test\r\nAccept: image/*\r\n\r\n", "",
                     "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX-B: 1\r\n\r\n", "");
    builder.close();
    builder.open(2, 8443);
    builder.tls() = {"TLS 1.3", "shop.test", "h2 http/1.1"};
    builder.close(stream::EndReason::Reset);
    session::SessionRow session;
    session.id = {1};
    session.visitor = 5;
    session.users = {"Ada B", "bob"};
    session.figures.exchanges = 4;
    writer.on(session::Event(session));
    using Kind = session::LifeEventKind;
    writer.on(session::Event(session::LifeEventRow{1, {1}, Kind::Login, {1}, {}, {}, ""}));
    session::NameRow name;
    name.id = 1;
    name.name = "sid";
    name.service = ".test";
    name.presented = 4;
    name.minted = 1;
    writer.on(session::Event(name));
}

// What is offered at the end of a text: "GET 4, POST 1".
std::string offered(Case& from, std::string_view text, std::size_t most = 20) {
    const auto place = completionPlace(text, text.size());
    if (!place) return "nothing";
    const auto found = candidates(from, *place, most);
    if (!found) return found.error().message;
    std::string line;
    for (const Candidate& candidate : *found) {
        line += fmt::format("{}{}{}", line.empty() ? "" : ", ", candidate.insert,
                            candidate.count > 0 ? fmt::format(" {}", candidate.count) : "");
    }
    return line;
}

TEST(Completion, OffersNamesByAnySpelling) {
    MadeCase made(tell);
    EXPECT_EQ(offered(*made, "stat"), "status-code:");
    EXPECT_EQ(offered(*made, "METH"), "method:");
    EXPECT_EQ(offered(*made, "mime"), "mime-type:");
    EXPECT_EQ(offered(*made, "uri"), "uri:, http.request.uri.path:, http.request.full_uri:");
    EXPECT_EQ(offered(*made, "cookie-n"), "cookie-name:, set-cookie-name:");
    EXPECT_EQ(offered(*made, "response-hea"), "response-header[, has-response-header:");
    EXPECT_EQ(offered(*made, "http.request.meth"), "http.request.method:");
    EXPECT_EQ(offered(*made, "zzz"), "");
    const auto all = candidates(*made, *completionPlace("", 0), 1000).value();
    EXPECT_EQ(all.size(), filterNames().size());
    for (const Candidate& candidate : all)
        EXPECT_FALSE(candidate.help.empty()) << candidate.label;
}

TEST(Completion, OffersValuesThatOccur) {
    MadeCase made(tell);
    const struct {
        const char* text;
        const char* offered;
    } rows[] = {
        {"method:", "GET 4, POST 1"},
        {"method:p", "POST 1"},
        {"status:", "404 4, 4xx 4, 200 1, 2xx 1"},
        {"status:4", "404 4, 4xx 4"},
        {"status:0", "404 4, 200 1"},
        {"host:", "shop.test 4, b.test 1"},
        {"host:\"b.", "b.test 1"},
        {"host:t", "shop.test 4, b.test 1"},
        {"service:", "http://shop.test 4, http://b.test 1"},
        {"scheme:", "http 5"},
        {"path:", "/p 4, /cart 1"},
        {"url:http://b", "http://b.test/cart 1"},
        {"mime-type:text/", "text/html 4, text/plain 1"},
        {"protocol:", "HTTP/1.1 5"},
        {"has-request-header:a", "accept 2"},
        {"has-response-header:", "content-type 2, x-b 1"},
        {"header[x-", "x-b]: 1"},
        {"request-header[accept]:", R"("image/*" 1, "text/*" 1)"},
        {"http.cookie:", ""},
        {"cookie-value:", ""},
        {"cookie-name:", "sid 4"},
        {"set-cookie-name:", "sid 1"},
        {"set-cookie-domain:", "test 1"},
        {"session:", "1 4"},
        {"visitor:", "5 1"},
        {"user:", "\"Ada B\" 1, bob 1"},
        {"event:", "login 1"},
        {"client:", "10.0.0.1 1, 10.0.0.2 1"},
        {"server-port:", "80 1, 8443 1"},
        {"port:5", "50001 1, 50002 1"},
        {"end:", "fin 1, reset 1"},
        {"tls.alpn:", "h2 1, http/1.1 1"},
        {"tls.sni:", "shop.test 1"},
        {"tls.version:", "\"TLS 1.3\" 1"},
        {"connection:", "1 5, 2"},
        {"is:", "complete, incomplete, marked, pipelined, running"},
        {"is:in", "incomplete, pipelined, running"},
        {"keep-alive:", "no, yes"},
        {"anomaly:", ""},
        {"duration:", ""},
        {"body:", ""},
    };
    for (const auto& row : rows)
        EXPECT_EQ(offered(*made, row.text), row.offered) << row.text;
    EXPECT_EQ(offered(*made, "status:", 1), "404 4");
}

// Whatever is offered parses in its place, and selects something.
TEST(Completion, InsertsWhatParses) {
    MadeCase made([](CaseBuilder& builder, auto&) {
        builder.open(1);
        for (const char* target : {"/a\"b", "/a)b", "/(", "/a&&b", "/a||b", "/*", "/\\", "/,}",
                                   "/\xff", "or", "-x", "/<>"}) {
            builder.exchange(fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\nX: {}\r\n\r\n", target,
                                         target, target, target),
                             "", "HTTP/1.1 200 OK\r\n\r\n", "");
        }
        builder.close();
    });
    for (const FilterName& name : filterNames()) {
        for (const std::string& front :
             {std::string(name.name) + ":",
              std::string(name.name) + "==", "-(" + std::string(name.name) + ":"}) {
            const auto place = completionPlace(front, front.size());
            if (!place) continue;
            const auto found = candidates(*made, *place, 100);
            ASSERT_TRUE(found.ok());
            for (const Candidate& candidate : *found) {
                const std::string text = front + candidate.insert + (front[0] == '-' ? ")" : "");
                const auto parsed = parseFilter(text);
                ASSERT_TRUE(std::holds_alternative<Filter>(parsed)) << text;
                const bool selects = !made->exchangeIds(std::get<Filter>(parsed))->empty() ||
                                     !made->connectionIds(std::get<Filter>(parsed))->empty();
                if (name.kind == ValueKind::Word || front[0] == '-') continue;
                EXPECT_TRUE(selects) << text;
            }
        }
    }
}

}  // namespace
}  // namespace hark::query
