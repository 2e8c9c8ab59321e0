#include "core/query/term_conditions.h"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/http/exchange_flags.h"
#include "core/http/message.h"

namespace hark::query {

// As the view `exchanges` has it.
const char* const kUrlSql =
    "coalesce(x.url, CASE WHEN x.method = 'CONNECT' THEN x.target "
    "WHEN x.target = '*' THEN (SELECT prefix FROM origin WHERE id = x.origin) "
    "WHEN substr(x.target, 1, 1) = '/' THEN (SELECT prefix FROM origin WHERE id = x.origin) || "
    "x.target ELSE x.target END)";

namespace {

using Flag = http::ExchangeFlag;

constexpr std::array kVersions{http::Version::Http10, http::Version::Http11, http::Version::Http2,
                               http::Version::Http3};

Pattern patternOf(const FilterValue& value, Comparison comparison) {
    if (comparison == Comparison::Contains) return Pattern::containing(value.text);
    if (value.isPrefix) return Pattern::beginningWith(value.text);
    return value.quoted ? Pattern::literal(value.text) : Pattern::parse(value.text);
}

}  // namespace

bool TermConditions::fail(const FilterValue& value, std::string message) {
    problem_ = FilterProblem{value.column, std::move(message)};
    return false;
}

// A term is true or false, never NULL, so that its negation finds the rest.
bool TermConditions::compileTerm(const FilterTerm& term) {
    const bool wraps = term.name != nullptr && term.name->ofConnection &&
                       subject_ == Subject::Exchanges &&
                       term.name->field != FilterField::Connection;
    add(term.comparison == Comparison::Differs ? "(NOT " : "(");
    add(wraps ? "(x.connection IN (SELECT c.id FROM connection c WHERE " : "((");
    for (std::size_t i = 0; i < term.values.size(); ++i) {
        if (i > 0) add(" OR ");
        const bool done = term.name == nullptr ? compileFreeText(term.values[i])
                                               : compileValue(term, term.values[i]);
        if (!done) return false;
    }
    add(") IS TRUE))");
    return true;
}

bool TermConditions::compileFreeText(const FilterValue& value) {
    const Pattern pattern = Pattern::containing(value.text);
    add("(");
    for (const std::string_view column : ownText()) {
        matchColumn(column, pattern);
        add(" OR ");
    }
    if (subject_ == Subject::Cookies) return add("FALSE)"), true;
    openExchanges();
    matchColumn("(x.method", pattern);
    matchColumn(" OR CAST(x.status AS TEXT)", pattern);
    matchColumn(" OR x.origin IN (SELECT id FROM origin WHERE host", pattern);
    matchColumn(fmt::format(") OR {}", kUrlSql), pattern);
    add(")");
    closeExchanges();
    add(")");
    return true;
}

std::vector<std::string_view> TermConditions::ownText() const {
    switch (subject_) {
        case Subject::Exchanges:
            return {};
        case Subject::Connections:
            return {"c.client_address", "c.server_address", "c.protocol", "c.protocol_detail"};
        case Subject::Sessions:
            return {"s.service", "s.user"};
        case Subject::LifeEvents:
            return {"e.kind", "e.evidence"};
        case Subject::Cookies:
            return {"n.name", "n.service", "n.path", "n.class"};
    }
    return {};
}

bool TermConditions::compileValue(const FilterTerm& term, const FilterValue& value) {
    switch (term.name->kind) {
        case ValueKind::Text:
            return compileText(term, value);
        case ValueKind::Word:
            return compileWord(term, value);
        case ValueKind::Time:
            return compileTime(term, value);
        case ValueKind::Number:
        case ValueKind::Bytes:
        case ValueKind::Duration:
            return compileNumber(term, value);
    }
    return false;
}

bool TermConditions::compileText(const FilterTerm& term, const FilterValue& value) {
    const Comparison comparison = term.comparison;
    if (comparison != Comparison::Equal && comparison != Comparison::Differs &&
        comparison != Comparison::Contains) {
        return fail(value, fmt::format("\"{}\" is text: use : or contains", term.name->name));
    }
    const Pattern pattern = patternOf(value, comparison);
    switch (term.name->field) {
        case FilterField::Method:
            matchColumn("x.method", pattern);
            return true;
        case FilterField::Target:
            matchColumn("x.target", pattern);
            return true;
        case FilterField::Path:
            add("hark_has_path(x.target, ?)", pattern.source());
            return true;
        case FilterField::Url:
            matchColumn(kUrlSql, pattern);
            return true;
        case FilterField::Host:
            return compileOrigin("host", pattern);
        case FilterField::Scheme:
            return compileOrigin("scheme", pattern);
        case FilterField::Service:
            return compileService(pattern);
        case FilterField::MediaType:
            matchColumn("x.response_type IN (SELECT id FROM media_type WHERE name", pattern);
            add(")");
            return true;
        case FilterField::Protocol:
            return compileProtocol(pattern);
        case FilterField::Anomaly:
            add(subject_ == Subject::Exchanges ? "x.id IN (SELECT exchange FROM anomaly WHERE "
                                               : "c.id IN (SELECT connection FROM anomaly WHERE ");
            matchColumn("code", pattern);
            add(")");
            return true;
        case FilterField::Body:
            // The content is decoded by its own message's field lines.
            add("(hark_body(x.request_content, x.request_fields, ?)", value.text);
            add(" OR hark_body(x.response_content, x.response_head, ?))", value.text);
            return true;
        case FilterField::User:
            return matchUser(pattern), true;
        case FilterField::Event:
            return matchEvent(pattern), true;
        case FilterField::Note:
            return matchNote(pattern.matchesAll() ? pattern : Pattern::containing(value.text)),
                   true;
        case FilterField::End:
            matchColumn("c.end_reason", pattern);
            return true;
        case FilterField::TlsServerName:
            matchColumn("c.tls_sni", pattern);
            return true;
        case FilterField::TlsVersion:
            matchColumn("c.tls_version", pattern);
            return true;
        case FilterField::TlsProtocol:
            // One of several, with spaces between.
            add("' ' || c.tls_alpn || ' ' LIKE ? ESCAPE '\\'", "% " + pattern.like() + " %");
            return true;
        case FilterField::Client:
        case FilterField::Server:
        case FilterField::Address:
            return compileAddress(term.name->field, value, comparison);
        default:
            return compileFields(term, pattern);
    }
}

bool TermConditions::compileOrigin(std::string_view column, const Pattern& pattern) {
    add("x.origin IN (SELECT id FROM origin WHERE ");
    matchColumn(column, pattern);
    add(")");
    return true;
}

bool TermConditions::compileService(const Pattern& pattern) {
    if (subject_ != Subject::Sessions) return compileOrigin("prefix", pattern);
    matchColumn("s.service", pattern);
    return true;
}

bool TermConditions::compileProtocol(const Pattern& pattern) {
    if (subject_ == Subject::Connections) {
        matchColumn("c.protocol", pattern);
        return true;
    }
    add("x.protocol IN (-1");
    for (const http::Version version : kVersions) {
        if (pattern.matches(http::toString(version)))
            add(fmt::format(", {}", static_cast<int>(version)));
    }
    add(")");
    return true;
}

// Heads are looked at once each, however many exchanges share them.
bool TermConditions::compileFields(const FilterTerm& term, const Pattern& pattern) {
    using F = FilterField;
    const std::string all = "*";
    if (subject_ == Subject::Cookies) {
        return matchCookieName(pattern, term.name->field == F::SetCookieName), true;
    }
    switch (term.name->field) {
        case F::HasRequestHeader:
            matchHeads("x.request_fields", "field", pattern.source(), all);
            break;
        case F::HasResponseHeader:
            matchHeads("x.response_head", "field", pattern.source(), all);
            break;
        case F::HasHeader:
            matchEither(pattern.source(), all);
            break;
        case F::Header:
            matchEither(Pattern::literal(term.field).source(), pattern.source());
            break;
        case F::RequestHeader:
            matchHeads("x.request_fields", "field", Pattern::literal(term.field).source(),
                       pattern.source());
            break;
        case F::ResponseHeader:
            matchHeads("x.response_head", "field", Pattern::literal(term.field).source(),
                       pattern.source());
            break;
        case F::CookieName:
            matchHeads("x.request_fields", "cookie", pattern.source(), all);
            break;
        case F::CookieValue:
            matchHeads("x.request_fields", "cookie", all, pattern.source());
            break;
        case F::SetCookieName:
            matchHeads("x.response_head", "set_cookie", pattern.source(), all);
            break;
        case F::SetCookieValue:
            matchHeads("x.response_head", "set_cookie", all, pattern.source());
            break;
        case F::SetCookieDomain:
            matchHeads("x.response_head", "set_cookie_domain", pattern.source(), all);
            break;
        default:
            return false;
    }
    return true;
}

// address, address:port, [address]:port; addresses may hold wildcards.
bool TermConditions::compileAddress(FilterField field, const FilterValue& value,
                                    Comparison comparison) {
    std::string_view address = value.text;
    std::string_view port;
    const std::size_t colon = address.rfind(':');
    if (address.starts_with("[") && address.find(']') != std::string_view::npos) {
        const std::size_t close = address.find(']');
        if (close + 1 < address.size()) port = address.substr(close + 2);
        address = address.substr(1, close - 1);
    } else if (colon != std::string_view::npos && address.find(':') == colon) {
        port = address.substr(colon + 1);
        address = address.substr(0, colon);
    }
    const auto number = base::parseDecimal(port);
    if (!port.empty() && (!number || *number > 65535)) {
        return fail(value, "this is no port: address, address:port or [address]:port");
    }
    const Pattern pattern =
        patternOf({std::string(address), value.quoted, value.isPrefix, 0}, comparison);
    add("(");
    if (field != FilterField::Server) matchEndpoint("client", pattern, number);
    if (field == FilterField::Address) add(" OR ");
    if (field != FilterField::Client) matchEndpoint("server", pattern, number);
    add(")");
    return true;
}

// All of these bits, or (with "<>") not all of them.
void TermConditions::addFlags(unsigned flags, std::string_view sign) {
    add(fmt::format("x.flags & {0} {1} {0}", flags, sign));
}

bool TermConditions::compileWord(const FilterTerm& term, const FilterValue& value) {
    const std::string word = base::toLower(value.text);
    const auto isWord = [&](std::string_view wanted) { return word == wanted; };
    switch (term.name->field) {
        case FilterField::Is:
            if (isWord("complete")) return addFlags(Flag::kBothComplete, "="), true;
            if (isWord("incomplete")) return addFlags(Flag::kBothComplete, "<>"), true;
            if (isWord("pipelined")) return add("x.blocked_ns > 0"), true;
            if (isWord("running")) return addFlags(Flag::kEnded, "<>"), true;
            if (isWord("marked")) return matchMark(), true;
            break;
        case FilterField::Marked:
            if (isWord("yes")) return matchMark(), true;
            if (isWord("no")) return add("NOT "), matchMark(), true;
            break;
        case FilterField::KeepAlive:
            if (isWord("yes")) return add("c.exchanges > 1"), true;
            if (isWord("no")) return add("coalesce(c.exchanges, 0) <= 1"), true;
            break;
        case FilterField::EndedBy:
            if (isWord("client") || isWord("server")) return add("c.ended_by = ?", word), true;
            break;
        default:
            break;
    }
    return fail(value, fmt::format("\"{}\" is one of: {}", term.name->name, term.name->words));
}

}  // namespace hark::query
