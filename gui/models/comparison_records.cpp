#include "gui/models/comparison_records.h"

#include <array>
#include <string>

#include <QCoreApplication>

#include "core/base/text.h"
#include "core/content/json_values.h"
#include "core/content/media_type.h"
#include "core/http/cookies.h"
#include "core/query/content_page.h"
#include "gui/models/format.h"
#include "gui/models/loaded_content.h"

namespace hark::gui {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("hark::gui::Comparison", text);
}

query::FieldLines jsonOf(query::Case& from, const std::optional<query::MessageDetail>& message) {
    query::FieldLines made;
    if (!message || !message->content) return made;
    const std::string type = fieldValue(message->fields, "content-type").value_or("");
    if (content::mediaKindOf(type) != content::MediaKind::Json) return made;
    const query::ContentSource source{*message->content,
                                      fieldValue(message->fields, "content-encoding").value_or("")};
    const query::ContentPage page = query::readContent(from, source, 0, kMaximumJson);
    content::forEachJsonValue(page.bytes, [&](const content::JsonValue& value) {
        if (made.size() < kComparedMembers)
            made.emplace_back(std::string(value.path), std::string(value.text));
    });
    return made;
}

query::FieldLines cookiesOf(const std::optional<query::MessageDetail>& request) {
    query::FieldLines made;
    if (!request) return made;
    for (const auto& [name, value] : request->fields) {
        if (!base::equalsIgnoringCase(name, "cookie")) continue;
        http::forEachCookie(value, [&](const http::CookiePair& pair) {
            made.emplace_back(std::string(pair.name), std::string(pair.value));
        });
    }
    return made;
}

query::FieldLines fieldsOf(const std::optional<query::MessageDetail>& message) {
    query::FieldLines made;
    if (!message) return made;
    for (const auto& line : message->fields) {
        if (!base::equalsIgnoringCase(line.first, "cookie")) made.push_back(line);
    }
    return made;
}

query::FieldLines overviewOf(const query::ExchangeRow& row) {
    query::FieldLines made;
    const auto add = [&](const QString& name, const std::optional<std::string>& value) {
        if (value) made.emplace_back(name.toStdString(), *value);
    };
    add(tr("method"), row.method);
    add(tr("host"), row.host);
    add(tr("target"), row.target);
    if (row.status) add(tr("status"), std::to_string(*row.status));
    if (row.session) add(tr("session"), std::to_string(*row.session));
    add(tr("connection"), std::to_string(row.connection));
    return made;
}

// Times and sizes always differ a little; they are beside each other for who wants to judge.
query::FieldLines figuresOf(const query::ExchangeRow& row) {
    query::FieldLines made;
    const auto add = [&](const QString& name, const QString& value) {
        made.emplace_back(name.toStdString(), value.toStdString());
    };
    const std::array<std::pair<const char*, std::optional<std::int64_t>>, 5> times{
        {{QT_TRANSLATE_NOOP("hark::gui::Comparison", "duration"), row.durationNs},
         {QT_TRANSLATE_NOOP("hark::gui::Comparison", "blocked"), row.blockedNs},
         {QT_TRANSLATE_NOOP("hark::gui::Comparison", "send"), row.sendNs},
         {QT_TRANSLATE_NOOP("hark::gui::Comparison", "wait"), row.waitNs},
         {QT_TRANSLATE_NOOP("hark::gui::Comparison", "receive"), row.receiveNs}}};
    for (const auto& [name, ns] : times) {
        if (ns) add(tr(name), durationText(*ns));
    }
    if (row.requestBodyBytes) add(tr("request content"), sizeText(*row.requestBodyBytes));
    if (row.responseBodyBytes) add(tr("response content"), sizeText(*row.responseBodyBytes));
    return made;
}

void addSection(Records& records, const QString& title, Records section) {
    if (section.empty()) return;
    std::size_t differing = 0;
    for (const Record& record : section)
        differing += record.tone == RecordTone::Plain ? 0 : 1;
    const QString count = differing == 0 ? tr("equal") : tr("%1 differ").arg(countText(differing));
    records.push_back(headingRecord(QStringLiteral("%1 · %2").arg(title, count)));
    for (Record& record : section)
        records.push_back(std::move(record));
}

}  // namespace

base::Result<std::optional<ComparedExchange>> comparedExchange(query::Case& from,
                                                               std::uint64_t id) {
    auto detail = from.exchange(id);
    if (!detail) return detail.error();
    if (!*detail) return std::optional<ComparedExchange>();
    ComparedExchange made;
    made.detail = std::move(**detail);
    made.requestJson = jsonOf(from, made.detail.request);
    made.responseJson = jsonOf(from, made.detail.response);
    return std::optional(std::move(made));
}

Records comparedLines(const query::FieldLines& left, const query::FieldLines& right,
                      bool ignoresCase) {
    Records made;
    std::vector<bool> isTaken(right.size(), false);
    // Where to look on: lines mostly come in the same order on both sides.
    std::size_t from = 0;
    const auto find = [&](const std::string& name) -> std::optional<std::size_t> {
        for (std::size_t i = 0; i < right.size(); ++i) {
            const std::size_t at = (from + i) % right.size();
            const std::string& other = right[at].first;
            const bool isSame = ignoresCase ? base::equalsIgnoringCase(name, other) : name == other;
            if (isSame && !isTaken[at]) return at;
        }
        return std::nullopt;
    };
    for (const auto& [name, value] : left) {
        Record record;
        record.cells = {name, value, std::string()};
        record.tone = RecordTone::Removed;
        if (const auto at = find(name)) {
            isTaken[*at] = true;
            from = *at + 1;
            record.cells[2] = right[*at].second;
            record.tone = value == record.cells[2] ? RecordTone::Plain : RecordTone::Changed;
        }
        made.push_back(std::move(record));
    }
    for (std::size_t i = 0; i < right.size(); ++i) {
        if (isTaken[i]) continue;
        Record record;
        record.cells = {right[i].first, std::string(), right[i].second};
        record.tone = RecordTone::Added;
        made.push_back(std::move(record));
    }
    return made;
}

Records comparisonRecords(const ComparedExchange& left, const ComparedExchange& right) {
    const query::ExchangeDetail& a = left.detail;
    const query::ExchangeDetail& b = right.detail;
    Records records;
    addSection(records, tr("Exchange"), comparedLines(overviewOf(a.row), overviewOf(b.row), false));
    addSection(records, tr("Request fields"),
               comparedLines(fieldsOf(a.request), fieldsOf(b.request), true));
    addSection(records, tr("Cookies"),
               comparedLines(cookiesOf(a.request), cookiesOf(b.request), false));
    addSection(records, tr("Request JSON"),
               comparedLines(left.requestJson, right.requestJson, false));
    addSection(records, tr("Response fields"),
               comparedLines(fieldsOf(a.response), fieldsOf(b.response), true));
    addSection(records, tr("Response JSON"),
               comparedLines(left.responseJson, right.responseJson, false));
    addSection(records, tr("Times and sizes"),
               comparedLines(figuresOf(a.row), figuresOf(b.row), false));
    return records;
}

}  // namespace hark::gui
