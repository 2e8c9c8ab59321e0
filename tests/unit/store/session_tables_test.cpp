#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "core/store/case_writer.h"
#include "tests/unit/store/case_builder.h"
#include "tests/unit/store/sqlite_shell.h"

namespace hark::store {
namespace {

using session::Carrier;
using test::ask;
using test::TemporaryDirectory;
using Mode = CaseWriter::Mode;
using State = CaseWriter::State;

base::Timestamp at(std::int64_t nanoseconds) {
    return base::Timestamp(base::Duration(nanoseconds));
}

std::unique_ptr<CaseWriter> create(const std::string& path, Mode mode = Mode::Bulk,
                                   Existing existing = Existing::Refuse) {
    CaseWriter::Options options;
    options.mode = mode;
    options.existing = existing;
    auto writer = CaseWriter::create(path, options);
    EXPECT_TRUE(writer.ok()) << (writer.ok() ? "" : writer.error().message);
    return writer.ok() ? std::move(writer).value() : nullptr;
}

session::SessionRow sessionRow(std::uint64_t id) {
    session::SessionRow row;
    row.id = {id};
    row.service = "http://shop.test:8080";
    row.visitor = 7;
    row.visitorReason = "the same \"device\" cookie";
    row.user = "bob";
    row.users = {"al\"ice\xff", "bob"};
    row.isSignedIn = true;
    row.end = session::EndReason::Logout;
    row.endedBy = base::ExchangeId{19};
    row.started = at(1'700'000'000'000'000'001);
    row.lastSeen = at(1'700'000'001'500'000'001);
    row.firstExchange = {11};
    row.lastExchange = {19};
    row.carriedBy = "cookie, bearer";
    row.stateKept = session::StateKept::Server;
    row.clients = {{"10.0.0.1", "Fox/1", {11}, 6}, {"10.0.0.2", "Cat/2", {14}, 3}};
    row.figures = {9, 4, 5, 1, 100, 2000, 2, 7, base::Duration(30), 3, base::Duration(40)};
    return row;
}

session::CredentialRow credentialRow(std::uint64_t id, std::uint64_t session) {
    session::CredentialRow row;
    row.id = {id};
    row.session = {session};
    row.name = 2;
    row.value = std::string("a\0b", 3);
    row.minted = base::ExchangeId{11};
    row.first = {11};
    row.last = {15};
    row.firstSeen = at(5);
    row.lastSeen = at(6);
    row.uses = 4;
    row.isLive = false;
    return row;
}

session::NameRow nameRow(std::uint64_t id) {
    session::NameRow row;
    row.id = id;
    row.service = ".shop.test";
    row.name = "sid";
    row.path = "/app";
    row.what = session::CredentialClass::Session;
    row.reasons = "a known name; fresh for each client";
    row.minted = 1;
    row.renewed = 2;
    row.deleted = 3;
    row.presented = 4;
    row.values = 5;
    row.clients = 6;
    row.firstMinted = base::ExchangeId{11};
    row.lastPresented = base::ExchangeId{19};
    row.setCookie = "sid=x; HttpOnly";
    row.setAt = at(8);
    return row;
}

session::EvidenceRow evidenceRow(std::uint64_t id) {
    return {id,
            {{"presents", Carrier::Cookie, "si\"d\x01", "its live value"},
             {"mints", Carrier::Bearer, "", "in the answer"}}};
}

void tellOne(CaseWriter& writer) {
    writer.on(session::Event(evidenceRow(1)));
    writer.on(session::Event(session::MembersRow{6, {5}, {11}, {12}, {1}, 1}));
    writer.on(session::Event(sessionRow(1)));
    writer.on(session::Event(nameRow(2)));
    writer.on(session::Event(credentialRow(1, 1)));
    writer.on(session::Event(session::LifeEventRow{
        1, {1}, session::LifeEventKind::UsedAfterEnd, {11}, at(1), {1}, "it had ended"}));
    writer.on(session::Event(session::StateRow{1, {1}, {11}, at(2), "cart", "item", "7"}));
}

TEST(SessionTables, KeepEachKindOfRow) {
    const TemporaryDirectory directory;
    const std::string path = directory / "a.hark";
    auto writer = create(path);
    tellOne(*writer);
    ASSERT_TRUE(writer->finish(State::Complete).ok());
    EXPECT_EQ(ask(path, "SELECT * FROM user_session"),
              "1|http://shop.test:8080|7|the same \"device\" cookie|bob|[\"al\\\"ice\xff\",\"bob\"]"
              "|1|0|logout|19|1700000000000000001|1700000001500000001|11|19|cookie, bearer|server|2"
              "|9|4|5|1|100|2000|2|7|30|3|40");
    EXPECT_EQ(ask(path, "SELECT * FROM session_clients"),
              "1|0|10.0.0.1|Fox/1|11|6\n1|1|10.0.0.2|Cat/2|14|3");
    EXPECT_EQ(ask(path, "SELECT * FROM credential"), "1|1|2|11|11|15|5|6|4|0");
    EXPECT_EQ(ask(path, "SELECT * FROM credential_value"), std::string("1|a\0b", 5));
    EXPECT_EQ(ask(path, "SELECT * FROM credential_name"),
              "2|.shop.test|cookie|sid|/app|session|a known name; fresh for each client|1|2|3|4|5|6"
              "|11|||19|sid=x; HttpOnly|8");
    EXPECT_EQ(ask(path, "SELECT * FROM life_event"), "1|1|used-after-end|11|1|1|it had ended");
    EXPECT_EQ(ask(path, "SELECT * FROM session_state"), "1|1|11|2|cart|item|7");
    EXPECT_EQ(ask(path, "SELECT * FROM members"), "6|5|11|12|1|1");
    EXPECT_EQ(ask(path,
                  "SELECT json_extract(value, '$.kind'), json_extract(value, '$.carrier'), "
                  "json_extract(value, '$.name'), json_extract(value, '$.reason') "
                  "FROM evidence, json_each(items)"),
              "presents|cookie|si\"d\x01|its live value\nmints|bearer||in the answer");
    EXPECT_EQ(ask(path,
                  "SELECT client, user_agent, clients, started, duration_ms FROM "
                  "user_sessions"),
              "10.0.0.1|Fox/1|2|2023-11-14T22:13:20.000000001Z|1500.0");
    EXPECT_EQ(ask(path, "SELECT event, carrier, name, evidence FROM session_events"),
              "used-after-end|cookie|sid|it had ended");
    EXPECT_EQ(ask(path, "SELECT name, class, value, live FROM session_credentials"),
              std::string("sid|session|a\0b|0", 17));
    EXPECT_EQ(ask(path, "SELECT name, path, set_cookie FROM cookies"), "sid|/app|sid=x; HttpOnly");
}

TEST(SessionTables, JoinExchangesWithTheirSessions) {
    const TemporaryDirectory directory;
    const std::string path = directory / "a.hark";
    auto writer = create(path);
    test::CaseBuilder builder(*writer);
    builder.open(1);
    for (int i = 0; i < 2; ++i) {
        builder.exchange("GET /a HTTP/1.1\r\nHost: shop.test\r\n\r\n", "",
                         "HTTP/1.1 200 OK\r\n\r\n", "");
    }
    builder.close();
    writer->on(session::Event(sessionRow(1)));
    writer->on(session::Event(evidenceRow(1)));
    writer->on(session::Event(session::MembersRow{1, {1}, {2}, {2}, {1}, 1}));
    ASSERT_TRUE(writer->finish(State::Complete).ok());
    EXPECT_EQ(ask(path, "SELECT id, session FROM exchanges"), "1|\n2|1");
    EXPECT_EQ(ask(path,
                  "SELECT session, exchange, user, method, url, evidence LIKE '[{\"kind\":%' FROM "
                  "session_exchanges"),
              "1|2|bob|GET|http://shop.test/a|1");
}

// A connection for each digit, and on it an exchange, in the order of the digits.
void tellExchanges(CaseWriter& writer, std::string_view connections) {
    test::CaseBuilder builder(writer);
    tcp::Connection& current = builder.open(1);
    std::vector<tcp::Connection> opened = {current};
    for (const char digit : connections) {
        const auto number = static_cast<std::size_t>(digit - '1');
        while (opened.size() <= number) {
            opened.push_back(builder.open(static_cast<std::uint8_t>(opened.size() + 1)));
        }
        current = opened[number];
        builder.exchange("GET /a HTTP/1.1\r\nHost: shop.test\r\n\r\n", "",
                         "HTTP/1.1 200 OK\r\n\r\n", "");
    }
    for (const tcp::Connection& connection : opened) {
        current = connection;
        builder.close();
    }
}

struct Runs {
    const char* name;
    const char* connections;  // of exchange 1, 2, …
    std::vector<session::MembersRow> rows;
    const char* membership;  // exchange|session|evidence
};

class RunsOfMembers : public testing::TestWithParam<Runs> {};

TEST_P(RunsOfMembers, AreARowForEachExchange) {
    const TemporaryDirectory directory;
    const std::string path = directory / "a.hark";
    auto writer = create(path);
    tellExchanges(*writer, GetParam().connections);
    for (const session::MembersRow& row : GetParam().rows) {
        writer->on(session::Event(row));
    }
    ASSERT_TRUE(writer->finish(State::Complete).ok());
    EXPECT_EQ(ask(path, "SELECT * FROM membership ORDER BY 1"), GetParam().membership);
    EXPECT_EQ(ask(path,
                  "SELECT id, x.session, m.evidence FROM exchanges x LEFT JOIN membership m ON "
                  "m.exchange = id WHERE x.session NOTNULL OR m.session NOTNULL ORDER BY 1"),
              GetParam().membership);
}

INSTANTIATE_TEST_SUITE_P(
    SessionTables, RunsOfMembers,
    testing::Values(
        Runs{"OneExchange", "111", {{1, {1}, {2}, {2}, {1}, 7}}, "2|1|7"},
        Runs{"OneRun", "1111", {{1, {1}, {1}, {3}, {1}, 7}}, "1|1|7\n2|1|7\n3|1|7"},
        Runs{"TwoRunsOnOneConnection",
             "11111",
             {{1, {1}, {1}, {2}, {1}, 7}, {2, {1}, {4}, {5}, {2}, 8}},
             "1|1|7\n2|1|7\n4|2|8\n5|2|8"},
        Runs{"TwoRunsOfOneSession",
             "1111",
             {{1, {1}, {1}, {2}, {1}, 7}, {2, {1}, {3}, {4}, {1}, 8}},
             "1|1|7\n2|1|7\n3|1|8\n4|1|8"},
        Runs{"ConnectionsInterleaved",
             "1212121",
             {{1, {1}, {1}, {5}, {1}, 7}, {2, {2}, {2}, {6}, {2}, 8}, {3, {1}, {7}, {7}, {2}, 8}},
             "1|1|7\n2|2|8\n3|1|7\n4|2|8\n5|1|7\n6|2|8\n7|2|8"},
        Runs{"AConnectionWithoutSessionBetween",
             "12312",
             {{1, {1}, {1}, {4}, {1}, 7}, {2, {3}, {3}, {3}, {1}, 7}},
             "1|1|7\n3|1|7\n4|1|7"}),
    [](const auto& tested) { return tested.param.name; });

class ToldAgain : public testing::TestWithParam<Mode> {};

TEST_P(ToldAgain, ARowReplacesTheOneWithItsId) {
    const TemporaryDirectory directory;
    const std::string path = directory / "a.hark";
    auto writer = create(path, GetParam());
    tellOne(*writer);
    ASSERT_TRUE(writer->commit().ok());
    session::SessionRow row = sessionRow(1);
    row.user.clear();
    row.users.clear();
    row.clients.pop_back();
    row.end = session::EndReason::None;
    row.endedBy.reset();
    writer->on(session::Event(row));
    session::CredentialRow credential = credentialRow(1, 1);
    credential.isLive = true;
    credential.minted.reset();
    writer->on(session::Event(credential));
    session::NameRow name = nameRow(2);
    name.setCookie.clear();
    writer->on(session::Event(name));
    writer->on(session::Event(session::EvidenceRow{1, {}}));
    writer->on(session::Event(
        session::LifeEventRow{1, {1}, session::LifeEventKind::Minted, {11}, at(3), {}, "again"}));
    writer->on(session::Event(session::StateRow{1, {1}, {11}, at(2), "cart", "item", ""}));
    writer->on(session::Event(session::MembersRow{6, {5}, {11}, {14}, {2}, 3}));
    ASSERT_TRUE(writer->finish(State::Complete).ok());
    EXPECT_EQ(ask(path, "SELECT user, users, end_reason, ended_by, clients FROM user_session"),
              "||none||1");
    EXPECT_EQ(ask(path, "SELECT count(*) FROM session_client"), "1");
    EXPECT_EQ(ask(path, "SELECT minted, live FROM credential"), "|1");
    EXPECT_EQ(ask(path, "SELECT set_cookie, set_ns FROM credential_name"), "|");
    EXPECT_EQ(ask(path, "SELECT items FROM evidence"), "[]");
    EXPECT_EQ(ask(path, "SELECT kind, time_ns, credential FROM life_event"), "minted|3|");
    EXPECT_EQ(ask(path, "SELECT value IS NULL FROM session_state"), "1");
    EXPECT_EQ(ask(path, "SELECT * FROM members"), "6|5|11|14|2|3");
}

TEST_P(ToldAgain, AValueStaysUntilAnotherIsTold) {
    const TemporaryDirectory directory;
    const std::string path = directory / "a.hark";
    auto writer = create(path, GetParam());
    const auto tell = [&](std::uint64_t id, std::string value, std::uint64_t uses) {
        session::CredentialRow row = credentialRow(id, 1);
        row.value = std::move(value);
        row.uses = uses;
        writer->on(session::Event(row));
    };
    tell(1, "first", 1);
    tell(2, "second", 1);
    tell(1, "", 2);
    ASSERT_TRUE(writer->commit().ok());
    tell(2, "other", 3);
    tell(1, "", 4);
    ASSERT_TRUE(writer->finish(State::Complete).ok());
    EXPECT_EQ(ask(path, "SELECT id, value, uses FROM session_credentials"), "1|first|4\n2|other|3");
}

TEST_P(ToldAgain, AnExchangeOfARunThatIsVoidBelongsToNoSession) {
    const TemporaryDirectory directory;
    const std::string path = directory / "a.hark";
    auto writer = create(path, GetParam());
    tellExchanges(*writer, "111111111");
    for (std::uint64_t id = 1; id <= 3; ++id) {
        writer->on(session::Event(session::MembersRow{id, {1}, {3 * id - 2}, {3 * id}, {id}, 1}));
        if (id == 2) {
            ASSERT_TRUE(writer->commit().ok());
        }
    }
    session::Reconsidered reconsidered;
    reconsidered.kept.members = 1;
    writer->on(session::Event(reconsidered));
    writer->on(session::Event(session::MembersRow{2, {1}, {5}, {5}, {4}, 1}));
    ASSERT_TRUE(writer->finish(State::Complete).ok());
    EXPECT_EQ(ask(path, "SELECT exchange, session FROM membership ORDER BY 1"),
              "1|1\n2|1\n3|1\n5|4");
}

TEST_P(ToldAgain, RowsBehindWhatIsReconsideredAreVoid) {
    const TemporaryDirectory directory;
    const std::string path = directory / "a.hark";
    auto writer = create(path, GetParam());
    for (std::uint64_t id = 1; id <= 3; ++id) {
        writer->on(session::Event(sessionRow(id)));
        writer->on(session::Event(credentialRow(id, id)));
        writer->on(session::Event(nameRow(id)));
        writer->on(session::Event(evidenceRow(id)));
        writer->on(session::Event(
            session::LifeEventRow{id, {id}, session::LifeEventKind::Login, {11}, at(1), {id}, ""}));
        writer->on(session::Event(session::StateRow{id, {id}, {11}, at(2), "user", "u", "v"}));
        writer->on(session::Event(session::MembersRow{id, {1}, {id}, {id}, {id}, id}));
        if (id == 2) {
            ASSERT_TRUE(writer->commit().ok());
        }
    }
    session::Reconsidered reconsidered;
    reconsidered.kept.session = 1;
    reconsidered.kept.credential = 2;
    reconsidered.kept.lifeEvent = 1;
    reconsidered.kept.state = 2;
    reconsidered.kept.evidence = 1;
    reconsidered.kept.members = 2;
    reconsidered.kept.name = 1;
    writer->on(session::Event(reconsidered));
    writer->on(session::Event(sessionRow(2)));
    writer->on(session::Event(session::MembersRow{5, {1}, {3}, {3}, {2}, 1}));
    ASSERT_TRUE(writer->finish(State::Complete).ok());
    const auto ids = [&](const char* table) {
        return ask(path, fmt::format("SELECT group_concat(id, ' ') FROM {}", table));
    };
    EXPECT_EQ(ids("user_session"), "1 2");
    EXPECT_EQ(ids("credential"), "1 2");
    EXPECT_EQ(ids("life_event"), "1");
    EXPECT_EQ(ids("session_state"), "1 2");
    EXPECT_EQ(ids("evidence"), "1");
    EXPECT_EQ(ids("members"), "1 2 5");
    EXPECT_EQ(ids("credential_name"), "1");
    EXPECT_EQ(ask(path, "SELECT group_concat(credential, ' ') FROM credential_value"), "1 2");
    EXPECT_EQ(ask(path, "SELECT session, count(*) FROM session_client GROUP BY 1"), "1|2\n2|2");
}

INSTANTIATE_TEST_SUITE_P(SessionTables, ToldAgain, testing::Values(Mode::Bulk, Mode::Watched),
                         [](const auto& tested) {
                             return tested.param == Mode::Bulk ? "Bulk" : "Watched";
                         });

TEST(SessionTables, ShowEachFlushOfACaseThatIsWatched) {
    const TemporaryDirectory directory;
    const std::string path = directory / "a.hark";
    auto writer = create(path, Mode::Watched);
    tellExchanges(*writer, "11");
    writer->on(session::Event(sessionRow(1)));
    writer->on(session::Event(session::MembersRow{1, {1}, {1}, {2}, {1}, 0}));
    ASSERT_TRUE(writer->commit().ok());
    EXPECT_EQ(ask(path, "SELECT count(*) FROM user_sessions"), "1");
    EXPECT_EQ(ask(path, "SELECT exchange FROM session_exchanges"), "1\n2");
    session::SessionRow fewer = sessionRow(1);
    fewer.clients.pop_back();
    writer->on(session::Event(fewer));
    writer->on(session::Event(session::MembersRow{1, {1}, {2}, {2}, {1}, 0}));
    ASSERT_TRUE(writer->commit().ok());
    EXPECT_EQ(ask(path, "SELECT count(*) FROM session_clients"), "1");
    EXPECT_EQ(ask(path, "SELECT exchange FROM session_exchanges"), "2");
    ASSERT_TRUE(writer->finish(State::Complete).ok());
}

void expectEqual(const session::SessionRow& read, const session::SessionRow& told) {
    EXPECT_EQ(read.id, told.id);
    EXPECT_EQ(read.service, told.service);
    EXPECT_EQ(read.visitor, told.visitor);
    EXPECT_EQ(read.visitorReason, told.visitorReason);
    EXPECT_EQ(read.user, told.user);
    EXPECT_EQ(read.users, told.users);
    EXPECT_EQ(read.isSignedIn, told.isSignedIn);
    EXPECT_EQ(read.isAdopted, told.isAdopted);
    EXPECT_EQ(read.end, told.end);
    EXPECT_EQ(read.endedBy, told.endedBy);
    EXPECT_EQ(read.started, told.started);
    EXPECT_EQ(read.lastSeen, told.lastSeen);
    EXPECT_EQ(read.firstExchange, told.firstExchange);
    EXPECT_EQ(read.lastExchange, told.lastExchange);
    EXPECT_EQ(read.carriedBy, told.carriedBy);
    EXPECT_EQ(read.stateKept, told.stateKept);
    ASSERT_EQ(read.clients.size(), told.clients.size());
    for (std::size_t i = 0; i < told.clients.size(); ++i) {
        EXPECT_EQ(read.clients[i].address, told.clients[i].address);
        EXPECT_EQ(read.clients[i].userAgent, told.clients[i].userAgent);
        EXPECT_EQ(read.clients[i].first, told.clients[i].first);
        EXPECT_EQ(read.clients[i].exchanges, told.clients[i].exchanges);
    }
    const auto figures = [](const session::Figures& f) {
        return std::vector<std::uint64_t>{f.exchanges,
                                          f.pages,
                                          f.assets,
                                          f.errors,
                                          f.requestBytes,
                                          f.responseBytes,
                                          f.connections,
                                          f.reused,
                                          static_cast<std::uint64_t>(f.blocked.count()),
                                          f.thinks,
                                          static_cast<std::uint64_t>(f.thinking.count())};
    };
    EXPECT_EQ(figures(read.figures), figures(told.figures));
}

void expectEqual(const session::CredentialRow& read, const session::CredentialRow& told) {
    EXPECT_EQ(read.id, told.id);
    EXPECT_EQ(read.session, told.session);
    EXPECT_EQ(read.name, told.name);
    EXPECT_EQ(read.value, told.value);
    EXPECT_EQ(read.minted, told.minted);
    EXPECT_EQ(read.first, told.first);
    EXPECT_EQ(read.last, told.last);
    EXPECT_EQ(read.firstSeen, told.firstSeen);
    EXPECT_EQ(read.lastSeen, told.lastSeen);
    EXPECT_EQ(read.uses, told.uses);
    EXPECT_EQ(read.isLive, told.isLive);
}

void expectEqual(const session::NameRow& read, const session::NameRow& told) {
    EXPECT_EQ(read.id, told.id);
    EXPECT_EQ(read.service, told.service);
    EXPECT_EQ(read.carrier, told.carrier);
    EXPECT_EQ(read.name, told.name);
    EXPECT_EQ(read.path, told.path);
    EXPECT_EQ(read.what, told.what);
    EXPECT_EQ(read.reasons, told.reasons);
    const auto counts = [](const session::NameRow& r) {
        return std::vector{r.minted, r.renewed, r.deleted, r.presented, r.values, r.clients};
    };
    EXPECT_EQ(counts(read), counts(told));
    EXPECT_EQ(read.firstMinted, told.firstMinted);
    EXPECT_EQ(read.lastMinted, told.lastMinted);
    EXPECT_EQ(read.firstPresented, told.firstPresented);
    EXPECT_EQ(read.lastPresented, told.lastPresented);
    EXPECT_EQ(read.setCookie, told.setCookie);
    EXPECT_EQ(read.setAt, told.setAt);
}

TEST(SessionTables, GiveBackAllOfACaseThatIsContinued) {
    const TemporaryDirectory directory;
    const std::string path = directory / "a.hark";
    session::SessionRow other = sessionRow(3);
    other.visitor = 5;
    other.users.clear();
    other.clients.erase(other.clients.begin());
    other.end = session::EndReason::Deleted;
    other.stateKept = session::StateKept::Client;
    other.isAdopted = true;
    session::NameRow last = nameRow(4);
    last.carrier = Carrier::Digest;
    last.what = session::CredentialClass::Preference;
    auto writer = create(path);
    EXPECT_TRUE(writer->earlier().sessions.sessions.empty());
    EXPECT_EQ(writer->earlier().sessions.last.session, 0U);
    tellOne(*writer);
    writer->on(session::Event(other));
    writer->on(session::Event(last));
    ASSERT_TRUE(writer->finish(State::Complete).ok());

    writer.reset();
    writer = create(path, Mode::Bulk, Existing::Continue);
    const session::Earlier& earlier = writer->earlier().sessions;
    EXPECT_EQ(earlier.last.session, 3U);
    EXPECT_EQ(earlier.last.visitor, 7U);
    EXPECT_EQ(earlier.last.credential, 1U);
    EXPECT_EQ(earlier.last.lifeEvent, 1U);
    EXPECT_EQ(earlier.last.state, 1U);
    EXPECT_EQ(earlier.last.evidence, 1U);
    EXPECT_EQ(earlier.last.members, 6U);
    EXPECT_EQ(earlier.last.name, 4U);
    ASSERT_EQ(earlier.sessions.size(), 2U);
    expectEqual(earlier.sessions[0], sessionRow(1));
    expectEqual(earlier.sessions[1], other);
    ASSERT_EQ(earlier.credentials.size(), 1U);
    expectEqual(earlier.credentials[0], credentialRow(1, 1));
    ASSERT_EQ(earlier.names.size(), 2U);
    expectEqual(earlier.names[0], nameRow(2));
    expectEqual(earlier.names[1], last);
    ASSERT_EQ(earlier.evidence.size(), 1U);
    ASSERT_EQ(earlier.evidence[0].items.size(), 2U);
    for (std::size_t i = 0; i < 2; ++i) {
        const auto told = evidenceRow(1).items[i];
        EXPECT_EQ(earlier.evidence[0].items[i].kind, told.kind);
        EXPECT_EQ(earlier.evidence[0].items[i].carrier, told.carrier);
        EXPECT_EQ(earlier.evidence[0].items[i].name, told.name);
        EXPECT_EQ(earlier.evidence[0].items[i].reason, told.reason);
    }
    session::MembersRow next{earlier.last.members + 1, {8}, {13}, {13}, {1}, 1};
    writer->on(session::Event(next));
    session::CredentialRow again = earlier.credentials[0];
    again.value.clear();
    writer->on(session::Event(again));
    ASSERT_TRUE(writer->finish(State::Complete).ok());
    EXPECT_EQ(ask(path, "SELECT * FROM members"), "6|5|11|12|1|1\n7|8|13|13|1|1");
    EXPECT_EQ(ask(path, "SELECT value FROM session_credentials"), std::string("a\0b", 3));
    EXPECT_EQ(ask(path, "SELECT count(*) FROM user_session"), "2");
}

}  // namespace
}  // namespace hark::store
