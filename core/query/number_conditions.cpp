// Terms whose values are numbers: counts, sizes, durations, times.

#include <array>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/query/capture_span.h"
#include "core/query/filter_values.h"
#include "core/query/term_conditions.h"
#include "core/query/time_values.h"

namespace hark::query {

namespace {

std::string expectation(const FilterName& name) {
    switch (name.kind) {
        case ValueKind::Bytes:
            return "a size is expected here: 500, 1k, 1.5M, 1k..1M";
        case ValueKind::Duration:
            return "a duration is expected here: 500ms, 2s, 1s..2s";
        case ValueKind::Time:
            return "a time is expected here: 12.4s or 1m30s since the first packet, or "
                   "2026-11-21T08:43:12Z";
        default:
            return "a number is expected here, or a range: 404, 4xx, 200..299";
    }
}

}  // namespace

// What lasts is within a range of time where it lived at some moment of it.
bool TermConditions::compileTime(const FilterTerm& term, const FilterValue& value) {
    if (term.comparison != Comparison::Equal && term.comparison != Comparison::Differs) {
        return fail(value, fmt::format("\"{0}\" takes no comparison: {0}:12.4s", term.name->name));
    }
    const auto time = parseTime(value.text);
    if (!time) return fail(value, expectation(*term.name));
    const std::string moment =
        time->isRelative ? fmt::format("{} + {}", kFirstNsSql, time->ns) : std::to_string(time->ns);
    const bool isAfter = term.name->field == FilterField::After;
    if (isAfter && subject_ == Subject::Connections) add("c.open = 1 OR ");
    add(fmt::format("{} {} {}", timeColumn(isAfter), isAfter ? ">=" : "<", moment));
    return true;
}

std::string_view TermConditions::timeColumn(bool isEnd) const {
    switch (subject_) {
        case Subject::Connections:
            return isEnd ? "c.ended_ns" : "c.started_ns";
        case Subject::Sessions:
            return isEnd ? "s.last_ns" : "s.started_ns";
        case Subject::LifeEvents:
            return "e.time_ns";
        case Subject::Exchanges:
        case Subject::Cookies:
            break;
    }
    return "x.started_ns";
}

// A comparison may stand after the colon as well: duration:>500ms.
bool TermConditions::compileNumber(const FilterTerm& term, const FilterValue& value) {
    std::string_view text = value.text;
    Comparison comparison = term.comparison;
    if (comparison == Comparison::Equal) {
        static constexpr auto kSigns = std::to_array<std::pair<std::string_view, Comparison>>(
            {{">=", Comparison::GreaterOrEqual},
             {"<=", Comparison::LessOrEqual},
             {">", Comparison::Greater},
             {"<", Comparison::Less}});
        for (const auto& [sign, meaning] : kSigns) {
            if (!text.starts_with(sign)) continue;
            text.remove_prefix(sign.size());
            comparison = meaning;
            break;
        }
    }
    if (term.name->field == FilterField::LargerThan) comparison = Comparison::Greater;
    if (term.name->field == FilterField::SmallerThan) comparison = Comparison::Less;
    if (comparison == Comparison::Contains) {
        return fail(value, fmt::format("\"{}\" is a number", term.name->name));
    }
    if (term.name->field == FilterField::Session && base::equalsIgnoringCase(text, "none")) {
        return matchNoSession(), true;
    }
    if (text == "*") return compareColumns(term.name->field, {}, std::nullopt);
    const auto range = parseNumberRange(text, term.name->kind);
    if (!range) return fail(value, expectation(*term.name));
    return compareColumns(term.name->field, comparison, range);
}

// Lest all exchanges be looked at for those of one connection.
void TermConditions::addRangeOfConnection(std::int64_t connection) {
    add(
        fmt::format(" AND x.id BETWEEN "
                    "coalesce((SELECT first_exchange FROM connection WHERE id = {0}), 0) AND "
                    "coalesce((SELECT last_exchange FROM connection WHERE id = {0}), {1})",
                    connection, std::numeric_limits<std::int64_t>::max()));
}

bool TermConditions::compareColumns(FilterField field, Comparison comparison,
                                    const std::optional<NumberRange>& range) {
    using F = FilterField;
    const auto on = [&](std::string_view column) {
        return compare(column, comparison, range), true;
    };
    const auto onEither = [&](std::string_view first, std::string_view second) {
        add("(");
        on(first);
        add(" OR ");
        on(second);
        add(")");
        return true;
    };
    switch (field) {
        case F::Id:
            return on("x.id");
        case F::Connection:
            on(subject_ == Subject::Exchanges ? "x.connection" : "c.id");
            if (subject_ == Subject::Exchanges && range && range->least == range->most &&
                comparison == Comparison::Equal) {
                addRangeOfConnection(range->least);
            }
            return true;
        case F::Status:
            return on("x.status");
        case F::Size:
        case F::LargerThan:
        case F::SmallerThan:
            return on("x.response_body_bytes");
        case F::RequestSize:
            return on("x.request_body_bytes");
        case F::Duration:
            return on("x.duration_ns");
        case F::Wait:
            return on("x.wait_ns");
        case F::Receive:
            return on("x.receive_ns");
        case F::Blocked:
            return on("x.blocked_ns");
        case F::Port:
            return onEither("c.client_port", "c.server_port");
        case F::ClientPort:
            return on("c.client_port");
        case F::ServerPort:
            return on("c.server_port");
        case F::Exchanges:
            return on(subject_ == Subject::Sessions ? "s.exchanges" : "c.exchanges");
        case F::Session:
            return matchSession(comparison, range), true;
        case F::Visitor:
            return matchVisitor(comparison, range), true;
        case F::Packet:
            return comparePackets(range), true;
        default:
            return false;
    }
}

}  // namespace hark::query
