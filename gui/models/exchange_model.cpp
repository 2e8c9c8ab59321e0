#include "gui/models/exchange_model.h"

#include <algorithm>
#include <array>
#include <limits>

#include "gui/models/format.h"
#include "gui/models/phases.h"

namespace hark::gui {

namespace {

struct ColumnText {
    const char* title;
    const char* sort;
    bool isNumber;
};

constexpr std::array<ColumnText, ExchangeModel::ColumnCount> kColumns{{
    {QT_TRANSLATE_NOOP("hark::gui::ExchangeModel", "#"), "id", true},
    {QT_TRANSLATE_NOOP("hark::gui::ExchangeModel", "Start"), "started", true},
    {QT_TRANSLATE_NOOP("hark::gui::ExchangeModel", "Method"), "method", false},
    {QT_TRANSLATE_NOOP("hark::gui::ExchangeModel", "Host"), "host", false},
    {QT_TRANSLATE_NOOP("hark::gui::ExchangeModel", "Target"), "target", false},
    {QT_TRANSLATE_NOOP("hark::gui::ExchangeModel", "Status"), "status", false},
    {QT_TRANSLATE_NOOP("hark::gui::ExchangeModel", "Type"), "type", false},
    {QT_TRANSLATE_NOOP("hark::gui::ExchangeModel", "Size"), "size", true},
    {QT_TRANSLATE_NOOP("hark::gui::ExchangeModel", "Duration"), "duration", true},
    {QT_TRANSLATE_NOOP("hark::gui::ExchangeModel", "Timeline"), "started", false},
}};

const QString kDash(QChar(0x2013));
constexpr std::size_t kMeasured = 4096;  // some tens of milliseconds of reading

QString textOr(const std::optional<std::string>& text) {
    return text ? shownText(*text) : kDash;
}

}  // namespace

ExchangeModel::ExchangeModel(CaseThread& cases, QObject* parent)
    : PagedModel(cases, query::Subject::Exchanges, parent) {
    connect(this, &CaseListModel::listed, this, &ExchangeModel::measure);
}

int ExchangeModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QLatin1String ExchangeModel::sortName(int column) const {
    return QLatin1String(kColumns[static_cast<std::size_t>(column)].sort);
}

QVariant ExchangeModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) return {};
    const ColumnText& column = kColumns[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole && section == Timeline && scale_.endNs > 0) {
        return tr("Timeline  %1 – %2")
            .arg(offsetText(scale_.beginNs - capture_.beginNs),
                 offsetText(scale_.endNs - capture_.beginNs));
    }
    if (role == Qt::DisplayRole) return tr(column.title);
    if (role == Qt::TextAlignmentRole) {
        const Qt::Alignment side = column.isNumber ? Qt::AlignRight : Qt::AlignLeft;
        return QVariant::fromValue(side | Qt::AlignVCenter);
    }
    return {};
}

QVariant ExchangeModel::data(const QModelIndex& index, int role) const {
    const auto id = idAt(index.row());
    if (!index.isValid() || !id) return {};
    const auto column = static_cast<Column>(index.column());
    if (role == IdRole) return qulonglong{*id};
    if (role == Qt::TextAlignmentRole) return headerData(column, Qt::Horizontal, role);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role < IdRole) return {};

    const query::ExchangeRow* found = row(index.row());
    if (found == nullptr) {
        return role == Qt::DisplayRole && column == Id ? countText(*id) : QVariant();
    }
    switch (role) {
        case Qt::DisplayRole:
            return textOf(*found, column);
        case Qt::ToolTipRole:
            return toolTipOf(*found, column);
        case StatusRole:
            return found->status.value_or(0);
        case IsRunningRole:
            return found->isRunning;
        case PhasesRole: {
            Phases phases = phasesOf(*found);
            phases.rangeBeginNs = scale_.beginNs;
            phases.rangeEndNs = scale_.endNs;
            return QVariant::fromValue(phases);
        }
        default:
            return {};
    }
}

QString ExchangeModel::textOf(const query::ExchangeRow& row, Column column) const {
    switch (column) {
        case Id:
            return row.note.isMarked ? QChar(0x2605) + QStringLiteral(" ") + countText(row.id)
                                     : countText(row.id);
        case Start:
            return offsetText(row.startedNs - capture_.beginNs);
        case Method:
            return textOr(row.method);
        case Host:
            return textOr(row.host);
        case Target:
            return textOr(row.target);
        case Status:
            if (row.status) return QString::number(*row.status);
            return row.isRunning ? QString(QChar(0x2026)) : kDash;
        case Type:
            return row.type.empty() ? kDash : shortType(row.type);
        case Size:
            return row.responseBodyBytes ? sizeText(*row.responseBodyBytes) : kDash;
        case Duration:
            return row.durationNs ? durationText(*row.durationNs) : kDash;
        case Timeline:
        case ColumnCount:
            return {};
    }
    return {};
}

// Tool tips take markup for markup, so nothing that comes from traffic is in them.
QString ExchangeModel::toolTipOf(const query::ExchangeRow& row, Column column) {
    switch (column) {
        case Id:
            // Escaped, as tool tips take markup for markup.
            return row.note.text.empty() ? QString() : shownText(row.note.text).toHtmlEscaped();
        case Start:
            return instantText(row.startedNs);
        case Status:
            return row.responseComplete || row.isRunning ? QString()
                   : row.hasResponse ? tr("The response was not captured to its end")
                                     : tr("No response was captured");
        case Size:
            if (!row.responseBodyBytes) return {};
            return row.responseMissing > 0
                       ? tr("%1 bytes, %2 of them not captured")
                             .arg(countText(*row.responseBodyBytes), countText(row.responseMissing))
                       : tr("%1 bytes").arg(countText(*row.responseBodyBytes));
        case Duration:
            return row.durationNs ? tr("%1 µs").arg(countText(
                                        static_cast<std::uint64_t>(*row.durationNs / 1000)))
                                  : QString();
        default:
            return {};
    }
}

void ExchangeModel::setRange(std::int64_t beginNs, std::int64_t endNs) {
    const Range range{beginNs, endNs};
    if (range == capture_) return;
    const bool isWhole = scale_ == capture_;
    const bool isShifted = beginNs != capture_.beginNs;
    capture_ = range;
    if (isWhole) setScale(range);
    if (isShifted && rowCount() > 0) {
        Q_EMIT dataChanged(index(0, Start), index(rowCount() - 1, Start));
    }
}

void ExchangeModel::measure() {
    const std::uint64_t question = ++measured_;
    if (!isFiltered() || ids().empty() || ids().size() > kMeasured) return setScale(capture_);
    cases().ask(
        Lane::Rows, this,
        [listed = ids()](query::Case& opened) { return opened.exchangeRows(listed); },
        [this, question](const base::Result<Rows>& rows) {
            if (question != measured_ || !rows || rows->empty()) return;
            Range range{std::numeric_limits<std::int64_t>::max(), 0};
            for (const query::ExchangeRow& row : *rows) {
                const Phases phases = phasesOf(row);
                range.beginNs = std::min(range.beginNs, phases.startNs);
                range.endNs = std::max({range.endNs, phases.startNs + phases.total(),
                                        row.startedNs + row.durationNs.value_or(0)});
            }
            setScale(range);
        });
}

void ExchangeModel::setScale(const Range& scale) {
    if (scale == scale_) return;
    scale_ = scale;
    Q_EMIT headerDataChanged(Qt::Horizontal, Timeline, Timeline);
    if (rowCount() > 0) {
        Q_EMIT dataChanged(index(0, Timeline), index(rowCount() - 1, Timeline));
    }
}

}  // namespace hark::gui
