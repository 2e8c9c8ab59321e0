// Claims of a JSON Web Token (RFC 7519): readable by anybody, and nothing of it is verified.

#include <QByteArray>
#include <QCoreApplication>

#include "core/base/text.h"
#include "core/base/time.h"
#include "core/content/json_values.h"
#include "core/content/json_web_token.h"
#include "gui/models/format.h"
#include "gui/models/message_records.h"

namespace hark::gui {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("hark::gui::TokenRecords", text);
}

std::string decoded(std::string_view part) {
    return QByteArray::fromBase64(QByteArray(part.data(), static_cast<qsizetype>(part.size())),
                                  QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)
        .toStdString();
}

// A NumericDate: seconds since 1970 (RFC 7519 section 2).
std::string withDate(const content::JsonValue& value) {
    std::string shown(value.text);
    if (value.path != "exp" && value.path != "nbf" && value.path != "iat" &&
        value.path != "auth_time")
        return shown;
    constexpr std::uint64_t kLast = 9'000'000'000;  // what a time in nanoseconds can hold
    const auto seconds = base::parseDecimal(value.text.substr(0, value.text.find('.')));
    if (!seconds || *seconds > kLast) return shown;
    constexpr std::int64_t kNsPerSecond = 1'000'000'000;
    return shown + " · " +
           instantText(static_cast<std::int64_t>(*seconds) * kNsPerSecond).toStdString();
}

void addPart(Records& records, const QString& where, std::string_view part) {
    content::forEachJsonValue(decoded(part), [&](const content::JsonValue& value) {
        Record record;
        record.cells = {where.toStdString() + '.' + std::string(value.path), withDate(value)};
        records.push_back(std::move(record));
    });
}

}  // namespace

Records tokenRecords(std::string_view token) {
    const auto read = content::parseJsonWebToken(token);
    if (!read) return {};
    Records records;
    const std::size_t dot = token.find('.');
    addPart(records, QStringLiteral("header"), token.substr(0, dot));
    if (read->encrypted) {
        records.push_back(factRecord(tr("claims"), tr("encrypted: only the header can be read")));
        return records;
    }
    const std::string_view rest = token.substr(dot + 1);
    addPart(records, QStringLiteral("claims"), rest.substr(0, rest.find('.')));
    records.push_back(
        factRecord(tr("signature"), read->hasSignature ? tr("there, not verified") : tr("none")));
    if (!read->hasSignature) records.back().tone = RecordTone::Bad;
    return records;
}

}  // namespace hark::gui
