#include "core/notes/notes.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/store/case_writer.h"
#include "tests/unit/store/case_builder.h"

namespace hark::notes {
namespace {

using store::CaseWriter;
using test::CaseBuilder;
using test::TemporaryDirectory;
using testing::HasSubstr;

constexpr const char* kGet = "GET /a HTTP/1.1\r\nHost: a.test\r\n\r\n";
constexpr const char* kOk = "HTTP/1.1 200 OK\r\n\r\n";
constexpr Limits kHasty{.wait = std::chrono::milliseconds(20)};

class Sqlite {
public:
    explicit Sqlite(const std::string& path) { sqlite3_open(path.c_str(), &handle_); }
    ~Sqlite() { sqlite3_close_v2(handle_); }
    Sqlite(const Sqlite&) = delete;
    Sqlite& operator=(const Sqlite&) = delete;
    void execute(const char* sql) {
        EXPECT_EQ(sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sql;
    }
    std::string read(const char* sql) {
        std::string all;
        const auto take = [](void* out, int columns, char** values, char**) {
            for (int i = 0; i < columns; ++i) {
                *static_cast<std::string*>(out) +=
                    std::string(values[i] ? values[i] : "NULL") + "|";
            }
            return 0;
        };
        EXPECT_EQ(sqlite3_exec(handle_, sql, take, &all, nullptr), SQLITE_OK) << sql;
        return all;
    }

private:
    sqlite3* handle_ = nullptr;
};

class NotesTest : public testing::Test {
protected:
    void SetUp() override {
        auto writer = CaseWriter::create(path_, {});
        ASSERT_TRUE(writer.ok());
        CaseBuilder builder(**writer);
        builder.open(1);
        builder.exchange(kGet, "", kOk, "");
        builder.exchange(kGet, "", kOk, "");
        builder.close();
        ASSERT_TRUE((*writer)->finish(CaseWriter::State::Complete).ok());
        Sqlite(path_).execute("INSERT INTO user_session(id) VALUES(7)");
    }

    static Note set(Notes& notes, Subject subject, std::uint64_t id, const Change& change) {
        const auto now = notes.set(subject, id, change);
        EXPECT_TRUE(now.ok()) << (now.ok() ? "" : now.error().message);
        EXPECT_TRUE(now.ok() && now->has_value());
        return now.ok() ? now->value_or(Note{}) : Note{};
    }
    static std::string refusal(Notes& notes, const Change& change = {true, {}}) {
        const auto now = notes.set(Subject::Exchange, 1, change);
        return now.ok() ? "" : now.error().message;
    }
    static std::string refusalToOpen(const std::string& path) {
        const auto opened = Notes::open(path);
        return opened.ok() ? "" : opened.error().message;
    }
    Notes open(Limits limits = {}) {
        auto opened = Notes::open(path_, limits);
        EXPECT_TRUE(opened.ok()) << (opened.ok() ? "" : opened.error().message);
        return std::move(opened).value();
    }
    std::string stored() {
        return Sqlite(path_).read("SELECT subject, id, mark, text FROM note ORDER BY subject, id");
    }

    TemporaryDirectory directory_;
    std::string path_ = directory_ / "a.hark";
};

TEST_F(NotesTest, KeepsMarksAndNotesOfAllSubjects) {
    {
        Notes notes = open();
        EXPECT_EQ(set(notes, Subject::Exchange, 2, {true, "odd\nredirect"}),
                  (Note{true, "odd\nredirect"}));
        EXPECT_EQ(set(notes, Subject::Connection, 1, {true, {}}), (Note{true, ""}));
        EXPECT_EQ(set(notes, Subject::Session, 7, {{}, "the till"}), (Note{false, "the till"}));
    }
    EXPECT_EQ(stored(), "connection|1|1|NULL|exchange|2|1|odd\nredirect|session|7|0|the till|");
    EXPECT_EQ(Notes::countAt(path_), 3U);
}

TEST_F(NotesTest, ChangesOnlyWhatIsNamed) {
    Notes notes = open();
    set(notes, Subject::Exchange, 1, {true, "first"});
    EXPECT_EQ(set(notes, Subject::Exchange, 1, {{}, "second"}), (Note{true, "second"}));
    EXPECT_EQ(set(notes, Subject::Exchange, 1, {false, {}}), (Note{false, "second"}));
    EXPECT_EQ(set(notes, Subject::Exchange, 1, {}), (Note{false, "second"}));
    EXPECT_EQ(set(notes, Subject::Exchange, 1, {true, ""}), (Note{true, ""}));
}

TEST_F(NotesTest, LeavesNoRowWhereNothingStands) {
    Notes notes = open();
    set(notes, Subject::Exchange, 1, {true, "first"});
    set(notes, Subject::Exchange, 2, {true, {}});
    const auto cleared = notes.clear(Subject::Exchange, 1);
    ASSERT_TRUE(cleared.ok());
    EXPECT_EQ(*cleared, Note{});
    set(notes, Subject::Exchange, 2, {false, {}});
    EXPECT_EQ(stored(), "");
    EXPECT_EQ(Notes::countAt(path_), 0U);
}

TEST_F(NotesTest, SaysThatThereIsNoSuchSubjectAndChangesNothing) {
    Notes notes = open();
    for (const auto& [subject, id] : std::vector<std::pair<Subject, std::uint64_t>>{
             {Subject::Exchange, 3}, {Subject::Connection, ~0ULL}, {Subject::Session, 1}}) {
        const auto now = notes.set(subject, id, {true, "x"});
        ASSERT_TRUE(now.ok()) << now.error().message;
        EXPECT_FALSE(now->has_value());
    }
    EXPECT_EQ(Sqlite(path_).read("SELECT count(*) FROM sqlite_schema WHERE name = 'note'"), "0|");
}

TEST_F(NotesTest, WritesNothingButItsTable) {
    const char* const kOthers =
        "SELECT group_concat(sql) FROM sqlite_schema WHERE name <> 'note'; "
        "SELECT * FROM exchange; SELECT * FROM connection; SELECT * FROM meta; "
        "PRAGMA user_version; PRAGMA application_id; PRAGMA journal_mode";
    const std::string before = Sqlite(path_).read(kOthers);
    Notes notes = open();
    set(notes, Subject::Exchange, 1, {true, "x"});
    EXPECT_EQ(Sqlite(path_).read(kOthers), before);
}

TEST_F(NotesTest, RefusesWhatIsNoNote) {
    Notes notes = open();
    const std::size_t most = Limits().textBytes;
    EXPECT_EQ(refusal(notes, {{}, std::string(most, 'x')}), "");
    EXPECT_THAT(refusal(notes, {{}, std::string(most + 1, 'x')}), HasSubstr("at most 16384"));
    EXPECT_THAT(refusal(notes, {{}, "\xff"}), HasSubstr("UTF-8"));
    EXPECT_THAT(refusal(notes, {{}, std::string("a\0b", 3)}), HasSubstr("UTF-8"));
    EXPECT_EQ(Sqlite(path_).read("SELECT length(text) FROM note"), "16384|");
}

TEST_F(NotesTest, RefusesWhatIsNoCase) {
    std::ofstream(directory_ / "text") << "hello, this is no database at all";
    Sqlite(directory_ / "other.db").execute("CREATE TABLE exchange(id)");
    EXPECT_THAT(refusalToOpen(directory_ / "none"), HasSubstr("No such file"));
    EXPECT_THAT(refusalToOpen(directory_ / ""), HasSubstr("is not a hark case"));
    EXPECT_THAT(refusalToOpen(directory_ / "text"), HasSubstr("is not a hark case"));
    EXPECT_THAT(refusalToOpen(directory_ / "other.db"), HasSubstr("is not a hark case"));
    for (const char* name : {"none", "", "text", "other.db"}) {
        EXPECT_EQ(Notes::countAt(directory_ / name), 0U) << name;
    }
}

TEST_F(NotesTest, GivesUpWhereAnotherWriterStays) {
    Notes notes = open(kHasty);
    {
        Sqlite other(path_);
        other.execute("BEGIN IMMEDIATE");
        EXPECT_THAT(refusal(notes), HasSubstr("another program holds this case"));
        other.execute("COMMIT");
    }
    EXPECT_EQ(refusal(notes), "");
}

TEST_F(NotesTest, GivesUpWhereAReaderStaysAndLeavesNoHalfOfIt) {
    Notes notes = open(kHasty);
    {
        Sqlite reader(path_);
        reader.execute("BEGIN; SELECT count(*) FROM exchange");
        EXPECT_THAT(refusal(notes), HasSubstr("another program holds this case"));
    }
    EXPECT_EQ(refusal(notes, {{}, "now"}), "");
    EXPECT_EQ(stored(), "exchange|1|0|now|");
}

TEST_F(NotesTest, WritesBetweenTheStepsOfAWatchedImportWhichGoesOn) {
    const std::string path = directory_ / "watched.hark";
    CaseWriter::Options options;
    options.mode = CaseWriter::Mode::Watched;
    auto writer = CaseWriter::create(path, options);
    ASSERT_TRUE(writer.ok());
    CaseBuilder builder(**writer);
    builder.open(1);
    builder.exchange(kGet, "", kOk, "");
    ASSERT_TRUE((*writer)->commit().ok());
    {
        auto notes = Notes::open(path, kHasty);
        ASSERT_TRUE(notes.ok()) << notes.error().message;
        EXPECT_EQ(refusal(*notes, {true, "while it grows"}), "");
        builder.exchange(kGet, "", kOk, "");  // its step has begun
        ASSERT_TRUE((*writer)->commit().ok());
    }
    builder.close();
    ASSERT_TRUE((*writer)->finish(CaseWriter::State::Complete).ok());
    EXPECT_EQ(Sqlite(path).read("SELECT text FROM note; SELECT count(*) FROM exchange"),
              "while it grows|2|");
}

TEST_F(NotesTest, RefusesACaseThatAnImportIsAboutToReplace) {
    Notes notes = open();
    CaseWriter::Options options;
    options.existing = store::Existing::Continue;
    {
        auto writer = CaseWriter::create(path_, options);
        ASSERT_TRUE(writer.ok());
        EXPECT_THAT(refusal(notes), HasSubstr("is about to replace this case"));
    }
    EXPECT_EQ(refusal(notes), "");
}

TEST_F(NotesTest, IsKeptByAnImportThatContinuesTheCaseButNotWrittenToTheOldFile) {
    Notes notes = open();
    set(notes, Subject::Exchange, 1, {true, "kept"});
    CaseWriter::Options options;
    options.existing = store::Existing::Continue;
    auto writer = CaseWriter::create(path_, options);
    ASSERT_TRUE(writer.ok());
    ASSERT_TRUE((*writer)->finish(CaseWriter::State::Complete).ok());
    writer->reset();
    EXPECT_EQ(stored(), "exchange|1|1|kept|");
    EXPECT_THAT(refusal(notes), HasSubstr("was replaced by another one"));
    Notes again = open();
    EXPECT_EQ(refusal(again), "");
}

TEST_F(NotesTest, FollowsASymbolicLinkToTheCase) {
    const std::string link = directory_ / "link.hark";
    std::filesystem::create_symlink(path_, link);
    auto notes = Notes::open(link);
    ASSERT_TRUE(notes.ok());
    EXPECT_EQ(refusal(*notes, {{}, "through a link"}), "");
    EXPECT_EQ(stored(), "exchange|1|0|through a link|");
}

// Root may write everywhere.
class AsNobody {
public:
    AsNobody() : isNobody_(::geteuid() != 0 || ::seteuid(65534) == 0) {}
    ~AsNobody() {
        if (::getuid() != 0) return;
        EXPECT_EQ(::seteuid(0), 0);
    }
    AsNobody(const AsNobody&) = delete;
    AsNobody& operator=(const AsNobody&) = delete;
    [[nodiscard]] bool works() const { return isNobody_; }

private:
    bool isNobody_;
};

TEST_F(NotesTest, SaysThatACaseCantBeWrittenWhereItIs) {
    const std::string folder = directory_ / "";
    ASSERT_EQ(::chmod(path_.c_str(), 0444), 0);
    ASSERT_EQ(::chmod(folder.c_str(), 0555), 0);
    {
        const AsNobody nobody;
        ASSERT_TRUE(nobody.works()) << "rights can't be dropped here";
        EXPECT_THAT(refusalToOpen(path_), HasSubstr("can't be written here"));
    }
    // The case could be, but not the journal beside it.
    ASSERT_EQ(::chmod(path_.c_str(), 0666), 0);
    {
        const AsNobody nobody;
        auto notes = Notes::open(path_);
        ASSERT_TRUE(notes.ok()) << notes.error().message;
        EXPECT_THAT(refusal(*notes), HasSubstr("can't be written here"));
    }
    ASSERT_EQ(::chmod(folder.c_str(), 0755), 0);
}

}  // namespace
}  // namespace hark::notes
