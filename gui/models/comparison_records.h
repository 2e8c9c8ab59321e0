#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "gui/models/exchange_facts.h"
#include "gui/models/record.h"

namespace hark::gui {

/// JSON members of a content that are compared; more is for tools that compare files.
inline constexpr std::size_t kComparedMembers = 2000;

/// One side of a comparison.
struct ComparedExchange {
    query::ExchangeDetail detail;
    query::FieldLines
        requestJson;  ///< paths and values of a JSON content, at most kComparedMembers
    query::FieldLines responseJson;
};
/// Nothing where there is no such exchange.
[[nodiscard]] base::Result<std::optional<ComparedExchange>> comparedExchange(query::Case& from,
                                                                             std::uint64_t id);

/// Both side by side: name, left, right. A line that differs, is missing or is new says so by its
/// sign and colour. Names compare in any case where `ignoresCase`; several of one name compare in
/// their order.
[[nodiscard]] Records comparedLines(const query::FieldLines& left, const query::FieldLines& right,
                                    bool ignoresCase);
[[nodiscard]] Records comparisonRecords(const ComparedExchange& left,
                                        const ComparedExchange& right);

}  // namespace hark::gui
