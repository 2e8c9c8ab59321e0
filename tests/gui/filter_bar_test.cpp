#include "gui/views/filter_bar.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QProcess>
#include <QTemporaryDir>
#include <QToolButton>
#include <gtest/gtest.h>

#include "gui/views/completion_list.h"
#include "gui/views/quick_filters.h"
#include "tests/gui/waiting.h"

namespace hark::gui {
namespace {

// A filter bar over a case of the web shop.
class TypedFilter : public testing::Test {
protected:
    void SetUp() override {
        const QString path = directory_.filePath(QStringLiteral("a.hark"));
        ASSERT_EQ(QProcess::execute(QStringLiteral(HARK_BINARY),
                                    {QStringLiteral("import"), sample("webshop/shop.pcapng"),
                                     QStringLiteral("-o"), path}),
                  0);
        bool isOpen = false;
        cases_.open(path, &bar_, [&](const auto& opened) { isOpen = opened.ok(); });
        ASSERT_TRUE(becomes([&] { return isOpen; }));
        bar_.resize(1200, 60);
        window_.resize(1200, 600);
        window_.show();
        edit_ = bar_.findChild<QLineEdit*>(QStringLiteral("filter"));
        list_ = window_.findChild<CompletionList*>(QStringLiteral("completions"));
        edit_->setFocus();
        ASSERT_TRUE(becomes([this] { return edit_->hasFocus(); }));
    }
    void type(const char* text) { QTest::keyClicks(edit_, QString::fromUtf8(text)); }
    void press(Qt::Key key) { QTest::keyClick(edit_, key); }
    bool offers(const char* label) {
        return becomes([&] {
            for (int row = 0; row < list_->model()->rowCount(); ++row) {
                const QString text = list_->model()->index(row, 0).data().toString();
                if (text == QString::fromUtf8(label)) return list_->isOpen();
            }
            return false;
        });
    }

    QTemporaryDir directory_;
    QWidget window_;
    CaseThread cases_;
    FilterBar bar_{cases_, &window_};
    QLineEdit* edit_ = nullptr;
    CompletionList* list_ = nullptr;
};

TEST_F(TypedFilter, OffersNamesThenValuesOfTheCase) {
    const QAbstractItemModelTester tester(list_->model());
    type("meth");
    ASSERT_TRUE(offers("method"));
    press(Qt::Key_Tab);
    EXPECT_EQ(edit_->text(), QStringLiteral("method:"));
    ASSERT_TRUE(offers("POST"));
    EXPECT_TRUE(offers("GET"));
    type("po");
    ASSERT_TRUE(becomes([this] { return list_->model()->rowCount() == 1; }));
    press(Qt::Key_Down);
    press(Qt::Key_Return);
    EXPECT_EQ(edit_->text(), QStringLiteral("method:POST"));
    EXPECT_FALSE(list_->isOpen());
    press(Qt::Key_Return);
    EXPECT_EQ(bar_.appliedText(), QStringLiteral("method:POST"));
}

TEST_F(TypedFilter, CompletesInTheMiddleOfAText) {
    edit_->setText(QStringLiteral("(meth or host:x) méthode"));
    edit_->setCursorPosition(5);
    QTest::keyClick(edit_, Qt::Key_Space, Qt::ControlModifier);
    ASSERT_TRUE(offers("method"));
    while (list_->currentIndex().data().toString() != QStringLiteral("method"))
        press(Qt::Key_Down);
    press(Qt::Key_Tab);
    EXPECT_EQ(edit_->text(), QStringLiteral("(method: or host:x) méthode"));
    EXPECT_EQ(edit_->cursorPosition(), 8);
}

TEST_F(TypedFilter, EscapeClosesTheListBeforeItClearsTheFilter) {
    type("meth");
    ASSERT_TRUE(offers("method"));
    press(Qt::Key_Escape);
    EXPECT_FALSE(list_->isOpen());
    EXPECT_EQ(edit_->text(), QStringLiteral("meth"));
    press(Qt::Key_Escape);
    EXPECT_EQ(edit_->text(), QString());
}

TEST_F(TypedFilter, OffersFiltersFromBeforeWhereNothingIsWritten) {
    bar_.setText(QStringLiteral("status:404"));
    bar_.setText(QStringLiteral("method:POST"));
    auto* star = bar_.findChild<QToolButton*>(QStringLiteral("keepFilter"));
    bar_.setText(QStringLiteral("session:1"));
    star->click();
    EXPECT_TRUE(bar_.memory().isSaved(QStringLiteral("session:1")));
    bar_.setText({});
    press(Qt::Key_Down);
    ASSERT_TRUE(list_->isOpen());
    EXPECT_EQ(list_->model()->index(0, 0).data().toString(), QStringLiteral("session:1"));
    EXPECT_EQ(list_->model()->index(1, 0).data().toString(), QStringLiteral("method:POST"));
    press(Qt::Key_Down);
    press(Qt::Key_Down);
    press(Qt::Key_Return);
    EXPECT_EQ(edit_->text(), QStringLiteral("method:POST"));
}

TEST_F(TypedFilter, ButtonsWriteTheirTermsAndTakeThemBack) {
    bar_.setText(QStringLiteral("host:a or host:b"));
    QToolButton* images = nullptr;
    QToolButton* documents = nullptr;
    for (auto* button : bar_.findChildren<QToolButton*>()) {
        if (button->text() == QStringLiteral("Img")) images = button;
        if (button->text() == QStringLiteral("Doc")) documents = button;
    }
    ASSERT_TRUE(images != nullptr && documents != nullptr);
    images->click();
    EXPECT_EQ(bar_.appliedText(), QStringLiteral("(host:a or host:b) mime-type:image/*"));
    EXPECT_TRUE(images->isChecked());
    documents->click();
    EXPECT_EQ(bar_.appliedText(), QStringLiteral("(host:a or host:b) mime-type:text/html"))
        << "one kind of content at a time";
    EXPECT_FALSE(images->isChecked());
    documents->click();
    EXPECT_EQ(bar_.appliedText(), QStringLiteral("(host:a or host:b)"));
    EXPECT_FALSE(documents->isChecked());
}

TEST(QuickFilters, LeaveWhatIsWrittenAsItIs) {
    const QString term = QStringLiteral("status>=400");
    EXPECT_EQ(QuickFilters::toggled({}, term), term);
    EXPECT_EQ(QuickFilters::toggled(QStringLiteral("\"two  spaces\""), term),
              QStringLiteral("\"two  spaces\" status>=400"));
    EXPECT_EQ(QuickFilters::toggled(QStringLiteral("\"two  spaces\" status>=400 path:/a"), term),
              QStringLiteral("\"two  spaces\" path:/a"));
    EXPECT_EQ(QuickFilters::toggled(QStringLiteral("path:/status>=400"), term),
              QStringLiteral("path:/status>=400 status>=400"));
    EXPECT_EQ(QuickFilters::toggled(QStringLiteral("\"a or b\" (c or d)"), term),
              QStringLiteral("\"a or b\" (c or d) status>=400"));
    EXPECT_EQ(QuickFilters::toggled(QStringLiteral("(a)or (b)"), term),
              QStringLiteral("((a)or (b)) status>=400"));
}

}  // namespace
}  // namespace hark::gui
