#include "core/store/insert.h"

#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "tests/unit/store/case_builder.h"
#include "tests/unit/store/sqlite_shell.h"

namespace hark::store {
namespace {

using test::ask;
using test::TemporaryDirectory;

class Inserting : public testing::Test {
protected:
    Inserting() {
        std::ofstream(path_).flush();
        database_.emplace(path_, path_);
        EXPECT_TRUE(
            database_->execute("CREATE TABLE t(id INTEGER PRIMARY KEY, n INTEGER, x TEXT, "
                               "b BLOB); BEGIN"));
    }
    std::string after(const char* sql) {
        EXPECT_TRUE(database_->commit());
        return ask(path_, sql);
    }

    TemporaryDirectory directory_;
    std::string path_ = directory_ / "a.db";
    std::optional<Database> database_;
};

TEST_F(Inserting, KeepsEveryRowAndItsOrder) {
    Insert insert(*database_, "t", "id, n, x, b");
    for (int i = 1; i <= 1000; ++i) {
        insert.integer(i).integer(-i).text(std::to_string(i)).blob(base::asBytes("b")).run();
    }
    EXPECT_EQ(after("SELECT count(*), sum(n), sum(x = id), sum(b = x'62') FROM t"),
              "1000|-500500|1000|1000");
}

TEST_F(Inserting, KnowsNullFromNothing) {
    Insert insert(*database_, "t", "id, n, x, b");
    insert.null().reference(0).textOrNull("").blob({}).run();
    insert.null().integer(0).text("").null().run();
    EXPECT_EQ(after("SELECT id, typeof(n), typeof(x), typeof(b) FROM t"),
              "1|null|null|blob\n2|integer|text|null");
}

TEST_F(Inserting, TakesLongBlobsAmongShortOnes) {
    Insert insert(*database_, "t", "id, n, x, b");
    const std::string text(100'000, 'x');
    const std::string blob(3'000'000, 'y');
    insert.integer(1).null().text(text).blob(base::asBytes("z")).run();
    insert.integer(2).null().text("a").blob(base::asBytes(blob)).run();
    insert.integer(3).null().text(text).blob(base::asBytes(blob)).run();
    insert.integer(4).null().text("b").blob(base::asBytes("z")).run();
    EXPECT_EQ(after("SELECT length(x), length(b), substr(b, -1) FROM t"),
              "100000|1|z\n1|3000000|y\n100000|3000000|y\n1|1|z");
}

TEST_F(Inserting, FillsInWhatIsTheSameForAllRows) {
    Insert insert(*database_, "t", "id, n=7, x, b=NULL");
    insert.integer(1).integer(7).text("a").null().run();
    insert.integer(2).integer(7).text("b").null().run();
    EXPECT_EQ(after("SELECT id, n, x, b FROM t"), "1|7|a|\n2|7|b|");
}

TEST_F(Inserting, TakesWhatIsGivenForAConstantWhereAsked) {
    Insert insert(*database_, "t", "id, n=7, x, b=NULL", Insert::Conflict::Fail,
                  Insert::Constants::Given);
    insert.integer(1).integer(8).text("a").null().run();
    EXPECT_EQ(after("SELECT id, n, x, b FROM t"), "1|8|a|");
}

TEST_F(Inserting, ReplacesInOrder) {
    Insert insert(*database_, "t", "id, n, x, b", Insert::Conflict::Replace);
    for (const int n : {1, 2, 3})
        insert.integer(5).integer(n).null().null().run();
    EXPECT_EQ(after("SELECT id, n FROM t"), "5|3");
}

TEST_F(Inserting, KeepsTheFirstFailure) {
    Insert insert(*database_, "t", "id, n, x, b");
    insert.integer(1).null().null().null().run();
    insert.integer(1).null().null().null().run();
    EXPECT_FALSE(database_->hasFailed());  // they wait
    EXPECT_FALSE(database_->commit());
    ASSERT_TRUE(database_->hasFailed());
    EXPECT_NE(database_->failure()->message.find("UNIQUE"), std::string::npos)
        << database_->failure()->message;
}

}  // namespace
}  // namespace hark::store
