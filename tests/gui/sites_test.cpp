#include <QAbstractItemModelTester>
#include <QProcess>
#include <QTemporaryDir>
#include <QTreeView>
#include <gtest/gtest.h>

#include "gui/models/site_model.h"
#include "gui/views/sites_pane.h"
#include "tests/gui/waiting.h"

namespace hark::gui {
namespace {

class Sites : public testing::Test {
protected:
    void SetUp() override {
        const QString path = directory_.filePath(QStringLiteral("a.hark"));
        ASSERT_EQ(QProcess::execute(QStringLiteral(HARK_BINARY),
                                    {QStringLiteral("import"), sample("webshop/shop.pcapng"),
                                     QStringLiteral("-o"), path}),
                  0);
        bool isOpen = false;
        cases_.open(path, &context_, [&](const auto& opened) { isOpen = opened.ok(); });
        ASSERT_TRUE(becomes([&] { return isOpen; }));
    }
    static query::Filter filter(const char* text) {
        return std::get<query::Filter>(query::parseFilter(text));
    }

    QTemporaryDir directory_;
    QObject context_;
    CaseThread cases_;
};

// The child of that name.
QModelIndex child(const QAbstractItemModel& model, const QModelIndex& parent, const char* name) {
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        if (index.data().toString() == QLatin1String(name)) return index;
    }
    return {};
}

TEST_F(Sites, AreReadWhenTheyAreUnfolded) {
    SiteModel model(cases_);
    const QAbstractItemModelTester tester(&model);
    EXPECT_EQ(model.rowCount(), 0);
    model.refresh();
    ASSERT_TRUE(becomes([&] { return model.rowCount() == 1; }));
    const QModelIndex shop = model.index(0, 0, {});
    EXPECT_EQ(shop.data().toString(), QStringLiteral("http://shop.example.test"));
    EXPECT_EQ(model.index(0, SiteModel::Exchanges, {}).data().toString(), QStringLiteral("300"));
    EXPECT_TRUE(model.hasChildren(shop));
    model.fetchMore(shop);  // the tester may have done so
    ASSERT_TRUE(becomes([&] { return model.rowCount(shop) > 0; }));
    const QModelIndex cart = child(model, shop, "/cart");
    ASSERT_TRUE(cart.isValid());
    EXPECT_EQ(cart.siblingAtColumn(SiteModel::Exchanges).data().toString(), QStringLiteral("12"));
    EXPECT_EQ(cart.siblingAtColumn(SiteModel::Errors).data().toString(), QStringLiteral("1 !"));
    model.fetchMore(cart);
    ASSERT_TRUE(becomes([&] { return model.rowCount(cart) > 0; }));
    EXPECT_TRUE(child(model, cart, "/add").isValid());
}

TEST_F(Sites, KeepWhatIsUnfoldedWhenTheyAreReadAgain) {
    SiteModel model(cases_);
    const QAbstractItemModelTester tester(&model);
    model.refresh();
    ASSERT_TRUE(becomes([&] { return model.rowCount() == 1; }));
    model.fetchMore(model.index(0, 0, {}));
    ASSERT_TRUE(becomes([&] { return model.rowCount(model.index(0, 0, {})) > 0; }));
    const QPersistentModelIndex login(child(model, model.index(0, 0, {}), "/login"));
    model.refresh();
    ASSERT_TRUE(becomes([&] { return !model.isAsking(); }));
    EXPECT_TRUE(login.isValid());
    model.setFilter(filter("path:/login"));
    ASSERT_TRUE(becomes([&] { return !model.isAsking(); }));
    EXPECT_EQ(model.index(0, SiteModel::Exchanges, {}).data().toString(), QStringLiteral("12"));
}

TEST_F(Sites, NarrowToThePlaceThatIsSelected) {
    SitesPane pane(cases_);
    pane.show();
    pane.refresh();
    auto* tree = pane.findChild<QTreeView*>(QStringLiteral("sites"));
    QAbstractItemModel& model = *tree->model();
    ASSERT_TRUE(becomes([&] { return model.rowCount() == 1; }));
    EXPECT_EQ(pane.scope(), QString());
    const QModelIndex shop = model.index(0, 0);
    ASSERT_TRUE(becomes([&] { return model.rowCount(shop) > 0; })) << "the only one is unfolded";
    int changes = 0;
    QObject::connect(&pane, &ListPane::scopeChanged, [&] { ++changes; });
    tree->setCurrentIndex(child(model, shop, "/cart"));
    EXPECT_EQ(changes, 1);
    const QString cart = pane.scope();
    EXPECT_TRUE(cart.contains(QStringLiteral("/cart"))) << cart.toStdString();
    EXPECT_FALSE(filter(cart.toUtf8().constData()).selectsEverything());
    const auto place = pane.selected();
    ASSERT_TRUE(place);
    pane.selectNothing();
    EXPECT_EQ(pane.scope(), QString());
    EXPECT_FALSE(pane.selected());
    pane.select(*place);
    EXPECT_EQ(pane.scope(), cart);
}

}  // namespace
}  // namespace hark::gui
