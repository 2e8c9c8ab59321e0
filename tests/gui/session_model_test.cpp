#include "gui/models/session_model.h"

#include <variant>

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <gtest/gtest.h>

#include "gui/models/cookie_model.h"
#include "gui/models/cookie_story.h"
#include "gui/models/entry_roles.h"
#include "gui/models/session_story.h"
#include "gui/work/document.h"
#include "tests/gui/waiting.h"

namespace hark::gui {
namespace {

constexpr auto kFatal = QAbstractItemModelTester::FailureReportingMode::Fatal;

// Sessions and cookies of the webshop, whose truth is in its server's log.
class SessionModels : public testing::Test {
protected:
    void open(const char* name) {
        QObject::connect(&document_, &Document::grew, &sessions_, &CaseListModel::refresh);
        QObject::connect(&document_, &Document::grew, &cookies_, &CaseListModel::refresh);
        document_.open(sample(name));
        ASSERT_TRUE(becomes([this] { return document_.state() == Document::State::Ready; }))
            << document_.message().toStdString();
        ASSERT_TRUE(becomes([this] { return isListed(); }));
    }
    bool isListed() const { return !sessions_.isAsking() && !cookies_.isAsking(); }

    QVariant value(const CaseListModel& model, int row, int column, int role = Qt::DisplayRole) {
        const QModelIndex index = model.index(row, column);
        becomes([&] { return model.data(index, CaseListModel::IsRunningRole).isValid(); });
        return model.data(index, role);
    }
    QString text(const CaseListModel& model, int row, int column) {
        return value(model, row, column).toString();
    }

    Document document_;
    SessionModel sessions_{document_.cases()};
    CookieModel cookies_{document_.cases()};
    QAbstractItemModelTester sessionTester_{&sessions_, kFatal};
    QAbstractItemModelTester cookieTester_{&cookies_, kFatal};
};

TEST_F(SessionModels, ShowWhoWasThereAndWhatHappened) {
    open("webshop/shop.pcapng");
    ASSERT_GE(sessions_.rowCount(), 5);
    EXPECT_EQ(text(sessions_, 0, SessionModel::Session), QStringLiteral("ada"));
    EXPECT_EQ(value(sessions_, 0, SessionModel::Session, BesideRole).toString(),
              QStringLiteral("shop.example.test"));
    EXPECT_EQ(text(sessions_, 0, SessionModel::Exchanges), QStringLiteral("71"));
    EXPECT_EQ(text(sessions_, 0, SessionModel::End), QStringLiteral("logout"));
    EXPECT_EQ(text(sessions_, 4, SessionModel::Session), QStringLiteral("#5  no login"));
    const auto line = value(sessions_, 0, SessionModel::Session, LifeLineRole).value<LifeLine>();
    ASSERT_EQ(line.marks.size(), 6U);
    EXPECT_EQ(line.marks[0].sign, LifeSign::Minted);
    EXPECT_EQ(line.marks[0].exchange, 1U);
    EXPECT_EQ(line.marks[3].sign, LifeSign::SecondClient);
    EXPECT_EQ(line.marks[5].sign, LifeSign::UsedAfterEnd);
    EXPECT_GT(line.marks[5].position, line.marks[4].position);
    EXPECT_TRUE(line.hasEnd);
}

TEST_F(SessionModels, OfferFiltersThatMeanACell) {
    open("webshop/shop.pcapng");
    EXPECT_EQ(value(sessions_, 0, SessionModel::Session, FiltersRole).toStringList(),
              (QStringList{QStringLiteral("session:1"), QStringLiteral("user:ada"),
                           QStringLiteral("host:shop.example.test")}));
    EXPECT_EQ(value(sessions_, 0, SessionModel::Visitor, FiltersRole).toStringList().first(),
              QStringLiteral("visitor:1"));
    for (CaseListModel* model :
         {static_cast<CaseListModel*>(&sessions_), static_cast<CaseListModel*>(&cookies_)}) {
        for (int column = 0; column < model->columnCount(); ++column) {
            const QStringList filters = value(*model, 0, column, FiltersRole).toStringList();
            EXPECT_FALSE(filters.isEmpty()) << column;
            for (const QString& filter : filters) {
                EXPECT_TRUE(
                    std::holds_alternative<query::Filter>(query::parseFilter(filter.toStdString())))
                    << filter.toStdString();
            }
        }
    }
}

TEST_F(SessionModels, AreFilteredAndSorted) {
    open("webshop/shop.pcapng");
    QSignalSpy failed(&sessions_, &CaseListModel::failed);
    QSignalSpy cookiesFailed(&cookies_, &CaseListModel::failed);
    for (CaseListModel* model :
         {static_cast<CaseListModel*>(&sessions_), static_cast<CaseListModel*>(&cookies_)}) {
        const int rows = model->rowCount();
        for (int column = 0; column < model->columnCount(); ++column) {
            model->sort(column, Qt::DescendingOrder);
            ASSERT_TRUE(becomes([this] { return isListed(); }));
        }
        EXPECT_EQ(model->rowCount(), rows);
    }
    EXPECT_EQ(failed.count() + cookiesFailed.count(), 0);
    sessions_.sort(SessionModel::Exchanges, Qt::DescendingOrder);
    sessions_.setFilter(std::get<query::Filter>(query::parseFilter("user:ada")));
    ASSERT_TRUE(becomes([this] { return isListed(); }));
    EXPECT_EQ(text(sessions_, 0, SessionModel::Session), QStringLiteral("ada"));
}

TEST_F(SessionModels, SayWhichSessionAnExchangeBelongsTo) {
    open("webshop/shop.pcapng");
    QSignalSpy changed(&sessions_, &QAbstractItemModel::dataChanged);
    sessions_.setLocated(2);
    EXPECT_EQ(changed.count(), 1);
    EXPECT_FALSE(sessions_.index(0, 0).data(IsLocatedRole).toBool());
    EXPECT_TRUE(sessions_.index(1, 0).data(IsLocatedRole).toBool());
    sessions_.setLocated(std::nullopt);
    EXPECT_FALSE(sessions_.index(1, 0).data(IsLocatedRole).toBool());
}

TEST_F(SessionModels, ShowCookiesWithTheirAttributes) {
    open("webshop/shop.pcapng");
    cookies_.sort(CookieModel::Presented, Qt::DescendingOrder);
    ASSERT_TRUE(becomes([this] { return isListed(); }));
    EXPECT_EQ(text(cookies_, 0, CookieModel::Cookie), QStringLiteral("sid"));
    EXPECT_EQ(text(cookies_, 0, CookieModel::Class), QStringLiteral("session"));
    EXPECT_EQ(text(cookies_, 0, CookieModel::Lifetime), QStringLiteral("session"));
    EXPECT_EQ(text(cookies_, 0, CookieModel::HttpOnly), QStringLiteral("yes"));
    EXPECT_EQ(text(cookies_, 0, CookieModel::Secure), QStringLiteral("no"));
    EXPECT_EQ(text(cookies_, 0, CookieModel::SameSite), QStringLiteral("Lax"));
    EXPECT_EQ(text(cookies_, 0, CookieModel::Deleted), QStringLiteral("3"));
    EXPECT_TRUE(text(cookies_, 1, CookieModel::Lifetime).startsWith(QStringLiteral("until ")));
    EXPECT_EQ(cookies_.filterOf(*cookies_.idAt(0)),
              QStringLiteral("(cookie-name:sid or set-cookie-name:sid) host:shop.example.test"));
    EXPECT_EQ(cookies_.filterOf(999), QString());
}

TEST_F(SessionModels, DataNeverWaitsForTheCase) {
    open("webshop/shop.pcapng");
    EXPECT_FALSE(
        sessions_.data(sessions_.index(0, SessionModel::Service), Qt::DisplayRole).isValid());
    EXPECT_FALSE(sessions_.data(sessions_.index(0, 0), LifeLineRole).isValid());
    EXPECT_FALSE(cookies_.data(cookies_.index(0, 0), Qt::DisplayRole).isValid());
}

TEST(StoryModel, KeepsWhatIsSelectedWhereNothingChanged) {
    StoryModel model;
    const QAbstractItemModelTester tester(&model, kFatal);
    StoryLine line;
    line.text = QStringLiteral("ada logged in");
    line.sign = LifeSign::Login;
    line.exchange = 7;
    line.secret = "s3\xff";
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    model.setStory({heading(QStringLiteral("Story")), line});
    model.setStory({heading(QStringLiteral("Story")), line});
    EXPECT_EQ(resets.count(), 1);
    ASSERT_EQ(model.rowCount(), 2);
    EXPECT_FALSE(model.flags(model.index(0)).testFlag(Qt::ItemIsSelectable));
    EXPECT_EQ(model.index(1).data(StoryModel::ExchangeRole).toULongLong(), 7U);
    EXPECT_EQ(model.index(1).data(StoryModel::SecretRole).toString(), QStringLiteral("s3\\xff"));
    EXPECT_FALSE(model.index(1).data(StoryModel::DetailRole).isValid());
}

TEST(StoryModel, IsBoundedAndSaysSo) {
    Story story(StoryLimits::kLines + 5);
    cutStory(story);
    ASSERT_EQ(story.size(), StoryLimits::kLines + 1);
    EXPECT_EQ(story.back().text, QStringLiteral("… and 5 more"));
}

TEST(SessionStory, TellsEventsAndStateInTheOrderOfTime) {
    query::SessionDetail session;
    session.row.users = {"<b>ada</b>"};
    session.row.userAgent = "curl/8.5.0";
    session.row.clientAddress = "192.0.2.1";
    session.row.startedNs = 1'000'000'000;
    session.row.lastNs = 9'000'000'000;
    session.row.lastExchange = 9;
    session.row.end = "none";
    query::LifeEventRow login;
    login.event = "login";
    login.exchange = 4;
    login.timeNs = 4'000'000'000;
    login.evidence = "a password is sent";
    session.events = {login};
    session.state = {{1, 1, 2, 2'000'000'000, "cart", "product", "1"},
                     {2, 1, 2, 2'000'000'000, "cart", "note", ""},
                     {3, 1, 3, 3'000'000'000, "csrf-issued", "csrf", ""}};
    const Story story = sessionStory(session, 1'000'000'000);
    ASSERT_EQ(story.size(), 4U);
    EXPECT_EQ(story[0].text, QStringLiteral("curl 8.5.0 at 192.0.2.1 came"));
    EXPECT_EQ(story[1].text, QStringLiteral("The cart was changed"));
    EXPECT_EQ(story[1].detail, QStringLiteral("product = 1, note"));
    EXPECT_EQ(story[1].exchange, 2U);
    EXPECT_EQ(story[2].text, QStringLiteral("<b>ada</b> logged in"));
    EXPECT_EQ(story[2].sign, LifeSign::Login);
    EXPECT_EQ(story[2].time, QStringLiteral("3.000 s"));
    EXPECT_EQ(story[2].detail, QStringLiteral("a password is sent"));
    EXPECT_EQ(story[3].exchange, 9U);
    EXPECT_TRUE(story[3].text.contains(QStringLiteral("no end was captured")));
}

}  // namespace
}  // namespace hark::gui
