#include "gui/models/connection_model.h"

#include <array>

#include "gui/models/format.h"

namespace hark::gui {

namespace {

struct ColumnText {
    const char* title;
    const char* sort;
    bool isNumber;
};

constexpr std::array<ColumnText, ConnectionModel::ColumnCount> kColumns{{
    {QT_TRANSLATE_NOOP("hark::gui::ConnectionModel", "#"), "id", true},
    {QT_TRANSLATE_NOOP("hark::gui::ConnectionModel", "Start"), "started", true},
    {QT_TRANSLATE_NOOP("hark::gui::ConnectionModel", "Client"), "client", false},
    {QT_TRANSLATE_NOOP("hark::gui::ConnectionModel", "Server"), "server", false},
    {QT_TRANSLATE_NOOP("hark::gui::ConnectionModel", "Protocol"), "protocol", false},
    {QT_TRANSLATE_NOOP("hark::gui::ConnectionModel", "Duration"), "duration", true},
    {QT_TRANSLATE_NOOP("hark::gui::ConnectionModel", "Handshake"), "handshake", true},
    {QT_TRANSLATE_NOOP("hark::gui::ConnectionModel", "Exchanges"), "exchanges", true},
    {QT_TRANSLATE_NOOP("hark::gui::ConnectionModel", "Reused"), "exchanges", true},
    {QT_TRANSLATE_NOOP("hark::gui::ConnectionModel", "Idle"), "idle", true},
    {QT_TRANSLATE_NOOP("hark::gui::ConnectionModel", "Blocked"), "blocked", true},
    {QT_TRANSLATE_NOOP("hark::gui::ConnectionModel", "Ended by"), "end", false},
    {QT_TRANSLATE_NOOP("hark::gui::ConnectionModel", "Loss"), "gaps", false},
}};

const QString kDash(QChar(0x2013));

}  // namespace

ConnectionModel::ConnectionModel(CaseThread& cases, QObject* parent)
    : PagedModel(cases, query::Subject::Connections, parent) {}

int ConnectionModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QLatin1String ConnectionModel::sortName(int column) const {
    return QLatin1String(kColumns[static_cast<std::size_t>(column)].sort);
}

QVariant ConnectionModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) return {};
    const ColumnText& column = kColumns[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole) return tr(column.title);
    if (role == Qt::TextAlignmentRole) {
        const Qt::Alignment side = column.isNumber ? Qt::AlignRight : Qt::AlignLeft;
        return QVariant::fromValue(side | Qt::AlignVCenter);
    }
    return {};
}

QVariant ConnectionModel::data(const QModelIndex& index, int role) const {
    const auto id = idAt(index.row());
    if (!index.isValid() || !id) return {};
    const auto column = static_cast<Column>(index.column());
    if (role == IdRole) return qulonglong{*id};
    if (role == Qt::TextAlignmentRole) return headerData(column, Qt::Horizontal, role);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != IsRunningRole) return {};

    const query::ConnectionRow* found = row(index.row());
    if (found == nullptr) {
        return role == Qt::DisplayRole && column == Id ? countText(*id) : QVariant();
    }
    if (role == Qt::DisplayRole) return textOf(*found, column);
    if (role == Qt::ToolTipRole) return toolTipOf(*found, column);
    return found->isOpen;
}

QString ConnectionModel::textOf(const query::ConnectionRow& row, Column column) const {
    const auto duration = [](std::int64_t ns) { return ns > 0 ? durationText(ns) : kDash; };
    switch (column) {
        case Id:
            return countText(row.id);
        case Start:
            return offsetText(row.startedNs - beginNs_);
        case Client:
            return endpointText(row.client);
        case Server:
            return endpointText(row.server);
        case Protocol:
            return row.protocol.empty() ? kDash : shownText(row.protocol);
        case Duration:
            return durationText(row.endedNs - row.startedNs);
        case Handshake: {
            const auto handshake = row.handshakeNs();
            return handshake ? durationText(*handshake) : kDash;
        }
        case Exchanges:
            return countText(row.exchanges);
        case Reused:
            return row.exchanges > 1 ? countText(row.exchanges - 1) + QChar(0x00d7) : kDash;
        case Idle:
            return duration(row.idleNs);
        case Blocked:
            return duration(row.blockedNs);
        case End:
            return endText(row);
        case Loss:
            return lossText(row);
        case ColumnCount:
            return {};
    }
    return {};
}

QString ConnectionModel::endText(const query::ConnectionRow& row) {
    if (row.isOpen) return tr("still open");
    QString reason = shownText(row.endReason);
    if (row.endReason == "fin") reason = tr("closed");
    if (row.endReason == "reset") reason = tr("reset");
    if (row.endReason == "idle") reason = tr("silence");
    if (row.endReason == "capture-ended") return tr("open at the end");
    if (row.endedBy == "client") return tr("client, %1").arg(reason);
    if (row.endedBy == "server") return tr("server, %1").arg(reason);
    return reason;
}

QString ConnectionModel::lossText(const query::ConnectionRow& row) {
    const std::uint64_t missing = row.fromClient.gapBytes + row.fromServer.gapBytes;
    const std::uint64_t again =
        row.fromClient.retransmittedSegments + row.fromServer.retransmittedSegments;
    if (missing > 0) return tr("%1 missing").arg(sizeText(missing));
    if (again > 0) return tr("%1 sent again").arg(countText(again));
    return kDash;
}

// Tool tips take markup for markup, so nothing that comes from traffic is in them.
QString ConnectionModel::toolTipOf(const query::ConnectionRow& row, Column column) {
    switch (column) {
        case Start:
            return instantText(row.startedNs);
        case Handshake:
            return row.startSeen ? QString() : tr("The connection began before the capture");
        case Blocked:
            return row.pipelinedRequests > 0
                       ? tr("%1 requests were sent before the response to the one before")
                             .arg(countText(row.pipelinedRequests))
                       : QString();
        case Loss:
            return tr("%1 bytes not captured, %2 segments sent again, %3 out of order")
                .arg(countText(row.fromClient.gapBytes + row.fromServer.gapBytes),
                     countText(row.fromClient.retransmittedSegments +
                               row.fromServer.retransmittedSegments),
                     countText(row.fromClient.outOfOrder + row.fromServer.outOfOrder));
        default:
            return {};
    }
}

void ConnectionModel::setOrigin(std::int64_t beginNs) {
    if (beginNs == beginNs_) return;
    beginNs_ = beginNs;
    if (rowCount() > 0) Q_EMIT dataChanged(index(0, Start), index(rowCount() - 1, Start));
}

}  // namespace hark::gui
