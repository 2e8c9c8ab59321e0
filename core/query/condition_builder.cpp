#include "core/query/condition_builder.h"

#include <utility>

#include <fmt/format.h>

namespace hark::query {

void ConditionBuilder::add(std::string_view sql) {
    condition_.sql += sql;
}
void ConditionBuilder::add(std::string_view sql, std::string parameter) {
    condition_.sql += sql;
    condition_.parameters.emplace_back(std::move(parameter));
}
void ConditionBuilder::matchColumn(std::string_view column, const Pattern& pattern) {
    add(column);
    if (pattern.matchesAll()) {
        add(" IS NOT NULL");
    } else if (pattern.hasWildcard()) {
        add(" LIKE ? ESCAPE '\\'", pattern.like());
    } else {
        add(" = ? COLLATE NOCASE", pattern.text());
    }
}

void ConditionBuilder::matchEither(const std::string& name, const std::string& value) {
    add("(");
    matchHeads("x.request_fields", "field", name, value);
    add(" OR ");
    matchHeads("x.response_head", "field", name, value);
    add(")");
}

void ConditionBuilder::matchHeads(std::string_view column, std::string_view what, std::string name,
                                  std::string value) {
    add(fmt::format("{} IN (SELECT id FROM head WHERE hark_has_{}(bytes, lines, ?, ", column, what),
        std::move(name));
    add("?))", std::move(value));
}

void ConditionBuilder::matchEndpoint(std::string_view side, const Pattern& pattern,
                                     const std::optional<std::uint64_t>& port) {
    matchColumn(fmt::format("(c.{}_address", side), pattern);
    if (port) add(fmt::format(" AND c.{}_port = {}", side, *port));
    add(")");
}

void ConditionBuilder::compare(std::string_view column, Comparison comparison,
                               const std::optional<NumberRange>& range) {
    add(column);
    if (!range) return add(" IS NOT NULL");
    switch (comparison) {
        case Comparison::Less:
            return add(fmt::format(" < {}", range->least));
        case Comparison::LessOrEqual:
            return add(fmt::format(" <= {}", range->most));
        case Comparison::Greater:
            return add(fmt::format(" > {}", range->most));
        case Comparison::GreaterOrEqual:
            return add(fmt::format(" >= {}", range->least));
        case Comparison::Equal:
        case Comparison::Differs:
        case Comparison::Contains:
            return add(fmt::format(" BETWEEN {} AND {}", range->least, range->most));
    }
}

// The packets of a message are known as a range, per input.
void ConditionBuilder::comparePackets(const std::optional<NumberRange>& range) {
    if (!range) return add("x.capture IS NOT NULL");
    const auto overlaps = [&](std::string_view first, std::string_view last) {
        return fmt::format("({} <= {} AND {} >= {})", first, range->most, last, range->least);
    };
    add("(" + overlaps("x.request_first", "x.request_last") + " OR " +
        overlaps("x.response_first", "x.response_last") +
        " OR (x.packet_ranges IS NOT NULL AND EXISTS(SELECT 1 FROM json_each(x.packet_ranges) m, "
        "json_each(m.value) r WHERE " +
        overlaps("json_extract(r.value, '$[1]')", "json_extract(r.value, '$[2]')") + ")))");
}

}  // namespace hark::query
