#include "core/query/filter.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "core/query/case.h"
#include "core/store/case_writer.h"
#include "tests/unit/store/case_builder.h"

namespace hark::query {
namespace {

using stream::Direction;

// Two sessions of one visitor, the second of which begins with the exchange at which the first
// expires, and one whose exchanges were not captured. Exchange 3 belongs to none.
void tellSessions(store::CaseWriter& writer) {
    using session::LifeEventKind;
    const auto tell = [&](const session::Event& event) { writer.on(event); };
    const auto time = base::Timestamp(base::Duration(1));
    for (std::uint64_t id = 1; id <= 3; ++id) {
        session::SessionRow row;
        row.id = {id};
        row.visitor = id < 3 ? 1 : 2;
        row.service = id == 2 ? "http://other.test" : "http://shop.example.test";
        row.figures.exchanges = 3 - id;
        if (id == 1) row.users = {"Alice", "bob"};
        if (id == 1) row.user = "bob";
        tell(row);
    }
    tell(session::MembersRow{1, {1}, {1}, {2}, {1}, 0});
    tell(session::MembersRow{2, {3}, {4}, {4}, {2}, 0});
    tell(session::LifeEventRow{1, {1}, LifeEventKind::Minted, {1}, time, {}, "Set-Cookie"});
    tell(session::LifeEventRow{2, {1}, LifeEventKind::Login, {2}, time, {}, ""});
    tell(session::LifeEventRow{3, {1}, LifeEventKind::Expired, {4}, time, {}, ""});
    tell(session::LifeEventRow{4, {2}, LifeEventKind::Minted, {4}, time, {}, ""});
    const auto name = [&](std::uint64_t id, session::Carrier carrier, const char* service,
                          const char* called, std::uint64_t minted) {
        session::NameRow row;
        row.id = id;
        row.carrier = carrier;
        row.service = service;
        row.name = called;
        row.minted = minted;
        tell(row);
    };
    name(1, session::Carrier::Cookie, ".example.test", "sid", 1);
    name(2, session::Carrier::Cookie, "http://shop.example.test", "theme", 0);
    name(3, session::Carrier::PathParameter, "http://shop.example.test", "sid", 1);
    name(4, session::Carrier::Cookie, "http://other.test", "sid", 0);
    name(5, session::Carrier::Cookie, "http://else.test", "sid", 0);
}

// One case for all filters: seven exchanges on three connections, and one connection without any.
void writeCase(const std::string& path) {
    auto writer = store::CaseWriter::create(path, {});
    ASSERT_TRUE(writer.ok());
    test::CaseBuilder builder(**writer);
    builder.open(1);
    builder.exchange(
        "GET /cart?item=7 HTTP/1.1\r\nHost: shop.example.test\r\nCookie: sid=abc; "
        "theme=dark\r\n\r\n",
        "",
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nSet-Cookie: sid=xyz; Domain=.example.test; "
        "Path=/\r\n\r\n",
        "Welcome to the SHOP");
    builder.exchange(
        "POST /cart/add HTTP/1.1\r\nHost: shop.example.test\r\nContent-Type: text/plain\r\n\r\n",
        "item=7&count=100%_sure",
        "HTTP/1.1 404 Not Found\r\nContent-Type: TEXT/plain; charset=x\r\nX-Note: a*b\r\n\r\n",
        std::string(2000, 'n'));
    builder.close();
    builder.open(2, 8080);
    auto slow = builder.begin();
    builder.request(
        slow, "GET http://img.example.test/Logo.png?x HTTP/1.0\r\nHost: img.example.test\r\n\r\n");
    builder.response(slow, "HTTP/1.0 500 Oops\r\nContent-Type: image/png\r\n\r\n");
    slow.timing.wait = std::chrono::milliseconds(900);
    slow.response->lastByte = slow.started + std::chrono::seconds(2);
    slow.timing.blocked = std::chrono::milliseconds(5);
    slow.response->packets = {{1, 100, 110}, {2, 1, 20}};
    builder.end(slow);
    builder.close(stream::EndReason::Reset);
    builder.open(3);
    auto lone = builder.begin();
    builder.request(lone, "PUT /x HTTP/1.1\r\nHost: other.test\r\nCookie: sid=%5B\r\n\r\n");
    lone.request->complete = false;
    lone.anomalies.push_back({{"http1-cut"}, "", {1, 9}, 0});
    builder.end(lone);
    builder.close();
    builder.open(4, 443);
    builder.tls() = {"TLS 1.3", "Shop.example.test", "h2 http/1.1"};
    builder.close(stream::EndReason::CaptureEnded);
    tellSessions(**writer);
    ASSERT_TRUE((*writer)->finish(store::CaseWriter::State::Complete).ok());
}

class FilterTest : public testing::Test {
protected:
    static void SetUpTestSuite() {
        directory_ = std::make_unique<test::TemporaryDirectory>();
        writeCase(*directory_ / "a.hark");
        auto opened = Case::open(*directory_ / "a.hark");
        ASSERT_TRUE(opened.ok()) << opened.error().message;
        case_ = std::move(opened).value();
    }
    static void TearDownTestSuite() {
        case_.reset();
        directory_.reset();
    }
    static base::Result<std::vector<std::uint64_t>> idsOf(Subject subject, const Filter& filter) {
        switch (subject) {
            case Subject::Exchanges:
                return case_->exchangeIds(filter);
            case Subject::Connections:
                return case_->connectionIds(filter);
            case Subject::Sessions:
                return case_->sessionIds(filter);
            case Subject::LifeEvents:
                return case_->lifeEventIds(filter);
            case Subject::Cookies:
                return case_->cookieIds(filter);
        }
        return base::Error{"no such subject"};
    }
    // "1 3", or what went wrong.
    static std::string matches(const std::string& text, Subject subject) {
        const auto parsed = parseFilter(text);
        if (const auto* problem = std::get_if<FilterProblem>(&parsed)) return problem->line();
        const Filter& filter = *std::get_if<Filter>(&parsed);
        const auto ids = idsOf(subject, filter);
        if (!ids) return ids.error().message;
        std::string line;
        for (const std::uint64_t id : *ids) {
            line += (line.empty() ? "" : " ") + std::to_string(id);
        }
        return line;
    }

    static inline std::unique_ptr<test::TemporaryDirectory> directory_;
    static inline std::unique_ptr<Case> case_;
};

struct Row {
    const char* filter;
    const char* ids;
};

TEST_F(FilterTest, SelectsExchanges) {
    const Row rows[] = {
        {"", "1 2 3 4"},
        {"  ", "1 2 3 4"},
        {"method:POST", "2"},
        {"method:post", "2"},
        {"METHOD:P*", "2 4"},
        {"method:POST,PUT", ""},
        {"method in {POST, put}", "2 4"},
        {"method!=GET", "2 4"},
        {"-method:GET", "2 4"},
        {"not method:GET", "2 4"},
        {"!method:GET", "2 4"},
        {"!!method:GET", "1 3"},
        {"status-code:404", "2"},
        {"status:4xx", "2"},
        {"status:400..500", "2 3"},
        {"status>=400 and status<500", "2"},
        {"status > 404", "3"},
        {"status:>=404", "2 3"},
        {"status:*", "1 2 3"},
        {"not status:404", "1 3 4"},
        {"status!=404", "1 3 4"},
        {"http.response.code in {200 404}", "1 2"},
        {"http.response.code in {200..300}", "1"},
        {"domain:*.example.test", "1 2 3"},
        {"host:other.test", "4"},
        {"http.host == \"shop.example.test\"", "1 2"},
        {"http.host == \"*.example.test\"", ""},
        {"http.host contains example", "1 2 3"},
        {"path:/cart", "1"},
        {"path:/cart*", "1 2"},
        {"path:/logo.png", "3"},
        {"path:\"/cart\"*", "1 2"},
        {"path:\"/*\"*", ""},
        {"client:\"10.0.0.\"*", "1 2 3 4"},
        {"client:\"10.0.0.\"", ""},
        {"-path:\"/cart\"* method:GET", "3"},
        {"service:http://shop.example.test", "1 2"},
        {"origin:http://img*", "3"},
        {"url:http://shop.example.test/cart?item=7", "1"},
        {"url:*item=7", "1"},
        {"target:http*", "3"},
        {"http.request.uri contains \"?\"", "1 3"},
        {"scheme:http", "1 2 3 4"},
        {"scheme:https", ""},
        {"mime-type:text/*", "1 2"},
        {"mime:image/*", "3"},
        {"type:\"text/*\"", ""},
        {"http.content_type contains \"png\"", "3"},
        {"larger-than:1k", "2"},
        {"larger-than:2000", ""},
        {"smaller-than:1k", "1 3"},
        {"size>=1.9k", "2"},
        {"size:2000", "2"},
        {"size:1Ki..2Ki", "2"},
        {"request-size>0", "2"},
        {"duration>500ms", "3"},
        {"duration>=2s", "3"},
        {"duration:>500", "3"},
        {"duration<1s", "1 2 4"},
        {"wait:900ms", "3"},
        {"wait:*", "1 2 3"},
        {"protocol:HTTP/1.0", "3"},
        {"protocol:http/1.*", "1 2 3 4"},
        {"has-response-header:set-cookie", "1"},
        {"has-response-header:x-*", "2"},
        {"has-request-header:Content-Type", "2"},
        {"has-header:content-type", "1 2 3"},
        {"header[content-type]:text/*", "1 2"},
        {"request-header[content-type]:text/plain", "2"},
        {"response-header[x-note]:\"a*b\"", "2"},
        {"response-header[x-note]:a\\*b", "2"},
        {"response-header[x-note]:a\\*c", ""},
        {"response-header[x-note] contains \"*\"", "2"},
        {"http.cookie contains theme", "1"},
        {"cookie-name:sid", "1 4"},
        {"cookie-name:SI*", "1 4"},
        {"cookie-value:abc", "1"},
        {"cookie-value:%5b", "4"},
        {"set-cookie-name:sid", "1"},
        {"set-cookie-name:path", ""},
        {"set-cookie-value:xyz", "1"},
        {"set-cookie-domain:example.test", "1"},
        {"body:\"welcome to the shop\"", "1"},
        {"body:100%_sure", "2"},
        {"body:absent", ""},
        {"is:complete", "1 2 3"},
        {"is:incomplete", "4"},
        {"is:pipelined", "3"},
        {"is:running", ""},
        {"packet:105", "3"},
        {"packet:15", "3"},
        {"frame.number == 3", "1 3"},
        {"id:2", "2"},
        {"exchange>=3", "3 4"},
        {"anomaly:*", "4"},
        {"anomaly:http1-cut", "4"},
        {"-anomaly:*", "1 2 3"},
        {"connection:1", "1 2"},
        {"tcp.stream == 2", "3"},
        {"client:10.0.0.1", "1 2"},
        {"client:10.0.0.*", "1 2 3 4"},
        {"client:10.0.0.2:50002", "3"},
        {"client:10.0.0.2:50003", ""},
        {"server:192.0.2.1:8080", "3"},
        {"ip.addr == 10.0.0.3", "4"},
        {"ip.addr == 192.0.2.1", "1 2 3 4"},
        {"tcp.port == 8080", "3"},
        {"-tcp.port == 8080", "1 2 4"},
        {"keep-alive:yes", "1 2"},
        {"keep-alive:no", "3 4"},
        {"end:reset", "3"},
        {"ended-by:server", "1 2 4"},
        {"cart", "1 2"},
        {"\"not an url\"", ""},
        {"404", "2"},
        {"%", ""},
        {"-cart", "3 4"},
        {"http://shop.example.test/cart", "1 2"},
        {"method:GET status:200", "1"},
        {"method:GET or status:404", "1 2 3"},
        {"method:GET || status:404 && method:GET", "1 3"},
        {"(method:GET or status:404) keep-alive:yes", "1 2"},
        {"(method:GET or status:404) and not (path:/cart)", "2 3"},
        {"http.request.method == \"POST\" && http.response.code >= 400", "2"},
        {"http.request.method==POST&&http.response.code>=400", "2"},
        {"!(http.response.code in {200, 404})", "3 4"},
        {"url:*cart* -method:GET", "2"},
        {"order", ""},
        {"NOT method:GET AND status:404", "2"},
        {"session:1", "1 2"},
        {"session:3", ""},
        {"session>=2", "4"},
        {"session in {1, 2}", "1 2 4"},
        {"session!=1", "3 4"},
        {"session:*", "1 2 4"},
        {"session:none", "3"},
        {"-session:NONE", "1 2 4"},
        {"user:alice", "1 2"},
        {"user:BOB", "1 2"},
        {"user:carol", ""},
        {"user contains lic", "1 2"},
        {"user:*", "1 2"},
        {"user:al*", "1 2"},
        {"visitor:>=1", "1 2 4"},
        {"visitor:>1", ""},
        {"not user:*", "3 4"},
        {"visitor:1", "1 2 4"},
        {"visitor:2", ""},
        {"event:login", "2"},
        {"event:minted", "1 4"},
        {"event:*", "1 2 4"},
        {"-event:*", "3"},
        {"event:login session:1 method:POST", "2"},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(matches(row.filter, Subject::Exchanges), row.ids) << row.filter;
    }
}

TEST_F(FilterTest, SelectsConnections) {
    const Row rows[] = {
        {"", "1 2 3 4"},
        {"connection:2", "2"},
        {"client:10.0.0.1", "1"},
        {"port:443", "4"},
        {"protocol:TLS", "4"},
        {"protocol:http/*", "1 2 3"},
        {"tls.sni:shop.example.test", "4"},
        {"sni:*.example.test", "4"},
        {"sni:example.test", ""},
        {"not sni:*", "1 2 3"},
        {"tls.handshake.extensions_server_name contains \"shop\"", "4"},
        {"tls.alpn:h2", "4"},
        {"alpn:http/*", "4"},
        {"alpn:h", ""},
        {"-alpn:h2", "1 2 3"},
        {"tls.version:\"TLS 1.3\"", "4"},
        {"tls.version:*1.2", ""},
        {"keep-alive:yes", "1"},
        {"exchanges>=1", "1 2 3"},
        {"end:capture-ended", "4"},
        {"not end:fin", "2 4"},
        {"anomaly:*", "3"},
        {"method:GET", "1 2"},
        {"method:GET status:404", ""},
        {"method:POST status:404", "1"},
        {"client:10.0.0.1 or status:500", "1 2"},
        {"cart", "1"},
        {"TLS", "4"},
        {"10.0.0.", "1 2 3 4"},
        {"session:1", "1"},
        {"session:none", "2"},
        {"visitor:1", "1 3"},
        {"user:alice event:login", "1"},
        {"event:expired", "3"},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(matches(row.filter, Subject::Connections), row.ids) << row.filter;
    }
}

TEST_F(FilterTest, SelectsSessions) {
    const Row rows[] = {
        {"", "1 2 3"},
        {"session:2", "2"},
        {"session:*", "1 2 3"},
        {"session:none", ""},
        {"session!=2", "1 3"},
        {"user:alice", "1"},
        {"-user:alice", "2 3"},
        {"visitor:1", "1 2"},
        {"event:minted", "1 2"},
        // Of the session that expired, though the exchange belongs to the next one.
        {"event:expired", "1"},
        {"exchanges>=1", "1 2"},
        {"method:POST", "1"},
        {"-method:POST", "1 2"},
        {"method:GET status:404", ""},
        {"method:POST status:404", "1"},
        {"user:alice method:POST status:404", "1"},
        {"visitor:1 method:PUT", "2"},
        {"method:GET user:bob status:404", ""},
        {"user:alice or method:PUT", "1 2"},
        {"not (user:alice or method:PUT)", "3"},
        {"connection:3", "2"},
        {"client:10.0.0.1", "1"},
        {"cookie-name:theme", "1"},
        {"anomaly:*", "2"},
        {"cart", "1"},
        {"bob", "1"},
        {"shop.example", "1 3"},
        {"-shop.example", "2"},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(matches(row.filter, Subject::Sessions), row.ids) << row.filter;
    }
}

TEST_F(FilterTest, SelectsLifeEvents) {
    const Row rows[] = {
        {"", "1 2 3 4"},
        {"event:minted", "1 4"},
        {"event:log*", "2"},
        {"session:1", "1 2 3"},
        {"session:none", ""},
        {"user:alice", "1 2 3"},
        {"visitor:1", "1 2 3 4"},
        {"connection:3", "3 4"},
        {"method:GET", "1"},
        {"session:1 method:PUT", "3"},
        {"not (session:1 or method:PUT)", ""},
        {"set-cookie", "1"},
        {"cart", "1 2"},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(matches(row.filter, Subject::LifeEvents), row.ids) << row.filter;
    }
}

TEST_F(FilterTest, SelectsCookies) {
    const Row rows[] = {
        {"", "1 2 4 5"},
        {"cookie-name:sid", "1 4 5"},
        {"cookie-name:T*", "2"},
        {"set-cookie-name:sid", "1"},
        {"-cookie-name:sid", "2"},
        // Where an exchange sends or sets it, to its own service.
        {"session:1", "1 2"},
        {"visitor:1", "1 2 4"},
        {"domain:other.test", "4"},
        {"domain:img.example.test", ""},
        {"method:GET", "1 2"},
        {"method:PUT or cookie-name:theme", "2 4"},
        {"session:1 cookie-name:theme", "2"},
        {"event:expired", "4"},
        {"other.test", "4"},
        {"id:1 method:PUT", ""},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(matches(row.filter, Subject::Cookies), row.ids) << row.filter;
    }
}

TEST_F(FilterTest, NamesTheColumnAtWhichAFilterStopsMakingSense) {
    const Row rows[] = {
        {"metod:GET", "column 1: \"metod\" is no name of a filter: did you mean \"method\"?"},
        {"method:GET and stauts:200",
         "column 16: \"stauts\" is no name of a filter: did you mean \"status\"?"},
        {"session:three", "column 9: a number is expected here, or a range: 404, 4xx, 200..299"},
        {"user>a", "column 6: \"user\" is text: use : or contains"},
        {"method:", "column 8: a value is expected here"},
        {"method: )", "column 9: a value is expected here"},
        {"status:abc", "column 8: a number is expected here, or a range: 404, 4xx, 200..299"},
        {"status:999999999999999999999",
         "column 8: a number is expected here, or a range: 404, 4xx, 200..299"},
        {"size>big", "column 6: a size is expected here: 500, 1k, 1.5M, 1k..1M"},
        {"duration>5x", "column 10: a duration is expected here: 500ms, 2s, 1s..2s"},
        {"(method:GET", "column 12: the parenthesis of column 1 is not closed"},
        {"method:GET)", "column 11: there is no parenthesis that this one closes"},
        {"method:GET or", "column 14: something must follow here"},
        {"\"open", "column 1: this quote is not closed"},
        {"url:\"open", "column 5: this quote is not closed"},
        {"()", "column 2: a term is expected here"},
        {"not", "column 4: something must follow here"},
        {"url matches \"a.*\"",
         "column 5: regular expressions are not understood: use contains, or * in a value"},
        {"url ~ x",
         "column 5: regular expressions are not understood: use contains, or * in a value"},
        {"is:happy", "column 4: \"is\" is one of: complete incomplete pipelined running marked"},
        {"keep-alive:maybe", "column 12: \"keep-alive\" is one of: yes no"},
        {"method>GET", "column 8: \"method\" is text: use : or contains"},
        {"status contains 4", "column 17: \"status-code\" is a number"},
        {"header:x", "column 1: which field? header[name]:value, such as header[accept]:*"},
        {"header[x:y", "column 7: this bracket is not closed"},
        {"header[]:y", "column 7: a field name is expected in the brackets"},
        {"method[x]:y", "column 1: \"method\" takes no [name]"},
        {"status in {200, 404", "column 11: this brace is not closed"},
        {"status in {}", "column 11: a value is expected in the braces"},
        {"client:1.2.3.4:http",
         "column 8: this is no port: address, address:port or [address]:port"},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(matches(row.filter, Subject::Exchanges), row.ids) << row.filter;
    }
}

TEST_F(FilterTest, BoundsWhatItTakes) {
    EXPECT_EQ(matches(std::string(300, '('), Subject::Exchanges),
              "column 17: this is nested too deep");
    std::string many;
    for (int i = 0; i < 250; ++i) {
        many += "not id:1 or ";
    }
    EXPECT_EQ(matches(many + "id:2 or", Subject::Exchanges).substr(0, 7), "column ");
    EXPECT_EQ(matches(many.substr(0, many.size() - 4), Subject::Exchanges), "2 3 4");
    EXPECT_NE(matches(std::string(20000, 'x'), Subject::Exchanges).find("too long"),
              std::string::npos);
    std::string nested = "id:2";
    for (int i = 0; i < 90; ++i) {
        nested = "not (" + nested + ")";
        if (i == 40) nested += " id:2";
    }
    EXPECT_NE(matches(nested, Subject::Exchanges).find("too deep"), std::string::npos);
    std::string deepest = "user:alice method:POST";
    for (int i = 0; i < 7; ++i) {
        deepest = "not (visitor:1 or " + deepest + ")";
    }
    for (const Subject subject : {Subject::Exchanges, Subject::Connections, Subject::Sessions,
                                  Subject::LifeEvents, Subject::Cookies}) {
        EXPECT_EQ(matches(deepest, subject).find_first_not_of("0123456789 "), std::string::npos)
            << matches(deepest, subject);
    }
}

TEST(FilterNames, AreUniqueAndExplained) {
    std::vector<std::string_view> all;
    for (const FilterName& name : filterNames()) {
        EXPECT_FALSE(name.help.empty()) << name.name;
        EXPECT_EQ(findFilterName(name.name), &name);
        all.push_back(name.name);
    }
    std::sort(all.begin(), all.end());
    EXPECT_EQ(std::adjacent_find(all.begin(), all.end()), all.end());
    EXPECT_EQ(findFilterName("HTTP.Request.Method"), findFilterName("method"));
    EXPECT_EQ(findFilterName(""), nullptr);
}

TEST(Pattern, MatchesWholeTextWithoutRegardToCase) {
    EXPECT_TRUE(Pattern::parse("a*B*c").matches("A--b--C"));
    EXPECT_FALSE(Pattern::parse("a*b*c").matches("a-c"));
    EXPECT_FALSE(Pattern::parse("ab*ba").matches("aba"));
    EXPECT_TRUE(Pattern::parse("*").matches(""));
    EXPECT_FALSE(Pattern::parse("").matches("a"));
    EXPECT_TRUE(Pattern::parse("a\\*").matches("a*"));
    EXPECT_FALSE(Pattern::parse("a\\*").matches("ab"));
    EXPECT_TRUE(Pattern::parse("**a**").matches("xax"));
    EXPECT_FALSE(Pattern::parse("*a*a*").matches("xax"));
    EXPECT_EQ(Pattern::parse("5%_*").like(), "5\\%\\_%");
    EXPECT_TRUE(Pattern::parse(Pattern::literal("a*\\b").source()).matches("A*\\B"));
}

}  // namespace
}  // namespace hark::query
