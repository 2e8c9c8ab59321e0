#include "gui/models/message_records.h"

#include <algorithm>

#include <QCoreApplication>

#include "core/base/text.h"
#include "core/content/forms.h"
#include "core/content/media_type.h"
#include "core/http/target_parts.h"
#include "gui/models/format.h"

namespace hark::gui {

namespace {

constexpr std::size_t kLongestFilterValue = 512;  // one that can still be read in the filter bar

QString tr(const char* text) {
    return QCoreApplication::translate("hark::gui::MessageRecords", text);
}

bool isToken(std::string_view name) {
    constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";  // RFC 9110 section 5.6.2
    return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               kMarks.find(c) != std::string_view::npos;
    });
}

Record lineRecord(const std::string& name, const std::string& value, const QString& message) {
    Record made;
    made.cells = {name, value};
    if (!isToken(name)) return made;
    const QString lower = QString::fromStdString(base::toLower(name));
    made.filters.push_back(
        {tr("Exchanges with this field"), QStringLiteral("has-%1-header:%2").arg(message, lower)});
    if (value.size() <= kLongestFilterValue && base::printable(value) == value) {
        made.filters.push_back(
            {tr("Exchanges with this field and value"),
             QStringLiteral("%1-header[%2]:").arg(message, lower) + filterQuoted(value)});
    }
    return made;
}

std::string startLineOf(const std::string& head) {
    std::string line = head.substr(0, head.find('\n'));
    if (line.ends_with('\r')) line.pop_back();
    return line;
}

Record startRecord(const QString& name, const std::string& head) {
    Record made = factRecord(name, startLineOf(head));
    made.tone = RecordTone::Quiet;
    return made;
}

QString counted(const QString& title, std::size_t count) {
    return QStringLiteral("%1 · %2").arg(title, countText(count));
}

void addLines(Records& records, const query::FieldLines& fields, const QString& message) {
    for (const auto& [name, value] : fields)
        records.push_back(lineRecord(name, value, message));
}

void addSection(Records& records, const QString& title, Records section) {
    if (section.empty()) return;
    records.push_back(headingRecord(counted(title, section.size())));
    records.insert(records.end(), std::make_move_iterator(section.begin()),
                   std::make_move_iterator(section.end()));
}

void addTrailers(Records& records, const query::MessageDetail& message, const QString& name) {
    if (!message.trailers) return;
    Records trailers;
    addLines(trailers, *message.trailers, name);
    addSection(records, tr("Trailer fields"), std::move(trailers));
}

Records parametersOf(std::string_view text) {
    Records made;
    content::forEachParameter(text, [&](std::string_view name, std::string_view value) {
        Record record;
        record.cells = {std::string(name), std::string(value)};
        made.push_back(std::move(record));
    });
    return made;
}

Records partsOf(std::string_view form, std::string_view contentType) {
    Records made;
    const auto boundary = content::mediaTypeParameter(contentType, "boundary");
    if (!boundary) return made;
    content::forEachFormPart(form, *boundary, [&](const content::FormPart& part) {
        Record record;
        if (part.fileName) {
            record.cells = {
                std::string(part.name),
                tr("file \"%1\", %2, %3")
                    .arg(shownText(*part.fileName),
                         part.contentType.empty() ? tr("no type") : shownText(part.contentType),
                         sizeText(part.value.size()))
                    .toStdString()};
        } else {
            record.cells = {std::string(part.name), std::string(part.value)};
        }
        if (!part.complete) {
            record.tone = RecordTone::Bad;
            record.cells[1] += tr(" — cut here").toStdString();
        }
        made.push_back(std::move(record));
    });
    return made;
}

void addTokens(Records& records, const query::FieldLines& fields) {
    constexpr std::string_view kBearer = "bearer ";
    for (const auto& [name, value] : fields) {
        if (!base::equalsIgnoringCase(name, "authorization")) continue;
        if (!base::toLower(value.substr(0, kBearer.size())).starts_with(kBearer)) continue;
        Records token = tokenRecords(base::trimmed(std::string_view(value).substr(kBearer.size())));
        if (token.empty()) continue;
        records.push_back(headingRecord(tr("JSON Web Token in Authorization · not verified")));
        records.insert(records.end(), token.begin(), token.end());
    }
}

}  // namespace

QString filterQuoted(std::string_view text) {
    QString made = QString::fromStdString(std::string(text));
    made.replace(QLatin1Char('\\'), QStringLiteral("\\\\"));
    made.replace(QLatin1Char('"'), QStringLiteral("\\\""));
    return QLatin1Char('"') + made + QLatin1Char('"');
}

Records formRecords(std::string_view content, std::string_view contentType) {
    switch (hark::content::mediaKindOf(contentType)) {
        case hark::content::MediaKind::UrlEncodedForm:
            return parametersOf(content);
        case hark::content::MediaKind::MultipartForm:
            return partsOf(content, contentType);
        default:
            return {};
    }
}

Records requestRecords(const ExchangeFacts& facts) {
    const auto& request = facts.detail.request;
    if (!request || request->head.empty()) return {};
    const QString message = QStringLiteral("request");
    Records records{startRecord(tr("request line"), request->head)};
    addLines(records, request->fields, message);
    addTrailers(records, *request, message);
    const std::string target = facts.detail.row.target.value_or("");
    addSection(records, tr("Query parameters"), parametersOf(http::queryOf(target)));
    Records path;
    http::forEachPathParameter(target, [&](std::string_view name, std::string_view value) {
        Record record;
        record.cells = {std::string(name), std::string(value)};
        path.push_back(std::move(record));
    });
    addSection(records, tr("Path parameters"), std::move(path));
    const std::string type = fieldValue(request->fields, "content-type").value_or("");
    addSection(records, tr("Form fields"), formRecords(facts.form, type));
    addTokens(records, request->fields);
    return records;
}

Records responseRecords(const ExchangeFacts& facts) {
    const QString message = QStringLiteral("response");
    Records records;
    for (const query::InterimDetail& interim : facts.detail.interim) {
        records.push_back(startRecord(tr("interim response"), interim.head));
        addLines(records, interim.fields, message);
    }
    const auto& response = facts.detail.response;
    if (!response || response->head.empty()) return records;
    records.push_back(startRecord(tr("status line"), response->head));
    addLines(records, response->fields, message);
    addTrailers(records, *response, message);
    return records;
}

}  // namespace hark::gui
