#pragma once

#include <QListView>

#include "gui/models/story_model.h"

namespace hark::gui {

/// A story to read: each line leads to the exchange that shows it, by a click or Enter.
class StoryList : public QListView {
    Q_OBJECT
public:
    explicit StoryList(QWidget* parent = nullptr);

    [[nodiscard]] StoryModel& story() { return story_; }
    /// Shows which lines are about that exchange, and moves there.
    void locate(qulonglong exchange);

Q_SIGNALS:
    void exchangeWanted(qulonglong id);
    void filterWanted(const QString& text);

private:
    void follow(const QModelIndex& index);

    StoryModel story_;
};

}  // namespace hark::gui
