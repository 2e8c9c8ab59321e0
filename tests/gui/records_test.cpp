#include <algorithm>
#include <string>

#include <QAbstractItemModelTester>
#include <gtest/gtest.h>

#include "gui/models/context_records.h"
#include "gui/models/message_records.h"
#include "gui/models/record_model.h"

namespace hark::gui {
namespace {

// Each record as "name=value|…", headings as "# heading".
std::vector<std::string> told(const Records& records) {
    std::vector<std::string> lines;
    for (const Record& record : records) {
        std::string line = record.isHeading ? "# " : "";
        for (std::size_t i = 0; i < record.cells.size(); ++i)
            line += (i == 0 ? "" : i == 1 ? "=" : "|") + record.cells[i];
        lines.push_back(line);
    }
    return lines;
}

bool has(const Records& records, const std::string& line) {
    const auto lines = told(records);
    return std::find(lines.begin(), lines.end(), line) != lines.end();
}

std::vector<std::string> filtersOf(const Record& record) {
    std::vector<std::string> made;
    for (const RecordFilter& filter : record.filters) {
        made.push_back(filter.text.toStdString());
        EXPECT_TRUE(std::holds_alternative<query::Filter>(query::parseFilter(made.back())))
            << made.back();
    }
    return made;
}

ExchangeFacts facts(query::FieldLines request, query::FieldLines response = {}) {
    ExchangeFacts made;
    query::ExchangeDetail& detail = made.detail;
    detail.row.id = 7;
    detail.row.connection = 2;
    detail.row.host = "a.test";
    detail.row.method = "POST";
    detail.row.target = "/p;v=1?q=a%20b&q=2&flag";
    detail.row.startedNs = 1'000'000'000'000;
    detail.row.durationNs = 0;
    detail.request.emplace();
    detail.request->head = "POST /p;v=1?q=a%20b&q=2&flag HTTP/1.1\r\n…";
    detail.request->fields = std::move(request);
    detail.response.emplace();
    detail.response->head = "HTTP/1.1 200 OK\r\n";
    detail.response->fields = std::move(response);
    return made;
}

TEST(MessageRecords, HaveLinesInTheirOrderAndWhatIsInTheTarget) {
    EXPECT_EQ(told(requestRecords(facts({{"B", "2"}, {"a", "1"}, {"B", "3"}}))),
              (std::vector<std::string>{"request line=POST /p;v=1?q=a%20b&q=2&flag HTTP/1.1", "B=2",
                                        "a=1", "B=3", "# Query parameters · 3", "q=a b", "q=2",
                                        "flag=", "# Path parameters · 1", "v=1"}));
}

TEST(MessageRecords, OfferFiltersThatCanBeRun) {
    const Records records =
        responseRecords(facts({}, {{"X-A", R"(say "hi" \ )"}, {"X y", "z"}, {"X-B", "a\nb"}}));
    ASSERT_EQ(records.size(), 4U);
    EXPECT_EQ(filtersOf(records[1]),
              (std::vector<std::string>{"has-response-header:x-a",
                                        R"(response-header[x-a]:"say \"hi\" \\ ")"}));
    EXPECT_TRUE(filtersOf(records[2]).empty()) << "no name of a field";
    EXPECT_EQ(filtersOf(records[3]), (std::vector<std::string>{"has-response-header:x-b"}));
}

TEST(MessageRecords, ShowFormsFieldByField) {
    ExchangeFacts form = facts({{"Content-Type", "application/x-www-form-urlencoded"}});
    form.form = "user=ada&pass=a%26b";
    EXPECT_TRUE(has(requestRecords(form), "# Form fields · 2"));
    EXPECT_TRUE(has(requestRecords(form), "pass=a&b"));
    EXPECT_EQ(told(formRecords("--x\r\nContent-Disposition: form-data; name=f; filename=\"a.txt\""
                               "\r\nContent-Type: text/plain\r\n\r\nabc\r\n--x\r\n"
                               "Content-Disposition: form-data; name=n\r\n\r\ncut",
                               "multipart/form-data; boundary=x")),
              (std::vector<std::string>{"f=file \"a.txt\", text/plain, 3 B", "n=cut — cut here"}));
}

TEST(MessageRecords, DecodeATokenAndSayThatItIsNotVerified) {
    // {"alg":"HS256"}.{"sub":"ada","exp":1700000000}
    const std::string token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEiLCJleHAiOjE3MDAwMDAwMDB9.c2ln";
    const Records records = requestRecords(facts({{"Authorization", "Bearer " + token}}));
    EXPECT_TRUE(has(records, "# JSON Web Token in Authorization · not verified"));
    EXPECT_TRUE(has(records, "claims.sub=ada"));
    EXPECT_TRUE(has(records, "claims.exp=1700000000 · 2023-11-14 22:13:20.000000 UTC"));
    EXPECT_TRUE(has(records, "signature=there, not verified"));
    EXPECT_TRUE(tokenRecords("no.token.at all").empty());
}

TEST(CookieRecords, TellAgeAttributesAndSession) {
    ExchangeFacts made =
        facts({{"Cookie", "sid=abc; theme=dark"}},
              {{"Set-Cookie", "sid=new; Max-Age=3600; HttpOnly; SameSite=Lax; Path=/"},
               {"Set-Cookie", "theme=; Max-Age=0"},
               {"Set-Cookie", "odd\x01=1"}});
    ExchangeContext context;
    query::CookieRow row;
    row.service = "http://a.test";
    row.name = "sid";
    row.what = "session";
    row.reasons = "it is minted at logins";
    row.setNs = made.detail.row.startedNs - 60'000'000'000;
    context.cookies.push_back(row);
    context.session.emplace();
    query::CredentialRow credential;
    credential.carrier = "cookie";
    credential.name = "sid";
    credential.value = "abc";
    credential.minted = 2;
    credential.firstSeenNs = made.detail.row.startedNs - 60'000'000'000;
    context.session->credentials.push_back(credential);
    made.detail.row.session = 3;
    const Records records = cookieRecords(made.detail, &context);
    EXPECT_EQ(told(records),
              (std::vector<std::string>{
                  "# Sent by the request · 2",
                  "sid=abc|minted 1 min 00 s before, by 2||session · of session 3 · it is minted "
                  "at logins",
                  "theme=dark|not set in this capture||", "# Set by the response · 3",
                  "sid=new|for 1 h 00 min|HttpOnly; SameSite=Lax; Path=/|session · it is minted at "
                  "logins",
                  "theme=|deleted||", "(ignored by browsers)=odd\x01=1|||"}));
    EXPECT_EQ(records[1].tone, RecordTone::Here);
    EXPECT_EQ(records[1].link.id, 3U);
    filtersOf(records[1]);
}

TEST(TimingRecords, TellNetworkFromServer) {
    ExchangeFacts made = facts({});
    made.detail.row.waitNs = 200'000'000;
    made.detail.row.blockedNs = 8'000'000;
    made.connection.emplace();
    made.connection->synNs = 1'000;
    made.connection->synAckNs = 12'001'000;
    made.connection->fromServer.retransmittedSegments = 2;
    made.connection->fromServer.retransmittedBytes = 2920;
    ExchangeContext context;
    context.previous.emplace();
    context.previous->id = 6;
    context.previous->method = "GET";
    context.previous->target = "/slow";
    context.previous->startedNs = made.detail.row.startedNs - 5'000'000'000;
    context.previous->durationNs = 1'000'000'000;
    const Records records = timingRecords(made, &context);
    EXPECT_TRUE(has(records, "wait=12 ms round trip + 180 ms server"));
    EXPECT_TRUE(has(records, "blocked=8.0 ms behind 6  GET /slow"));
    EXPECT_TRUE(has(records, "idle=4.00 s since its connection's 6  GET /slow was over"));
    EXPECT_TRUE(has(records, "server=2 segments sent again on this connection, 2.9 kB"));
    made.connection.reset();
    EXPECT_TRUE(told(timingRecords(made, nullptr)).back().find("was not captured") !=
                std::string::npos);
}

TEST(SessionRecords, ShowTheLifeAroundTheExchange) {
    ExchangeFacts made = facts({});
    made.detail.row.session = 3;
    made.detail.row.evidence =
        R"([{"kind":"presents","carrier":"cookie","name":"sid","reason":"it was minted there"}])";
    ExchangeContext context;
    context.session.emplace();
    context.session->row.id = 3;
    for (std::uint64_t i = 1; i <= 1000; ++i) {
        query::LifeEventRow event;
        event.event = i == 500 ? "login" : "rotated";
        event.exchange = i == 500 ? 7 : i < 500 ? 1 : 9;
        context.session->events.push_back(event);
    }
    const Records records = sessionRecords(made.detail, &context);
    EXPECT_LT(records.size(), kShownEvents + 10);
    EXPECT_TRUE(has(records, "presents=the cookie \"sid\" — it was minted there"));
    const auto here = std::find_if(records.begin(), records.end(), [](const Record& record) {
        return record.tone == RecordTone::Here;
    });
    ASSERT_NE(here, records.end());
    EXPECT_EQ(here->cells[0], "▲ login");
    EXPECT_EQ(here->link.id, 7U);
}

TEST(PacketRecords, SayWhyAMessageIsNotWhole) {
    ExchangeFacts made = facts({});
    made.detail.request->packets = {{1, 4, 6}, {2, 1, 1}};
    made.detail.incomplete.push_back({"response", "reset", "the server reset it", 1, 9});
    made.detail.anomalies.push_back({"http1-odd", "odd \x1b", 2, 7, 1, 8, 0});
    ExchangeContext context;
    context.inputs = {"a.pcap", "b.pcap"};
    const Records records = packetRecords(made, &context);
    EXPECT_TRUE(has(records, "request=packets 4 to 6 of a.pcap"));
    EXPECT_TRUE(has(records, "request=packet 1 of b.pcap"));
    EXPECT_TRUE(has(records, "response=the server reset it · packet 9 of a.pcap"));
    EXPECT_TRUE(has(records, "http1-odd=odd \\x1b · packet 8 of a.pcap"));
}

TEST(RecordModel, HoldsTogetherAndCopiesToTheByte) {
    RecordModel model({QStringLiteral("name"), QStringLiteral("value")});
    const QAbstractItemModelTester tester(&model,
                                          QAbstractItemModelTester::FailureReportingMode::Fatal);
    Record odd;
    odd.cells = {"X", std::string("a\tb\0c", 5)};
    model.setRecords({headingRecord(QStringLiteral("H")), odd});
    EXPECT_EQ(model.data(model.index(1, 1), Qt::DisplayRole).toString(),
              QStringLiteral("a\\tb\\x00c"));
    EXPECT_EQ(model.rowText(1), QStringLiteral("X: a\tb\ufffdc"));
    EXPECT_EQ(model.allText(), QStringLiteral("H\nX: a\tb\ufffdc\n"));
    EXPECT_FALSE(model.flags(model.index(0, 0)).testFlag(Qt::ItemIsSelectable));
    EXPECT_EQ(model.cellText(5, 0), QString());
    model.setRecords({});
    EXPECT_EQ(model.rowCount(), 0);
}

}  // namespace
}  // namespace hark::gui
