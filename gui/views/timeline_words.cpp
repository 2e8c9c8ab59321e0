#include "gui/views/timeline_words.h"

#include <array>
#include <optional>

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

#include "gui/delegates/colours.h"
#include "gui/models/format.h"

namespace hark::gui {

namespace {

QString tr(const char* text, int number = -1) {
    return QCoreApplication::translate("hark::gui::TimelineView", text, nullptr, number);
}

// To the nanosecond: "1,240.318 µs".
QString exactText(std::int64_t ns) {
    return tr("%1 µs").arg(QLocale().toString(static_cast<double>(ns) / 1e3, 'f', 3));
}

// "12.418203 s": as fine as captures are.
QString momentText(std::int64_t ns, std::int64_t originNs) {
    return tr("%1 s").arg(QLocale().toString(static_cast<double>(ns - originNs) / 1e9, 'f', 6));
}

QString statusText(const query::ExchangeRow& row) {
    if (row.status) return QString::number(*row.status);
    return row.isRunning ? tr("running") : tr("no response captured");
}

}  // namespace

QString exchangeTip(const query::ExchangeRow& row, std::int64_t originNs) {
    QStringList lines;
    lines << tr("Exchange %1: %2").arg(countText(row.id), statusText(row));
    lines << shownText(row.method.value_or("?")) + QLatin1Char(' ') +
                 shownText(row.url.value_or(row.target.value_or("?")));
    lines << tr("at %1, %2").arg(momentText(row.startedNs, originNs), instantText(row.startedNs));
    const std::array<std::pair<Phase, std::optional<std::int64_t>>, kPhaseCount> phases{{
        {Phase::Dns, row.dnsNs},
        {Phase::Connect, row.connectNs},
        {Phase::Tls, row.tlsNs},
        {Phase::Send, row.sendNs},
        {Phase::Wait, row.waitNs},
        {Phase::Blocked, row.blockedNs},
        {Phase::Receive, row.receiveNs},
    }};
    for (const auto& [phase, ns] : phases) {
        if (!ns) continue;
        const QString line = tr("%1 %2").arg(phaseName(phase), exactText(*ns));
        lines << (phase == Phase::Blocked ? tr("  of it %1").arg(line) : line);
    }
    if (row.durationNs) lines << tr("in all %1").arg(exactText(*row.durationNs));
    const std::uint64_t missing = row.requestMissing + row.responseMissing;
    if (missing > 0) lines << tr("%1 bytes not captured").arg(countText(missing));
    if (row.ordinal) {
        lines << (*row.ordinal == 0
                      ? tr("first of connection %1").arg(countText(row.connection))
                      : tr("connection %1, used again: its request %2")
                            .arg(countText(row.connection), countText(*row.ordinal + 1)));
    }
    return lines.join(QLatin1Char('\n'));
}

QString markTip(const Timeline& timeline, const TimelineMark& mark, std::int64_t originNs) {
    const auto bars = timeline.bars();
    QString text = tr("%n exchange(s)", static_cast<int>(mark.count));
    if (mark.errors > 0) text += tr(", %n error(s)", static_cast<int>(mark.errors));
    return text + QLatin1Char('\n') +
           tr("from %1 to %2")
               .arg(momentText(bars[mark.first].startedNs, originNs),
                    momentText(bars[mark.first + mark.count - 1].startedNs, originNs));
}

QString eventTip(const TimelineEvent& event, std::int64_t originNs) {
    return tr("Session %1: %2").arg(countText(event.session), lifeSignName(event.sign)) +
           QLatin1Char('\n') +
           tr("at %1, exchange %2")
               .arg(momentText(event.timeNs, originNs), countText(event.exchange)) +
           QLatin1Char('\n') + event.evidence;
}

QString laneTip(const TimelineLane& lane, std::int64_t originNs) {
    const query::ConnectionBar& connection = lane.connection;
    QStringList lines;
    lines << tr("Connection %1").arg(countText(connection.id));
    lines << tr("%n exchange(s) here", static_cast<int>(lane.exchanges));
    if (!lane.isKnown) return lines.join(QLatin1Char('\n'));
    lines << (connection.startSeen
                  ? tr("began at %1").arg(momentText(connection.startedNs, originNs))
                  : tr("began before the capture"));
    if (connection.handshakeNs) lines << tr("handshake %1").arg(exactText(*connection.handshakeNs));
    lines << (connection.isOpen
                  ? tr("open")
                  : tr("last packet at %1").arg(momentText(connection.endedNs, originNs)));
    return lines.join(QLatin1Char('\n'));
}

QString sessionTitle(const TimelineSession& session) {
    return session.id == query::Bar::kNone ? tr("No session")
                                           : tr("Session %1").arg(countText(session.id));
}

}  // namespace hark::gui
