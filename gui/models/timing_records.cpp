#include <algorithm>

#include <QCoreApplication>

#include "gui/models/context_records.h"
#include "gui/models/format.h"

namespace hark::gui {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("hark::gui::TimingRecords", text);
}

QString named(const query::ExchangeRow& row) {
    const QString request = row.method && row.target
                                ? shownText(*row.method) + QLatin1Char(' ') + shownText(*row.target)
                                : tr("a request that was not captured");
    return QStringLiteral("%1  %2").arg(countText(row.id), request);
}

Record linkTo(const query::ExchangeRow& row, const QString& name, const QString& value) {
    Record made = factRecord(name, value);
    made.link = {RecordLink::Kind::Exchange, row.id};
    return made;
}

std::int64_t endOf(const query::ExchangeRow& row) {
    return row.startedNs + row.durationNs.value_or(0);
}

// From the capture's place to the server and back: the time between SYN and SYN-ACK. What lies on
// the client's side of that place is no part of the wait that was measured there.
void addWait(Records& records, const ExchangeFacts& facts) {
    const query::ExchangeRow& row = facts.detail.row;
    if (!row.waitNs) return;
    const std::int64_t blocked = std::min(row.blockedNs.value_or(0), *row.waitNs);
    const std::int64_t wait = *row.waitNs - blocked;
    const auto& connection = facts.connection;
    if (!connection || !connection->synNs || !connection->synAckNs) {
        records.push_back(factRecord(
            tr("wait"), tr("%1 for network and server together: the handshake, which would tell "
                           "them apart, was not captured")
                            .arg(durationText(wait))));
        return;
    }
    const std::int64_t roundTrip =
        std::clamp<std::int64_t>(*connection->synAckNs - *connection->synNs, 0, wait);
    records.push_back(
        factRecord(tr("wait"), tr("%1 round trip + %2 server")
                                   .arg(durationText(roundTrip), durationText(wait - roundTrip))));
    if (connection->ackNs && *connection->ackNs > *connection->synAckNs) {
        records.push_back(
            factRecord(tr("to the client"),
                       tr("%1 round trip between the capture's place and the client")
                           .arg(durationText(*connection->ackNs - *connection->synAckNs))));
    }
}

void addBlocked(Records& records, const query::ExchangeRow& row, const ExchangeContext* context) {
    if (row.blockedNs.value_or(0) <= 0) return;
    const QString blocked = durationText(*row.blockedNs);
    if (context != nullptr && context->previous) {
        records.push_back(linkTo(*context->previous, tr("blocked"),
                                 tr("%1 behind %2").arg(blocked, named(*context->previous))));
    } else {
        records.push_back(
            factRecord(tr("blocked"), tr("%1 behind earlier responses").arg(blocked)));
    }
}

void addRetransmissions(Records& records, const std::optional<query::ConnectionRow>& connection) {
    if (!connection) return;
    const auto add = [&](const query::ConnectionRow::Side& side, const QString& who) {
        if (side.retransmittedSegments == 0) return;
        records.push_back(factRecord(who, tr("%1 segments sent again on this connection, %2")
                                              .arg(countText(side.retransmittedSegments),
                                                   sizeText(side.retransmittedBytes))));
        records.back().tone = RecordTone::Bad;
    };
    add(connection->fromClient, tr("client"));
    add(connection->fromServer, tr("server"));
}

void addBefore(Records& records, const query::ExchangeRow& row, const ExchangeContext* context) {
    if (context == nullptr) return;
    const auto add = [&](const std::optional<query::ExchangeRow>& before, const QString& name,
                         const QString& words) {
        if (!before || endOf(*before) >= row.startedNs) return;
        records.push_back(
            linkTo(*before, name,
                   words.arg(durationText(row.startedNs - endOf(*before)), named(*before))));
    };
    add(context->stepBefore, tr("think time"), tr("%1 since its session's %2 was over"));
    add(context->previous, tr("idle"), tr("%1 since its connection's %2 was over"));
}

}  // namespace

Records timingRecords(const ExchangeFacts& facts, const ExchangeContext* context) {
    const query::ExchangeRow& row = facts.detail.row;
    Records records{factRecord(tr("started"), instantText(row.startedNs))};
    addBefore(records, row, context);
    addBlocked(records, row, context);
    addWait(records, facts);
    if (row.receiveNs && *row.receiveNs > 0 && row.responseBodyBytes.value_or(0) > 0) {
        const double rate =
            static_cast<double>(*row.responseBodyBytes) * 1e9 / static_cast<double>(*row.receiveNs);
        records.push_back(
            factRecord(tr("receive"), tr("%1 at %2/s")
                                          .arg(sizeText(*row.responseBodyBytes),
                                               sizeText(static_cast<std::uint64_t>(rate)))));
    }
    addRetransmissions(records, facts.connection);
    return records;
}

}  // namespace hark::gui
