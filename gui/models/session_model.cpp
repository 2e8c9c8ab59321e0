#include "gui/models/session_model.h"

#include <array>
#include <utility>

#include <QStringList>

#include "gui/models/entry_roles.h"
#include "gui/models/filter_term.h"
#include "gui/models/format.h"

namespace hark::gui {

namespace {

struct ColumnText {
    const char* title;
    const char* sort;
    bool isNumber;
};

constexpr std::array<ColumnText, SessionModel::ColumnCount> kColumns{{
    {QT_TRANSLATE_NOOP("hark::gui::SessionModel", "Session"), "user", false},
    {QT_TRANSLATE_NOOP("hark::gui::SessionModel", "#"), "id", true},
    {QT_TRANSLATE_NOOP("hark::gui::SessionModel", "Start"), "started", true},
    {QT_TRANSLATE_NOOP("hark::gui::SessionModel", "Duration"), "duration", true},
    {QT_TRANSLATE_NOOP("hark::gui::SessionModel", "Service"), "service", false},
    {QT_TRANSLATE_NOOP("hark::gui::SessionModel", "Client"), "client", false},
    {QT_TRANSLATE_NOOP("hark::gui::SessionModel", "Exchanges"), "exchanges", true},
    {QT_TRANSLATE_NOOP("hark::gui::SessionModel", "Pages"), "pages", true},
    {QT_TRANSLATE_NOOP("hark::gui::SessionModel", "Errors"), "errors", true},
    {QT_TRANSLATE_NOOP("hark::gui::SessionModel", "Logins"), "logins", true},
    {QT_TRANSLATE_NOOP("hark::gui::SessionModel", "Received"), "response_bytes", true},
    {QT_TRANSLATE_NOOP("hark::gui::SessionModel", "Sent"), "request_bytes", true},
    {QT_TRANSLATE_NOOP("hark::gui::SessionModel", "Clients"), "clients", true},
    {QT_TRANSLATE_NOOP("hark::gui::SessionModel", "Connections"), "connections", true},
    {QT_TRANSLATE_NOOP("hark::gui::SessionModel", "Visitor"), "visitor", true},
    {QT_TRANSLATE_NOOP("hark::gui::SessionModel", "Carried by"), "carried_by", false},
    {QT_TRANSLATE_NOOP("hark::gui::SessionModel", "End"), "end", false},
}};

const QString kDash(QChar(0x2013));

QString numberTerm(const char* name, std::uint64_t value) {
    return QStringLiteral("%1:%2").arg(QLatin1String(name)).arg(value);
}

// What the cell says, the most telling first.
QStringList filtersOf(const SessionEntry& row, SessionModel::Column column) {
    const QString session = numberTerm("session", row.id);
    switch (column) {
        case SessionModel::Session: {
            QStringList filters{session};
            if (!row.user.empty()) filters << filterTerm(QLatin1String("user"), row.user);
            return filters << serviceTerm(row.service);
        }
        case SessionModel::Service:
            return {serviceTerm(row.service), session};
        case SessionModel::Client:
            return {filterTerm(QLatin1String("client"), row.clientAddress), session};
        case SessionModel::Visitor:
            return {numberTerm("visitor", row.visitor), session};
        case SessionModel::Errors:
            return {session + QStringLiteral(" status>=400"), session};
        default:
            return {session};
    }
}

}  // namespace

QString userText(const query::SessionRow& session) {
    return session.user.empty() ? SessionModel::tr("no login") : shownText(session.user);
}

QString serviceText(std::string_view service) {
    const std::size_t scheme = service.find("://");
    return shownText(scheme == std::string_view::npos ? service : service.substr(scheme + 3));
}

QString endText(const query::SessionRow& session) {
    if (session.end == "logout") return SessionModel::tr("logout");
    if (session.end == "expired") return SessionModel::tr("expired");
    if (session.end == "deleted") return SessionModel::tr("deleted");
    return kDash;
}

SessionModel::SessionModel(CaseThread& cases, QObject* parent)
    : PagedModel(cases, query::Subject::Sessions, parent) {}

int SessionModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QLatin1String SessionModel::sortName(int column) const {
    return QLatin1String(kColumns[static_cast<std::size_t>(column)].sort);
}

SessionModel::Read SessionModel::reader() const {
    return [](query::Case& opened,
              std::span<const std::uint64_t> ids) -> base::Result<std::vector<SessionEntry>> {
        const auto snapshot = opened.snapshot();
        auto rows = opened.sessionRows(ids);
        if (!rows) return rows.error();
        std::vector<SessionEntry> entries;
        entries.reserve(rows->size());
        for (query::SessionRow& row : *rows) {
            const auto events = opened.lifeEventsOf(std::span(&row.id, 1), LifeLine::kMarks);
            if (!events) return events.error();
            LifeLine life = lifeLineOf(row, *events);
            entries.push_back({std::move(row), std::move(life)});
        }
        return entries;
    };
}

QVariant SessionModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) return {};
    const ColumnText& column = kColumns[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole) return tr(column.title);
    if (role == Qt::TextAlignmentRole) {
        const Qt::Alignment side = column.isNumber ? Qt::AlignRight : Qt::AlignLeft;
        return QVariant::fromValue(side | Qt::AlignVCenter);
    }
    return {};
}

QVariant SessionModel::data(const QModelIndex& index, int role) const {
    const auto id = idAt(index.row());
    if (!index.isValid() || !id) return {};
    const auto column = static_cast<Column>(index.column());
    if (role == IdRole || role == HueRole) return qulonglong{*id};
    if (role == IsLocatedRole) return located_ == id;
    if (role == Qt::TextAlignmentRole) return headerData(column, Qt::Horizontal, role);
    const bool isOfEntry = role >= BesideRole && role <= FiltersRole;
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != IsRunningRole && !isOfEntry) {
        return {};
    }
    const SessionEntry* found = row(index.row());
    if (found == nullptr) {
        return role == Qt::DisplayRole && column == Id ? countText(*id) : QVariant();
    }
    if (role == Qt::DisplayRole) return textOf(*found, column);
    if (role == IsRunningRole) return false;
    if (role == FiltersRole) return filtersOf(*found, column);
    if (role == Qt::ToolTipRole) {
        return column == Start ? QVariant(instantText(found->startedNs)) : QVariant();
    }
    return column == Session ? entryOf(*found, role) : QVariant();
}

QVariant SessionModel::entryOf(const SessionEntry& row, int role) const {
    switch (role) {
        case BesideRole:
            return serviceText(row.service);
        case AsideRole:
            return durationText(row.durationNs());
        case LifeLineRole: {
            LifeLine line = row.life;
            line.originNs = beginNs_;
            return QVariant::fromValue(line);
        }
        default:
            return {};
    }
}

QString SessionModel::textOf(const SessionEntry& row, Column column) const {
    const auto count = [](std::uint64_t number) { return number > 0 ? countText(number) : kDash; };
    switch (column) {
        case Session:
            return row.user.empty()
                       ? QStringLiteral("#%1  %2").arg(countText(row.id), userText(row))
                       : userText(row);
        case Id:
            return countText(row.id);
        case Start:
            return offsetText(row.startedNs - beginNs_);
        case Duration:
            return durationText(row.durationNs());
        case Service:
            return shownText(row.service);
        case Client:
            return row.clientAddress.empty() ? kDash : shownText(row.clientAddress);
        case Exchanges:
            return countText(row.exchanges);
        case Pages:
            return count(row.pages);
        case Errors:
            return count(row.errors);
        case Logins:
            return count(row.logins);
        case Received:
            return sizeText(row.responseBytes);
        case Sent:
            return sizeText(row.requestBytes);
        case Clients:
            return count(row.clients);
        case Connections:
            return countText(row.connections);
        case Visitor:
            return count(row.visitor);
        case CarriedBy:
            return row.carriedBy.empty() ? kDash : shownText(row.carriedBy);
        case End:
            return endText(row);
        case ColumnCount:
            return {};
    }
    return {};
}

void SessionModel::setOrigin(std::int64_t beginNs) {
    if (beginNs == beginNs_) return;
    beginNs_ = beginNs;
    if (rowCount() > 0) Q_EMIT dataChanged(index(0, Session), index(rowCount() - 1, Start));
}

void SessionModel::setLocated(std::optional<std::uint64_t> session) {
    for (const auto& changed : {std::exchange(located_, session), session}) {
        const int row = changed ? rowOf(*changed) : -1;
        if (row >= 0) Q_EMIT dataChanged(index(row, 0), index(row, 0), {IsLocatedRole});
    }
}

}  // namespace hark::gui
