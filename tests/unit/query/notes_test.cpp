// What the reader makes of marks and notes, which core/notes writes.
#include "core/notes/notes.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "core/query/case.h"
#include "core/store/case_writer.h"
#include "tests/unit/store/case_builder.h"

namespace hark::query {
namespace {

using Ids = std::vector<std::uint64_t>;

// Exchanges 1 and 2 on connection 1, 3 on connection 2; session 1 has exchange 3.
class NotedCase : public testing::Test {
protected:
    void SetUp() override {
        auto writer = store::CaseWriter::create(path_, {});
        ASSERT_TRUE(writer.ok());
        test::CaseBuilder builder(**writer);
        for (const int exchanges : {2, 1}) {
            builder.open(1);
            for (int i = 0; i < exchanges; ++i) {
                builder.exchange("GET /a HTTP/1.1\r\nHost: a.test\r\n\r\n", "",
                                 "HTTP/1.1 200 OK\r\n\r\n", "");
            }
            builder.close();
        }
        session::SessionRow session;
        session.id = {1};
        session.service = "http://a.test";
        session.figures.exchanges = 1;
        (*writer)->on(session);
        (*writer)->on(session::MembersRow{1, {2}, {3}, {3}, {1}, 0});
        ASSERT_TRUE((*writer)->finish(store::CaseWriter::State::Complete).ok());
        auto opened = Case::open(path_);
        ASSERT_TRUE(opened.ok());
        case_ = std::move(opened).value();
    }

    // While the case is open for reading.
    void note(notes::Subject subject, std::uint64_t id, const notes::Change& change) const {
        auto notes = notes::Notes::open(path_);
        ASSERT_TRUE(notes.ok()) << notes.error().message;
        const auto now = notes->set(subject, id, change);
        ASSERT_TRUE(now.ok()) << now.error().message;
        ASSERT_TRUE(now->has_value());
    }
    static Filter filter(std::string_view text) {
        auto parsed = parseFilter(text);
        if (const auto* problem = std::get_if<FilterProblem>(&parsed)) {
            ADD_FAILURE() << problem->line();
            return {};
        }
        return std::get<Filter>(std::move(parsed));
    }
    static Ids checked(const base::Result<Ids>& found) {
        EXPECT_TRUE(found.ok()) << (found.ok() ? "" : found.error().message);
        return found.ok() ? *found : Ids{0};
    }
    Ids exchanges(std::string_view text, const Sort& sort = {}) {
        return checked(case_->exchangeIds(filter(text), sort));
    }
    Ids connections(std::string_view text) { return checked(case_->connectionIds(filter(text))); }
    Ids sessions(std::string_view text) { return checked(case_->sessionIds(filter(text))); }
    Note noteOf(std::uint64_t exchange) {
        const auto rows = case_->exchangeRows(std::vector{exchange});
        EXPECT_TRUE(rows.ok() && rows->size() == 1);
        return rows.ok() && rows->size() == 1 ? rows->front().note : Note{};
    }

    test::TemporaryDirectory directory_;
    std::string path_ = directory_ / "a.hark";
    std::unique_ptr<Case> case_;
};

TEST_F(NotedCase, WithoutTheTableHasNoMarks) {
    EXPECT_FALSE(noteOf(1).isMarked);
    EXPECT_EQ(noteOf(1).text, "");
    EXPECT_EQ(exchanges("marked:yes"), Ids{});
    EXPECT_EQ(exchanges("note:*"), Ids{});
    EXPECT_EQ(exchanges("marked:no", {"mark", true}), (Ids{1, 2, 3}));
    EXPECT_EQ(connections("marked:no"), (Ids{1, 2}));
    EXPECT_EQ(sessions("-note:*"), Ids{1});
    int rows = 0;
    const auto count = [&](auto) { return ++rows, true; };
    EXPECT_TRUE(case_
                    ->runSql(
                        "SELECT * FROM note", [](auto) {}, count)
                    .ok());
    EXPECT_EQ(rows, 0);
}

TEST_F(NotedCase, ShowsWhatIsNotedWhileItIsOpen) {
    EXPECT_FALSE(noteOf(2).isMarked);
    note(notes::Subject::Exchange, 2, {true, "look\nhere"});
    EXPECT_TRUE(noteOf(2).isMarked);
    EXPECT_EQ(noteOf(2).text, "look\nhere");
    EXPECT_FALSE(noteOf(1).isMarked);
    EXPECT_EQ(exchanges("marked:yes"), Ids{2});
    const auto detail = case_->exchange(2);
    ASSERT_TRUE(detail.ok());
    EXPECT_TRUE(detail->value().row.note.isMarked);
    note(notes::Subject::Exchange, 2, {false, ""});
    EXPECT_FALSE(noteOf(2).isMarked);
    EXPECT_EQ(exchanges("marked:yes"), Ids{});
}

TEST_F(NotedCase, ShowsThoseOfConnectionsAndSessions) {
    note(notes::Subject::Connection, 2, {true, "the proxy's"});
    note(notes::Subject::Session, 1, {{}, "ada"});
    const auto connection = case_->connection(2);
    ASSERT_TRUE(connection.ok());
    EXPECT_TRUE(connection->value().note.isMarked);
    EXPECT_EQ(connection->value().note.text, "the proxy's");
    const auto session = case_->session(1);
    ASSERT_TRUE(session.ok());
    EXPECT_FALSE(session->value().row.note.isMarked);
    EXPECT_EQ(session->value().row.note.text, "ada");
    EXPECT_EQ(exchanges("marked:yes"), Ids{});  // what is said of the whole isn't said of each
}

TEST_F(NotedCase, FiltersByMarksAndNotes) {
    note(notes::Subject::Exchange, 1, {{}, "Odd * answer"});
    note(notes::Subject::Exchange, 3, {true, {}});
    EXPECT_EQ(exchanges("marked:yes"), Ids{3});
    EXPECT_EQ(exchanges("is:marked"), Ids{3});
    EXPECT_EQ(exchanges("-is:marked"), (Ids{1, 2}));
    EXPECT_EQ(exchanges("marked:no"), (Ids{1, 2}));
    EXPECT_EQ(exchanges("note:odd"), Ids{1});
    EXPECT_EQ(exchanges("note:\"* ans\""), Ids{1});
    EXPECT_EQ(exchanges("note:\"* odd\""), Ids{});
    EXPECT_EQ(exchanges("note:*"), Ids{1});
    EXPECT_EQ(exchanges("-note:*"), (Ids{2, 3}));
    EXPECT_EQ(exchanges("note:odd or marked:yes"), (Ids{1, 3}));
    EXPECT_EQ(exchanges("", {"mark", true}), (Ids{3, 1, 2}));
    EXPECT_EQ(exchanges("", {"note", false}), (Ids{1, 2, 3}));
    EXPECT_TRUE(std::holds_alternative<FilterProblem>(parseFilter("marked:perhaps")));
    EXPECT_TRUE(std::holds_alternative<FilterProblem>(parseFilter("note>3")));
}

TEST_F(NotedCase, AConnectionOrSessionIsFoundByItsExchangesMarksToo) {
    note(notes::Subject::Exchange, 3, {true, "till"});
    EXPECT_EQ(connections("marked:yes"), Ids{2});
    EXPECT_EQ(sessions("marked:yes"), Ids{1});
    EXPECT_EQ(sessions("note:till"), Ids{1});
    note(notes::Subject::Exchange, 3, {false, ""});
    EXPECT_EQ(connections("marked:yes"), Ids{});
    note(notes::Subject::Connection, 1, {true, {}});
    note(notes::Subject::Session, 1, {true, {}});
    EXPECT_EQ(connections("marked:yes"), Ids{1});
    EXPECT_EQ(connections("marked:no"), Ids{2});
    EXPECT_EQ(sessions("marked:yes"), Ids{1});
}

}  // namespace
}  // namespace hark::query
