// What a stage tells of sessions besides: figures, state, visitors; and what limits leave out.

#include "core/session/stage.h"

#include <string>
#include <variant>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/session/use_writer.h"
#include "tests/unit/session/dialogue.h"
#include "tests/unit/session/rows.h"

namespace hark::session::test {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(SessionFigures, AreSumsOverItsExchanges) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("sid", id(1)).page("12345").at(milliseconds(0));
    anna.get("/a.css")
        .cookie("sid", id(1))
        .body("text/css", "123")
        .with("Accept", "text/css")
        .at(milliseconds(200));
    anna.post("/x").cookie("sid", id(1)).form("a=b").answers(404).at(milliseconds(5000)).on(1);
    anna.get("/y").at(milliseconds(6000));
    const Rows rows = play(d);
    const Figures& figures = rows.session(1).figures;
    EXPECT_EQ(figures.exchanges, 3U);
    EXPECT_EQ(figures.pages, 2U);
    EXPECT_EQ(figures.assets, 1U);
    EXPECT_EQ(figures.errors, 1U);
    EXPECT_EQ(figures.requestBytes, 3U);
    EXPECT_EQ(figures.connections, 2U);
    EXPECT_EQ(figures.reused, 1U);
    EXPECT_EQ(figures.thinks, 1U);
    EXPECT_EQ(figures.thinking, milliseconds(4700));
    EXPECT_EQ(rows.session(1).started, kStart);
    EXPECT_EQ(rows.session(1).lastSeen, kStart + milliseconds(5100));
    EXPECT_EQ(rows.session(1).carriedBy, "cookie");
    EXPECT_EQ(rows.session(1).stateKept, StateKept::Server);
}

TEST(SessionFigures, TellHowItIsCarried) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("JSESSIONID", id(1)).leadsTo("/home;jsessionid=" + id(1));
    anna.get("/home;jsessionid=" + id(1));
    anna.get("/a").cookie("JSESSIONID", id(1));
    EXPECT_EQ(play(d).session(1).carriedBy, "path-parameter, cookie");
}

TEST(SessionState, TellsWhatExchangesShow) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("sid", id(1)).sets("theme", "dark");
    anna.get("/").cookie("sid", id(1)).cookie("theme", "dark").sets("theme", "dark");
    anna.get("/form")
        .cookie("sid", id(1))
        .page("<input type=hidden name=csrf_token value=" + id(9) + ">");
    anna.post("/cart/add").cookie("sid", id(1)).form("product=3&quantity=2&csrf_token=" + id(9));
    anna.post("/address").cookie("sid", id(1)).form("street=Main").leadsTo("/shipping");
    anna.post("/shipping").cookie("sid", id(1)).form("method=post").leadsTo("/done");
    anna.post("/checkout").cookie("sid", id(1)).form("card_number=4111&name=anna");
    EXPECT_THAT(play(d).states(),
                ElementsAre("preference theme=dark [1]", "csrf-issued csrf_token= [3]",
                            "csrf-returned csrf_token= [4]",
                            "cart added or changed=product 3, quantity 2 [4]",
                            "form-step step 2=method [6]", "checkout name= [7]"));
}

TEST(SessionState, IsBounded) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("sid", id(1));
    for (unsigned n = 0; n < 9; ++n)
        anna.post("/cart/add").cookie("sid", id(1)).form("product=3");
    Playing playing;
    playing.options.limits.statesOfSession = 4;
    EXPECT_EQ(play(d, playing).stateRows.size(), 4U);
}

TEST(SessionLimits, ClientsOfASessionAreBounded) {
    Dialogue d;
    d.client("10.0.0.1", "A").get("/").sets("sid", id(1));
    for (unsigned n = 2; n < 9; ++n)
        d.client("10.0.0." + std::to_string(n), "A").get("/").cookie("sid", id(1));
    Playing playing;
    playing.options.limits.clientsOfSession = 3;
    const Rows rows = play(d, playing);
    EXPECT_EQ(rows.session(1).clients.size(), 3U);
    EXPECT_EQ(rows.session(1).figures.exchanges, 8U);
}

TEST(SessionLimits, UsersOfASessionAreBounded) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "A");
    anna.get("/").sets("sid", id(1));
    for (unsigned n = 1; n < 9; ++n) {
        anna.post("/login")
            .cookie("sid", id(1))
            .form("user=u" + std::to_string(n) + "&password=x")
            .page(kInside);
    }
    Playing playing;
    playing.options.limits.usersOfSession = 3;
    const Rows rows = play(d, playing);
    EXPECT_THAT(rows.session(1).users, ElementsAre("u1", "u2", "u3"));
    EXPECT_EQ(rows.session(1).user, "u8");
}

/// The counters of a stage that was told a dialogue.
Stage::Counters countersOf(const Dialogue& dialogue, const Limits& limits) {
    class ToStage final : public exchange::Sink {
    public:
        explicit ToStage(Stage& stage) : stage_(stage) {}
        void on(const exchange::Event& event) override { stage_.on(event); }

    private:
        Stage& stage_;
    };
    Rows rows;
    Stage stage({limits, {}}, rows);
    ToStage sink(stage);
    dialogue.play(sink);
    stage.finish();
    EXPECT_EQ(rows.faults(), "");
    return stage.counters();
}

TEST(SessionLimits, AreCountedWhereTheyAreReached) {
    Dialogue d;
    for (unsigned n = 1; n <= 6; ++n) {
        const std::string number = std::to_string(n);
        d.client("10.0.0." + number, "A")
            .get("http://h" + number + ".test/")
            .sets("c" + number, id(n), "; Domain=h" + number + ".test")
            .sets("d", std::string(300, 'x'));
    }
    const Stage::Counters none = countersOf(d, {});
    EXPECT_EQ(none.names, 0U);
    EXPECT_EQ(none.values, 0U);
    EXPECT_EQ(none.clients, 0U);
    Limits limits;
    limits.names = 3;
    limits.valueBytes = 200;
    limits.clients = 2;
    limits.services = 2;
    const Stage::Counters some = countersOf(d, limits);
    EXPECT_GT(some.names, 0U);
    EXPECT_EQ(some.values, 6U);
    EXPECT_GE(some.clients, 4U);
}

// ---- what is written down of values

/// Passes on to a stage what comes before the ends of exchanges.
class WithoutEnds final : public exchange::Sink {
public:
    explicit WithoutEnds(Stage& stage) : stage_(stage) {}
    void on(const exchange::Event& event) override {
        if (!std::holds_alternative<exchange::Ended>(event)) stage_.on(event);
    }

private:
    Stage& stage_;
};

TEST(SessionStage, TakesIntoAccountWhatNeverEnds) {
    Dialogue d;
    for (unsigned user = 1; user <= 3; ++user) {
        Client client = d.client("10.0.0." + std::to_string(user), "Firefox");
        client.get("/").sets("zebra", id(user));
        client.get("/a").cookie("zebra", id(user));
    }
    d.tellNoLengths();
    Rows rows;
    Stage stage({}, rows);
    WithoutEnds sink(stage);
    d.play(sink);
    stage.finish();
    EXPECT_EQ(rows.name("zebra").minted, 3U);
    EXPECT_EQ(rows.name("zebra").presented, 3U);
    EXPECT_THAT(rows.members(d), ElementsAre("1: 1 2", "2: 3 4", "3: 5 6"));
}

TEST(SessionStage, CountsOnceWhatIsToldBeforeItEnds) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    anna.get("/").sets("sid", id(1)).page("<a href='/a?token=" + id(2) + "'>A</a>");
    anna.post("/login").cookie("sid", id(1)).form(kLogin).sets("sid", id(3)).leadsTo("/");
    d.tellNoLengths();
    Rows rows = play(d);
    EXPECT_EQ(rows.name("sid").minted, 2U);
    EXPECT_EQ(rows.name("sid").presented, 1U);
    // Both are only known when contents are.
    EXPECT_THAT(rows.name("sid").reasons, testing::HasSubstr("fresh at 1 logins"));
    EXPECT_EQ(rows.name("token").minted, 1U);
}

// What is told when its heads are there may be linked before it ends, and ends later than others.
TEST(SessionStage, FollowsWhatIsLinkedBeforeItEnds) {
    Dialogue d;
    Client anna = d.client("10.0.0.1", "Firefox");
    Client ben = d.client("10.0.0.2", "Chrome");
    anna.get("/").sets("sid", id(1)).page("<a href='/a?token=" + id(4) + "'>A</a>");
    ben.get("/").sets("sid", id(2));
    for (unsigned n = 0; n < 6; ++n) {
        anna.get("/a").cookie("sid", id(1)).page("<p>A</p>");
        ben.get("/b").cookie("sid", id(2));
    }
    d.tellNoLengths();
    const Rows whole = play(d);
    EXPECT_EQ(whole.session(1).figures.exchanges, 7U);
    for (const std::size_t room : {1U, 2U, 3U}) {
        Playing playing;
        playing.options.limits.openFacts = room;
        playing.options.limits.openValues = 1;  // texts are forgotten whenever exchanges are linked
        const Rows rows = play(d, playing);
        EXPECT_EQ(rows.life(), whole.life()) << room;
        EXPECT_EQ(rows.members(d), whole.members(d)) << room;
        EXPECT_EQ(rows.name("sid").presented, whole.name("sid").presented) << room;
        EXPECT_EQ(rows.name("sid").minted, 2U) << room;
    }
}

TEST(UseWriter, TellsWhatAValueLooksLike) {
    const Limits limits;
    TextBook services(10);
    TextBook clients(10);
    ValueBook values;
    NameBook names(limits);
    DomainBook domains(services);
    UseWriter writer(limits, {services, clients, values, names, domains});
    Facts facts;
    facts.service = services.add("http://shop.test");
    writer.add(facts, Carrier::Cookie, Act::Presents, "a", "short");
    writer.add(facts, Carrier::Cookie, Act::Presents, "b", id(1));
    writer.add(facts, Carrier::Cookie, Act::Presents, "c",
               "eyJ1c2VyIjoiYW5uYSJ9.ZVT4kQ.bX0pZ1rF8hK3sLw9vQ2nT6yJ4cA");
    ASSERT_EQ(facts.uses.size(), 3U);
    EXPECT_FALSE(facts.uses[0].looksLikeId);
    EXPECT_TRUE(facts.uses[1].looksLikeId);
    EXPECT_FALSE(facts.uses[1].isClientState);
    EXPECT_TRUE(facts.uses[2].looksLikeId);
    EXPECT_TRUE(facts.uses[2].isClientState);
    EXPECT_EQ(values.text(facts.uses[1].value), id(1));
    EXPECT_EQ(names[facts.uses[0].name].name, "a");
}

TEST(UseWriter, TakesOfParametersWhatMayBeACredential) {
    const Limits limits;
    TextBook services(10);
    TextBook clients(10);
    ValueBook values;
    NameBook names(limits);
    DomainBook domains(services);
    UseWriter writer(limits, {services, clients, values, names, domains});
    Facts facts;
    facts.service = services.add("http://shop.test");
    const auto take = [&](std::string_view name, std::string_view value) {
        const std::size_t before = facts.uses.size();
        writer.addIfCredential(facts, Carrier::FormField, Act::Presents, name, value);
        return facts.uses.size() > before;
    };
    EXPECT_TRUE(take("sid", "x"));
    EXPECT_TRUE(take("anything", id(1)));
    EXPECT_FALSE(take("anything", "x"));
    EXPECT_FALSE(take("lang", "en"));
    EXPECT_FALSE(take("sid", ""));
    EXPECT_EQ(facts.rare->usesPassedOver, 0U);
}

}  // namespace
}  // namespace hark::session::test
