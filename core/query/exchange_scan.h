#pragma once

#include <cstdint>
#include <string_view>

#include <fmt/format.h>

#include "core/http/exchange_flags.h"
#include "core/query/database.h"
#include "core/query/filter.h"

namespace hark::query {

/// The exchanges that a filter selects, in the order of their ids; `columns` are of `exchange x`.
/// The filter must outlive the rows.
[[nodiscard]] inline Rows scanExchanges(sqlite3* database, std::string_view columns,
                                        const Filter& filter) {
    const Condition& condition = filter.condition(Subject::Exchanges);
    Rows rows(database,
              fmt::format("SELECT {} FROM exchange x WHERE {} ORDER BY x.id", columns,
                          condition.sql.empty() ? std::string_view("TRUE") : condition.sql));
    rows.bind(condition.parameters);
    return rows;
}

/// What pictures show as an error: status 4xx and 5xx, and that no response came before the
/// connection or the capture was over. `status` 0: none was captured.
[[nodiscard]] inline bool isError(std::int64_t status, unsigned flags) {
    using Flag = http::ExchangeFlag;
    return status >= 400 || (flags & (Flag::kResponse | Flag::kEnded)) == Flag::kEnded;
}

}  // namespace hark::query
