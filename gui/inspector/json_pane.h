#pragma once

#include <QWidget>

#include "core/content/json_outline.h"

class QLabel;
class QTreeView;

namespace hark::gui {

class JsonTreeModel;

/// A JSON text as a tree that is opened, read and copied.
class JsonPane : public QWidget {
    Q_OBJECT
public:
    explicit JsonPane(QWidget* parent = nullptr);

    void show(content::JsonOutline outline);
    [[nodiscard]] JsonTreeModel& model() { return *model_; }

private:
    void showMenu(const QPoint& position);

    JsonTreeModel* model_;
    QTreeView* tree_;
    QLabel* end_;  ///< why the text ends before its end
};

}  // namespace hark::gui
