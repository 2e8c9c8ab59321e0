#include <QCoreApplication>

#include "gui/models/context_records.h"
#include "gui/models/format.h"

namespace hark::gui {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("hark::gui::PacketRecords", text);
}

// The name of a capture, where there are several.
QString captureText(std::uint64_t capture, const ExchangeContext* context) {
    if (context == nullptr || context->inputs.size() < 2 || capture == 0 ||
        capture > context->inputs.size())
        return {};
    return tr(" of %1").arg(shownText(context->inputs[capture - 1]));
}

QString packetText(std::uint64_t packet, std::uint64_t capture, const ExchangeContext* context) {
    return tr("packet %1").arg(countText(packet)) + captureText(capture, context);
}

void addSpans(Records& records, const QString& name,
              const std::optional<query::MessageDetail>& message, const ExchangeContext* context) {
    if (!message) {
        records.push_back(factRecord(name, tr("not captured")));
        records.back().tone = RecordTone::Quiet;
        return;
    }
    for (const query::PacketSpan& span : message->packets) {
        const QString range =
            span.first == span.last
                ? tr("packet %1").arg(countText(span.first))
                : tr("packets %1 to %2").arg(countText(span.first), countText(span.last));
        Record made = factRecord(name, range + captureText(span.capture, context));
        made.filters.push_back(
            {tr("Exchanges with this packet"), QStringLiteral("packet:%1").arg(span.first)});
        records.push_back(std::move(made));
    }
}

void addIncomplete(Records& records, const query::ExchangeDetail& detail,
                   const ExchangeContext* context) {
    if (detail.incomplete.empty()) return;
    records.push_back(headingRecord(tr("Not whole")));
    for (const query::Incompleteness& why : detail.incomplete) {
        const QString name = why.message == "request" ? tr("request") : tr("response");
        Record made = factRecord(
            name, QStringLiteral("%1 · %2").arg(QString::fromStdString(why.text),
                                                packetText(why.packet, why.capture, context)));
        made.tone = RecordTone::Bad;
        records.push_back(std::move(made));
    }
}

void addAnomalies(Records& records, const query::ExchangeDetail& detail,
                  const ExchangeContext* context) {
    if (detail.anomalies.empty()) return;
    records.push_back(headingRecord(
        QStringLiteral("%1 · %2").arg(tr("Anomalies"), countText(detail.anomalies.size()))));
    for (const query::AnomalyRow& anomaly : detail.anomalies) {
        Record made = factRecord(
            shownText(anomaly.code),
            QStringLiteral("%1 · %2").arg(shownText(anomaly.detail),
                                          packetText(anomaly.packet, anomaly.capture, context)));
        made.tone = RecordTone::Bad;
        made.filters.push_back({tr("Exchanges with this anomaly"),
                                QStringLiteral("anomaly:") + shownText(anomaly.code)});
        records.push_back(std::move(made));
    }
}

void addConnection(Records& records, const ExchangeFacts& facts) {
    const query::ExchangeRow& row = facts.detail.row;
    records.push_back(headingRecord(tr("Connection")));
    Record id = factRecord(
        tr("connection"),
        tr("%1 · %2 to %3")
            .arg(countText(row.connection), endpointText(row.client), endpointText(row.server)));
    id.link = {RecordLink::Kind::Connection, row.connection};
    id.filters.push_back(
        {tr("Exchanges on this connection"), QStringLiteral("connection:%1").arg(row.connection)});
    records.push_back(std::move(id));
    if (row.ordinal) {
        records.push_back(factRecord(
            tr("place"), *row.ordinal == 0
                             ? tr("● first request on it")
                             : tr("○ reused: request %1 on it").arg(countText(*row.ordinal + 1))));
    }
    if (!facts.connection) return;
    const query::ConnectionRow& connection = *facts.connection;
    records.push_back(factRecord(tr("carried"), tr("%1 exchanges, %2 to the server, %3 back")
                                                    .arg(countText(connection.exchanges),
                                                         sizeText(connection.fromClient.bytes),
                                                         sizeText(connection.fromServer.bytes))));
    if (const auto handshake = connection.handshakeNs())
        records.push_back(factRecord(tr("handshake"), durationText(*handshake)));
    if (!connection.startSeen)
        records.push_back(factRecord(tr("handshake"), tr("began before the capture")));
    if (!connection.endReason.empty()) {
        QString end = shownText(connection.endReason);
        if (!connection.endedBy.empty()) end += tr(" by the %1").arg(shownText(connection.endedBy));
        records.push_back(factRecord(tr("ended"), end));
    }
    if (!connection.tlsVersion.empty())
        records.push_back(factRecord(tr("TLS"), shownText(connection.tlsVersion)));
    if (!connection.tunnels.empty())
        records.push_back(factRecord(tr("tunnels"), connection.tunnels));
}

}  // namespace

Records packetRecords(const ExchangeFacts& facts, const ExchangeContext* context) {
    Records records{headingRecord(tr("Packets"))};
    addSpans(records, tr("request"), facts.detail.request, context);
    addSpans(records, tr("response"), facts.detail.response, context);
    addIncomplete(records, facts.detail, context);
    addAnomalies(records, facts.detail, context);
    addConnection(records, facts);
    return records;
}

}  // namespace hark::gui
