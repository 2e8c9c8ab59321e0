#include <variant>

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <gtest/gtest.h>

#include "gui/models/connection_model.h"
#include "gui/models/exchange_model.h"
#include "gui/models/phases.h"
#include "gui/work/document.h"
#include "tests/gui/waiting.h"

namespace hark::gui {
namespace {

query::Filter filter(const char* text) {
    return std::get<query::Filter>(query::parseFilter(text));
}

// The models over a sample, imported as the window does it.
class Models : public testing::Test {
protected:
    void open(const char* name) {
        QObject::connect(&document_, &Document::grew, &exchanges_, &CaseListModel::refresh);
        QObject::connect(&document_, &Document::grew, &connections_, &CaseListModel::refresh);
        document_.open(sample(name));
        ASSERT_TRUE(becomes([this] { return document_.state() == Document::State::Ready; }))
            << document_.message().toStdString();
        ASSERT_TRUE(becomes([this] { return isListed(); }));
    }
    bool isListed() const { return !exchanges_.isAsking() && !connections_.isAsking(); }

    // Waits for the page, as a view does by painting again.
    QString text(const CaseListModel& model, int row, int column) {
        const QModelIndex index = model.index(row, column);
        becomes([&] { return model.data(index, CaseListModel::IsRunningRole).isValid(); });
        return model.data(index, Qt::DisplayRole).toString();
    }

    Document document_;
    ExchangeModel exchanges_{document_.cases()};
    ConnectionModel connections_{document_.cases()};
    QAbstractItemModelTester exchangeTester_{&exchanges_,
                                             QAbstractItemModelTester::FailureReportingMode::Fatal};
    QAbstractItemModelTester connectionTester_{
        &connections_, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

TEST_F(Models, ShowExchangesAndTheirConnection) {
    open("basics/report-and-missing.pcapng");
    ASSERT_EQ(exchanges_.rowCount(), 2);
    EXPECT_EQ(text(exchanges_, 0, ExchangeModel::Method), QStringLiteral("GET"));
    EXPECT_EQ(text(exchanges_, 0, ExchangeModel::Target), QStringLiteral("/report"));
    EXPECT_EQ(text(exchanges_, 1, ExchangeModel::Status), QStringLiteral("404"));
    EXPECT_EQ(text(exchanges_, 0, ExchangeModel::Size), QStringLiteral("2.0 kB"));
    ASSERT_EQ(connections_.rowCount(), 1);
    EXPECT_EQ(text(connections_, 0, ConnectionModel::Exchanges), QStringLiteral("2"));
    EXPECT_EQ(text(connections_, 0, ConnectionModel::Reused), QStringLiteral("1×"));
    EXPECT_EQ(text(connections_, 0, ConnectionModel::Client), QStringLiteral("192.0.2.10:39934"));
}

TEST_F(Models, DataNeverWaitsForTheCase) {
    open("basics/report-and-missing.pcapng");
    const QModelIndex target = exchanges_.index(0, ExchangeModel::Target);
    QSignalSpy changed(&exchanges_, &QAbstractItemModel::dataChanged);
    EXPECT_FALSE(exchanges_.data(target, Qt::DisplayRole).isValid()) << "a placeholder at first";
    EXPECT_EQ(exchanges_.data(exchanges_.index(0, 0), Qt::DisplayRole), QStringLiteral("1"));
    ASSERT_TRUE(changed.wait(kPatienceMilliseconds));
    EXPECT_EQ(exchanges_.data(target, Qt::DisplayRole), QStringLiteral("/report"));
}

TEST_F(Models, FilterAndSortByAskingTheCase) {
    open("basics/report-and-missing.pcapng");
    exchanges_.setFilter(filter("status:404"));
    ASSERT_TRUE(becomes([this] { return isListed(); }));
    ASSERT_EQ(exchanges_.rowCount(), 1);
    EXPECT_EQ(exchanges_.idAt(0), 2U);
    EXPECT_EQ(exchanges_.rowOf(1), -1);
    exchanges_.setFilter({});
    exchanges_.sort(ExchangeModel::Status, Qt::DescendingOrder);
    ASSERT_TRUE(becomes([this] { return isListed(); }));
    ASSERT_EQ(exchanges_.rowCount(), 2);
    EXPECT_EQ(exchanges_.idAt(0), 2U);
}

TEST_F(Models, EveryColumnCanBeSortedBothWays) {
    open("keepalive/pipelining.pcapng");
    for (CaseListModel* model :
         {static_cast<CaseListModel*>(&exchanges_), static_cast<CaseListModel*>(&connections_)}) {
        QSignalSpy failed(model, &CaseListModel::failed);
        const int rows = model->rowCount();
        for (int column = 0; column < model->columnCount(); ++column) {
            for (const Qt::SortOrder order : {Qt::DescendingOrder, Qt::AscendingOrder}) {
                model->sort(column, order);
                ASSERT_TRUE(becomes([this] { return isListed(); }));
            }
        }
        EXPECT_EQ(failed.count(), 0) << failed.value(0).value(0).toString().toStdString();
        EXPECT_EQ(model->rowCount(), rows);
    }
}

TEST_F(Models, TheWaterfallHasItsScale) {
    open("basics/report-and-missing.pcapng");
    exchanges_.setRange(document_.summary().firstNs, document_.summary().lastNs);
    static_cast<void>(text(exchanges_, 0, ExchangeModel::Timeline));
    const QModelIndex first = exchanges_.index(0, ExchangeModel::Timeline);
    const auto phases = exchanges_.data(first, CaseListModel::PhasesRole).value<Phases>();
    EXPECT_LE(phases.rangeBeginNs, phases.startNs);
    EXPECT_GE(phases.rangeEndNs, phases.startNs + phases.total());
    EXPECT_GT(phases.of(Phase::Wait), 0);
}

TEST_F(Models, AFilterMakesTheScaleThatOfWhatItLeaves) {
    open("keepalive/pipelining.pcapng");
    const CaseSummary& summary = document_.summary();
    exchanges_.setRange(summary.firstNs, summary.lastNs);
    const auto scale = [this] {
        static_cast<void>(text(exchanges_, 0, ExchangeModel::Timeline));
        const QModelIndex first = exchanges_.index(0, ExchangeModel::Timeline);
        return exchanges_.data(first, CaseListModel::PhasesRole).value<Phases>();
    };
    EXPECT_EQ(scale().rangeEndNs, summary.lastNs);
    exchanges_.setFilter(filter("id:5..6"));
    ASSERT_TRUE(becomes([&] { return scale().rangeEndNs < summary.lastNs; }));
    EXPECT_EQ(scale().rangeBeginNs, scale().startNs);
    exchanges_.setFilter({});
    ASSERT_TRUE(becomes([&] { return scale().rangeEndNs == summary.lastNs; }));
}

TEST_F(Models, LateAnswersAfterClearingAreDropped) {
    open("basics/report-and-missing.pcapng");
    exchanges_.setFilter(filter("status:404"));
    exchanges_.clear();
    QSignalSpy listed(&exchanges_, &CaseListModel::listed);
    connections_.refresh();
    ASSERT_TRUE(becomes([this] { return isListed(); }));
    EXPECT_EQ(listed.count(), 0);
    EXPECT_EQ(exchanges_.rowCount(), 0);
}

}  // namespace
}  // namespace hark::gui
