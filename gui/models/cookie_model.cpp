#include "gui/models/cookie_model.h"

#include <algorithm>
#include <array>
#include <utility>

#include <QStringList>

#include "core/http/set_cookie.h"
#include "gui/models/entry_roles.h"
#include "gui/models/filter_term.h"
#include "gui/models/format.h"
#include "gui/models/session_model.h"

namespace hark::gui {

namespace {

struct ColumnText {
    const char* title;
    const char* sort;
    bool isNumber;
};

// What Set-Cookie says is not sorted by: a case keeps the field alone.
constexpr std::array<ColumnText, CookieModel::ColumnCount> kColumns{{
    {QT_TRANSLATE_NOOP("hark::gui::CookieModel", "Cookie"), "name", false},
    {QT_TRANSLATE_NOOP("hark::gui::CookieModel", "Class"), "class", false},
    {QT_TRANSLATE_NOOP("hark::gui::CookieModel", "Service"), "service", false},
    {QT_TRANSLATE_NOOP("hark::gui::CookieModel", "Path"), "path", false},
    {QT_TRANSLATE_NOOP("hark::gui::CookieModel", "Minted"), "minted", true},
    {QT_TRANSLATE_NOOP("hark::gui::CookieModel", "Renewed"), "renewed", true},
    {QT_TRANSLATE_NOOP("hark::gui::CookieModel", "Deleted"), "deleted", true},
    {QT_TRANSLATE_NOOP("hark::gui::CookieModel", "Presented"), "presented", true},
    {QT_TRANSLATE_NOOP("hark::gui::CookieModel", "Values"), "values", true},
    {QT_TRANSLATE_NOOP("hark::gui::CookieModel", "Clients"), "clients", true},
    {QT_TRANSLATE_NOOP("hark::gui::CookieModel", "Sessions"), "sessions", true},
    {QT_TRANSLATE_NOOP("hark::gui::CookieModel", "Lifetime"), "", false},
    {QT_TRANSLATE_NOOP("hark::gui::CookieModel", "Secure"), "", false},
    {QT_TRANSLATE_NOOP("hark::gui::CookieModel", "HttpOnly"), "", false},
    {QT_TRANSLATE_NOOP("hark::gui::CookieModel", "SameSite"), "", false},
    {QT_TRANSLATE_NOOP("hark::gui::CookieModel", "Domain"), "", false},
    {QT_TRANSLATE_NOOP("hark::gui::CookieModel", "Why"), "", false},
}};

const QString kDash(QChar(0x2013));

QString lifetimeText(const http::SetCookie& cookie, std::int64_t setNs) {
    const auto expires = http::expiryOf(cookie, base::Timestamp(base::Duration(setNs)));
    if (!expires) return CookieModel::tr("session");
    constexpr int kToMinutes = 16;
    const std::int64_t ns = expires->time_since_epoch().count();
    return CookieModel::tr("until %1").arg(instantText(ns).left(kToMinutes));
}

QString sameSiteText(http::SameSite sameSite) {
    switch (sameSite) {
        case http::SameSite::Unset:
            break;
        case http::SameSite::None:
            return QStringLiteral("None");
        case http::SameSite::Lax:
            return QStringLiteral("Lax");
        case http::SameSite::Strict:
            return QStringLiteral("Strict");
        case http::SameSite::Unknown:
            return CookieModel::tr("unknown");
    }
    return kDash;
}

// Of the last Set-Cookie; a dash where no response set the cookie.
QString attributeText(const query::CookieRow& row, CookieModel::Column column) {
    if (row.setCookie.empty()) return kDash;
    const auto cookie = http::parseSetCookie(row.setCookie);
    if (!cookie) return kDash;
    switch (column) {
        case CookieModel::Lifetime:
            return lifetimeText(*cookie, row.setNs.value_or(0));
        case CookieModel::Secure:
            return cookie->secure ? CookieModel::tr("yes") : CookieModel::tr("no");
        case CookieModel::HttpOnly:
            return cookie->httpOnly ? CookieModel::tr("yes") : CookieModel::tr("no");
        case CookieModel::SameSite:
            return sameSiteText(cookie->sameSite);
        case CookieModel::Domain:
            return cookie->domain.empty() ? kDash : shownText(cookie->domain);
        default:
            return {};
    }
}

// What stands below the name: where it goes, and how it is protected.
QString secondLine(const query::CookieRow& row) {
    QStringList parts{serviceText(row.service)};
    const auto cookie = http::parseSetCookie(row.setCookie);
    if (row.setCookie.empty() || !cookie)
        return parts.join(QString()) + CookieModel::tr(" · never set here");
    if (cookie->secure) parts << QStringLiteral("Secure");
    if (cookie->httpOnly) parts << QStringLiteral("HttpOnly");
    if (cookie->sameSite != http::SameSite::Unset) parts << sameSiteText(cookie->sameSite);
    return parts.join(QStringLiteral(" · "));
}

QString scopeOf(const query::CookieRow& row) {
    return QStringLiteral("(%1 or %2) %3")
        .arg(filterTerm(QLatin1String("cookie-name"), row.name),
             filterTerm(QLatin1String("set-cookie-name"), row.name), serviceTerm(row.service));
}

QStringList filtersOf(const query::CookieRow& row, CookieModel::Column column) {
    const QString sent = filterTerm(QLatin1String("cookie-name"), row.name);
    const QString set = filterTerm(QLatin1String("set-cookie-name"), row.name);
    switch (column) {
        case CookieModel::Service:
            return {serviceTerm(row.service), scopeOf(row)};
        case CookieModel::Minted:
        case CookieModel::Renewed:
        case CookieModel::Deleted:
            return {set + QLatin1Char(' ') + serviceTerm(row.service), scopeOf(row)};
        case CookieModel::Presented:
            return {sent + QLatin1Char(' ') + serviceTerm(row.service), scopeOf(row)};
        default:
            return {scopeOf(row), sent, set};
    }
}

}  // namespace

QString cookieClassText(std::string_view what) {
    if (what == "session") return CookieModel::tr("session");
    if (what == "authentication") return CookieModel::tr("login");
    if (what == "refresh") return CookieModel::tr("refresh");
    if (what == "remember-me") return CookieModel::tr("remember me");
    if (what == "csrf") return CookieModel::tr("CSRF");
    if (what == "browser") return CookieModel::tr("browser");
    if (what == "preference") return CookieModel::tr("preference");
    return CookieModel::tr("unknown");
}

CookieModel::CookieModel(CaseThread& cases, QObject* parent)
    : PagedModel(cases, query::Subject::Cookies, parent) {}

int CookieModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QLatin1String CookieModel::sortName(int column) const {
    return QLatin1String(kColumns[static_cast<std::size_t>(column)].sort);
}

QVariant CookieModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) return {};
    const ColumnText& column = kColumns[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole) return tr(column.title);
    if (role == Qt::TextAlignmentRole) {
        const Qt::Alignment side = column.isNumber ? Qt::AlignRight : Qt::AlignLeft;
        return QVariant::fromValue(side | Qt::AlignVCenter);
    }
    return {};
}

QVariant CookieModel::data(const QModelIndex& index, int role) const {
    const auto id = idAt(index.row());
    if (!index.isValid() || !id) return {};
    const auto column = static_cast<Column>(index.column());
    if (role == IdRole) return qulonglong{*id};
    if (role == Qt::TextAlignmentRole) return headerData(column, Qt::Horizontal, role);
    const bool isOfEntry = role >= BesideRole && role <= FiltersRole;
    if (role != Qt::DisplayRole && role != IsRunningRole && !isOfEntry) return {};

    const query::CookieRow* found = row(index.row());
    if (found == nullptr) return {};
    switch (role) {
        case Qt::DisplayRole:
            return textOf(*found, column);
        case IsRunningRole:
            return false;
        case FiltersRole:
            return filtersOf(*found, column);
        case IsLocatedRole:
            return isLocated(*found);
        case AsideRole:
            return column == Cookie ? cookieClassText(found->what) : QVariant();
        case SecondLineRole:
            return column == Cookie ? secondLine(*found) : QVariant();
        default:
            return {};
    }
}

QString CookieModel::textOf(const query::CookieRow& row, Column column) {
    const auto count = [](std::uint64_t number) { return number > 0 ? countText(number) : kDash; };
    switch (column) {
        case Cookie:
            return row.name.empty() ? tr("without name") : shownText(row.name);
        case Class:
            return cookieClassText(row.what);
        case Service:
            return shownText(row.service);
        case Path:
            return row.path.empty() ? kDash : shownText(row.path);
        case Minted:
            return count(row.minted);
        case Renewed:
            return count(row.renewed);
        case Deleted:
            return count(row.deleted);
        case Presented:
            return count(row.presented);
        case Values:
            return count(row.values);
        case Clients:
            return count(row.clients);
        case Sessions:
            return count(row.sessions);
        case Why:
            return row.reasons.empty() ? kDash : shownText(row.reasons);
        default:
            return attributeText(row, column);
    }
}

QString CookieModel::filterOf(std::uint64_t cookie) const {
    const int at = rowOf(cookie);
    const query::CookieRow* found = at < 0 ? nullptr : row(at);
    return found == nullptr ? QString() : scopeOf(*found);
}

void CookieModel::setLocated(std::vector<std::string> names) {
    if (names == located_) return;
    located_ = std::move(names);
    if (rowCount() > 0) {
        Q_EMIT dataChanged(index(0, Cookie), index(rowCount() - 1, Cookie), {IsLocatedRole});
    }
}

bool CookieModel::isLocated(const query::CookieRow& row) const {
    return std::find(located_.begin(), located_.end(), row.name) != located_.end();
}

}  // namespace hark::gui
