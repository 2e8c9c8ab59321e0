#pragma once

#include <vector>

#include <QWidget>

#include "gui/models/record_model.h"

class QMenu;
class QPlainTextEdit;
class QTableView;

namespace hark::gui {

/// Records as a table that is read, copied and followed. Where a value has no room in its cell, all
/// of it stands below while its row is the current one. Place and current row survive another set
/// of records.
class RecordPane : public QWidget {
    Q_OBJECT
public:
    /// `name`: the table's object name. Two titles or fewer: no header is shown.
    RecordPane(const QString& name, const QStringList& titles, QWidget* parent = nullptr);

    void setRecords(Records records);
    void setColumnWidths(const std::vector<int>& widths);
    [[nodiscard]] QTableView& table() { return *table_; }
    [[nodiscard]] RecordModel& model() { return *model_; }

Q_SIGNALS:
    void followed(const hark::gui::RecordLink& link);
    void filterWanted(const QString& text);

private:
    void buildTable(const QString& name, bool showsHeader);
    void showMenu(const QPoint& position);
    void addCopying(QMenu& menu, int row, int column);
    void follow(int row);
    void showDetail();
    static void copy(const QString& text);

    RecordModel* model_;
    QTableView* table_;
    QPlainTextEdit* detail_;
};

}  // namespace hark::gui
