#include "gui/views/story_list.h"

#include "gui/delegates/story_delegate.h"
#include "gui/views/cell_menu.h"

namespace hark::gui {

StoryList::StoryList(QWidget* parent) : QListView(parent) {
    setModel(&story_);
    setItemDelegate(new StoryDelegate(this));
    setFrameShape(NoFrame);
    setEditTriggers(NoEditTriggers);
    setResizeMode(Adjust);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);  // a value is uncovered where the pointer is
    setTabKeyNavigation(false);
    connect(this, &QListView::clicked, this, &StoryList::follow);
    connect(this, &QListView::activated, this, &StoryList::follow);
    connect(new CellMenu(this), &CellMenu::filterWanted, this, &StoryList::filterWanted);
}

void StoryList::follow(const QModelIndex& index) {
    const QVariant exchange = index.data(StoryModel::ExchangeRole);
    if (exchange.isValid()) Q_EMIT exchangeWanted(exchange.toULongLong());
}

void StoryList::locate(qulonglong exchange) {
    if (currentIndex().data(StoryModel::ExchangeRole) == QVariant(exchange)) return;
    for (int row = 0; row < story_.rowCount(); ++row) {
        const QModelIndex index = story_.index(row);
        if (index.data(StoryModel::ExchangeRole) != QVariant(exchange)) continue;
        setCurrentIndex(index);
        return;
    }
    setCurrentIndex({});
}

}  // namespace hark::gui
