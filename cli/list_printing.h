#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "cli/exit_code.h"
#include "cli/list_columns.h"
#include "cli/list_options.h"
#include "cli/output.h"
#include "cli/row_printer.h"
#include "core/query/case.h"

namespace hark::cli {

using Ids = std::span<const std::uint64_t>;

/// Calls `take` with each row that `fetch` gives for these ids, a page at a time, for as long as it
/// returns true.
template <typename Fetch, typename Take>
base::Status eachRow(Ids ids, Fetch fetch, Take take) {
    constexpr std::size_t kRowsPerPage = 512;
    while (!ids.empty()) {
        const Ids page = ids.first(std::min(ids.size(), kRowsPerPage));
        auto rows = fetch(page);
        if (!rows) return rows.error();
        for (auto& row : *rows) {
            if (!take(row)) return base::Done{};
        }
        ids = ids.subspan(page.size());
    }
    return base::Done{};
}

/// The names of the columns to print: machines get every one unless they ask for some.
template <typename Row>
std::vector<std::string> columnsOf(const ListOptions& options,
                                   const std::vector<ListColumn<Row>>& all) {
    std::vector<std::string> names = options.columns;
    if (names.empty() && options.format != Format::Table) {
        for (const auto& column : all)
            names.push_back(column.style.name);
    }
    return names;
}

template <typename Row>
std::vector<ColumnStyle> stylesOf(const std::vector<const ListColumn<Row>*>& columns) {
    std::vector<ColumnStyle> styles;
    styles.reserve(columns.size());
    for (const auto* column : columns)
        styles.push_back(column->style);
    return styles;
}

/// Prints the rows that `fetch` gives for these ids, until nobody reads them any more.
template <typename Row, typename Fetch>
base::Status printRows(Ids ids, const std::vector<const ListColumn<Row>*>& columns, Fetch fetch,
                       RowPrinter& printer, const Output& output) {
    return eachRow(ids, fetch, [&](const Row& row) {
        std::vector<Cell> cells;
        cells.reserve(columns.size());
        for (const auto* column : columns)
            cells.push_back(column->cell(row));
        printer.row(std::move(cells));
        return output.isOpen();
    });
}

/// What tells one list from another.
struct List {
    query::Subject subject;
    std::vector<ColumnStyle> columns;  ///< empty where what was asked for makes no sense
    std::function<base::Result<std::vector<std::uint64_t>>(query::Case&, const query::Filter&,
                                                           const query::Sort&)>
        find;
    std::function<base::Status(query::Case&, Ids, RowPrinter&, const Output&)> print;
    std::function<void(query::Case&)> explainEmptiness;  ///< of a table; may be none
};

/// A command that prints a list: opens the case, finds what the filter asks for, prints it.
ExitCode printList(const ListOptions& options, const List& list);

}  // namespace hark::cli
