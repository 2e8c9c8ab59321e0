#include "gui/models/exchange_facts.h"

#include <set>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/content/media_type.h"
#include "core/http/cookies.h"
#include "core/http/set_cookie.h"
#include "core/query/content_page.h"

namespace hark::gui {

namespace {

// The last exchange before `id` that the filter selects.
base::Result<std::optional<query::ExchangeRow>> lastBefore(query::Case& from, std::uint64_t id,
                                                           const std::string& where) {
    const auto filter = query::parseFilter(fmt::format("{} id<{}", where, id));
    const auto ids = from.exchangeIds(std::get<query::Filter>(filter), {"id", true}, 1);
    if (!ids) return ids.error();
    if (ids->empty()) return std::optional<query::ExchangeRow>();
    auto rows = from.exchangeRows(*ids);
    if (!rows) return rows.error();
    if (rows->empty()) return std::optional<query::ExchangeRow>();
    return std::optional(std::move(rows->front()));
}

std::set<std::string> cookieNamesOf(const query::ExchangeDetail& detail) {
    std::set<std::string> names;
    if (detail.request) {
        for (const auto& [name, value] : detail.request->fields) {
            if (!base::equalsIgnoringCase(name, "cookie")) continue;
            http::forEachCookie(value,
                                [&](const http::CookiePair& pair) { names.emplace(pair.name); });
        }
    }
    if (detail.response) {
        for (const auto& [name, value] : detail.response->fields) {
            if (!base::equalsIgnoringCase(name, "set-cookie")) continue;
            if (const auto cookie = http::parseSetCookie(value)) names.emplace(cookie->name);
        }
    }
    return names;
}

base::Status readCookies(query::Case& from, const query::ExchangeDetail& detail,
                         ExchangeContext& context) {
    const std::set<std::string> names = cookieNamesOf(detail);
    if (names.empty()) return base::Done{};
    const auto ids = from.cookieIds({}, {}, kMaximumCookieNames);
    if (!ids) return ids.error();
    auto rows = from.cookieRows(*ids);
    if (!rows) return rows.error();
    for (query::CookieRow& row : *rows) {
        if (names.contains(row.name)) context.cookies.push_back(std::move(row));
    }
    return base::Done{};
}

bool isForm(const query::MessageDetail& request) {
    const auto kind = content::mediaKindOf(fieldValue(request.fields, "content-type").value_or(""));
    return kind == content::MediaKind::UrlEncodedForm || kind == content::MediaKind::MultipartForm;
}

}  // namespace

std::optional<std::string> fieldValue(const query::FieldLines& fields, std::string_view name) {
    std::optional<std::string> found;
    for (const auto& [own, value] : fields) {
        if (!base::equalsIgnoringCase(own, name)) continue;
        found = found ? *found + ", " + value : value;
    }
    return found;
}

base::Result<std::optional<ExchangeFacts>> factsOf(query::Case& from, std::uint64_t id) {
    auto detail = from.exchange(id);
    if (!detail) return detail.error();
    if (!*detail) return std::optional<ExchangeFacts>();
    ExchangeFacts facts;
    facts.detail = std::move(**detail);
    auto connection = from.connection(facts.detail.row.connection);
    if (!connection) return connection.error();
    facts.connection = std::move(*connection);
    const auto& request = facts.detail.request;
    if (request && request->content && isForm(*request)) {
        const query::ContentSource source{
            *request->content, fieldValue(request->fields, "content-encoding").value_or("")};
        facts.form = query::readContent(from, source, 0, kMaximumForm).bytes;
    }
    return std::optional(std::move(facts));
}

base::Result<ExchangeContext> contextOf(query::Case& from, const query::ExchangeDetail& detail) {
    const query::Snapshot snapshot = from.snapshot();
    ExchangeContext context;
    const query::ExchangeRow& row = detail.row;
    auto previous = lastBefore(from, row.id, fmt::format("connection:{}", row.connection));
    if (!previous) return previous.error();
    context.previous = std::move(*previous);
    if (row.session) {
        auto before = lastBefore(from, row.id, fmt::format("session:{}", *row.session));
        if (!before) return before.error();
        context.stepBefore = std::move(*before);
        auto session = from.session(*row.session);
        if (!session) return session.error();
        context.session = std::move(*session);
    }
    const auto read = readCookies(from, detail, context);
    if (!read) return read.error();
    const auto provenance = from.provenance();
    if (!provenance) return provenance.error();
    for (const query::InputRow& input : provenance->inputs)
        context.inputs.push_back(input.name);
    return context;
}

}  // namespace hark::gui
