#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/query/condition.h"
#include "core/query/filter.h"
#include "core/query/filter_values.h"
#include "core/query/pattern.h"

namespace hark::query {

/// Puts a condition together from left to right: pieces of SQL, and comparisons whose values become
/// parameters. Columns are the caller's, as in `x.method`, and may have an opening before them.
class ConditionBuilder {
public:
    [[nodiscard]] Condition& condition() { return condition_; }

protected:
    void add(std::string_view sql);
    void add(std::string_view sql, std::string parameter);

    void matchColumn(std::string_view column, const Pattern& pattern);
    /// A head in `column` has a line or a cookie of that name and value; patterns, as written.
    /// Heads are looked at once each, however many exchanges share them. `what` as in functions.h.
    void matchHeads(std::string_view column, std::string_view what, std::string name,
                    std::string value);
    /// A field line in the head of either message.
    void matchEither(const std::string& name, const std::string& value);
    void matchEndpoint(std::string_view side, const Pattern& pattern,
                       const std::optional<std::uint64_t>& port);
    /// Without a range: that there is a value.
    void compare(std::string_view column, Comparison comparison,
                 const std::optional<NumberRange>& range);
    void comparePackets(const std::optional<NumberRange>& range);

private:
    Condition condition_;
};

}  // namespace hark::query
