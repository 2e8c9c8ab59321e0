#pragma once

#include <QObject>

class QAbstractItemView;
class QModelIndex;
class QPoint;

namespace hark::gui {

/// Lets people take along what a list says: Ctrl+C copies the cell; a menu at the cell offers that,
/// the filters that mean it (FiltersRole), and a value that is shown in part or covered (CopyRole).
class CellMenu : public QObject {
    Q_OBJECT
public:
    /// Lives as long as the view.
    explicit CellMenu(QAbstractItemView* view);

Q_SIGNALS:
    void filterWanted(const QString& text);

private:
    void show(const QPoint& at);
    void copyCurrent() const;

    QAbstractItemView* view_;
};

}  // namespace hark::gui
