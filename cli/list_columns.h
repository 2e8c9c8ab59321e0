#pragma once

#include <string>
#include <vector>

#include "cli/row_printer.h"
#include "core/query/rows.h"

namespace hark::cli {

/// A column of a list: how it looks, and its cell in a row.
template <typename Row>
struct ListColumn {
    ColumnStyle style;
    Cell (*cell)(const Row&);
    bool isDefault = false;  ///< shown where --columns doesn't say otherwise
};

[[nodiscard]] const std::vector<ListColumn<query::ExchangeRow>>& exchangeColumns();
[[nodiscard]] const std::vector<ListColumn<query::ConnectionRow>>& connectionColumns();

/// The columns of that name, in that order; the default ones where `names` is empty. Nothing where
/// a name is unknown, after a line on standard error.
template <typename Row>
[[nodiscard]] std::vector<const ListColumn<Row>*> chosenColumns(
    const std::vector<ListColumn<Row>>& all, const std::vector<std::string>& names);

}  // namespace hark::cli
