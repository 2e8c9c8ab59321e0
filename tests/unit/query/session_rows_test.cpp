#include "core/query/session_rows.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "core/query/case.h"
#include "core/store/case_writer.h"
#include "tests/unit/store/case_builder.h"

namespace hark::query {
namespace {

using store::CaseWriter;
using Ids = std::vector<std::uint64_t>;

base::Timestamp at(std::int64_t nanoseconds) {
    return base::Timestamp(base::Duration(nanoseconds));
}

// Exchanges 1 and 3 are of session 1, exchange 2 of none; session 2 has a cookie of its own.
void tell(CaseWriter& writer) {
    const auto on = [&](const session::Event& event) { writer.on(event); };
    test::CaseBuilder builder(writer);
    builder.open(1);
    for (int i = 0; i < 3; ++i) {
        builder.exchange("GET /a HTTP/1.1\r\nHost: shop.test\r\n\r\n", "",
                         "HTTP/1.1 200 OK\r\n\r\n", "");
    }
    builder.close();
    session::SessionRow first;
    first.id = {1};
    first.service = "http://shop.test";
    first.visitor = 4;
    first.visitorReason = "the same device cookie";
    first.user = "bob";
    first.users = {"a\"\xff", "bob"};
    first.isSignedIn = true;
    first.end = session::EndReason::Logout;
    first.endedBy = base::ExchangeId{3};
    first.started = at(1000);
    first.lastSeen = at(5000);
    first.firstExchange = {1};
    first.lastExchange = {3};
    first.carriedBy = "cookie, bearer";
    first.stateKept = session::StateKept::Client;
    first.clients = {{"10.0.0.1", "Fox/1", {1}, 1}, {"10.0.0.9", "Cat/2", {3}, 1}};
    first.figures = {2, 1, 1, 1, 10, 20, 1, 1, base::Duration(30), 1, base::Duration(40)};
    on(first);
    session::SessionRow second;
    second.id = {2};
    second.started = at(900);
    second.lastSeen = at(900);
    second.isAdopted = true;
    on(second);
    session::NameRow name;
    name.id = 1;
    name.service = "http://shop.test";
    name.name = "sid";
    name.path = "/";
    name.what = session::CredentialClass::Session;
    name.reasons = "a known name";
    name.minted = 1;
    name.renewed = 2;
    name.deleted = 3;
    name.presented = 4;
    name.values = 5;
    name.clients = 6;
    name.firstMinted = name.lastMinted = base::ExchangeId{1};
    name.lastPresented = base::ExchangeId{3};
    name.setCookie = "sid=x; HttpOnly";
    name.setAt = at(1100);
    on(name);
    name.id = 2;
    name.carrier = session::Carrier::Bearer;
    name.name = "";
    on(name);
    on(session::CredentialRow{
        {1}, {1}, 1, "old", base::ExchangeId{1}, {1}, {1}, at(1000), at(2000), 0, false});
    on(session::CredentialRow{{2}, {1}, 1, "new", {}, {3}, {3}, at(3000), at(4000), 7, true});
    on(session::CredentialRow{{3}, {2}, 1, "other", {}, {2}, {2}, at(1), at(2), 1, true});
    using Kind = session::LifeEventKind;
    on(session::LifeEventRow{1, {1}, Kind::Minted, {1}, at(1000), {1}, "Set-Cookie"});
    on(session::LifeEventRow{2, {1}, Kind::Login, {3}, at(3000), {}, "a form"});
    on(session::LifeEventRow{3, {1}, Kind::Rotated, {3}, at(3000), {2}, "at login"});
    on(session::StateRow{1, {1}, {3}, at(3500), "cart", "item", "7"});
    on(session::EvidenceRow{
        1,
        {{"presents", session::Carrier::Cookie, "s\"\x01\xff", "its live value"},
         {"mints", session::Carrier::JsonMember, "token", ""}}});
    on(session::MembersRow{1, {1}, {1}, {1}, {1}, 1});
    on(session::MembersRow{2, {1}, {3}, {3}, {1}, 1});
}

class SessionRows : public testing::Test {
protected:
    static void SetUpTestSuite() {
        directory_ = std::make_unique<test::TemporaryDirectory>();
        auto writer = CaseWriter::create(*directory_ / "a.hark", {});
        ASSERT_TRUE(writer.ok());
        tell(**writer);
        ASSERT_TRUE((*writer)->finish(CaseWriter::State::Complete).ok());
        auto opened = Case::open(*directory_ / "a.hark");
        ASSERT_TRUE(opened.ok()) << opened.error().message;
        case_ = std::move(opened).value();
    }
    static void TearDownTestSuite() {
        case_.reset();
        directory_.reset();
    }

    static inline std::unique_ptr<test::TemporaryDirectory> directory_;
    static inline std::unique_ptr<Case> case_;
};

TEST_F(SessionRows, ComeInTheOrderOfTheirIds) {
    EXPECT_EQ(case_->sessionIds({}).value(), (Ids{1, 2}));
    const Ids ids = {2, 9, 1};
    const auto rows = case_->sessionRows(ids);
    ASSERT_TRUE(rows.ok());
    ASSERT_EQ(rows->size(), 2U);
    EXPECT_EQ((*rows)[0].id, 2U);
    EXPECT_TRUE((*rows)[0].isAdopted);
    EXPECT_EQ((*rows)[0].end, "none");
    EXPECT_TRUE((*rows)[0].clientAddress.empty());
    EXPECT_TRUE((*rows)[0].users.empty());
    EXPECT_FALSE((*rows)[0].endedBy);
    EXPECT_EQ((*rows)[0].credentials, 1U);
    const SessionRow& row = (*rows)[1];
    EXPECT_EQ(row.service, "http://shop.test");
    EXPECT_EQ(row.visitor, 4U);
    EXPECT_EQ(row.visitorReason, "the same device cookie");
    EXPECT_EQ(row.user, "bob");
    EXPECT_EQ(row.users, (std::vector<std::string>{"a\"\xff", "bob"}));
    EXPECT_TRUE(row.isSignedIn);
    EXPECT_FALSE(row.isAdopted);
    EXPECT_EQ(row.end, "logout");
    EXPECT_EQ(row.endedBy, 3U);
    EXPECT_EQ(row.startedNs, 1000);
    EXPECT_EQ(row.durationNs(), 4000);
    EXPECT_EQ(row.firstExchange, 1U);
    EXPECT_EQ(row.lastExchange, 3U);
    EXPECT_EQ(row.carriedBy, "cookie, bearer");
    EXPECT_EQ(row.stateKept, "client");
    EXPECT_EQ((Ids{row.exchanges, row.pages, row.assets, row.errors, row.requestBytes,
                   row.responseBytes, row.connections, row.reused, row.thinks}),
              (Ids{2, 1, 1, 1, 10, 20, 1, 1, 1}));
    EXPECT_EQ(row.blockedNs, 30);
    EXPECT_EQ(row.thinkingNs, 40);
    EXPECT_EQ(row.clientAddress, "10.0.0.1");
    EXPECT_EQ(row.userAgent, "Fox/1");
    EXPECT_EQ((Ids{row.clients, row.credentials, row.logins, row.rotations}), (Ids{2, 2, 1, 1}));
}

TEST_F(SessionRows, TellAllOfOneSession) {
    EXPECT_FALSE(case_->session(9).value().has_value());
    const auto found = case_->session(1);
    ASSERT_TRUE(found.ok());
    const SessionDetail& detail = **found;
    EXPECT_EQ(detail.row.id, 1U);
    ASSERT_EQ(detail.clients.size(), 2U);
    EXPECT_EQ(detail.clients[1].address, "10.0.0.9");
    EXPECT_EQ(detail.clients[1].firstExchange, 3U);
    ASSERT_EQ(detail.credentials.size(), 2U);
    const CredentialRow& credential = detail.credentials[0];
    EXPECT_EQ(credential.value, "old");
    EXPECT_EQ(credential.carrier, "cookie");
    EXPECT_EQ(credential.name, "sid");
    EXPECT_EQ(credential.what, "session");
    EXPECT_EQ(credential.nameId, 1U);
    EXPECT_EQ(credential.minted, 1U);
    EXPECT_EQ(credential.firstSeenNs, 1000);
    EXPECT_EQ(credential.lastSeenNs, 2000);
    EXPECT_FALSE(credential.isLive);
    EXPECT_FALSE(detail.credentials[1].minted);
    EXPECT_EQ(detail.credentials[1].uses, 7U);
    ASSERT_EQ(detail.events.size(), 3U);
    ASSERT_EQ(detail.state.size(), 1U);
    EXPECT_EQ(detail.state[0].kind, "cart");
    EXPECT_EQ(detail.state[0].exchange, 3U);
    EXPECT_EQ(detail.state[0].name + "=" + detail.state[0].value, "item=7");
    EXPECT_EQ(case_->exchangesOfSession(1).value(), (Ids{1, 3}));
    EXPECT_EQ(case_->exchangesOfSession(2).value(), Ids{});
}

TEST_F(SessionRows, TellLifeEventsWithTheirExchanges) {
    EXPECT_EQ(case_->lifeEventIds({}).value(), (Ids{1, 2, 3}));
    const Ids ids = {3, 2};
    const auto rows = case_->lifeEventRows(ids);
    ASSERT_TRUE(rows.ok());
    ASSERT_EQ(rows->size(), 2U);
    const LifeEventRow& row = (*rows)[0];
    EXPECT_EQ(row.event, "rotated");
    EXPECT_EQ(row.session, 1U);
    EXPECT_EQ(row.exchange, 3U);
    EXPECT_EQ(row.connection, 1U);
    EXPECT_EQ(row.ordinal, 2U);
    EXPECT_EQ(row.client.address, "10.0.0.1");
    EXPECT_EQ(row.client.port, 50001);
    EXPECT_EQ(row.timeNs, 3000);
    EXPECT_EQ(row.evidence, "at login");
    ASSERT_TRUE(row.credential);
    EXPECT_EQ(row.credential->id, 2U);
    EXPECT_EQ(row.credential->carrier, "cookie");
    EXPECT_EQ(row.credential->name, "sid");
    EXPECT_EQ(row.credential->value, "new");
    EXPECT_FALSE((*rows)[1].credential);
}

TEST_F(SessionRows, LifeEventsOfSessionsAreBoundedAndRotationsGiveWay) {
    const auto events = [&](const Ids& sessions, std::uint64_t most) {
        Ids found;
        const auto rows = case_->lifeEventsOf(sessions, most);
        EXPECT_TRUE(rows.ok());
        for (const LifeEventRow& row : rows.value()) {
            found.push_back(row.id);
        }
        return found;
    };
    EXPECT_EQ(events({2, 1, 7}, 10), (Ids{1, 2, 3}));
    EXPECT_EQ(events({1}, 2), (Ids{1, 2}));
    EXPECT_EQ(events({}, 2), Ids());
}

TEST_F(SessionRows, TellCookiesAndOtherNamesWhereAskedFor) {
    EXPECT_EQ(case_->cookieIds({}).value(), Ids{1});
    const Ids ids = {1, 2};
    EXPECT_EQ(case_->cookieIds({}, {}, 0, NameScope::All).value(), ids);
    const auto rows = case_->cookieRows(ids);
    ASSERT_TRUE(rows.ok());
    ASSERT_EQ(rows->size(), 2U);
    EXPECT_NE((*rows)[1].carrier, "cookie");
    const CookieRow& row = (*rows)[0];
    EXPECT_EQ(row.carrier, "cookie");
    EXPECT_EQ(row.service, "http://shop.test");
    EXPECT_EQ(row.name, "sid");
    EXPECT_EQ(row.path, "/");
    EXPECT_EQ(row.what, "session");
    EXPECT_EQ(row.reasons, "a known name");
    EXPECT_EQ((Ids{row.minted, row.renewed, row.deleted, row.presented, row.values, row.clients,
                   row.sessions}),
              (Ids{1, 2, 3, 4, 5, 6, 2}));
    EXPECT_EQ(row.firstMinted, 1U);
    EXPECT_FALSE(row.firstPresented);
    EXPECT_EQ(row.lastPresented, 3U);
    EXPECT_EQ(row.setCookie, "sid=x; HttpOnly");
    EXPECT_EQ(row.setNs, 1100);
}

TEST_F(SessionRows, AreNamedByExchangesWithTheEvidence) {
    const Ids ids = {1, 2};
    const auto rows = case_->exchangeRows(ids);
    ASSERT_TRUE(rows.ok());
    EXPECT_EQ((*rows)[0].session, 1U);
    const auto items = evidenceItems((*rows)[0].evidence);
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items[0].kind, "presents");
    EXPECT_EQ(items[0].carrier, "cookie");
    EXPECT_EQ(items[0].name, "s\"\x01\xff");
    EXPECT_EQ(items[0].reason, "its live value");
    EXPECT_EQ(items[1].carrier, "json-member");
    EXPECT_EQ(items[1].reason, "");
    EXPECT_FALSE((*rows)[1].session);
    EXPECT_TRUE(evidenceItems((*rows)[1].evidence).empty());
    EXPECT_EQ(case_->statistics()->sessions, 2U);
}

TEST_F(SessionRows, AreSortedByAnyColumn) {
    EXPECT_EQ(case_->sessionIds({}, {"started", false}).value(), (Ids{2, 1}));
    EXPECT_EQ(case_->sessionIds({}, {"user", true}, 1).value(), Ids{1});
    EXPECT_EQ(case_->lifeEventIds({}, {"event", false}).value(), (Ids{2, 1, 3}));
    for (const std::string_view column : Case::sortColumns(Subject::Sessions)) {
        EXPECT_TRUE(case_->sessionIds({}, {std::string(column), true}).ok()) << column;
    }
    for (const std::string_view column : Case::sortColumns(Subject::LifeEvents)) {
        EXPECT_TRUE(case_->lifeEventIds({}, {std::string(column), true}).ok()) << column;
    }
    for (const std::string_view column : Case::sortColumns(Subject::Cookies)) {
        EXPECT_TRUE(case_->cookieIds({}, {std::string(column), true}).ok()) << column;
    }
}

}  // namespace
}  // namespace hark::query
