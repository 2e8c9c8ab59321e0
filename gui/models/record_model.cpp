#include "gui/models/record_model.h"

#include <utility>

#include "gui/models/format.h"

namespace hark::gui {

RecordModel::RecordModel(QStringList titles, QObject* parent)
    : QAbstractTableModel(parent), titles_(std::move(titles)) {}

void RecordModel::setRecords(Records records) {
    beginResetModel();
    records_ = std::move(records);
    endResetModel();
}

const Record* RecordModel::record(int row) const {
    if (row < 0 || row >= rowCount()) return nullptr;
    return &records_[static_cast<std::size_t>(row)];
}

int RecordModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(records_.size());
}

int RecordModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(titles_.size());
}

QVariant RecordModel::data(const QModelIndex& index, int role) const {
    const Record* found = record(index.row());
    if (found == nullptr) return {};
    const auto column = static_cast<std::size_t>(index.column());
    switch (role) {
        case Qt::DisplayRole:
            return column < found->cells.size() ? shownText(found->cells[column]) : QString();
        case Qt::TextAlignmentRole:
            return QVariant::fromValue<Qt::Alignment>(Qt::AlignLeft | Qt::AlignVCenter);
        case IsHeadingRole:
            return found->isHeading;
        case ToneRole:
            return static_cast<int>(found->tone);
        case HasLinkRole:
            return found->link.kind != RecordLink::Kind::None;
        default:
            return {};
    }
}

QVariant RecordModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue<Qt::Alignment>(Qt::AlignLeft | Qt::AlignVCenter);
    if (role == Qt::DisplayRole) return titles_.value(section);
    return {};
}

Qt::ItemFlags RecordModel::flags(const QModelIndex& index) const {
    const Record* found = record(index.row());
    if (found == nullptr) return Qt::NoItemFlags;
    return found->isHeading ? Qt::ItemIsEnabled : Qt::ItemIsEnabled | Qt::ItemIsSelectable;
}

QString RecordModel::cellText(int row, int column) const {
    const Record* found = record(row);
    const auto at = static_cast<std::size_t>(column);
    if (found == nullptr || column < 0 || at >= found->cells.size()) return {};
    QString text = QString::fromStdString(found->cells[at]);
    return text.replace(QChar(0), QChar(0xfffd));
}

QString RecordModel::rowText(int row) const {
    const Record* found = record(row);
    if (found == nullptr) return {};
    QString text = cellText(row, 0);
    for (int column = 1; column < static_cast<int>(found->cells.size()); ++column) {
        text += column == 1 ? QStringLiteral(": ") : QStringLiteral("\t");
        text += cellText(row, column);
    }
    return text;
}

QString RecordModel::allText() const {
    QString text;
    for (int row = 0; row < rowCount(); ++row) {
        if (row > 0 && record(row)->isHeading) text += QLatin1Char('\n');
        text += rowText(row) + QLatin1Char('\n');
    }
    return text;
}

}  // namespace hark::gui
