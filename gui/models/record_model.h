#pragma once

#include <QAbstractTableModel>
#include <QStringList>

#include "gui/models/record.h"

namespace hark::gui {

/// Records as rows. They are few: all of them are here.
class RecordModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Role {
        IsHeadingRole = Qt::UserRole,
        ToneRole,     ///< RecordTone as int
        HasLinkRole,  ///< the row leads somewhere
    };

    explicit RecordModel(QStringList titles, QObject* parent = nullptr);

    void setRecords(Records records);
    /// Null where there is no such row. Until the next setRecords().
    [[nodiscard]] const Record* record(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

    /// What is copied: control characters stay but for NUL, which ends text on clipboards.
    [[nodiscard]] QString cellText(int row, int column) const;
    /// "name: value"; further cells behind tabs.
    [[nodiscard]] QString rowText(int row) const;
    [[nodiscard]] QString allText() const;

private:
    QStringList titles_;
    Records records_;
};

}  // namespace hark::gui
