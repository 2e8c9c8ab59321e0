#include "gui/views/story_tabs.h"

#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include "gui/views/story_list.h"

namespace hark::gui {

StoryTabs::StoryTabs(QWidget* parent) : QWidget(parent) {
    bar_ = new QTabBar(this);
    bar_->setDocumentMode(true);
    bar_->setDrawBase(false);
    bar_->setExpanding(false);
    bar_->setUsesScrollButtons(true);
    stack_ = new QStackedWidget(this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(bar_);
    layout->addWidget(stack_, 1);
    connect(bar_, &QTabBar::currentChanged, this, [this](int index) {
        stack_->setCurrentIndex(index);
        Q_EMIT currentChanged(index);
    });
}

StoryList* StoryTabs::add(const QString& title, const QString& name) {
    auto* list = new StoryList(stack_);
    list->setObjectName(name);
    list->setAccessibleName(title);
    connect(list, &StoryList::exchangeWanted, this, &StoryTabs::exchangeWanted);
    connect(list, &StoryList::filterWanted, this, &StoryTabs::filterWanted);
    lists_.push_back(list);
    stack_->addWidget(list);
    bar_->addTab(title);
    return list;
}

int StoryTabs::current() const {
    return bar_->currentIndex();
}

void StoryTabs::setCurrent(int index) {
    if (index >= 0 && index < bar_->count()) bar_->setCurrentIndex(index);
}

void StoryTabs::clear() {
    for (StoryList* list : lists_) {
        list->story().setStory({});
    }
}

}  // namespace hark::gui
