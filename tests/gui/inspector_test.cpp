#include "gui/views/inspector.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTabBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QToolButton>
#include <QTreeView>
#include <gtest/gtest.h>

#include "gui/inspector/content_pane.h"
#include "gui/inspector/content_saver.h"
#include "gui/inspector/exchange_copying.h"
#include "gui/inspector/hex_view.h"
#include "gui/inspector/image_pane.h"
#include "gui/inspector/record_pane.h"
#include "gui/models/exchange_facts.h"
#include "gui/work/document.h"
#include "tests/gui/waiting.h"

namespace hark::gui {
namespace {

// The inspector over a sample, imported as the window does it.
class InspectorTest : public testing::Test {
protected:
    void open(const char* name) {
        document_.open(sample(name));
        ASSERT_TRUE(becomes([this] { return document_.state() == Document::State::Ready; }))
            << document_.message().toStdString();
        inspector_.resize(1000, 300);
        inspector_.show();
    }
    void show(std::uint64_t id) {
        inspector_.showExchange(id);
        ASSERT_TRUE(becomes([this] { return inspector_.isSettled(); }));
    }
    void showContent(std::uint64_t id) {
        const QSignalSpy shown(inspector_.findChild<ContentPane*>(), &ContentPane::shown);
        inspector_.setTab(Inspector::Content);
        show(id);
        ASSERT_TRUE(becomes([&] { return !shown.isEmpty(); }));
    }
    template <typename Widget>
    Widget* find(const char* name) {
        return inspector_.findChild<Widget*>(QLatin1String(name));
    }
    RecordModel& records(const char* name) {
        return *qobject_cast<RecordModel*>(find<QTableView>(name)->model());
    }
    bool hasRow(const char* name, const QString& text) {
        return records(name).allText().contains(text);
    }

    Document document_;
    Inspector inspector_{document_.cases()};
};

TEST_F(InspectorTest, ShowsAnExchangeFromAllSides) {
    open("webshop/shop.pcapng");
    show(5);
    EXPECT_TRUE(
        find<QLabel>("inspectorTitle")->text().startsWith(QStringLiteral("5  GET / → 200")));
    EXPECT_TRUE(hasRow("requestLines", QStringLiteral("Host: shop.example.test\n")));
    EXPECT_TRUE(hasRow("responseLines", QStringLiteral("status line: HTTP/1.1 200 OK\n")));
    EXPECT_TRUE(hasRow("inspectorCookies", QStringLiteral("Set by the response · 1")));
    EXPECT_TRUE(hasRow("inspectorCookies", QStringLiteral("HttpOnly; SameSite=Lax; Path=/")));
    EXPECT_TRUE(hasRow("inspectorCookies", QStringLiteral("of session 5")));
    EXPECT_TRUE(hasRow("inspectorTiming", QStringLiteral("round trip + ")));
    EXPECT_TRUE(hasRow("inspectorSession", QStringLiteral("mints: the cookie \"sid\"")));
    EXPECT_TRUE(hasRow("inspectorSession", QStringLiteral("◆ minted")));
    EXPECT_TRUE(hasRow("inspectorPackets", QStringLiteral("request: packet 24\n")));
    EXPECT_TRUE(hasRow("inspectorPackets", QStringLiteral("● first request on it")));
}

TEST_F(InspectorTest, KeepsItsTabAndPlace) {
    open("webshop/shop.pcapng");
    show(5);
    inspector_.setTab(Inspector::Response);
    auto* table = find<QTableView>("responseLines");
    table->setCurrentIndex(table->model()->index(3, 0));
    show(4);
    EXPECT_EQ(inspector_.tab(), Inspector::Response);
    EXPECT_EQ(table->currentIndex().row(), 3);
    const QByteArray state = inspector_.saveState();
    Inspector another(document_.cases());
    another.restoreState(state);
    EXPECT_EQ(another.tab(), Inspector::Response);
    another.restoreState(QByteArray("damaged"));
    EXPECT_EQ(another.tab(), Inspector::Response);
    inspector_.activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&inspector_));
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Tab, Qt::ControlModifier);
    EXPECT_EQ(inspector_.tab(), Inspector::Cookies);
    find<QTableView>("inspectorCookies")->setFocus();
    QTest::keyClick(find<QTableView>("inspectorCookies"), Qt::Key_5, Qt::AltModifier);
    EXPECT_EQ(inspector_.tab(), Inspector::Timing);
}

TEST_F(InspectorTest, ShowsTheHeadAsItWasSent) {
    open("webshop/shop.pcapng");
    show(5);
    find<QCheckBox>("requestRaw")->setChecked(true);
    EXPECT_TRUE(find<QPlainTextEdit>("requestHead")->isVisible());
    EXPECT_TRUE(find<QCheckBox>("responseRaw")->isChecked());
    EXPECT_TRUE(find<QPlainTextEdit>("requestHead")
                    ->toPlainText()
                    .startsWith(QStringLiteral("GET / HTTP/1.1\nHost:")));
}

TEST_F(InspectorTest, LeadsToSessionsConnectionsAndExchanges) {
    open("webshop/shop.pcapng");
    show(5);
    const QSignalSpy sessions(&inspector_, &Inspector::sessionWanted);
    const QSignalSpy connections(&inspector_, &Inspector::connectionWanted);
    const auto follow = [&](const char* name, const QString& line) {
        RecordModel& model = records(name);
        for (int row = 0; row < model.rowCount(); ++row) {
            if (model.rowText(row).startsWith(line))
                Q_EMIT find<QTableView>(name)->activated(model.index(row, 0));
        }
    };
    follow("inspectorSession", QStringLiteral("session: 5"));
    follow("inspectorPackets", QStringLiteral("connection: 5"));
    ASSERT_EQ(sessions.size(), 1);
    EXPECT_EQ(sessions[0][0].toULongLong(), 5U);
    ASSERT_EQ(connections.size(), 1);
}

TEST_F(InspectorTest, ShowsAValueThatHasNoRoomBelow) {
    open("webshop/shop.pcapng");
    show(5);
    auto* table = find<QTableView>("requestLines");
    auto* detail = find<QPlainTextEdit>("requestLinesDetail");
    table->setCurrentIndex(table->model()->index(1, 0));
    EXPECT_FALSE(detail->isVisible());
    inspector_.resize(500, 300);
    table->setCurrentIndex(table->model()->index(2, 0));
    ASSERT_TRUE(becomes([&] { return detail->isVisible(); }));
    EXPECT_TRUE(detail->toPlainText().startsWith(QStringLiteral("Mozilla/5.0 (iPhone;")));
}

TEST_F(InspectorTest, DecodesAContentAndColoursItsSource) {
    open("webshop/shop.pcapng");
    showContent(5);
    auto* text = find<QPlainTextEdit>("contentText");
    EXPECT_TRUE(text->isVisible());
    EXPECT_TRUE(text->toPlainText().startsWith(QStringLiteral("<!doctype html>")));
    EXPECT_TRUE(find<QLabel>("contentFacts")->text().contains(QStringLiteral("decoded from gzip")));
    EXPECT_EQ(find<QComboBox>("contentView")->currentText(), QStringLiteral("Source"));
    find<QCheckBox>("contentDecoded")->setChecked(false);
    auto* hex = inspector_.findChild<HexView*>();
    ASSERT_TRUE(
        becomes([&] { return hex->rowText(0).startsWith(QStringLiteral("00000000  1f 8b")); }));
    EXPECT_TRUE(hex->isVisible());
}

TEST_F(InspectorTest, ShowsAnImageAndItsSize) {
    open("webshop/shop.pcapng");
    showContent(8);
    auto* image = inspector_.findChild<ImagePane*>();
    ASSERT_TRUE(becomes([&] { return !image->image().isNull(); }));
    EXPECT_TRUE(image->isVisible());
    EXPECT_TRUE(image->caption().startsWith(QStringLiteral("PNG · ")));
}

TEST_F(InspectorTest, ShowsJsonAsATreeAndWhatHasNoContent) {
    open("credentials/tokens.pcapng");
    showContent(3);
    auto* tree = find<QTreeView>("contentJson");
    EXPECT_TRUE(tree->isVisible());
    EXPECT_EQ(tree->model()->index(0, 1).data().toString(), QStringLiteral("\"invalid_grant\""));
    auto* side = find<QComboBox>("contentSide");
    side->setCurrentIndex(1);
    Q_EMIT side->activated(1);
    ASSERT_TRUE(becomes([&] { return tree->model()->rowCount() == 2; }));
    EXPECT_EQ(tree->model()->index(0, 1).data().toString(), QStringLiteral("\"ada\""));
    showContent(1);
    EXPECT_EQ(side->currentIndex(), 0) << "only the response has one";
}

TEST_F(InspectorTest, ShowsFormsAsTables) {
    open("upload/multipart.pcapng");
    show(1);
    EXPECT_TRUE(hasRow("requestLines", QStringLiteral("Form fields · ")))
        << records("requestLines").allText().toStdString();
}

TEST_F(InspectorTest, SavesAContentForItsOwnerAlone) {
    open("webshop/shop.pcapng");
    const QTemporaryDir directory;
    const QString path = directory.filePath(QStringLiteral("logo.png"));
    std::optional<QString> problem;
    std::optional<query::ContentSource> source;
    document_.cases().ask(
        Lane::Rows, &inspector_, [](query::Case& opened) { return opened.exchange(8); },
        [&](const base::Result<std::optional<query::ExchangeDetail>>& detail) {
            source = {*(*detail)->response->content, {}};
        });
    ASSERT_TRUE(becomes([&] { return source.has_value(); }));
    const auto save = [&](const QString& to) {
        problem.reset();
        saveContent(document_.cases(), &inspector_, *source, to,
                    [&](const QString& text) { problem = text; });
        return becomes([&] { return problem.has_value(); });
    };
    ASSERT_TRUE(save(path));
    EXPECT_EQ(*problem, QString());
    ASSERT_TRUE(save(path)) << "in place of what is there";
    EXPECT_EQ(*problem, QString());
    QFile file(path);
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    EXPECT_TRUE(file.readAll().startsWith("\x89PNG"));
    EXPECT_EQ(file.permissions() & (QFileDevice::ReadOther | QFileDevice::ReadGroup),
              QFileDevice::Permissions());
    ASSERT_TRUE(save(QStringLiteral("/nowhere/at/all")));
    EXPECT_TRUE(problem->startsWith(QStringLiteral("can't write there: ")));
}

TEST_F(InspectorTest, CopiesAnExchange) {
    open("credentials/tokens.pcapng");
    const auto copied = [&](CopyForm form) {
        QApplication::clipboard()->clear();
        copyExchange(document_.cases(), &inspector_, 3, form);
        becomes([] { return !QApplication::clipboard()->text().isEmpty(); });
        return QApplication::clipboard()->text();
    };
    EXPECT_EQ(copied(CopyForm::Url), QStringLiteral("http://api.example.test/token"));
    const QString curl = copied(CopyForm::Curl);
    EXPECT_TRUE(curl.startsWith(QStringLiteral("curl "))) << curl.toStdString();
    EXPECT_TRUE(curl.contains(QStringLiteral("--data-raw '{\"username\": \"ada\"")))
        << curl.toStdString();
    EXPECT_TRUE(copied(CopyForm::Json).startsWith(QStringLiteral("{\"id\":3,\"connection\":1,")));
}

TEST_F(InspectorTest, IsEmptyWithoutAnExchange) {
    open("webshop/shop.pcapng");
    EXPECT_TRUE(find<QTabBar>("inspectorTabs")->isHidden());
    show(5);
    EXPECT_FALSE(find<QTabBar>("inspectorTabs")->isHidden());
    inspector_.clear();
    EXPECT_TRUE(find<QTabBar>("inspectorTabs")->isHidden());
    EXPECT_EQ(records("requestLines").rowCount(), 0);
    EXPECT_TRUE(find<QLabel>("inspectorTitle")->text().startsWith(QStringLiteral("Select")));
}

}  // namespace
}  // namespace hark::gui
