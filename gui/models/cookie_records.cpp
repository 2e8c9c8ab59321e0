#include <optional>
#include <string_view>

#include <QCoreApplication>
#include <QStringList>

#include "core/base/text.h"
#include "core/http/cookies.h"
#include "core/http/set_cookie.h"
#include "gui/models/context_records.h"
#include "gui/models/format.h"
#include "gui/models/message_records.h"

namespace hark::gui {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("hark::gui::CookieRecords", text);
}

// The credential of the session with that value, where the cookie links the exchange to it.
const query::CredentialRow* credentialOf(const ExchangeContext* context, std::string_view name,
                                         std::string_view value) {
    if (context == nullptr || !context->session) return nullptr;
    for (const query::CredentialRow& credential : context->session->credentials) {
        if (credential.carrier == "cookie" && credential.name == name && credential.value == value)
            return &credential;
    }
    return nullptr;
}

// Of a credential the case knows who minted it; of other cookies when one of that name was set
// last, which may have been later than this exchange.
QString ageText(const query::CookieRow* row, const query::CredentialRow* credential,
                std::int64_t now) {
    if (credential != nullptr && credential->minted && credential->firstSeenNs <= now) {
        return tr("minted %1 before, by %2")
            .arg(durationText(now - credential->firstSeenNs), countText(*credential->minted));
    }
    if (row == nullptr || !row->setNs) return tr("not set in this capture");
    if (*row->setNs > now) return tr("set again later");
    return tr("set %1 before").arg(durationText(now - *row->setNs));
}

QString expiryText(const http::SetCookie& cookie, base::Timestamp received) {
    if (http::isDeletion(cookie, received)) return tr("deleted");
    const auto expires = http::expiryOf(cookie, received);
    if (!expires) return tr("until the browser is closed");
    return tr("for %1").arg(durationText((*expires - received).count()));
}

QString attributesText(const http::SetCookie& cookie) {
    QStringList parts;
    if (cookie.httpOnly) parts << QStringLiteral("HttpOnly");
    if (cookie.secure) parts << QStringLiteral("Secure");
    if (cookie.partitioned) parts << QStringLiteral("Partitioned");
    switch (cookie.sameSite) {
        case http::SameSite::None:
            parts << QStringLiteral("SameSite=None");
            break;
        case http::SameSite::Lax:
            parts << QStringLiteral("SameSite=Lax");
            break;
        case http::SameSite::Strict:
            parts << QStringLiteral("SameSite=Strict");
            break;
        default:
            break;
    }
    if (!cookie.domain.empty()) parts << QStringLiteral("Domain=") + shownText(cookie.domain);
    if (!cookie.path.empty()) parts << QStringLiteral("Path=") + shownText(cookie.path);
    return parts.join(QStringLiteral("; "));
}

// Of several services with a cookie of that name the one whose host it is, else the first.
const query::CookieRow* rowOf(const ExchangeContext* context, std::string_view name,
                              const std::optional<std::string>& host) {
    if (context == nullptr) return nullptr;
    const query::CookieRow* found = nullptr;
    for (const query::CookieRow& row : context->cookies) {
        if (row.name != name) continue;
        if (host && row.service.find(*host) != std::string::npos) return &row;
        if (found == nullptr) found = &row;
    }
    return found;
}

void addClass(Record& record, const query::CookieRow* row, const ExchangeContext* context,
              const query::ExchangeRow& exchange) {
    QString text;
    if (row != nullptr) text = QString::fromStdString(row->what);
    if (credentialOf(context, record.cells[CookieName], record.cells[CookieValue]) != nullptr) {
        record.tone = RecordTone::Here;
        if (exchange.session) {
            record.link = {RecordLink::Kind::Session, *exchange.session};
            text += tr(" · of session %1").arg(countText(*exchange.session));
        }
    }
    if (row != nullptr && !row->reasons.empty())
        text += QStringLiteral(" · ") + QString::fromStdString(row->reasons);
    record.cells.push_back(text.toStdString());
}

void addFilters(Record& record, const QString& prefix) {
    const std::string& name = record.cells[CookieName];
    if (base::printable(name) != name || name.empty()) return;
    record.filters.push_back({tr("Exchanges that send this cookie"),
                              QStringLiteral("cookie-name:") + filterQuoted(name)});
    record.filters.push_back({tr("Exchanges that set this cookie"),
                              QStringLiteral("set-cookie-name:") + filterQuoted(name)});
    const std::string& value = record.cells[CookieValue];
    if (!value.empty() && base::printable(value) == value) {
        record.filters.push_back(
            {tr("Exchanges with this value"), prefix + QStringLiteral(":") + filterQuoted(value)});
    }
}

Records sentCookies(const query::ExchangeDetail& detail, const ExchangeContext* context) {
    Records made;
    if (!detail.request) return made;
    for (const auto& [name, value] : detail.request->fields) {
        if (!base::equalsIgnoringCase(name, "cookie")) continue;
        http::forEachCookie(value, [&](const http::CookiePair& pair) {
            const query::CookieRow* row = rowOf(context, pair.name, detail.row.host);
            Record record;
            record.cells = {std::string(pair.name), std::string(pair.value),
                            context != nullptr
                                ? ageText(row, credentialOf(context, pair.name, pair.value),
                                          detail.row.startedNs)
                                      .toStdString()
                                : std::string(),
                            std::string()};
            addClass(record, row, context, detail.row);
            addFilters(record, QStringLiteral("cookie-value"));
            made.push_back(std::move(record));
        });
    }
    return made;
}

Records setCookies(const query::ExchangeDetail& detail, const ExchangeContext* context) {
    Records made;
    if (!detail.response) return made;
    const base::Timestamp received{
        base::Duration(detail.row.startedNs + detail.row.durationNs.value_or(0))};
    for (const auto& [name, value] : detail.response->fields) {
        if (!base::equalsIgnoringCase(name, "set-cookie")) continue;
        Record record;
        const auto cookie = http::parseSetCookie(value);
        if (!cookie) {
            record.cells = {tr("(ignored by browsers)").toStdString(), value, {}, {}, {}};
            record.tone = RecordTone::Bad;
        } else {
            record.cells = {std::string(cookie->name), std::string(cookie->value),
                            expiryText(*cookie, received).toStdString(),
                            attributesText(*cookie).toStdString()};
            addClass(record, rowOf(context, cookie->name, detail.row.host), context, detail.row);
            addFilters(record, QStringLiteral("set-cookie-value"));
        }
        made.push_back(std::move(record));
    }
    return made;
}

void addGroup(Records& records, const QString& title, Records group) {
    if (group.empty()) return;
    records.push_back(headingRecord(QStringLiteral("%1 · %2").arg(title, countText(group.size()))));
    for (Record& record : group)
        records.push_back(std::move(record));
}

}  // namespace

Records cookieRecords(const query::ExchangeDetail& detail, const ExchangeContext* context) {
    Records records;
    addGroup(records, tr("Sent by the request"), sentCookies(detail, context));
    addGroup(records, tr("Set by the response"), setCookies(detail, context));
    return records;
}

}  // namespace hark::gui
