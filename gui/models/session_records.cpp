#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <QCoreApplication>

#include "gui/models/context_records.h"
#include "gui/models/format.h"

namespace hark::gui {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("hark::gui::SessionRecords", text);
}

struct Word {
    std::string_view code;
    const char* word;
};
constexpr std::array<Word, 9> kCarriers{{
    {"cookie", QT_TRANSLATE_NOOP("hark::gui::SessionRecords", "the cookie \"%1\"")},
    {"path-parameter", QT_TRANSLATE_NOOP("hark::gui::SessionRecords", "the path parameter \"%1\"")},
    {"query-parameter",
     QT_TRANSLATE_NOOP("hark::gui::SessionRecords", "the query parameter \"%1\"")},
    {"form-field", QT_TRANSLATE_NOOP("hark::gui::SessionRecords", "the form field \"%1\"")},
    {"json-member", QT_TRANSLATE_NOOP("hark::gui::SessionRecords", "the JSON member \"%1\"")},
    {"header-field", QT_TRANSLATE_NOOP("hark::gui::SessionRecords", "the header field \"%1\"")},
    {"bearer", QT_TRANSLATE_NOOP("hark::gui::SessionRecords", "a bearer token")},
    {"basic", QT_TRANSLATE_NOOP("hark::gui::SessionRecords", "Basic credentials")},
    {"digest", QT_TRANSLATE_NOOP("hark::gui::SessionRecords", "Digest credentials")},
}};
// As the life line draws them.
constexpr std::array<std::pair<std::string_view, char16_t>, 13> kSigns{{
    {"minted", u'◆'},
    {"adopted", u'◇'},
    {"login", u'▲'},
    {"login-failed", u'△'},
    {"rotated", u'↻'},
    {"privilege-change", u'⇑'},
    {"logout", u'■'},
    {"expired", u'✕'},
    {"deleted", u'⌫'},
    {"used-after-end", u'↯'},
    {"second-client", u'⚠'},
    {"roaming", u'~'},
    {"fixated", u'⚠'},
}};

QString carrierText(const query::EvidenceItem& item) {
    for (const Word& known : kCarriers) {
        if (known.code != item.carrier) continue;
        const QString words = tr(known.word);
        return words.contains(QStringLiteral("%1")) ? words.arg(shownText(item.name)) : words;
    }
    return shownText(item.carrier);
}

QString eventText(const query::LifeEventRow& event) {
    QChar sign(u'·');
    for (const auto& [code, known] : kSigns) {
        if (code == event.event) sign = QChar(known);
    }
    return QStringLiteral("%1 %2").arg(sign).arg(QString::fromStdString(event.event));
}

Record sessionRecord(const query::SessionRow& session) {
    const QString who = session.user.empty() ? tr("nobody logged in") : shownText(session.user);
    Record made =
        factRecord(tr("session"),
                   tr("%1 · %2 at %3").arg(countText(session.id), who, shownText(session.service)));
    made.link = {RecordLink::Kind::Session, session.id};
    made.filters.push_back(
        {tr("Exchanges of this session"), QStringLiteral("session:%1").arg(session.id)});
    made.filters.push_back(
        {tr("Exchanges of this visitor"), QStringLiteral("visitor:%1").arg(session.visitor)});
    return made;
}

void addEvidence(Records& records, const query::ExchangeRow& row) {
    const auto items = query::evidenceItems(row.evidence);
    if (items.empty()) return;
    records.push_back(headingRecord(tr("Why it belongs there")));
    for (const query::EvidenceItem& item : items) {
        QString text = carrierText(item);
        if (!item.reason.empty()) text += QStringLiteral(" — ") + shownText(item.reason);
        records.push_back(factRecord(shownText(item.kind), text));
    }
}

void addLife(Records& records, const query::SessionDetail& session, std::uint64_t exchange) {
    const auto& events = session.events;
    if (events.empty()) return;
    records.push_back(
        headingRecord(QStringLiteral("%1 · %2").arg(tr("Its life"), countText(events.size()))));
    // Of a long life the part around this exchange.
    const auto here = std::find_if(events.begin(), events.end(),
                                   [&](const auto& event) { return event.exchange >= exchange; });
    const auto at = static_cast<std::size_t>(here - events.begin());
    const std::size_t first = at > kShownEvents / 2 ? at - kShownEvents / 2 : 0;
    const std::size_t end = std::min(events.size(), first + kShownEvents);
    if (first > 0)
        records.push_back(
            factRecord(QString(QChar(0x2026)), tr("%1 before").arg(countText(first))));
    for (std::size_t i = first; i < end; ++i) {
        const query::LifeEventRow& event = events[i];
        Record made = factRecord(eventText(event),
                                 tr("after %1 · exchange %2 · %3")
                                     .arg(durationText(event.timeNs - session.row.startedNs),
                                          countText(event.exchange), shownText(event.evidence)));
        if (event.exchange == exchange) made.tone = RecordTone::Here;
        made.link = {RecordLink::Kind::Exchange, event.exchange};
        records.push_back(std::move(made));
    }
    if (end < events.size()) {
        records.push_back(
            factRecord(QString(QChar(0x2026)), tr("%1 after").arg(countText(events.size() - end))));
    }
}

}  // namespace

Records sessionRecords(const query::ExchangeDetail& detail, const ExchangeContext* context) {
    Records records;
    if (!detail.row.session) return records;
    if (context != nullptr && context->session) {
        const query::SessionRow& session = context->session->row;
        records.push_back(sessionRecord(session));
        records.push_back(factRecord(
            tr("so far"), tr("%1 exchanges in %2, carried by %3")
                              .arg(countText(session.exchanges), durationText(session.durationNs()),
                                   shownText(session.carriedBy))));
    }
    addEvidence(records, detail.row);
    if (context != nullptr && context->session) addLife(records, *context->session, detail.row.id);
    return records;
}

}  // namespace hark::gui
