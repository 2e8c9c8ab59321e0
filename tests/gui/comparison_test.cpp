#include "gui/views/comparison.h"

#include <QLabel>
#include <QTableView>
#include <gtest/gtest.h>

#include "gui/models/comparison_records.h"
#include "gui/models/record_model.h"
#include "gui/work/document.h"
#include "tests/gui/waiting.h"

namespace hark::gui {
namespace {

std::vector<std::string> told(const Records& records) {
    std::vector<std::string> lines;
    for (const Record& record : records) {
        const char* sign = record.tone == RecordTone::Changed   ? "~ "
                           : record.tone == RecordTone::Added   ? "+ "
                           : record.tone == RecordTone::Removed ? "- "
                                                                : "  ";
        lines.push_back(sign + record.cells[0] + "=" + record.cells[1] + "|" + record.cells[2]);
    }
    return lines;
}

TEST(ComparedLines, MatchLinesOfOneNameInTheirOrder) {
    EXPECT_EQ(told(comparedLines({{"A", "1"}, {"Via", "x"}, {"Via", "y"}, {"B", "2"}},
                                 {{"a", "1"}, {"Via", "x"}, {"C", "3"}, {"Via", "z"}}, true)),
              (std::vector<std::string>{"  A=1|1", "  Via=x|x", "~ Via=y|z", "- B=2|", "+ C=|3"}));
    EXPECT_EQ(told(comparedLines({{"A", "1"}}, {{"a", "1"}}, false)),
              (std::vector<std::string>{"- A=1|", "+ a=|1"}));
    EXPECT_TRUE(comparedLines({}, {}, true).empty());
    EXPECT_EQ(comparedLines({{"A", "1"}}, {}, true).size(), 1U);
}

TEST(ComparisonTest, ShowsWhatDiffers) {
    Document document;
    document.open(sample("credentials/tokens.pcapng"));
    ASSERT_TRUE(becomes([&] { return document.state() == Document::State::Ready; }));
    Comparison comparison(document.cases());
    comparison.show(3, 4);
    auto* model = qobject_cast<RecordModel*>(
        comparison.findChild<QTableView*>(QStringLiteral("comparison"))->model());
    ASSERT_TRUE(becomes([&] { return model->rowCount() > 0; }));
    const QString all = model->allText();
    EXPECT_TRUE(all.contains(QStringLiteral("status: 400\t200\n"))) << all.toStdString();
    EXPECT_TRUE(all.contains(QStringLiteral("password: wrong\t")));
    EXPECT_TRUE(all.contains(QStringLiteral("error: invalid_grant\t\n")));
    EXPECT_TRUE(comparison.findChild<QLabel*>(QStringLiteral("comparisonTitle"))
                    ->text()
                    .startsWith(QStringLiteral("3  POST /token → 400")));
    comparison.show(3, 9999);
    ASSERT_TRUE(becomes([&] { return model->rowCount() == 0; }));
}

}  // namespace
}  // namespace hark::gui
