#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QSignalSpy>
#include <gtest/gtest.h>

#include "gui/delegates/entry_delegate.h"
#include "gui/delegates/life_line_layout.h"
#include "gui/delegates/tool_tip.h"
#include "gui/models/entry_roles.h"
#include "gui/models/session_model.h"
#include "gui/models/story_model.h"
#include "gui/views/case_table.h"
#include "gui/views/cookies_pane.h"
#include "gui/views/sessions_pane.h"
#include "gui/views/story_tabs.h"
#include "gui/work/document.h"
#include "tests/gui/waiting.h"

namespace hark::gui {
namespace {

// A pane over the webshop, without the rest of the window.
template <typename Pane>
class PaneOverShop : public testing::Test {
protected:
    void SetUp() override {
        QObject::connect(&document_, &Document::grew, &pane_, [this] { pane_.refresh(); });
        QObject::connect(&document_, &Document::summaryChanged, &pane_,
                         [this] { pane_.setSummary(document_.summary()); });
        pane_.resize(320, 800);
        pane_.show();
    }
    void open(const char* name = "webshop/shop.pcapng") {
        document_.open(sample(name));
        ASSERT_TRUE(becomes(
            [this] { return document_.state() == Document::State::Ready && !pane_.isAsking(); }));
    }
    template <typename Widget>
    Widget* find(const char* name) {
        return pane_.template findChild<Widget*>(QLatin1String(name));
    }
    QAbstractItemModel& story(const char* name) { return *find<QListView>(name)->model(); }
    QString told(const char* name) {
        becomes([&] { return !pane_.isAsking() && story(name).rowCount() > 0; });
        QString text;
        for (int row = 0; row < story(name).rowCount(); ++row) {
            text += story(name).index(row, 0).data().toString() + QLatin1Char('\n');
        }
        return text;
    }
    query::ExchangeRow exchange(std::uint64_t id) {
        std::optional<query::ExchangeRow> found;
        document_.cases().ask(
            Lane::Rows, &pane_,
            [id](query::Case& opened) { return opened.exchangeRows(std::span(&id, 1)); },
            [&](const base::Result<std::vector<query::ExchangeRow>>& rows) {
                found = rows->front();
            });
        becomes([&] { return found.has_value(); });
        return *found;
    }

    Document document_;
    Pane pane_{document_.cases()};
};

using Sessions = PaneOverShop<SessionsPane>;
using Cookies = PaneOverShop<CookiesPane>;

TEST_F(Sessions, ASelectedOneIsAScopeAndTellsItsStory) {
    open();
    EXPECT_EQ(pane_.scope(), QString());
    QSignalSpy scope(&pane_, &ListPane::scopeChanged);
    pane_.select(1);
    EXPECT_EQ(scope.count(), 1);
    EXPECT_EQ(pane_.scope(), QStringLiteral("session:1"));
    const QString text = told("sessionStory");
    EXPECT_TRUE(text.startsWith(QStringLiteral("Firefox 128 on Linux at 192.0.2.10 came")))
        << text.toStdString();
    EXPECT_TRUE(text.contains(QStringLiteral("ada logged in")));
    EXPECT_TRUE(text.contains(QStringLiteral("Another client, at 198.51.100.66")));
    EXPECT_TRUE(text.contains(QStringLiteral("ada logged out")));
    pane_.selectNothing();
    EXPECT_EQ(scope.count(), 2);
    EXPECT_EQ(pane_.scope(), QString());
    EXPECT_EQ(story("sessionStory").rowCount(), 0);
}

TEST_F(Sessions, ALineLeadsToItsExchange) {
    open();
    pane_.select(1);
    static_cast<void>(told("sessionStory"));
    QSignalSpy wanted(&pane_, &ListPane::exchangeWanted);
    auto* list = find<QListView>("sessionStory");
    const QModelIndex line = list->model()->index(1, 0);
    EXPECT_EQ(line.data(StoryModel::ExchangeRole).toULongLong(), 1U);
    list->scrollTo(line);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(line).center());
    ASSERT_EQ(wanted.count(), 1);
    EXPECT_EQ(wanted.at(0).at(0).toULongLong(), 1U);
}

TEST_F(Sessions, ASignLeadsToItsExchange) {
    open();
    auto* table = find<CaseTable>("sessions");
    const QModelIndex index = table->model()->index(0, SessionModel::Session);
    ASSERT_TRUE(becomes([&] { return index.data(LifeLineRole).isValid(); }));
    QSignalSpy wanted(&pane_, &ListPane::exchangeWanted);
    const QRect cell = table->visualRect(index);
    const int y = cell.top() + 3 * EntryDelegate::kRowHeight / 2;
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, QPoint(cell.left() + 150, y + 15));
    for (int x = cell.left(); x < cell.right() && wanted.isEmpty(); x += 4) {
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, QPoint(x, y - 2));
    }
    ASSERT_GE(wanted.count(), 1);
    EXPECT_EQ(wanted.at(0).at(0).toULongLong(), 1U) << "the first sign: minted";
}

TEST_F(Sessions, TheJarIsThatOfTheExchange) {
    open();
    pane_.select(1);
    pane_.findChild<StoryTabs*>()->setCurrent(2);
    EXPECT_TRUE(told("sessionJar").startsWith(QStringLiteral("Held when the session was last")))
        << told("sessionJar").toStdString();
    pane_.locate(exchange(1));
    ASSERT_TRUE(becomes(
        [&] { return told("sessionJar").startsWith(QStringLiteral("Held after exchange 1\n")); }));
    EXPECT_EQ(told("sessionJar"), QStringLiteral("Held after exchange 1\nsid\n"));
    EXPECT_TRUE(find<CaseTable>("sessions")->model()->index(0, 0).data(IsLocatedRole).toBool());
    EXPECT_EQ(find<QListView>("sessionStory")
                  ->currentIndex()
                  .data(StoryModel::ExchangeRole)
                  .toULongLong(),
              1U);
}

TEST_F(Sessions, AFilterNarrowsTheListAndKeepsTheSelection) {
    open();
    const int all = pane_.shown();
    pane_.select(1);
    pane_.setFilter(std::get<query::Filter>(query::parseFilter("user:eve")));
    ASSERT_TRUE(becomes([&] { return !pane_.isAsking() && pane_.shown() < all; }));
    EXPECT_GT(pane_.shown(), 0);
    EXPECT_EQ(pane_.scope(), QStringLiteral("session:1"));
    pane_.setFilter({});
    ASSERT_TRUE(becomes([&] { return pane_.shown() == all; }));
    EXPECT_EQ(find<CaseTable>("sessions")->currentIndex().row(), 0) << "selected again";
}

TEST_F(Sessions, SayWhyThereAreNone) {
    open("basics/report-and-missing.pcapng");
    EXPECT_EQ(pane_.shown(), 0);
    EXPECT_EQ(find<QLabel>("emptyTitle")->text(), QStringLiteral("No user sessions"));
    EXPECT_TRUE(find<QLabel>("emptyNext")->text().contains(QStringLiteral("None of 2 exchanges")))
        << find<QLabel>("emptyNext")->text().toStdString();
}

TEST_F(Sessions, CtrlCCopiesAndTheMenuFilters) {
    open();
    auto* table = find<CaseTable>("sessions");
    pane_.select(1);
    ASSERT_TRUE(becomes([&] { return table->currentIndex().data().isValid(); }));
    pane_.activateWindow();
    table->setFocus();
    ASSERT_TRUE(becomes([&] { return table->hasFocus(); }));
    QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
    EXPECT_EQ(QGuiApplication::clipboard()->text(), QStringLiteral("ada"));

    QSignalSpy wanted(&pane_, &ListPane::filterWanted);
    Q_EMIT table->customContextMenuRequested(table->visualRect(table->currentIndex()).center());
    QMenu* menu = table->findChild<QMenu*>();
    ASSERT_NE(menu, nullptr);
    QStringList texts;
    for (QAction* action : menu->actions()) {
        texts << action->text();
        if (action->text() == QStringLiteral("Copy as &Filter")) action->trigger();
        if (action->text() == QStringLiteral("Filter: user:ada")) action->trigger();
    }
    EXPECT_TRUE(texts.contains(QStringLiteral("Filter: session:1")))
        << texts.join(QLatin1Char('|')).toStdString();
    EXPECT_EQ(QGuiApplication::clipboard()->text(), QStringLiteral("session:1"));
    ASSERT_EQ(wanted.count(), 1);
    EXPECT_EQ(wanted.at(0).at(0).toString(), QStringLiteral("user:ada"));
}

TEST_F(Sessions, RememberHowTheyWereShown) {
    pane_.findChild<StoryTabs*>()->setCurrent(3);
    const QByteArray state = pane_.saveState();
    SessionsPane other(document_.cases());
    other.restoreState(QByteArray("no state"));
    EXPECT_EQ(other.findChild<StoryTabs*>()->current(), 0);
    other.restoreState(state);
    EXPECT_EQ(other.findChild<StoryTabs*>()->current(), 3);
}

TEST_F(Sessions, ClearingForgetsEverything) {
    open();
    pane_.select(1);
    static_cast<void>(told("sessionStory"));
    pane_.clear();
    EXPECT_EQ(pane_.shown(), 0);
    EXPECT_EQ(pane_.scope(), QString());
    EXPECT_EQ(story("sessionStory").rowCount(), 0);
}

TEST_F(Cookies, ASelectedOneIsAScopeAndTellsItsHistory) {
    open();
    auto* table = find<CaseTable>("cookies");
    ASSERT_EQ(pane_.shown(), 3);
    table->selectRow(1);
    ASSERT_TRUE(becomes([&] { return !pane_.scope().isEmpty(); }));
    EXPECT_EQ(pane_.scope(),
              QStringLiteral("(cookie-name:sid or set-cookie-name:sid) host:shop.example.test"));
    const QString text = told("cookieHistory");
    EXPECT_EQ(text.count(QStringLiteral("The server took it away")), 3) << text.toStdString();
    EXPECT_EQ(text.count(QStringLiteral("The server set it\n")) +
                  text.count(QStringLiteral("The server gave it a new value")),
              18)
        << "as the list says";
    table->selectRow(0);
    ASSERT_TRUE(becomes([&] { return pane_.scope().contains(QStringLiteral("lang")); }));
    pane_.selectNothing();
    EXPECT_EQ(pane_.scope(), QString());
}

TEST_F(Cookies, ALineLeadsToItsExchangeAndIsFoundFromIt) {
    open();
    find<CaseTable>("cookies")->selectRow(1);
    static_cast<void>(told("cookieHistory"));
    auto* list = find<QListView>("cookieHistory");
    QSignalSpy wanted(&pane_, &ListPane::exchangeWanted);
    Q_EMIT list->activated(list->model()->index(0, 0));
    ASSERT_EQ(wanted.count(), 1);
    EXPECT_EQ(wanted.at(0).at(0).toULongLong(), 1U);
    pane_.locate(exchange(190));
    EXPECT_EQ(list->currentIndex().data(StoryModel::ExchangeRole).toULongLong(), 190U);
    EXPECT_TRUE(find<CaseTable>("cookies")->model()->index(1, 0).data(IsLocatedRole).toBool());
    EXPECT_FALSE(find<CaseTable>("cookies")->model()->index(0, 0).data(IsLocatedRole).toBool());
}

TEST_F(Cookies, SayThatThereAreNone) {
    open("basics/report-and-missing.pcapng");
    EXPECT_EQ(find<QLabel>("emptyTitle")->text(), QStringLiteral("No cookies"));
}

TEST(ToolTip, IsPlainWhateverItLooksLike) {
    EXPECT_EQ(plainToolTip(QStringLiteral("<img src=x>\n&")),
              QStringLiteral("<p style=\"white-space:pre-wrap\">&lt;img src=x&gt;\n&amp;</p>"));
    EXPECT_EQ(plainToolTip({}), QString());
}

}  // namespace
}  // namespace hark::gui
