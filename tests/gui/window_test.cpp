#include <QApplication>
#include <QDialog>
#include <QDragEnterEvent>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPointer>
#include <QProgressBar>
#include <QTemporaryDir>
#include <QToolButton>
#include <gtest/gtest.h>

#include "gui/app/main_window.h"
#include "gui/models/connection_model.h"
#include "gui/models/exchange_model.h"
#include "gui/views/case_table.h"
#include "gui/views/overview_strip.h"
#include "gui/views/timeline_view.h"
#include "tests/gui/waiting.h"

namespace hark::gui {
namespace {

// Another program in hark's place.
class OtherHark {
public:
    explicit OtherHark(const QString& path) { qputenv("HARK_BINARY", path.toUtf8()); }
    ~OtherHark() { qputenv("HARK_BINARY", HARK_BINARY); }
    OtherHark(const OtherHark&) = delete;
    OtherHark& operator=(const OtherHark&) = delete;
};

// The whole window, offscreen, with the real `hark` beside it.
class Window : public testing::Test {
protected:
    void SetUp() override { window_.show(); }

    void open(const QString& path) {
        window_.open(path);
        ASSERT_TRUE(becomes([this] { return window_.isSettled(); }));
    }
    template <typename Widget>
    Widget* find(const char* name) {
        return window_.findChild<Widget*>(QLatin1String(name));
    }
    QString cell(const char* table, int row, int column) {
        auto* view = find<CaseTable>(table);
        const QModelIndex index = view->model()->index(row, column);
        becomes([&] { return index.data(CaseListModel::IsRunningRole).isValid(); });
        return index.data().toString();
    }
    int rows(const char* table) { return find<CaseTable>(table)->model()->rowCount(); }
    // What an empty list says, of the view that is shown.
    QString emptyText() {
        QString text;
        for (const QLabel* label : window_.findChildren<QLabel*>()) {
            if (label->isVisible() && label->objectName().startsWith(QStringLiteral("empty"))) {
                text += label->text() + QLatin1Char('\n');
            }
        }
        return text;
    }
    void type(const QString& filter) {
        auto* edit = find<QLineEdit>("filter");
        edit->selectAll();
        QTest::keyClicks(edit, filter);
    }

    MainWindow window_;
};

TEST_F(Window, AsksForACaptureWhereThereIsNone) {
    EXPECT_TRUE(emptyText().contains(QStringLiteral("Open a capture")))
        << emptyText().toStdString();
    EXPECT_EQ(find<QLabel>("counts")->text(), QString());
}

TEST_F(Window, OpensACaptureAndShowsItsExchangesAndConnections) {
    open(sample("basics/report-and-missing.pcapng"));
    ASSERT_EQ(rows("exchanges"), 2);
    EXPECT_EQ(cell("exchanges", 0, ExchangeModel::Target), QStringLiteral("/report"));
    EXPECT_EQ(cell("exchanges", 0, ExchangeModel::Host), QStringLiteral("basics.example.test"));
    EXPECT_EQ(cell("exchanges", 1, ExchangeModel::Status), QStringLiteral("404"));
    EXPECT_EQ(find<QLabel>("counts")->text(), QStringLiteral("2 exchanges · 1 connection"));
    EXPECT_TRUE(window_.windowTitle().startsWith(QStringLiteral("report-and-missing.pcapng")));
    EXPECT_EQ(emptyText(), QString());
    window_.showView(MainWindow::Connections);
    ASSERT_TRUE(becomes([this] { return rows("connections") == 1; }));
    EXPECT_EQ(cell("connections", 0, ConnectionModel::Exchanges), QStringLiteral("2"));
}

TEST_F(Window, FiltersWhileTypingAndKeepsTheSelection) {
    open(sample("basics/report-and-missing.pcapng"));
    window_.selectExchange(1);
    type(QStringLiteral("status:404"));
    ASSERT_TRUE(becomes([this] { return rows("exchanges") == 1; }));
    EXPECT_EQ(find<QLabel>("counts")->text(),
              QStringLiteral("2 exchanges · 1 connection · 1 shown"));
    EXPECT_EQ(cell("exchanges", 0, ExchangeModel::Target), QStringLiteral("/missing"));
    EXPECT_EQ(find<CaseTable>("exchanges")->selectedId(), 1U);
    QTest::keyClick(find<QLineEdit>("filter"), Qt::Key_Escape);
    ASSERT_TRUE(becomes([this] { return rows("exchanges") == 2; }));
    EXPECT_EQ(find<CaseTable>("exchanges")->currentIndex().row(), 0) << "selected again";
}

TEST_F(Window, TurnsTheMiddleIntoTheTimelineAndBack) {
    open(sample("basics/report-and-missing.pcapng"));
    auto* timeline = find<TimelineView>("timeline");
    EXPECT_FALSE(timeline->isVisible());
    QTest::keyClick(find<CaseTable>("exchanges"), Qt::Key_T);
    ASSERT_TRUE(timeline->isVisible());
    ASSERT_TRUE(becomes([&] { return timeline->model().timeline().bars().size() == 2; }));
    QTest::keyClick(timeline, Qt::Key_End);
    EXPECT_EQ(find<CaseTable>("exchanges")->selectedId(), 2U) << "and the inspector shows it";
    type(QStringLiteral("status:404"));
    ASSERT_TRUE(becomes([&] { return timeline->model().timeline().bars().size() == 1; }));
    QTest::keyClick(timeline, Qt::Key_T);
    EXPECT_TRUE(find<CaseTable>("exchanges")->isVisible());
}

TEST_F(Window, SaysWhereAFilterIsWrongAndKeepsTheList) {
    open(sample("basics/report-and-missing.pcapng"));
    type(QStringLiteral("status:4xx ("));
    const auto* problem = find<QLabel>("filterProblem");
    EXPECT_TRUE(problem->isVisible());
    EXPECT_TRUE(problem->text().contains(QStringLiteral("column ")))
        << problem->text().toStdString();
    QTest::keyClick(find<QLineEdit>("filter"), Qt::Key_Return);
    EXPECT_EQ(rows("exchanges"), 2);
    type(QStringLiteral("status:4xx"));
    EXPECT_FALSE(problem->isVisible());
    QTest::keyClick(find<QLineEdit>("filter"), Qt::Key_Return);
    ASSERT_TRUE(becomes([this] { return rows("exchanges") == 1; }));
}

TEST_F(Window, SaysThatNothingMatches) {
    open(sample("basics/report-and-missing.pcapng"));
    window_.setFilter(QStringLiteral("method:PATCH"));
    ASSERT_TRUE(becomes([this] { return rows("exchanges") == 0; }));
    EXPECT_TRUE(emptyText().contains(QStringLiteral("Nothing matches")))
        << emptyText().toStdString();
}

TEST_F(Window, ShowsTheSelectedExchangeFromNear) {
    open(sample("basics/report-and-missing.pcapng"));
    find<CaseTable>("exchanges")->setFocus();
    find<CaseTable>("exchanges")->selectRow(1);
    auto* request = find<QPlainTextEdit>("requestHead");
    ASSERT_TRUE(becomes([&] { return !request->toPlainText().isEmpty(); }));
    EXPECT_TRUE(request->toPlainText().startsWith(QStringLiteral("GET /missing HTTP/1.1\n")));
    EXPECT_TRUE(find<QPlainTextEdit>("responseHead")
                    ->toPlainText()
                    .startsWith(QStringLiteral("HTTP/1.1 404 ")));
    EXPECT_TRUE(find<QLabel>("inspectorTitle")
                    ->text()
                    .startsWith(QStringLiteral("2  GET /missing → 404 in ")));
    EXPECT_FALSE(find<QLabel>("timingTotal")->text().isEmpty());
}

TEST_F(Window, AConnectionNarrowsTheExchangesToItsOwn) {
    open(sample("keepalive/port-reuse.pcapng"));
    const int all = rows("exchanges");
    window_.showView(MainWindow::Connections);
    ASSERT_TRUE(becomes([this] { return window_.isSettled(); }));
    ASSERT_GE(rows("connections"), 2);
    auto* connections = find<CaseTable>("connections");
    const auto id = connections->model()->index(1, 0).data(CaseListModel::IdRole).toULongLong();
    connections->selectRow(1);
    auto* scope = find<QToolButton>("scope");
    EXPECT_TRUE(scope->isVisible());
    EXPECT_TRUE(scope->text().startsWith(QStringLiteral("connection:%1").arg(id)));
    const QString own = cell("connections", 1, ConnectionModel::Exchanges);
    ASSERT_TRUE(becomes([&] { return QString::number(rows("exchanges")) == own; }));
    EXPECT_LT(rows("exchanges"), all);
    EXPECT_GE(rows("connections"), 2) << "the list stays";
    scope->click();
    EXPECT_FALSE(scope->isVisible());
    ASSERT_TRUE(becomes([&] { return rows("exchanges") == all; }));
}

TEST_F(Window, ShowsTheTimeThatIsChosen) {
    open(sample("webshop/shop.pcapng"));
    ASSERT_EQ(rows("exchanges"), 300);
    auto* strip = window_.findChild<OverviewStrip*>();
    ASSERT_TRUE(strip->isVisible());
    const std::int64_t begin = window_.document().summary().firstNs;
    Q_EMIT strip->rangeChanged(TimeRange{begin, begin + 5'000'000});
    ASSERT_TRUE(becomes([this] { return rows("exchanges") < 300; }));
    EXPECT_GT(rows("exchanges"), 3);
    EXPECT_TRUE(find<QLabel>("counts")->text().endsWith(QStringLiteral("shown")));
    EXPECT_EQ(find<QLineEdit>("filter")->text(), QString());
    window_.setFilter(QStringLiteral("path:/robots.txt or path:/nowhere"));
    ASSERT_TRUE(becomes([this] { return rows("exchanges") == 1; }));
    window_.goBack();
    window_.goBack();
    ASSERT_TRUE(becomes([this] { return rows("exchanges") == 300; }));
    EXPECT_FALSE(strip->range());
}

TEST_F(Window, TurnsTheMiddleIntoTheTimeline) {
    open(sample("webshop/shop.pcapng"));
    auto* timeline = window_.findChild<TimelineView*>();
    EXPECT_FALSE(timeline->isVisible());
    find<CaseTable>("exchanges")->setFocus();
    QTest::keyClick(find<CaseTable>("exchanges"), Qt::Key_T);
    EXPECT_TRUE(timeline->isVisible());
    ASSERT_TRUE(becomes([this] { return window_.isSettled(); }));
    QTest::keyClick(timeline, Qt::Key_T);
    EXPECT_FALSE(timeline->isVisible());
}

TEST_F(Window, GoesBackAndForward) {
    open(sample("basics/report-and-missing.pcapng"));
    window_.setFilter(QStringLiteral("status:404"));
    window_.showView(MainWindow::Connections);
    ASSERT_TRUE(becomes([this] { return window_.isSettled(); }));
    find<CaseTable>("connections")->selectRow(0);
    EXPECT_TRUE(find<QToolButton>("scope")->isVisible());
    window_.goBack();
    EXPECT_FALSE(find<QToolButton>("scope")->isVisible());
    EXPECT_TRUE(find<CaseTable>("connections")->isVisible());
    window_.goBack();
    EXPECT_FALSE(find<CaseTable>("connections")->isVisible());
    EXPECT_EQ(find<QLineEdit>("filter")->text(), QStringLiteral("status:404"));
    window_.goBack();
    EXPECT_EQ(find<QLineEdit>("filter")->text(), QString());
    ASSERT_TRUE(becomes([this] { return rows("exchanges") == 2; }));
    window_.goForward();
    window_.goForward();
    window_.goForward();
    EXPECT_TRUE(find<QToolButton>("scope")->isVisible());
    EXPECT_EQ(find<QLineEdit>("filter")->text(), QStringLiteral("status:404"));
    ASSERT_TRUE(becomes([this] { return rows("exchanges") == 1; }));
}

TEST_F(Window, OffersWhatWasOpenedBefore) {
    open(sample("basics/report-and-missing.pcapng"));
    for (QAction* action : window_.findChildren<QAction*>()) {
        if (action->text() == QStringLiteral("&Close")) action->trigger();
    }
    auto* recent = find<QListWidget>("recent");
    ASSERT_TRUE(recent->isVisible());
    ASSERT_GE(recent->count(), 1);
    EXPECT_TRUE(recent->item(0)->text().startsWith(QStringLiteral("report-and-missing.pcapng")));
    Q_EMIT recent->itemActivated(recent->item(0));
    ASSERT_TRUE(becomes([this] { return window_.isSettled(); }));
    EXPECT_EQ(rows("exchanges"), 2);
}

TEST_F(Window, TakesAFileThatIsDropped) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(sample("basics/report-and-missing.pcapng"))});
    QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(&window_, &enter);
    EXPECT_TRUE(enter.isAccepted());
    QDropEvent drop(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, {});
    QCoreApplication::sendEvent(&window_, &drop);
    ASSERT_TRUE(becomes([this] { return window_.isSettled(); }));
    EXPECT_EQ(rows("exchanges"), 2);
}

TEST_F(Window, AnotherFileOpensAnotherWindow) {
    open(sample("basics/report-and-missing.pcapng"));
    window_.openBeside(sample("keepalive/pipelining.pcapng"));
    MainWindow* other = nullptr;
    for (QWidget* widget : QApplication::topLevelWidgets()) {
        auto* window = qobject_cast<MainWindow*>(widget);
        if (window != nullptr && window != &window_ && window->isVisible()) other = window;
    }
    ASSERT_NE(other, nullptr);
    EXPECT_TRUE(other->windowTitle().startsWith(QStringLiteral("pipelining.pcapng")));
    EXPECT_EQ(rows("exchanges"), 2);
    const QPointer<MainWindow> guard(other);
    other->close();
    EXPECT_TRUE(becomes([&] { return guard.isNull(); }));
}

TEST_F(Window, KeepsMarksAndNotesInTheCaseThatIsSaved) {
    open(sample("basics/report-and-missing.pcapng"));
    window_.selectExchange(2);
    EXPECT_FALSE(window_.document().wouldLoseNotes());
    QTest::keyClick(&window_, Qt::Key_M, Qt::ControlModifier);
    ASSERT_TRUE(becomes(
        [this] { return cell("exchanges", 1, ExchangeModel::Id) == QStringLiteral("\u2605 2"); }));
    notes::Change change;
    change.text = "a <b>note</b>";
    window_.document().annotate(notes::Subject::Exchange, 2, change);
    auto* table = find<CaseTable>("exchanges");
    ASSERT_TRUE(becomes([&] {
        return table->model()->index(1, ExchangeModel::Id).data(Qt::ToolTipRole).toString() ==
               QStringLiteral("a &lt;b&gt;note&lt;/b&gt;");
    }));
    EXPECT_TRUE(window_.document().wouldLoseNotes());
    const QTemporaryDir directory;
    const QString path = directory.filePath(QStringLiteral("kept.hark"));
    window_.document().saveAs(path);
    ASSERT_TRUE(becomes([this] { return !window_.document().wouldLoseNotes(); }));
    EXPECT_TRUE(window_.windowTitle().startsWith(QStringLiteral("kept.hark")));
    EXPECT_EQ(QFile::permissions(path) & (QFile::ReadGroup | QFile::ReadOther), 0);
    window_.setFilter(QStringLiteral("marked:yes"));
    ASSERT_TRUE(becomes([this] { return rows("exchanges") == 1; }));
    MainWindow other;
    other.show();
    other.open(path);
    ASSERT_TRUE(becomes([&] { return other.isSettled(); }));
    auto* again = other.findChild<CaseTable*>(QStringLiteral("exchanges"));
    EXPECT_TRUE(becomes([&] {
        return again->model()->index(1, 0).data().toString() == QStringLiteral("\u2605 2");
    }));
}

TEST_F(Window, SaysWhereACaseCannotBeSaved) {
    open(sample("basics/report-and-missing.pcapng"));
    window_.document().saveAs(QStringLiteral("/nowhere/at-all/a.hark"));
    const auto* news = find<QLabel>("news");
    ASSERT_TRUE(becomes([&] { return news->isVisible(); }));
    EXPECT_TRUE(news->text().contains(QStringLiteral("choose another place")))
        << news->text().toStdString();
    EXPECT_EQ(rows("exchanges"), 2);
}

TEST_F(Window, ListsItsKeys) {
    for (QAction* action : window_.findChildren<QAction*>()) {
        if (action->text() == QStringLiteral("&Keys")) action->trigger();
    }
    const auto* keys = window_.findChild<QWidget*>(QStringLiteral("shortcuts"));
    ASSERT_NE(keys, nullptr);
    EXPECT_FALSE(qobject_cast<const QDialog*>(keys)->isModal());
    QStringList texts;
    for (const QLabel* label : keys->findChildren<QLabel*>())
        texts << label->text();
    EXPECT_TRUE(texts.contains(QStringLiteral("Ctrl+F"))) << texts.join(u'|').toStdString();
    EXPECT_TRUE(texts.contains(QStringLiteral("Back")));
}

TEST_F(Window, SaysWhyAFileCannotBeRead) {
    QTemporaryDir directory;
    const QString path = directory.filePath(QStringLiteral("notes.txt"));
    QFile file(path);
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    file.write("<b>this</b> is no capture, only some words about captures\n");
    file.close();
    open(path);
    EXPECT_EQ(window_.document().state(), Document::State::Failed);
    EXPECT_TRUE(emptyText().contains(QStringLiteral("notes.txt could not be opened")))
        << emptyText().toStdString();
    EXPECT_FALSE(window_.document().message().isEmpty());
    EXPECT_TRUE(emptyText().contains(window_.document().message()));

    open(sample("basics/report-and-missing.pcapng"));
    EXPECT_EQ(rows("exchanges"), 2) << "the next file opens as if nothing had been";
}

TEST_F(Window, SaysThatAFileIsNotThere) {
    open(QStringLiteral("/nowhere/at-all.pcapng"));
    EXPECT_TRUE(emptyText().contains(QStringLiteral("no such file"), Qt::CaseInsensitive))
        << emptyText().toStdString();
}

TEST_F(Window, SaysWhatToDoWhereHarkIsMissing) {
    const OtherHark missing(QStringLiteral("/nowhere/hark"));
    open(sample("basics/report-and-missing.pcapng"));
    EXPECT_TRUE(emptyText().contains(QStringLiteral("HARK_BINARY"))) << emptyText().toStdString();
}

TEST_F(Window, OpensACaseAtOnce) {
    QTemporaryDir directory;
    const QString path = directory.filePath(QStringLiteral("a.hark"));
    ASSERT_EQ(QProcess::execute(QStringLiteral(HARK_BINARY),
                                {QStringLiteral("import"), sample("keepalive/pipelining.pcapng"),
                                 QStringLiteral("-o"), path}),
              0);
    const OtherHark missing(QStringLiteral("/nowhere/hark"));
    open(path);
    EXPECT_EQ(window_.document().state(), Document::State::Ready);
    EXPECT_GT(rows("exchanges"), 0);
}

TEST_F(Window, ACutCaptureShowsWhatItHoldsAndSaysSo) {
    QFile whole(sample("basics/report-and-missing.pcapng"));
    ASSERT_TRUE(whole.open(QIODevice::ReadOnly));
    const QByteArray bytes = whole.readAll();
    QTemporaryDir directory;
    QFile cut(directory.filePath(QStringLiteral("cut.pcapng")));
    ASSERT_TRUE(cut.open(QIODevice::WriteOnly));
    cut.write(bytes.left(bytes.size() - 10));
    cut.close();
    open(cut.fileName());
    EXPECT_EQ(window_.document().state(), Document::State::Ready);
    EXPECT_EQ(rows("exchanges"), 2);
    const auto* news = find<QLabel>("news");
    EXPECT_TRUE(news->isVisible());
    EXPECT_EQ(news->textFormat(), Qt::PlainText);
    EXPECT_FALSE(news->text().isEmpty());
}

// Imports as hark does, then goes on until it is interrupted, as with a capture that takes long.
QString writeSlowHark(const QTemporaryDir& directory) {
    const QString path = directory.filePath(QStringLiteral("slow-hark"));
    QFile script(path);
    if (!script.open(QIODevice::WriteOnly)) return {};
    script.write("#!/bin/sh\ntrap 'echo \"hark: interrupted\" >&2; exit 3' INT\n" HARK_BINARY
                 " \"$@\"\nwhile :; do sleep 0.02; done\n");
    script.close();
    script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return path;
}

TEST_F(Window, ShowsRowsWhileACaptureIsReadAndKeepsThemWhenCancelled) {
    const QTemporaryDir directory;
    const OtherHark slow(writeSlowHark(directory));
    window_.open(sample("basics/report-and-missing.pcapng"));
    ASSERT_TRUE(becomes([this] { return rows("exchanges") == 2; }));
    EXPECT_EQ(window_.document().state(), Document::State::Importing);
    const auto* news = find<QLabel>("news");
    EXPECT_TRUE(news->isVisible());
    EXPECT_TRUE(becomes([&] {
        return news->text().contains(QStringLiteral("2 exchanges so far"));
    })) << news->text().toStdString();
    QToolButton* cancel = nullptr;
    for (auto* button : window_.findChildren<QToolButton*>()) {
        if (button->isVisible() && button->text() == QStringLiteral("Cancel")) cancel = button;
    }
    ASSERT_NE(cancel, nullptr);
    cancel->click();
    ASSERT_TRUE(becomes([this] { return window_.isSettled(); }));
    EXPECT_EQ(window_.document().state(), Document::State::Ready);
    EXPECT_EQ(rows("exchanges"), 2);
    EXPECT_EQ(news->text(), QStringLiteral("interrupted"));
}

// Says how far it is, then goes on until it is interrupted.
QString writeTellingHark(const QTemporaryDir& directory, const char* progress) {
    const QString path = directory.filePath(QStringLiteral("telling-hark"));
    QFile script(path);
    if (!script.open(QIODevice::WriteOnly)) return {};
    script.write("#!/bin/sh\ntrap 'exit 1' INT\necho '");
    script.write(progress);
    script.write("' >&2\nwhile :; do sleep 0.02; done\n");
    script.close();
    script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return path;
}

TEST_F(Window, SaysHowFarTheReadingIs) {
    const QTemporaryDir directory;
    const OtherHark telling(writeTellingHark(
        directory, R"({"progress":"reading","bytes":300000000,"bytes_total":1200000000,)"
                   R"("packets":7,"exchanges":3412,"seconds":2.0})"));
    window_.open(sample("basics/report-and-missing.pcapng"));
    const auto* news = find<QLabel>("news");
    EXPECT_TRUE(becomes([&] { return news->text().contains(QStringLiteral("left")); }));
    EXPECT_EQ(news->text(), QStringLiteral("Reading report-and-missing.pcapng: 25 %, 150.0 MB/s, "
                                           "6 s left, 3,412 exchanges so far"));
    const auto* progress = find<QProgressBar>("progress");
    EXPECT_EQ(progress->value() * 4, progress->maximum());
    window_.document().cancel();
    EXPECT_TRUE(becomes([this] { return window_.isSettled(); }));
}

TEST_F(Window, SaysWhatItCanOfAReadingWithoutAnEnd) {
    const QTemporaryDir directory;
    const OtherHark telling(
        writeTellingHark(directory, R"({"progress":"reading","bytes":5000000,"bytes_total":null,)"
                                    R"("packets":7,"exchanges":1,"seconds":1.0})"));
    window_.open(sample("basics/report-and-missing.pcapng"));
    const auto* news = find<QLabel>("news");
    EXPECT_TRUE(becomes([&] { return news->text().contains(QStringLiteral("MB/s")); }));
    EXPECT_EQ(news->text(),
              QStringLiteral("Reading report-and-missing.pcapng: 5.0 MB/s, 1 exchange so far"));
    EXPECT_EQ(find<QProgressBar>("progress")->maximum(), 0) << "busy, with no share of it";
    window_.document().cancel();
    EXPECT_TRUE(becomes([this] { return window_.isSettled(); }));
}

TEST_F(Window, ClosingForgetsEverything) {
    open(sample("basics/report-and-missing.pcapng"));
    window_.selectExchange(1);
    for (QAction* action : window_.findChildren<QAction*>()) {
        if (action->text() == QStringLiteral("&Close")) action->trigger();
    }
    EXPECT_EQ(rows("exchanges"), 0);
    EXPECT_EQ(window_.document().state(), Document::State::Empty);
    EXPECT_TRUE(emptyText().contains(QStringLiteral("Open a capture")));
}

}  // namespace
}  // namespace hark::gui
