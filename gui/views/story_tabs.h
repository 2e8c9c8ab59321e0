#pragma once

#include <vector>

#include <QWidget>

class QStackedWidget;
class QTabBar;

namespace hark::gui {

class StoryList;

/// Stories about one thing, one of them shown at a time.
class StoryTabs : public QWidget {
    Q_OBJECT
public:
    explicit StoryTabs(QWidget* parent = nullptr);

    /// `name`: of the list, for tests and assistive technology.
    StoryList* add(const QString& title, const QString& name);
    [[nodiscard]] int current() const;
    void setCurrent(int index);
    /// Empties all.
    void clear();

Q_SIGNALS:
    void currentChanged(int index);
    void exchangeWanted(qulonglong id);
    void filterWanted(const QString& text);

private:
    QTabBar* bar_;
    QStackedWidget* stack_;
    std::vector<StoryList*> lists_;
};

}  // namespace hark::gui
